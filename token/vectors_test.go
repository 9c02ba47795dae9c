package token_test

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"agtok/token"
)

// vectorDir holds tokens made by the official libraries; its README says how.
const vectorDir = "../testdata/vectors"

// vector is a row of official.jsonl, generated.jsonl or descriptions.jsonl.
type vector struct {
	ID             string
	Token          string
	Impl           any
	Version        string
	AppID          string `json:"appId"`
	AppCertificate string
	Fixed          bool

	IssueTs, Salt, Expire    uint32
	Services, ActualServices []vectorService
	Divergence               any

	Channel, UID string
	Ts           uint32
	Messages     map[string]uint32

	Description json.RawMessage

	place string
}

type vectorService struct {
	Type                                              token.ServiceType
	Privileges                                        map[string]uint32
	Channel, UID, Account, UserID, RoomUUID, UserUUID string
	Role                                              int16
	Permissions                                       []json.RawMessage
}

// rows reads a vector file; no rows is a failure, so that no test passes on
// nothing.
func rows(t testing.TB, name string, keep func(vector) bool) []vector {
	t.Helper()
	f, err := os.Open(filepath.Join(vectorDir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []vector
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		v := vector{}
		if err := json.Unmarshal(lines.Bytes(), &struct{ Version *string }{&v.Version}); err != nil {
			t.Fatalf("%s:%d: %v", name, n, err)
		}
		if !keep(v) {
			continue // rows of the older formats have other types of field
		}
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatalf("%s:%d: %v", name, n, err)
		}
		v.place = fmt.Sprintf("%s:%d %s %v", name, n, v.ID, v.Impl)
		all = append(all, v)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatalf("%s: no row to test", name)
	}
	return all
}

