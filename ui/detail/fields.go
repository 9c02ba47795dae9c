package detail

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"agtok/model"
	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/model/visible"
	"agtok/token"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// labelWidth is the column of the names in a list of fields.
const labelWidth = 11

// View is what the lists of this package are drawn for.
type View struct {
	Theme *theme.Theme
	Now   time.Time // in the local zone
	Width int
}

func (v View) row(label, value string) string {
	return v.Theme.Label.Render(widget.Pad(label, labelWidth)) + value
}

// rows writes a value over as many lines as it takes.
func (v View) rows(label, value string) []string {
	var out []string
	for i, line := range widget.Wrap(value, v.Width-labelWidth) {
		if i > 0 {
			label = ""
		}
		out = append(out, v.row(label, line))
	}
	return out
}

// parts writes a value of several parts with dots between them; a line ends only
// between two parts.
func (v View) parts(label string, parts ...string) []string {
	var lines []string
	line := ""
	for _, part := range parts {
		if line != "" && widget.Width(line+v.dot()+part) > v.Width-labelWidth {
			lines = append(lines, v.row(label, line))
			label, line = "", ""
		}
		if line != "" {
			line += v.dot()
		}
		line += part
	}
	return append(lines, v.row(label, line))
}

// instant writes a moment in local time, in UTC, and as a Unix second.
func (v View) instant(at timeline.Instant) []string {
	if at == timeline.Never {
		return []string{"no end of its own"}
	}
	when := time.Unix(int64(at), 0)
	local := when.In(v.Now.Location())
	utc := when.UTC().Format("15:04:05 UTC")
	if local.Format(time.DateOnly) != when.UTC().Format(time.DateOnly) {
		utc = when.UTC().Format("01-02 15:04:05 UTC")
	}
	parts := []string{local.Format("2006-01-02 15:04:05 MST")}
	if _, offset := local.Zone(); offset != 0 {
		parts = append(parts, utc)
	}
	return append(parts, strconv.FormatInt(int64(at), 10))
}

func (v View) dot() string { return " " + v.Theme.Glyphs.Dot + " " }

// Fields lists everything that stands in a token, times in words.
func (v View) Fields(i *model.Inspection) []string {
	lines := v.fields(i)
	if secret := i.Secret(); secret != "" {
		for k := range lines {
			lines[k] = strings.ReplaceAll(lines[k], secret, token.Masked)
		}
	}
	return lines
}

func (v View) fields(i *model.Inspection) []string {
	tok, tl := i.Found.Token, &i.Timeline
	lines := []string{v.row("format", formatName(tok.Format))}
	lines = append(lines, v.rows("App ID", appID(i))...)
	lines = append(lines, v.rows("signature", Signature(v.Theme, i.Signer))...)
	lines = append(lines, v.times(tok, tl)...)
	switch {
	case tok.AccessToken2 != nil:
		lines = append(lines, v.row("salt", strconv.FormatUint(uint64(tok.AccessToken2.Salt), 10)))
		lines = append(lines, v.services(tok.AccessToken2, tl)...)
	case tok.AccessToken != nil:
		lines = append(lines, v.row("salt", strconv.FormatUint(uint64(tok.AccessToken.Salt), 10)))
		lines = append(lines, v.content006(tok.AccessToken, i.Missing, tl)...)
	default:
		lines = append(lines, v.older(tok)...)
	}
	return lines
}

// appID is the App ID as the token has it, unless a certificate stands in its
// place: that is shown nowhere.
func appID(i *model.Inspection) string {
	if i.Signer.Accident.Disclosing() {
		return token.Masked + " a certificate of the project " + visible.Line(i.Signer.Project, 24) + " stands here"
	}
	return visible.Text(i.Found.Token.AppID())
}

func formatName(f token.Format) string {
	switch f {
	case token.Format007:
		return "AccessToken2 (007)"
	case token.Format006:
		return "AccessToken (006)"
	case token.FormatSignaling:
		return "Signaling token (before RTM)"
	}
	return "DynamicKey (" + string(f) + ")"
}

func (v View) times(tok *token.Token, tl *timeline.Timeline) []string {
	if tok.AccessToken2 == nil && tok.AccessToken == nil {
		return nil
	}
	issued := append([]string{lifetime.Relative(int64(tl.IssuedAt), v.Now.Unix())}, v.instant(tl.IssuedAt)...)
	if tl.Inferred {
		issued = append(issued, "inferred from ts")
	}
	lines := v.parts("issued", issued...)
	written := "24 h window, its end is ts"
	if tok.AccessToken2 != nil {
		written = Lifetime(tok.AccessToken2.Expire)
	}
	lines = append(lines, v.parts("lifetime", append([]string{written}, v.instant(tl.ExpiresAt)...)...)...)
	if !tl.Admits() {
		return append(lines, v.row("usable", "never: nothing in it admits anyone"))
	}
	if tl.UsableUntil != tl.ExpiresAt {
		lines = append(lines, v.parts("usable", append([]string{Left(tl.UsableUntil, v.Now.Unix())}, v.instant(tl.UsableUntil)...)...)...)
	}
	if tl.EffectiveEnd != tl.UsableUntil && tl.EffectiveEnd != timeline.Never {
		parts := append([]string{tl.EndedBy.Title + " " + Left(tl.EffectiveEnd, v.Now.Unix())}, v.instant(tl.EffectiveEnd)...)
		lines = append(lines, v.parts("first end", parts...)...)
	}
	return lines
}

