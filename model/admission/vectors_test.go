package admission_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"agtok/model/admission"
	"agtok/model/project"
	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/model/wildcard"
	"agtok/token"
)

// vector is a token that one of the libraries made for a channel and a user.
type vector struct {
	Token, Version, AppID, AppCertificate string
	IssueTs, Ts                           uint32
	Channel, UID                          string
	Divergence                            any
	Services, ActualServices              []struct {
		Type                 int
		Channel, UID, UserID string
	}
}

func vectors(t testing.TB) []vector {
	t.Helper()
	var all []vector
	for _, name := range []string{"official.jsonl", "generated.jsonl"} {
		f, err := os.Open(filepath.Join("../../testdata/vectors", name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var head struct{ Version *string }
			var v vector
			head.Version = &v.Version
			if err := json.Unmarshal(lines.Bytes(), &head); err != nil {
				t.Fatal(err)
			}
			if v.Version != "006" && v.Version != "007" {
				continue
			}
			if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
				t.Fatal(err)
			}
			if v.ActualServices != nil {
				v.Services = v.ActualServices
			}
			all = append(all, v)
		}
		if lines.Err() != nil {
			t.Fatal(lines.Err())
		}
	}
	if len(all) < 600 {
		t.Fatalf("only %d vectors", len(all))
	}
	return all
}

func (v *vector) input(t testing.TB, c admission.Client) admission.Input {
	t.Helper()
	tok, err := token.Parse(v.Token)
	if err != nil {
		t.Fatal(err)
	}
	c.AppID = &v.AppID
	in := admission.Input{Token: tok, Client: c, Now: time.Unix(int64(timeline.Of(tok).IssuedAt)+1, 0).UTC()}
	if v.AppCertificate != "" {
		in.Projects = []project.Project{mine(t, v.AppID, v.AppCertificate, project.Primary)}
	}
	return in
}

// client gives what a client passes for whom the token was made.
func clients(v *vector) []admission.Client {
	if v.Version == "006" {
		return []admission.Client{{Product: admission.RTC, Channel: &v.Channel, Account: &v.UID}, {Product: admission.RTM, User: &v.Channel}}
	}
	var all []admission.Client
	for i := range v.Services {
		switch s := &v.Services[i]; s.Type {
		case 1:
			all = append(all, admission.Client{Product: admission.RTC, Channel: &s.Channel, Account: &s.UID})
		case 2, 8:
			all = append(all, admission.Client{Product: admission.RTM, User: &s.UserID})
		case 5:
			all = append(all, admission.Client{Product: admission.Chat, User: &s.UserID})
		}
	}
	return all
}

// TestVectors holds that what every library makes admits those for whom it was
// asked, by name and by signature, and nobody else.
func TestVectors(t *testing.T) {
	admitted, refused := 0, 0
	for _, v := range vectors(t) {
		if v.Version == "006" && v.Divergence != nil {
			continue // made for another uid than the row says
		}
		for _, c := range clients(&v) {
			got := admission.Check(v.input(t, c))
			if v.AppCertificate != "" && got.MatchedBy != "" && got.Signature != signer.Valid {
				t.Errorf("%.40s: signature %s", v.Token, got.Signature)
			}
			deserved := []admission.ID{admission.WrongService, admission.NoPrivilege, admission.Expired}
			empty := c.User != nil && *c.User == "" || c.Channel != nil && *c.Channel == ""
			for _, r := range got.Reasons {
				if !slices.Contains(deserved, r.ID) && !(empty && strings.HasSuffix(string(r.ID), "-mismatch")) {
					t.Errorf("%.40s: %s", v.Token, r.Message)
				}
			}
			if got.Admitted {
				admitted++
				refused += refuseOthers(t, &v, c)
			}
		}
	}
	if admitted < 400 || refused < 400 {
		t.Errorf("%d admitted and %d refused: too few", admitted, refused)
	}
}

// refuseOthers changes what an admitted client passes, a value at a time.
func refuseOthers(t *testing.T, v *vector, c admission.Client) (refused int) {
	t.Helper()
	const stranger = "somebody-else"
	change := func(p **string, id admission.ID, open bool) {
		if *p == nil || open {
			return
		}
		was := *p
		*p = ptr(stranger)
		got := admission.Check(v.input(t, c))
		if *p = was; got.Admitted || !slices.ContainsFunc(got.Reasons, func(r admission.Reason) bool { return r.ID == id }) {
			t.Errorf("%.40s: admits %s in place of %q", v.Token, stranger, *was)
		}
		refused++
	}
	old := v.Version == "006"
	several := slices.ContainsFunc(clients(v), func(o admission.Client) bool {
		return o.Product == admission.RTC && o.Channel != nil && o.Account != nil && (wildcard.Channels(*o.Channel) || wildcard.AnyUser(*o.Account))
	})
	change(&c.Channel, admission.ChannelMismatch, several && !old)
	change(&c.Account, admission.UIDMismatch, several || c.Account != nil && *c.Account == "")
	uuid := c.Product == admission.Chat && len(*c.User) == 36
	change(&c.User, admission.UserMismatch, uuid)
	return refused
}
