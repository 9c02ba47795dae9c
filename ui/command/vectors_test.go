package command_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"agtok/token"
)

// vectorDir holds tokens made by the official libraries; its README says how.
const vectorDir = "../../testdata/vectors"

// row is a row of official.jsonl or generated.jsonl, of the formats 007 and 006.
type row struct {
	ID                       string
	Token, Version           string
	AppID                    string `json:"appId"`
	AppCertificate           string
	IssueTs, Salt, Expire    uint32
	Services, ActualServices []map[string]any
	Divergence               []any

	Channel, UID string
	Ts           uint32
	Messages     map[string]uint32

	place string
}

// readRows reads the rows of a vector file that keep wants; no rows is a failure,
// so that no test passes on nothing.
func readRows[R any](t *testing.T, name, keep string, place func(*R, string)) []R {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(vectorDir, name))
	if err != nil {
		t.Fatal(err)
	}
	var rows []R
	n := 0
	for line := range bytes.Lines(data) {
		n++
		var head struct{ Version string }
		if err := json.Unmarshal(line, &head); err != nil {
			t.Fatalf("%s:%d: %v", name, n, err)
		}
		if !strings.Contains(keep, "|"+head.Version+"|") {
			continue // rows of the older formats have other types of field
		}
		var r R
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatalf("%s:%d: %v", name, n, err)
		}
		place(&r, fmt.Sprintf("%s:%d", name, n))
		rows = append(rows, r)
	}
	if len(rows) == 0 {
		t.Fatalf("%s: no row to test", name)
	}
	return rows
}

// vectors gives the rows of both files that can be decoded and signed.
func vectors(t *testing.T) []row {
	t.Helper()
	place := func(r *row, at string) { r.place = at + " " + r.ID }
	return append(readRows(t, "official.jsonl", "|007|006|", place), readRows(t, "generated.jsonl", "|007|006|", place)...)
}

// serviceNames and privilegeNames are the tables of descriptions, by number.
var serviceNames = [...]string{1: "rtc", 2: "rtm", 3: "streaming", 4: "fpa", 5: "chat", 6: "fcdn", 7: "apaas", 8: "rtm2", 9: "convoai", 10: "stt"}

func privilegeNames(service int) []string {
	switch service {
	case 1:
		return []string{1: "joinChannel", 2: "publishAudioStream", 3: "publishVideoStream", 4: "publishDataStream"}
	case 2, 4, 8:
		return []string{1: "login"}
	case 3:
		return []string{1: "publishMixStream", 2: "publishRawStream"}
	case 5:
		return []string{1: "user", 2: "app"}
	case 6:
		return []string{1: "publish", 2: "play"}
	case 7:
		return []string{1: "roomUser", 2: "user", 3: "app"}
	}
	return nil
}

// byName gives a row's privileges as descriptions have them.
func byName(t *testing.T, privileges map[string]any, names []string) map[string]any {
	t.Helper()
	out := map[string]any{}
	for id, expire := range privileges {
		n, err := strconv.Atoi(id)
		if err != nil {
			t.Fatal(err)
		}
		if n < len(names) && names[n] != "" {
			id = names[n]
		}
		out[id] = expire
	}
	return out
}

// described gives a described privilege map as an object: where the order is not
// ascending it is a list of pairs, and the rows do not record the order.
func described(value any, names []string) any {
	pairs, ok := value.([]any)
	if !ok {
		return value
	}
	out := map[string]any{}
	for _, p := range pairs {
		pair := p.([]any)
		id := strconv.Itoa(int(pair[0].(float64)))
		if n := int(pair[0].(float64)); n < len(names) && names[n] != "" {
			id = names[n]
		}
		out[id] = pair[1]
	}
	return out
}

// tree gives a row's permissions, a list of triples, as descriptions have them.
func tree(triples []any) any {
	out := map[string]any{}
	for _, value := range triples {
		triple := value.([]any)
		name := called(triple[0], "messageChannels", "streamChannels", "groupChannels", "serverGroups", "users")
		branch, _ := out[name].(map[string]any)
		if branch == nil {
			branch = map[string]any{}
			out[name] = branch
		}
		branch[called(triple[1], "read", "write")] = triple[2]
	}
	return out
}

// called gives the name of number n, or n itself where it has none.
func called(n any, names ...string) string {
	if i := int(n.(float64)); i < len(names) {
		return names[i]
	}
	return strconv.Itoa(int(n.(float64)))
}

