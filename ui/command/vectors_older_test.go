package command_test

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"agtok/token"
)

// older is a row of official.jsonl or generated.jsonl, of a format before 006. The
// two files name what was passed to the builder in different ways.
type older struct {
	ID, Token, Version    string
	AppID                 string `json:"appId"`
	AppCertificate        string
	Channel               string
	Ts, Salt, UID, Expire uint32
	Kind, API             string
	Args                  []any // channel, unixTs, random, uid, expiredTs, …; of a Signaling token account, expiredTs

	place string
}

func olderVectors(t *testing.T) []older {
	t.Helper()
	const formats = "|005|004|003|002|001|signaling|"
	place := func(r *older, at string) { r.place = at + " " + r.ID + " " + r.API + r.Kind }
	rows := append(readRows(t, "official.jsonl", formats, place), readRows(t, "generated.jsonl", formats, place)...)
	count := map[string]int{}
	for i := range rows {
		rows[i].spread()
		count[rows[i].Version]++
	}
	for format, want := range map[string]int{"005": 40, "004": 20, "003": 5, "002": 3, "001": 5, "signaling": 8} {
		if count[format] < want {
			t.Fatalf("%d rows of the format %s, want %d", count[format], format, want)
		}
	}
	return rows
}

// spread puts a generated row's arguments where an official row has them.
func (r *older) spread() {
	number := func(i int) uint32 {
		if i >= len(r.Args) {
			return 0
		}
		n, _ := r.Args[i].(float64)
		return uint32(n)
	}
	switch {
	case r.Args == nil:
	case r.Version == "signaling":
		r.Channel, r.Expire = r.Args[0].(string), number(1)
	default:
		r.Channel, r.Ts, r.Salt, r.UID, r.Expire = r.Args[0].(string), number(1), number(2), number(3), number(4)
	}
}

// want gives what the description must say, as far as the row tells.
func (r *older) want() map[string]any {
	if r.Version == "signaling" {
		return map[string]any{"version": r.Version, "appId": r.AppID, "expiredTs": float64(r.Expire)}
	}
	want := map[string]any{"version": r.Version, "unixTs": float64(r.Ts), "random": float64(r.Salt)}
	if r.Version != "001" {
		want["expiredTs"] = float64(r.Expire)
	}
	if r.Version == "002" || r.Version == "003" {
		want["uid"] = float64(r.UID)
	}
	return want
}

func TestVectorsOlderDecode(t *testing.T) {
	rows := olderVectors(t)
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
		if !o.OK || o.Token != r.Token || o.Format != r.Version || len(o.Repairs) != 0 {
			t.Errorf("%s: %+v", r.place, o)
			continue
		}
		var description map[string]any
		if err := json.Unmarshal(o.Description, &description); err != nil {
			t.Fatalf("%s: %v", r.place, err)
		}
		for key, value := range r.want() {
			if description[key] != value {
				t.Errorf("%s: %s is %v, want %v", r.place, key, description[key], value)
			}
		}
		if appID, _ := description["appId"].(string); !strings.EqualFold(appID, r.AppID) {
			t.Errorf("%s: App ID %s, want %s", r.place, appID, r.AppID)
		}
		checkLayout(t, r.place, o)
	}
}

// TestVectorsOlderSignature has decode verify every key by its project, and not by
// another channel's name.
func TestVectorsOlderSignature(t *testing.T) {
	checked := 0
	for _, r := range olderVectors(t) {
		if r.AppCertificate == "" {
			continue
		}
		env := map[string]string{"AGORA_APP_ID": r.AppID, "AGORA_APP_CERTIFICATE": r.AppCertificate}
		name, uid := "--channel", []string{"--uid", fmt.Sprint(r.UID)}
		if r.Version == "signaling" {
			name, uid = "--account", nil
		}
		for channel, want := range map[string]string{r.Channel: "valid", r.Channel + "x": "invalid"} {
			args := append([]string{"decode", "--json", "--lines", name, channel}, append(uid, r.Token)...)
			if got := objects(t, fake{env: env}.run(args...).out)[0].Signature.Status; got != want {
				t.Errorf("%s: with %s %q the signature is %s, want %s", r.place, name, channel, got, want)
			}
		}
		checked++
	}
	if checked < 80 {
		t.Errorf("only %d keys were checked", checked)
	}
}

// checkLayout holds that an object's layout covers the whole payload, in order, and
// shows its bytes.
func checkLayout(t *testing.T, place string, o object) {
	t.Helper()
	tok, err := token.Parse(o.Token)
	if err != nil {
		t.Fatalf("%s: %v", place, err)
	}
	end, all := 0, ""
	for _, s := range o.Layout {
		if s.Start != end || s.End <= s.Start || s.Path == "" || len(s.Hex) != 2*(s.End-s.Start) {
			t.Errorf("%s: behind byte %d stands %+v", place, end, s)
		}
		end, all = s.End, all+s.Hex
	}
	if want := hex.EncodeToString(tok.Payload()); all != want || len(o.Layout) < 3 {
		t.Errorf("%s: the layout shows %s, want %s", place, all, want)
	}
}
