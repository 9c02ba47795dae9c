package token_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"agtok/token"
)

// npmPackage is the official library that the package is compared with: the latest
// of its version 2.
const npmPackage = "agora-token@2.0.6"

// hexText is a text that is sent in hexadecimal, so that any bytes pass.
type hexText string

func (h hexText) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString([]byte(h))), nil }

func (h *hexText) UnmarshalText(text []byte) error {
	b, err := hex.DecodeString(string(text))
	*h = hexText(b)
	return err
}

// npmRequest is a request to testdata/npm/driver.js.
type npmRequest struct {
	Do          string          `json:"do"`
	Certificate string          `json:"certificate"`
	Token       string          `json:"token,omitempty"`
	AppID       string          `json:"appId"`
	IssueTs     uint32          `json:"issueTs"`
	Expire      uint32          `json:"expire"`
	Salt        uint32          `json:"salt"`
	Ts          uint32          `json:"ts"`
	Services    []npmService    `json:"services"`
	ChannelName hexText         `json:"channelName"`
	UID         hexText         `json:"uid"`
	Account     hexText         `json:"account"`
	Number      uint32          `json:"number"`
	Kind        uint16          `json:"kind"`
	Privileges  [][2]uint32     `json:"privileges"`
	check       func(npmAnswer) // looks at the answer
}

type npmAnswer struct {
	Error, Token, AppID       string
	Verified                  bool
	IssueTs, Expire, Salt, Ts uint32
	Services                  []npmService
	Privileges                [][2]uint32
	Signature                 string
}

// npmService is a service as driver.js has it.
type npmService struct {
	Type        token.ServiceType `json:"type"`
	Privileges  [][2]uint32       `json:"privileges"`
	ChannelName hexText           `json:"channelName"`
	UID         hexText           `json:"uid"`
	Account     hexText           `json:"account"`
	UserID      hexText           `json:"userId"`
	RoomUUID    hexText           `json:"roomUuid"`
	UserUUID    hexText           `json:"userUuid"`
	Role        int32             `json:"role"`
	Permissions []npmPermission   `json:"permissions"`
}

// npmPermission is [resource type, permission type, [names]].
type npmPermission struct {
	resource, permission uint16
	names                []hexText
}

func (p npmPermission) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{p.resource, p.permission, append([]hexText{}, p.names...)})
}

func (p *npmPermission) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[]any{&p.resource, &p.permission, &p.names})
}

func pairs(grants []token.Grant) [][2]uint32 {
	list := [][2]uint32{}
	for _, g := range grants {
		list = append(list, [2]uint32{uint32(g.Privilege), g.Expire})
	}
	return list
}

func toNPM(s token.Service) npmService {
	n := npmService{Type: s.Type, Privileges: pairs(s.Privileges), ChannelName: hexText(s.ChannelName), UID: hexText(s.UID), Account: hexText(s.Account),
		UserID: hexText(s.UserID), RoomUUID: hexText(s.RoomUUID), UserUUID: hexText(s.UserUUID), Role: int32(s.Role), Permissions: []npmPermission{}}
	for _, res := range s.Permissions {
		for _, p := range res.Permissions {
			out := npmPermission{res.Type, p.Type, nil}
			for _, name := range p.Names {
				out.names = append(out.names, hexText(name))
			}
			n.Permissions = append(n.Permissions, out)
		}
	}
	return n
}

func fromNPM(n npmService) token.Service {
	s := token.Service{Type: n.Type, ChannelName: string(n.ChannelName), UID: string(n.UID), Account: string(n.Account),
		UserID: string(n.UserID), RoomUUID: string(n.RoomUUID), UserUUID: string(n.UserUUID), Role: int16(uint16(n.Role))} // the package reads a role without its sign
	for _, p := range n.Privileges {
		s.Privileges = append(s.Privileges, token.Grant{Privilege: token.Privilege(p[0]), Expire: p[1]})
	}
	for _, p := range n.Permissions {
		if len(s.Permissions) == 0 || s.Permissions[len(s.Permissions)-1].Type != p.resource {
			s.Permissions = append(s.Permissions, token.Resource{Type: p.resource})
		}
		last := &s.Permissions[len(s.Permissions)-1]
		perm := token.Permission{Type: p.permission}
		for _, name := range p.names {
			perm.Names = append(perm.Names, string(name))
		}
		last.Permissions = append(last.Permissions, perm)
	}
	return s
}