// wantService gives the description of a row's service.
func wantService(t *testing.T, s map[string]any) map[string]any {
	t.Helper()
	n := int(s["type"].(float64))
	want := map[string]any{"type": serviceNames[n], "privileges": byName(t, s["privileges"].(map[string]any), privilegeNames(n))}
	for key, value := range s {
		switch key {
		case "type", "privileges":
		case "channel":
			want["channelName"] = value
		case "permissions":
			want["permissions"] = tree(value.([]any))
		default:
			want[key] = value
		}
	}
	return want
}

func (r *row) want007(t *testing.T) map[string]any {
	list := r.Services
	if r.ActualServices != nil {
		list = r.ActualServices
	}
	services := []any{}
	for _, s := range list {
		services = append(services, wantService(t, s))
	}
	return map[string]any{"version": "007", "appId": r.AppID, "issueTs": float64(r.IssueTs), "expire": float64(r.Expire),
		"salt": float64(r.Salt), "services": services}
}

// check007 compares a description with what the row says.
func (r *row) check007(t *testing.T, got map[string]any) {
	t.Helper()
	services, _ := got["services"].([]any)
	for _, value := range services {
		s := value.(map[string]any)
		n := 0
		for i, name := range serviceNames {
			if name == s["type"] {
				n = i
			}
		}
		s["privileges"] = described(s["privileges"], privilegeNames(n))
	}
	if want := r.want007(t); !reflect.DeepEqual(got, want) {
		t.Errorf("%s: described\n%v\nwant\n%v", r.place, got, want)
	}
}

func (r *row) check006(t *testing.T, got map[string]any) {
	t.Helper()
	names := append(privilegeNames(1), make([]string, 1001)...)
	names[1000] = "rtmLogin"
	privileges := map[string]any{}
	for id, expire := range r.Messages {
		privileges[id] = float64(expire)
	}
	want := map[string]any{"version": "006", "appId": r.AppID, "salt": float64(r.Salt), "ts": float64(r.Ts), "privileges": byName(t, privileges, names),
		"channelCrc32": got["channelCrc32"], "uidCrc32": got["uidCrc32"]} // the checksums are tested by signing
	got["privileges"] = described(got["privileges"], names)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: described\n%v\nwant\n%v", r.place, got, want)
	}
}

func TestVectorsDecode(t *testing.T) {
	rows := vectors(t)
	var in strings.Builder
	for _, r := range rows {
		in.WriteString(r.Token + "\n")
	}
	got := objects(t, fake{stdin: in.String()}.run("decode", "--lines", "--json", "--layout").must(t))
	if len(got) != len(rows) {
		t.Fatalf("%d objects for %d tokens", len(got), len(rows))
	}
	for i, r := range rows {
		o := got[i]
		checkLayout(t, r.place, o)
		if !o.OK || o.Token != r.Token || o.Input != r.Token || o.Format != r.Version || len(o.Repairs) != 0 {
			t.Errorf("%s: %+v", r.place, o)
			continue
		}
		var description map[string]any
		if err := json.Unmarshal(o.Description, &description); err != nil {
			t.Fatalf("%s: %v", r.place, err)
		}
		if r.Version == "007" {
			r.check007(t, description)
		} else {
			r.check006(t, description)
		}
	}
}

// projects writes a config file with a project for every pair of App ID and
// certificate in rows, and gives the environment that goes with it.
func projects(t *testing.T, rows []row) map[string]string {
	t.Helper()
	env, seen, config := map[string]string{}, map[string]bool{}, ""
	for _, r := range rows {
		if seen[r.AppID+r.AppCertificate] {
			continue
		}
		seen[r.AppID+r.AppCertificate] = true
		name := fmt.Sprintf("P%d", len(seen))
		config += fmt.Sprintf("[[project]]\nname = %q\napp_id = %q\ncertificate = \"env:%s\"\n", name, r.AppID, name)
		env[name] = r.AppCertificate
	}
	env["AGTOK_CONFIG"] = configFile(t, config)
	return env
}

