package detail

import (
	"fmt"

	"github.com/charmbracelet/lipgloss"

	"agtok/model"
	"agtok/model/lifetime"
	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/model/visible"
	"agtok/ui/theme"
)

// Status writes a status as sign and word, in its colour.
func Status(t *theme.Theme, s model.Status) string {
	switch s {
	case model.Valid:
		return t.Good.Render(t.Glyphs.Valid + " valid")
	case model.ExpiresSoon:
		return t.Warn.Render(t.Glyphs.Soon + " expires soon")
	case model.Expired:
		return t.Bad.Render(t.Glyphs.Ended + " expired")
	}
	return t.Bad.Render(t.Glyphs.Unusable + " unusable")
}

// Summary is a status with the countdown that belongs to it; of a token that is
// issued in the future, which no page tells of, how far that is.
func Summary(t *theme.Theme, s model.Status, tl *timeline.Timeline, now int64) string {
	style := StatusStyle(t, s)
	switch {
	case s == model.Unusable:
		return Status(t, s)
	case s == model.Expired:
		return style.Render(t.Glyphs.Ended + " " + lifetime.Countdown(int64(tl.UsableUntil), now))
	case now < int64(tl.IssuedAt):
		return t.Warn.Render(t.Glyphs.Off + " not yet: issued " + lifetime.Relative(int64(tl.IssuedAt), now))
	}
	return Status(t, s) + style.Render(" "+t.Glyphs.Dot+" "+Left(tl.UsableUntil, now))
}

// StatusStyle gives a status's colour.
func StatusStyle(t *theme.Theme, s model.Status) lipgloss.Style {
	switch s {
	case model.Valid:
		return t.Good
	case model.ExpiresSoon:
		return t.Warn
	}
	return t.Bad
}

// Left counts down to an instant.
func Left(at timeline.Instant, now int64) string {
	if at == timeline.Never {
		return "no end of its own"
	}
	return lifetime.Countdown(int64(at), now)
}

// Signature says who signed a token, as far as that is known.
func Signature(t *theme.Theme, r signer.Result) string {
	by := fmt.Sprintf("%s (%s certificate)", visible.Line(r.Project, 24), r.Role)
	switch {
	case r.Status == signer.Valid:
		return t.Good.Render(t.Glyphs.Valid + " signed by " + by)
	case r.Status == signer.Invalid && r.Project != "":
		return t.Bad.Render(t.Glyphs.Error+" not valid") + ": would match " + by + ", see below"
	case r.Status == signer.Invalid:
		return t.Bad.Render(t.Glyphs.Error+" not valid") + fmt.Sprintf(": none of %d known certificates signed it", r.Tried)
	case r.Reason == signer.NotKept:
		return t.Warn.Render("? not checked") + ": the token itself was not kept, only what it says"
	case r.Reason == signer.NeedsChannelAndUID:
		return t.Warn.Render("? not checked") + ": type the channel and the uid that it was made for"
	}
	return t.Warn.Render("? not checked") + ": no certificate for this App ID is known"
}
