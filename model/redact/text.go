package redact

import (
	"fmt"
	"strings"
	"time"

	"agtok/model/admission"
	"agtok/model/timeline"
)

// Text writes the summary in lines for a support thread. Times are in UTC. It ends
// in a line break.
func (s *Summary) Text() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("Agora token, redacted (no signature, no certificate, no full App ID, names shortened), %s", instant(timeline.Instant(s.At)))
	if s.Problem != nil {
		line("not readable: %s: %s", strings.TrimSuffix(string(s.Problem.Stage)+" "+s.Problem.Path, " "), s.Problem.Message)
	}
	if s.Format != "" {
		line("format %s, App ID %s, signature %s%s", s.Format, s.AppID, orUnknown(s.Signature), in(s.Signed))
	}
	if t := s.Times; t != nil {
		line("issued %s, expires %s, admits until %s, first end %s", instant(t.IssuedAt), instant(t.ExpiresAt), instant(t.UsableUntil), instant(t.EffectiveEnd))
	}
	for _, v := range s.Services {
		line("service %s%s", v.Type, names(v.Names))
		for _, g := range v.Grants {
			line("  %s %d, until %s", g.Privilege, g.Expire, instant(g.Until))
		}
	}
	if len(s.Repairs) > 0 {
		line("repaired: %s", strings.Join(s.Repairs, ", "))
	}
	for _, f := range s.Findings {
		line("%s %s%s: %s", f.Severity, f.ID, in(f.Field), f.Summary)
	}
	if s.Verdict != nil {
		line("verdict: %s", s.Verdict.text())
	}
	return b.String()
}

func (v *Verdict) text() string {
	if v.Admitted {
		return "admitted"
	}
	var list []string
	for _, r := range v.Reasons {
		text := string(r.ID)
		if r.Near != "" {
			text += " (" + r.Near + ")"
		}
		if c := codes(r.Codes); c != "" {
			text += ", codes " + c
		}
		list = append(list, text)
	}
	return "refused: " + strings.Join(list, "; ")
}

func codes(c admission.Codes) string {
	var list []string
	for _, sdk := range []struct {
		name  string
		codes []string
	}{{"native", c.Native}, {"Web", c.Web}, {"Signaling", c.Signaling}, {"Chat", c.Chat}} {
		if len(sdk.codes) > 0 {
			list = append(list, sdk.name+" "+strings.Join(sdk.codes, " or "))
		}
	}
	return strings.Join(list, ", ")
}

func names(list []Name) string {
	var b strings.Builder
	for _, n := range list {
		fmt.Fprintf(&b, ", %s: %s", n.Field, n.Sort)
		if n.Shown != "" {
			fmt.Fprintf(&b, " %q", n.Shown)
		}
		if n.Sort != Empty {
			fmt.Fprintf(&b, ", %s", bytes(n.Bytes))
		}
		for _, m := range n.Marks {
			fmt.Fprintf(&b, ", %s", m)
		}
	}
	return b.String()
}

func bytes(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}

func in(what string) string {
	if what == "" {
		return ""
	}
	return " (" + what + ")"
}

func orUnknown(status string) string {
	if status == "" {
		return "not looked at"
	}
	return status
}

// instant writes a moment in UTC, whatever its size.
func instant(at timeline.Instant) string {
	if at == timeline.Never {
		return "no end"
	}
	return time.Unix(int64(at), 0).UTC().Format("2006-01-02 15:04:05Z")
}