func certificate(t testing.TB, text string) token.Certificate {
	t.Helper()
	c, err := token.ParseCertificate(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func has(version string) func(vector) bool {
	return func(v vector) bool { return v.Version == version }
}

// content gives the token content that a row says was asked for, in the order
// in which the token has it.
func (v *vector) content(got *token.AccessToken2) *token.AccessToken2 {
	list := v.Services
	if v.ActualServices != nil {
		list = v.ActualServices
	}
	a := &token.AccessToken2{AppID: v.AppID, IssueTs: v.IssueTs, Expire: v.Expire, Salt: v.Salt}
	for i, s := range list {
		var order []token.Grant
		if i < len(got.Services) {
			order = got.Services[i].Privileges
		}
		a.Services = append(a.Services, token.Service{
			Type: s.Type, Privileges: grants(s.Privileges, order), ChannelName: s.Channel, UID: s.UID, Account: s.Account,
			UserID: s.UserID, RoomUUID: s.RoomUUID, UserUUID: s.UserUUID, Role: s.Role, Permissions: tree(s.Permissions),
		})
	}
	return a
}

// grants puts a row's privileges into the order of a token's, which the rows do
// not record.
func grants(byID map[string]uint32, order []token.Grant) []token.Grant {
	var list []token.Grant
	for id, expire := range byID {
		n, _ := strconv.Atoi(id)
		list = append(list, token.Grant{Privilege: token.Privilege(n), Expire: expire})
	}
	place := func(g token.Grant) int {
		return slices.IndexFunc(order, func(o token.Grant) bool { return o.Privilege == g.Privilege })
	}
	slices.SortFunc(list, func(a, b token.Grant) int { return place(a) - place(b) })
	return list
}

func tree(triples []json.RawMessage) []token.Resource {
	var out []token.Resource
	for _, raw := range triples {
		var resource, permission uint16
		var names []string
		if err := json.Unmarshal(raw, &[]any{&resource, &permission, &names}); err != nil {
			panic(err)
		}
		if len(out) == 0 || out[len(out)-1].Type != resource {
			out = append(out, token.Resource{Type: resource})
		}
		last := &out[len(out)-1]
		if len(names) == 0 {
			names = nil
		}
		last.Permissions = append(last.Permissions, token.Permission{Type: permission, Names: names})
	}
	return out
}

func both(t *testing.T, keep func(vector) bool) []vector {
	return append(rows(t, "official.jsonl", keep), rows(t, "generated.jsonl", keep)...)
}

func TestVectors007(t *testing.T) {
	for _, v := range both(t, has("007")) {
		tok, err := token.Parse(v.Token)
		if err != nil {
			t.Errorf("%s: %v", v.place, err)
			continue
		}
		if want := v.content(tok.AccessToken2); !reflect.DeepEqual(tok.AccessToken2, want) {
			t.Errorf("%s: parsed\n%+v\nwant\n%+v", v.place, tok.AccessToken2, want)
		}
		if v.AppCertificate == "" {
			continue
		}
		c := certificate(t, v.AppCertificate)
		if !tok.Verify(c) {
			t.Errorf("%s: does not verify", v.place)
		}
		checkRebuilt(t, v, tok, c)
	}
}

// checkRebuilt signs what was parsed again: the payload must be the same, and so
// must the text where Go's library made it.
func checkRebuilt(t *testing.T, v vector, tok *token.Token, c token.Certificate) {
	t.Helper()
	text, err := token.Sign(tok.AccessToken2, c)
	if err != nil {
		t.Errorf("%s: sign: %v", v.place, err)
		return
	}
	if v.Impl == "go-official" && text != v.Token {
		t.Errorf("%s: built\n%s\nwant\n%s", v.place, text, v.Token)
	}
	if got, want := inflate(t, text), inflate(t, v.Token); !bytes.Equal(got, want) {
		t.Errorf("%s: built the payload\n%x\nwant\n%x", v.place, got, want)
	}
}

// inflate is an implementation of its own, so that a fault of the package's
// cannot hide.
func inflate(t *testing.T, text string) []byte {
	t.Helper()
	packed, err := base64.StdEncoding.DecodeString(text[3:])
	if err != nil {
		t.Fatal(err)
	}
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestVectors006(t *testing.T) {
	for _, v := range both(t, has("006")) {
		tok, err := token.Parse(v.Token)
		if err != nil {
			t.Errorf("%s: %v", v.place, err)
			continue
		}
		a := tok.AccessToken
		want := &token.AccessToken{AppID: v.AppID, Salt: v.Salt, Ts: v.Ts, Privileges: grants(v.Messages, a.Privileges),
			ChannelCRC32: a.ChannelCRC32, UIDCRC32: a.UIDCRC32}
		if !reflect.DeepEqual(a, want) {
			t.Errorf("%s: parsed\n%+v\nwant\n%+v", v.place, a, want)
		}
		if v.Divergence != nil || v.AppCertificate == "" {
			continue // the CRC and the HMAC are over another uid
		}
		m, c := token.Missing{Channel: v.Channel, UID: v.UID}, certificate(t, v.AppCertificate)
		if !tok.VerifyFor(c, m) {
			t.Errorf("%s: does not verify", v.place)
		}
		if tok.Verify(c) || tok.VerifyFor(c, token.Missing{Channel: v.Channel + "x", UID: v.UID}) {
			t.Errorf("%s: verifies without its channel and uid", v.place)
		}
		if text, err := token.Sign006(a, m, c); err != nil || text != v.Token {
			t.Errorf("%s: built %s, %v\nwant %s", v.place, text, err, v.Token)
		}
	}
}

func TestDescriptions(t *testing.T) {
	for _, v := range rows(t, "descriptions.jsonl", func(v vector) bool { return true }) {
		tok, err := token.Parse(v.Token)
		if err != nil {
			t.Errorf("%s: %v", v.place, err)
			continue
		}
		var got, want any
		if err := json.Unmarshal(tok.AppendDescription(nil), &got); err != nil {
			t.Fatalf("%s: %v\n%s", v.place, err, tok.AppendDescription(nil))
		}
		if err := json.Unmarshal(v.Description, &want); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: described\n%v\nwant\n%v", v.place, got, want)
		}
		if tok.Format != token.Format007 || v.AppCertificate == "" {
			continue
		}
		d, err := token.ParseDescription(v.Description, token.Override{})
		if err != nil {
			t.Errorf("%s: %v", v.place, err)
			continue
		}
		text, err := d.Sign(new(token.Encoder), certificate(t, v.AppCertificate))
		if err != nil || !bytes.Equal(inflate(t, text), inflate(t, v.Token)) {
			t.Errorf("%s: signing the description gives another payload (%v)", v.place, err)
		}
	}
}

func TestMalformed(t *testing.T) {
	type row struct{ ID, Token, Why, Expect string }
	data, err := os.ReadFile(filepath.Join(vectorDir, "malformed.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(data) {
		var r row
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		tok, err := token.Parse(r.Token)
		switch r.Expect {
		case "reject", "reject-or-repair":
			if err == nil {
				t.Errorf("%s %s: was read", r.ID, r.Why)
			}
		case "reject-or-accept", "reject-or-warn", "accept-or-warn", "accept-or-limit":
		case "parse-ok-signature-bad", "parse-ok-escape-output", "partial", "accept":
			if err != nil {
				t.Errorf("%s %s: %v", r.ID, r.Why, err)
			}
		default:
			t.Errorf("%s: unknown expectation %q", r.ID, r.Expect)
		}
		if err == nil && r.Expect == "reject-or-accept" && tok.Trailing == 0 && !tok.NonCanonical {
			t.Errorf("%s %s: accepted without a mark", r.ID, r.Why)
		}
	}
}
