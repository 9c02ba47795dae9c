package finding_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"agtok/model/finding"
	"agtok/model/project"
	"agtok/model/signer"
	"agtok/token"
)

// row is a token that a library made, with what it was asked for.
type row struct {
	Token, Version, AppID, AppCertificate string
	IssueTs, Expire, Ts                   uint32
	Services, ActualServices              []rowService
	Channel, UID                          string
	Messages                              map[string]uint32
	Divergence                            any

	place string
	old   bool  // 006
	now   int64 // a second after issue
}

type rowService struct {
	Type                                              int
	Privileges                                        map[string]uint32
	Channel, UID, Account, UserID, RoomUUID, UserUUID string
	Permissions                                       []json.RawMessage
}

// vectors reads the rows of the formats 006 and 007 that say what they were made
// from.
func vectors(t testing.TB) []row {
	t.Helper()
	var all []row
	for _, name := range []string{"official.jsonl", "generated.jsonl"} {
		f, err := os.Open(filepath.Join("../../testdata/vectors", name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for n := 1; lines.Scan(); n++ {
			if r, ok := readRow(t, lines.Bytes()); ok {
				r.place = fmt.Sprintf("%s:%d", name, n)
				all = append(all, r)
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
	if len(all) < 500 {
		t.Fatalf("only %d rows", len(all))
	}
	return all
}

func readRow(t testing.TB, line []byte) (r row, ok bool) {
	if err := json.Unmarshal(line, &struct{ Version *string }{&r.Version}); err != nil {
		t.Fatal(err)
	}
	if r.Version != "006" && r.Version != "007" {
		return r, false // the rows of the older formats have other types of field
	}
	if err := json.Unmarshal(line, &r); err != nil {
		t.Fatal(err)
	}
	r.now = int64(r.IssueTs) + 1
	if r.ActualServices != nil {
		r.Services = r.ActualServices
	}
	if r.old = r.Version == "006"; r.old {
		r.now = int64(r.Ts) - day + 1
		r.Services = services006(&r)
	}
	return r, true
}

// services006 gives a 006 row the shape of a 007 one.
func services006(r *row) []rowService {
	rtc := rowService{Type: 1, Channel: r.Channel, UID: r.UID, Privileges: map[string]uint32{}}
	for p, v := range r.Messages {
		if p != "1000" {
			rtc.Privileges[p] = v
		}
	}
	if _, ok := r.Messages["1000"]; !ok {
		return []rowService{rtc}
	}
	rtm := rowService{Type: 2, UserID: r.Channel, Privileges: map[string]uint32{"1000": r.Messages["1000"]}}
	if len(rtc.Privileges) == 0 {
		return []rowService{rtm}
	}
	return []rowService{rtc, rtm}
}

// findings holds the row's token against the rules, as its makers would.
func (r *row) findings(t testing.TB) []finding.Finding {
	t.Helper()
	tok, err := token.Parse(r.Token)
	if err != nil {
		t.Fatalf("%s: %v", r.place, err)
	}
	p := project.Project{Name: "p", AppID: r.AppID}
	if r.AppCertificate != "" {
		c, err := token.ParseCertificate(r.AppCertificate)
		if err != nil {
			t.Fatal(err)
		}
		p.Keys = []project.Key{{Role: project.Primary, Certificate: c}}
	}
	m := &token.Missing{Channel: r.Channel, UID: r.UID}
	return check(finding.Input{Token: tok, Missing: m, Signer: signer.Find(tok, m, []project.Project{p}), Now: time.Unix(r.now, 0).UTC(), Demo: true})
}

func (r *row) any(deserves func(*rowService) bool) bool {
	for i := range r.Services {
		if deserves(&r.Services[i]) {
			return true
		}
	}
	return false
}

// rtc is any for RTC services.
func (r *row) rtc(deserves func(*rowService) bool) bool {
	return r.any(func(s *rowService) bool { return s.Type == 1 && deserves(s) })
}

// privilege is any for privileges whose values count.
func (r *row) privilege(deserves func(v int64) bool) bool {
	return r.any(func(s *rowService) bool {
		for p, v := range s.Privileges {
			if p != "1000" && deserves(int64(v)) {
				return true
			}
		}
		return false
	})
}

func (s *rowService) texts() []string {
	list := []string{s.Channel, s.UID, s.Account, s.UserID, s.RoomUUID, s.UserUUID}
	for _, p := range s.Permissions {
		var resource, permission int
		var names []string
		if err := json.Unmarshal(p, &[]any{&resource, &permission, &names}); err == nil {
			list = append(list, names...)
		}
	}
	return list
}

const never = int64(1) << 60

// life gives how long after issue the token counts.
func (r *row) life() int64 {
	if r.old || r.Expire == 0 {
		return day
	}
	return min(int64(r.Expire), day)
}

// own gives how long after issue the privilege p of s counts by itself.
func (r *row) own(s *rowService, p string) int64 {
	switch v := int64(s.Privileges[p]); {
	case v == 0 || p == "1000":
		return never
	case r.old:
		return min(v-(int64(r.Ts)-day), day)
	default:
		return min(v, day)
	}
}

// admits gives how long after issue s admits, if it does.
func (r *row) admits(s *rowService) (long int64, ok bool) {
	for p := range s.Privileges {
		if doors := map[int]string{1: "1", 2: "1 1000", 3: "1 2", 4: "1", 5: "1 2", 6: "1 2", 7: "1 2 3", 8: "1"}[s.Type]; doors == "" || slices.Contains(strings.Fields(doors), p) {
			until := min(r.life(), r.own(s, p))
			if !ok || until > long {
				long = until
			}
			ok = true
		}
	}
	return long, ok
}

// longest is admits for the whole token.
func (r *row) longest() (long int64, ok bool) {
	for i := range r.Services {
		if l, admits := r.admits(&r.Services[i]); admits && (!ok || l > long) {
			long, ok = l, true
		}
	}
	return long, ok
}

func has(s *rowService, p string) bool { _, ok := s.Privileges[p]; return ok }

func publishes(s *rowService) int {
	n := 0
	for _, p := range []string{"2", "3", "4"} {
		if has(s, p) {
			n++
		}
	}
	return n
}

var (
	plainUID   = regexp.MustCompile(`^[1-9][0-9]{0,9}$`)
	numeric    = regexp.MustCompile(`^\s*-?[0-9]+\s*$`)
	legalNames = regexp.MustCompile(`^[a-zA-Z0-9 !#$%&()+\-:;<=.>?@\[\]^_{}|~,*]*$`)
	chatNames  = regexp.MustCompile(`^[a-z0-9_.-]{1,64}$`)
	known      = map[int]string{1: "1 2 3 4 101 1000", 2: "1 1000", 3: "1 2", 4: "1", 5: "1 2", 6: "1 2", 7: "1 2 3", 8: "1"}
	literals   = strings.Fields("undefined null NaN None nil true false")
)

// deserved says, by what a row was made from, which findings it deserves. An ID
// that is not here no row deserves.
var deserved = map[string]func(*row) bool{
	"legacy-format": func(r *row) bool { return r.old },
	"unknown-privilege": func(r *row) bool {
		return r.any(func(s *rowService) bool {
			for p := range s.Privileges {
				if s.Type < 9 && !slices.Contains(strings.Fields(known[s.Type]), p) {
					return true
				}
			}
			return false
		})
	},
	"no-services":      func(r *row) bool { return !r.old && len(r.Services) == 0 },
	"empty-privileges": func(r *row) bool { return r.any(func(s *rowService) bool { return len(s.Privileges) == 0 }) },
	"control-characters": func(r *row) bool {
		return r.any(func(s *rowService) bool {
			return strings.ContainsFunc(strings.Join(s.texts(), ""), func(c rune) bool { return !unicode.IsPrint(c) })
		})
	},
	"uid-literal-zero": func(r *row) bool { return r.rtc(func(s *rowService) bool { return s.UID == "0" }) },
	"uid-any":          func(r *row) bool { return r.rtc(func(s *rowService) bool { return s.UID == "" || s.UID == "*" }) },
	"account-uid": func(r *row) bool {
		return r.rtc(func(s *rowService) bool {
			return s.UID != "" && s.UID != "*" && !numeric.MatchString(s.UID) && !slices.Contains(literals, s.UID)
		})
	},
	"uid-leading-zero": func(r *row) bool {
		return r.rtc(func(s *rowService) bool {
			return numeric.MatchString(s.UID) && s.UID[0] != '-' && !plainUID.MatchString(s.UID) && s.UID != "0" && s.UID[0] < '1'
		})
	},
	"account-too-long": func(r *row) bool {
		return r.any(func(s *rowService) bool { return len(s.UID) > 255 || len(s.Account) > 255 })
	},
	"channel-wildcard": func(r *row) bool {
		return !r.old && r.rtc(func(s *rowService) bool { return s.Channel == "" || strings.Contains(s.Channel, "*") })
	},
	"channel-too-long": func(r *row) bool { return r.any(func(s *rowService) bool { return len(s.Channel) >= 64 }) },
	"channel-illegal-character": func(r *row) bool {
		return r.any(func(s *rowService) bool { return !legalNames.MatchString(s.Channel) })
	},
	"channel-edge-space": func(r *row) bool {
		return r.any(func(s *rowService) bool { return strings.Trim(s.Channel, " ") != s.Channel })
	},
	"rtm-user-too-long": func(r *row) bool {
		return r.any(func(s *rowService) bool { return (s.Type == 2 || s.Type == 8) && len(s.UserID) > 64 })
	},
	"chat-user-missing": func(r *row) bool {
		return r.any(func(s *rowService) bool { return s.Type == 5 && has(s, "1") && s.UserID == "" })
	},
	"chat-app-with-user": func(r *row) bool {
		return r.any(func(s *rowService) bool { return s.Type == 5 && has(s, "2") && s.UserID != "" })
	},
	"chat-app-and-user": func(r *row) bool {
		return r.any(func(s *rowService) bool { return s.Type == 5 && has(s, "1") && has(s, "2") })
	},
	"chat-user-illegal": func(r *row) bool {
		return r.any(func(s *rowService) bool { return s.Type == 5 && s.UserID != "" && !chatNames.MatchString(s.UserID) })
	},
	"chat-subject-unverified": func(r *row) bool {
		return r.any(func(s *rowService) bool { return s.Type == 5 && has(s, "1") && chatNames.MatchString(s.UserID) })
	},
	"expire-looks-absolute":    func(r *row) bool { return r.Expire >= 1e9 },
	"expire-over-24h":          func(r *row) bool { return r.Expire > day && r.Expire < 1e9 },
	"expire-zero":              func(r *row) bool { return !r.old && r.Expire == 0 },
	"privilege-looks-absolute": func(r *row) bool { return !r.old && r.privilege(func(v int64) bool { return v >= 1e9 }) },
	"privilege-looks-relative": func(r *row) bool {
		return r.old && (r.privilege(func(v int64) bool { return v > 0 && v < 1e9 }) || r.Messages["1000"] > 0 && r.Messages["1000"] < 1e9)
	},
	"privilege-over-24h": func(r *row) bool {
		return r.privilege(func(v int64) bool { return !r.old && v > day && v < 1e9 || r.old && v > int64(r.Ts) })
	},
	"privilege-zero": func(r *row) bool { return r.privilege(func(v int64) bool { return v == 0 }) },
	"short-lived": func(r *row) bool {
		return r.any(func(s *rowService) bool {
			l, ok := r.admits(s)
			if s.Type == 5 && has(s, "1") {
				l = min(r.life(), r.own(s, "1")) // the user's privilege alone lets the user stay
			}
			return ok && 0 <= l && l <= 60
		})
	},
	"expired": func(r *row) bool { // 006 tokens whose privileges were over before they were made
		l, ok := r.longest()
		return ok && l < 1 && r.Messages["1"] >= 1e9
	},
	"expires-soon": func(r *row) bool { l, ok := r.longest(); return ok && l >= 1 && (l-1 < 60 || (l-1)*10 < l) },
	"token-outlived-by-privilege": func(r *row) bool {
		return r.Expire < 1e9 && r.rtc(func(s *rowService) bool { return has(s, "1") && r.own(s, "1") > r.life() })
	},
	"privilege-outlives-join": func(r *row) bool {
		return r.rtc(func(s *rowService) bool {
			return has(s, "1") && r.someKind(s, func(own int64) bool { return own != never && own > r.own(s, "1") })
		})
	},
	"publish-needs-cohost": func(r *row) bool {
		return r.rtc(func(s *rowService) bool {
			return has(s, "1") && r.someKind(s, func(own int64) bool { return own < r.own(s, "1") })
		})
	},
	"privilege-before-token": func(r *row) bool {
		return !r.old && r.Expire < 1e9 && r.privilege(func(v int64) bool { return v > 0 && min(v, day) < r.life() })
	},
	"no-join": func(r *row) bool {
		return r.rtc(func(s *rowService) bool { return !has(s, "1") && len(s.Privileges) > 0 })
	},
	"partial-publish": func(r *row) bool {
		return r.rtc(func(s *rowService) bool { n := publishes(s); return n == 1 || n == 2 })
	},
	"subscriber-not-enforced": func(r *row) bool {
		return r.rtc(func(s *rowService) bool { return has(s, "1") && publishes(s) == 0 })
	},
	"signature-unchecked": func(r *row) bool { return r.AppCertificate == "" },
}

// someKind is any for the publish privileges of s.
func (r *row) someKind(s *rowService, deserves func(own int64) bool) bool {
	for _, p := range []string{"2", "3", "4"} {
		if has(s, p) && deserves(r.own(s, p)) {
			return true
		}
	}
	return false
}

// TestVectors holds the tokens of the official libraries against the rules: each
// fires on exactly those whose inputs deserve it.
func TestVectors(t *testing.T) {
	fired, clean := map[string]int{}, 0
	for _, r := range vectors(t) {
		if r.old && r.Divergence != nil {
			continue // the token is for another uid than the row says
		}
		all := r.findings(t)
		sane(t, all)
		got := ids(all)
		slices.Sort(got)
		got = slices.Compact(got)
		var want []string
		for id, deserves := range deserved {
			if deserves(&r) {
				fired[id]++
				want = append(want, id)
			}
		}
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v\nwant %v\n%+v", r.place, got, want, r.Services)
		}
		if len(all) == 0 {
			clean++
		}
	}
	if clean == 0 || len(fired) < 25 {
		t.Errorf("%d clean tokens, %d rules fired: %v", clean, len(fired), fired)
	}
}

// TestOlderVectors: of the formats before 006 there is nothing to say but that,
// and that the signature needs names.
func TestOlderVectors(t *testing.T) {
	data, err := os.ReadFile("../../testdata/vectors/generated.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		var r struct{ Token, Version string }
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		if r.Version == "006" || r.Version == "007" {
			continue
		}
		n++
		tok, err := token.Parse(r.Token)
		if err != nil {
			t.Errorf("%s: %v", r.Version, err)
			continue
		}
		all := check(finding.Input{Token: tok, Signer: signer.Find(tok, nil, nil), Now: time.Unix(issued, 0).UTC(), Demo: true})
		sane(t, all)
		if got := ids(all); !slices.Equal(got, []string{"legacy-format", "signature-unchecked"}) {
			t.Errorf("%s: %+v", r.Version, all)
		}
	}
	if n == 0 {
		t.Error("no row")
	}
}