// TestVectorsSign sends what decode prints through sign: the payloads must come
// back byte for byte, signatures included.
func TestVectorsSign(t *testing.T) {
	var rows []row
	var in strings.Builder
	for _, r := range vectors(t) {
		if r.AppCertificate == "" || r.Version == "006" && r.Divergence != nil {
			continue // nobody can sign these, or their checksums are over another uid
		}
		rows = append(rows, r)
		in.WriteString(r.Token + "\n")
	}
	decoded := objects(t, fake{stdin: in.String()}.run("decode", "--lines", "--json").must(t))
	in.Reset()
	for i, r := range rows {
		var description map[string]json.RawMessage
		if err := json.Unmarshal(decoded[i].Description, &description); err != nil {
			t.Fatalf("%s: %v", r.place, err)
		}
		if r.Version == "006" {
			description["channelName"], description["uid"] = quoted(t, r.Channel), quoted(t, r.UID)
		}
		line, err := json.Marshal(description)
		if err != nil {
			t.Fatal(err)
		}
		in.WriteString(string(line) + "\n")
	}
	old := 0
	for _, args := range [][]string{{"sign"}, {"sign", "--compact"}} {
		signed := strings.Fields(fake{env: projects(t, rows), stdin: in.String()}.run(args...).must(t))
		if len(rows) < 700 || len(signed) != len(rows) {
			t.Fatalf("%d rows give %d tokens", len(rows), len(signed))
		}
		for i, r := range rows {
			got, want := payload(t, signed[i]), payload(t, r.Token)
			if !bytes.Equal(got, want) {
				t.Errorf("%s: %v gives the payload\n%x\nwant\n%x", r.place, args, got, want)
			}
			if r.Version == "006" {
				if old++; signed[i] != r.Token {
					t.Errorf("%s: %v gives\n%s\nwant\n%s", r.place, args, signed[i], r.Token)
				}
			}
		}
	}
	if old < 200 {
		t.Errorf("only %d tokens of 006 were signed", old)
	}
}

func quoted(t *testing.T, text string) json.RawMessage {
	t.Helper()
	data, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func payload(t *testing.T, text string) []byte {
	t.Helper()
	tok, err := token.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return tok.Payload()
}

// TestVectorsSignature has decode verify every token by its project.
func TestVectorsSignature(t *testing.T) {
	checked := 0
	var rows []row
	for _, r := range vectors(t) {
		if r.AppCertificate != "" && (r.Version == "007" || r.Divergence == nil) {
			rows = append(rows, r)
		}
	}
	env := projects(t, rows)
	for i, r := range rows {
		args := []string{"decode", "--json"}
		if r.Version == "006" {
			args = append(args, "--channel", r.Channel, "--account", r.UID)
			if r.Messages["1000"] != 0 {
				args = args[:4]
			}
		} else if i%10 > 0 {
			continue // they differ in nothing that matters here
		}
		o := objects(t, fake{env: env}.run(append(args, r.Token)...).must(t))[0]
		if o.Signature.Status != "valid" || o.Signature.Certificate != "primary" || !strings.HasPrefix(o.Signature.Project, "P") {
			t.Errorf("%s: signature %+v", r.place, o.Signature)
		}
		checked++
	}
	if checked < 150 {
		t.Errorf("only %d tokens were checked", checked)
	}
}

func TestVectorsDescriptions(t *testing.T) {
	type example struct {
		Token, Note string
		Description any
		place       string
	}
	rows := readRows(t, "descriptions.jsonl", "||", func(e *example, at string) { e.place = at + " " + e.Note })
	for _, e := range rows {
		r := run("decode", "--lines", "--json", e.Token)
		var got any
		if err := json.Unmarshal(objects(t, r.must(t))[0].Description, &got); err != nil || !reflect.DeepEqual(got, e.Description) {
			t.Errorf("%s: described (%v)\n%v\nwant\n%v", e.place, err, got, e.Description)
		}
	}
}

func TestVectorsMalformed(t *testing.T) {
	type bad struct{ ID, Token, Why, Expect, place string }
	for _, b := range readRows(t, "malformed.jsonl", "|||007|006|005|004|003|002|001|signaling|", func(b *bad, at string) { b.place = at }) {
		for _, args := range [][]string{{"decode", "--json"}, {"decode", "--json", "--lines"}, {"decode"}} {
			r := fake{stdin: b.Token + "\n"}.run(args...) // the line break frames the line
			checkPrintable(t, append(args, b.ID), r.out)
			if args[len(args)-1] != "--json" || b.Expect != "reject" && b.Expect != "reject-or-repair" {
				continue
			}
			for _, o := range objects(t, r.out) {
				if o.OK && len(o.Repairs) == 0 || (r.code == 0) != o.OK {
					t.Errorf("%s %s, %v: exit code %d, %+v", b.place, b.Why, args, r.code, o)
				}
			}
		}
	}
}