// installNPM installs the package into a folder of the test's own and gives it. A
// machine without Node, npm or a registry skips; where CI is true, as in .ci/run's
// runs, that is a failure: the comparison must not get lost.
func installNPM(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("installs " + npmPackage + ", which takes too long for -short")
	}
	missing := func(format string, args ...any) {
		t.Helper()
		if os.Getenv("CI") == "true" {
			t.Fatalf("not compared with "+npmPackage+": "+format, args...)
		}
		t.Skipf("not compared with "+npmPackage+": "+format, args...)
	}
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			missing("%v", err)
		}
	}
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	npm := exec.CommandContext(ctx, "npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts",
		"--fetch-retries=1", "--prefix", dir, npmPackage)
	npm.WaitDelay = time.Second
	if out, err := npm.CombinedOutput(); err != nil {
		missing("npm install: %v\n%s", err, out)
	}
	return filepath.Join(dir, "node_modules", "agora-token")
}

// askNPM sends requests to the package and checks the answers.
func askNPM(t *testing.T, requests []npmRequest) {
	t.Helper()
	var in, out, errs bytes.Buffer
	enc := json.NewEncoder(&in)
	for _, r := range requests {
		if err := enc.Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	node := exec.CommandContext(t.Context(), "node", filepath.Join("testdata", "npm", "driver.js"), installNPM(t))
	node.Stdin, node.Stdout, node.Stderr = &in, &out, &errs
	if err := node.Run(); err != nil {
		t.Fatalf("node: %v\n%s", err, errs.Bytes())
	}
	answered := 0
	lines := bufio.NewScanner(&out)
	lines.Buffer(nil, 1<<20)
	for ; lines.Scan() && answered < len(requests); answered++ {
		var a npmAnswer
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil || a.Error != "" {
			t.Errorf("request %d: %v, %s", answered, err, lines.Bytes())
			continue
		}
		requests[answered].check(a)
	}
	if answered != len(requests) || lines.Err() != nil {
		t.Errorf("%d requests have %d answers (%v) %s", len(requests), answered, lines.Err(), errs.Bytes())
	}
}

// chance makes contents of tokens, always the same.
type chance struct{ *rand.Rand }

func (c chance) hex32() string {
	b := make([]byte, 16)
	for i := range b {
		b[i] = byte(c.IntN(256))
	}
	if text := hex.EncodeToString(b); c.IntN(2) == 0 {
		return strings.ToUpper(text)
	} else {
		return text
	}
}

// text gives UTF-8 of any script, sometimes empty, sometimes long.
func (c chance) text() string {
	var b strings.Builder
	for range c.IntN([]int{1, 8, 40, 300}[c.IntN(4)]) {
		switch c.IntN(4) {
		case 0:
			if r := rune(c.IntN(utf8.MaxRune)); utf8.ValidRune(r) {
				b.WriteRune(r)
			}
		default:
			b.WriteByte(byte(c.IntN(128)))
		}
	}
	return b.String()
}

func (c chance) number() uint32 {
	return []uint32{0, 1, 3600, 86400, 1<<32 - 1, c.Uint32(), c.Uint32()}[c.IntN(7)]
}

// grants are unique and in order, as the package writes them.
func (c chance) grants() []token.Grant {
	var list []token.Grant
	for range c.IntN(6) {
		id := token.Privilege(1 + c.IntN(5))
		if c.IntN(5) == 0 {
			id = token.Privilege(c.IntN(1 << 16))
		}
		list = token.Grants(list, id, c.number())
	}
	return list
}

func (c chance) service(t token.ServiceType) token.Service {
	s := token.Service{Type: t, Privileges: c.grants()}
	switch t {
	case token.RTC:
		s.ChannelName, s.UID = c.text(), c.text()
	case token.RTM, token.Chat, token.RTM2:
		s.UserID = c.text()
	case token.Streaming, token.FCDN:
		s.ChannelName, s.Account = c.text(), c.text()
	case token.APaaS:
		s.RoomUUID, s.UserUUID, s.Role = c.text(), c.text(), int16(c.IntN(1<<16))
		if s.Role == 0 {
			s.Role = -1 // as the package has it
		}
	}
	if t == token.RTM2 {
		for range c.IntN(5) {
			names := make([]string, 1+c.IntN(3))
			for i := range names {
				names[i] = c.text()
			}
			s.Permissions = token.Allow(s.Permissions, uint16(c.IntN(6)), uint16(c.IntN(3)), names...)
		}
	}
	return s
}

// content is a 007 token: every service comes first in some, repeated ones and
// none but one included.
func (c chance) content(i int) *token.AccessToken2 {
	a := &token.AccessToken2{AppID: c.hex32(), IssueTs: max(1, c.number()), Expire: c.number(), Salt: c.number()}
	a.Services = append(a.Services, c.service(token.ServiceType(1+i%10)))
	for range c.IntN(4) {
		a.Services = append(a.Services, c.service(token.ServiceType(1+c.IntN(10))))
	}
	slices.SortStableFunc(a.Services, func(a, b token.Service) int { return int(a.Type) - int(b.Type) })
	return a
}

// npmTokens is how many tokens of a format go each way.
const npmTokens = 600

func TestAgainstNPM(t *testing.T) {
	c := chance{rand.New(rand.NewPCG(7, 2026))}
	var requests []npmRequest
	for i := range npmTokens {
		requests = append(requests, npmReads007(t, c, i), npmBuilds007(t, c, i))
	}
	for range npmTokens / 4 {
		requests = append(requests, npmReads006(t, c), npmBuilds006(t, c), npmBuilds005(t, c), npmBuildsSignaling(t, c))
	}
	askNPM(t, requests)
}

// npmReads007 has the package read and verify a token of ours, by every third one
// a compact one, by every seventh with a service at its end that nobody knows.
func npmReads007(t *testing.T, c chance, i int) npmRequest {
	a, secret := c.content(i), c.hex32()
	var e token.Encoder
	known := a.Services
	if i%7 == 0 {
		a.Services = append(slices.Clone(known), token.Service{Type: 99, Raw: []byte{1, 2, 3}})
	}
	sign := e.Sign
	if i%3 == 0 {
		sign = e.SignCompact
	}
	text, err := sign(a, certificate(t, secret))
	if err != nil {
		t.Fatalf("%+v: %v", a, err)
	}
	return npmRequest{Do: "read007", Certificate: secret, Token: text, check: func(got npmAnswer) {
		read := &token.AccessToken2{AppID: got.AppID, IssueTs: got.IssueTs, Expire: got.Expire, Salt: got.Salt}
		for _, s := range got.Services {
			read.Services = append(read.Services, fromNPM(s))
		}
		want := *a
		if want.Services = known; !got.Verified || !reflect.DeepEqual(read, &want) {
			t.Errorf("%s\nis read as %+v (verified %t), want\n%+v", text, read, got.Verified, &want)
		}
	}}
}

// npmBuilds007 has us read and verify a token of the package's.
func npmBuilds007(t *testing.T, c chance, i int) npmRequest {
	a, secret := c.content(i), c.hex32()
	r := npmRequest{Do: "build007", Certificate: secret, AppID: a.AppID, IssueTs: a.IssueTs, Expire: a.Expire, Salt: a.Salt}
	for _, k := range c.Perm(len(a.Services)) { // the package sorts them by type
		r.Services = append(r.Services, toNPM(a.Services[k]))
	}
	r.check = func(got npmAnswer) {
		tok, err := token.Parse(got.Token)
		if err != nil {
			t.Errorf("%s: %v; want %+v", got.Token, err, a)
			return
		}
		want := *a
		want.Services = nil
		for _, s := range r.Services {
			want.Services = append(want.Services, fromNPM(s))
		}
		slices.SortStableFunc(want.Services, func(a, b token.Service) int { return int(a.Type) - int(b.Type) })
		if !reflect.DeepEqual(tok.AccessToken2, &want) || !tok.Verify(certificate(t, secret)) {
			t.Errorf("%s\nis read as %+v (verified %t), want\n%+v", got.Token, tok.AccessToken2, tok.Verify(certificate(t, secret)), &want)
		}
		if text, err := token.Sign(tok.AccessToken2, certificate(t, secret)); err != nil || !bytes.Equal(inflate(t, text), inflate(t, got.Token)) {
			t.Errorf("%s: signed again it has another payload (%v)", got.Token, err)
		}
	}
	return r
}

func (c chance) content006() (*token.AccessToken, token.Missing) {
	return &token.AccessToken{AppID: c.hex32(), Ts: c.number(), Salt: c.number(), Privileges: c.grants()}, token.Missing{Channel: c.text(), UID: c.text()}
}

// npmReads006 has the package read a token of ours; it can't verify one.
func npmReads006(t *testing.T, c chance) npmRequest {
	a, m := c.content006()
	text, err := token.Sign006(a, m, certificate(t, c.hex32()))
	if err != nil {
		t.Fatal(err)
	}
	return npmRequest{Do: "read006", Token: text, check: func(got npmAnswer) {
		want := npmAnswer{AppID: a.AppID, Ts: a.Ts, Salt: a.Salt, Privileges: pairs(a.Privileges), Signature: hex.EncodeToString(parsed(t, text).Signature)}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s is read as\n%+v, want\n%+v", text, got, want)
		}
	}}
}