// Lifetime writes a number of seconds as what is written and what it means.
func Lifetime(seconds uint32) string {
	if seconds == 0 {
		return "0 s"
	}
	return fmt.Sprintf("%s (%d s)", lifetime.Short(int64(seconds)), seconds)
}

func (v View) services(a *token.AccessToken2, tl *timeline.Timeline) []string {
	var lines []string
	for k := range a.Services {
		if len(lines) > maxRows {
			lines = append(lines, v.row("", fmt.Sprintf("and %d more services: see the JSON", len(a.Services)-k)))
			break
		}
		s := &a.Services[k]
		lines = append(lines, v.rows(s.Type.Title(), subject(s))...)
		if k < len(tl.Services) {
			lines = append(lines, v.grants(tl.Services[k].Grants)...)
		}
	}
	if a.MoreServices > 0 {
		lines = append(lines, v.row("", fmt.Sprintf("%d more services are announced and can't be told apart", a.MoreServices)))
	}
	if len(a.Services) == 0 {
		lines = append(lines, v.row("services", "none: this token is for nothing"))
	}
	if len(a.TrailingBytes) > 0 {
		lines = append(lines, v.rows("trailing", fmt.Sprintf("%x", a.TrailingBytes))...)
	}
	return lines
}

// subject says what a service is for: its fields by their names.
func subject(s *token.Service) string {
	var parts []string
	for _, f := range s.Fields() {
		switch {
		case f.Name == "uid" && f.Text == "":
			parts = append(parts, "any user")
		case f.Name == "channelName" && f.Text == "":
			parts = append(parts, "any channel")
		default:
			parts = append(parts, Label(f.Name)+" "+visible.Text(f.Text))
		}
	}
	if !s.Type.Known() {
		parts = append(parts, fmt.Sprintf("type %d, kept as %d bytes: %x", s.Type, len(s.Raw), s.Raw[:min(len(s.Raw), 48)]))
	}
	return strings.Join(parts, ", ")
}

// Label turns a field's name in descriptions into words.
func Label(name string) string {
	switch name {
	case "channelName":
		return "channel"
	case "userId":
		return "user"
	case "roomUuid":
		return "room UUID"
	case "userUuid":
		return "user UUID"
	}
	return name
}

func (v View) grants(grants []timeline.Grant) []string {
	lines := make([]string, 0, len(grants))
	for i, g := range grants {
		if i == maxRows {
			return append(lines, v.row("", fmt.Sprintf("and %d more: see the JSON", len(grants)-i)))
		}
		lines = append(lines, v.row("", v.Theme.Glyphs.On+" "+widget.Pad(g.Title, 14)+widget.Pad(v.own(g), 18)+v.until(g)))
	}
	if len(grants) == 0 {
		lines = append(lines, v.row("", "no privileges"))
	}
	return lines
}

// own is a privilege's lifetime as written: a date in a 006 token.
func (v View) own(g timeline.Grant) string {
	switch {
	case g.Expire == 0:
		return "no own end"
	case g.Expire >= 1_000_000_000:
		return time.Unix(int64(g.Expire), 0).In(v.Now.Location()).Format("2006-01-02 15:04")
	}
	return Lifetime(g.Expire)
}

func (v View) until(g timeline.Grant) string {
	if g.Until == timeline.Never {
		return "no end"
	}
	text := "until " + lifetime.Clock(int64(g.Until), v.Now.Unix(), v.Now.Location())
	switch g.EndedBy {
	case timeline.ByJoin:
		text += ", ended by join"
	case timeline.ByToken:
		text += ", ended by the token"
	case timeline.ByCap:
		text += ", ended by the 24 h cap"
	}
	return text
}

func (v View) content006(a *token.AccessToken, m *token.Missing, tl *timeline.Timeline) []string {
	channel, uid := "?", "?"
	if m != nil {
		channelFits, uidFits := a.Consistent(*m)
		channel, uid = fits(m.Channel, channelFits), fits(m.UID, uidFits)
	}
	lines := v.rows("channel", fmt.Sprintf("CRC-32 %08x: %s", a.ChannelCRC32, channel))
	lines = append(lines, v.rows("uid", fmt.Sprintf("CRC-32 %08x: %s", a.UIDCRC32, uid))...)
	for _, s := range tl.Services {
		lines = append(lines, v.row(s.Type.Title(), ""))
		lines = append(lines, v.grants(s.Grants)...)
	}
	return lines
}

func fits(text string, ok bool) string {
	if ok {
		return strconv.Quote(visible.Text(text)) + " fits"
	}
	return strconv.Quote(visible.Text(text)) + " does not fit"
}