// npmBuilds006 has us build the very same text.
func npmBuilds006(t *testing.T, c chance) npmRequest {
	a, m := c.content006()
	secret := c.hex32()
	return npmRequest{Do: "build006", Certificate: secret, AppID: a.AppID, Ts: a.Ts, Salt: a.Salt, Privileges: pairs(a.Privileges),
		ChannelName: hexText(m.Channel), UID: hexText(m.UID), check: func(got npmAnswer) {
			if text, err := token.Sign006(a, m, certificate(t, secret)); err != nil || text != got.Token {
				t.Errorf("%+v %+v gives\n%s, want\n%s (%v)", a, m, text, got.Token, err)
			}
			if tok, err := token.Parse(got.Token); err != nil || !tok.VerifyFor(certificate(t, secret), m) {
				t.Errorf("%s: %v, or it does not verify", got.Token, err)
			}
		}}
}

func npmBuilds005(t *testing.T, c chance) npmRequest {
	r := npmRequest{Do: "build005", Certificate: c.hex32(), AppID: c.hex32(), IssueTs: c.number(), Salt: c.number(), Expire: c.number(),
		ChannelName: hexText(c.text()), Number: c.number(), Kind: uint16(1 + c.IntN(3))}
	r.check = func(got npmAnswer) {
		tok, err := token.Parse(got.Token)
		if err != nil {
			t.Errorf("%s: %v", got.Token, err)
			return
		}
		k := tok.DynamicKey
		if !strings.EqualFold(k.AppID, r.AppID) || k.UnixTs != r.IssueTs || k.Random != r.Salt || k.ExpiredTs != r.Expire || uint16(k.Service) != r.Kind {
			t.Errorf("%s is read as %+v, want %+v", got.Token, k, r)
		}
		m := token.Missing{Channel: string(r.ChannelName), UID: fmt.Sprint(r.Number)}
		if !tok.VerifyFor(certificate(t, r.Certificate), m) {
			t.Errorf("%s does not verify for %+v", got.Token, m)
		}
	}
	return r
}

func npmBuildsSignaling(t *testing.T, c chance) npmRequest {
	r := npmRequest{Do: "signaling", Certificate: c.hex32(), AppID: c.hex32(), Account: hexText(c.text()), Expire: uint32(c.IntN(1e9))}
	r.check = func(got npmAnswer) {
		tok, err := token.Parse(got.Token)
		if err != nil || tok.AppID() != r.AppID || !tok.VerifyFor(certificate(t, r.Certificate), token.Missing{UID: string(r.Account)}) {
			t.Errorf("%s: %v, or it does not verify for %q", got.Token, err, r.Account)
		}
	}
	return r
}
