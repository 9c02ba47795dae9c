package model

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"agtok/model/lifetime"
	"agtok/token"
)

// Note says what is wrong with a field of a draft, or what to know of it.
type Note struct {
	Field   Field
	Message string
	Warning bool // the token is built all the same
}

// Minted is what became of a draft.
type Minted struct {
	Text        string // the token; "" if there is a note that is no warning, or Err
	Token       *token.Token
	Description token.Description // what was signed
	IssuedAt    time.Time
	Salt        uint32
	Notes       []Note
	Err         error // why nothing was signed although the fields are right
}

// Note gives the first note on f, the one that stops the build before warnings.
func (m *Minted) Note(f Field) (Note, bool) {
	var warning *Note
	for i := range m.Notes {
		switch n := &m.Notes[i]; {
		case n.Field != f:
		case !n.Warning:
			return *n, true
		case warning == nil:
			warning = n
		}
	}
	if warning != nil {
		return *warning, true
	}
	return Note{}, false
}

// Failed reports whether a field stops the build.
func (m *Minted) Failed() bool {
	for _, n := range m.Notes {
		if !n.Warning {
			return true
		}
	}
	return false
}

// Signer is what signs: the App ID of a project and its certificate.
type Signer struct {
	AppID       string
	Certificate token.Certificate
}

// Mint builds the token that d describes, issued now unless d pins another
// issue time, with the salt given unless d pins another. Every field that is
// wrong gets a note; only when none is, the token is signed.
func Mint(d Draft, now time.Time, salt uint32, s Signer) Minted {
	m := &minter{d: &d, out: Minted{IssuedAt: now.Truncate(time.Second), Salt: salt}}
	m.pins(now)
	spec, ok := SpecOf(d.Kind)
	if !ok {
		m.out.Err = fmt.Errorf("there is no kind %q of token: %s", d.Kind, KindNames())
		return m.out
	}
	if spec.Has(FieldExpire) {
		m.expire = m.lifetime(FieldExpire, 0)
	}
	spec.build(&d, m)
	if m.out.Failed() {
		return m.out
	}
	m.sign(spec, s)
	return m.out
}

// minter collects what the fields of a draft come to.
type minter struct {
	d        *Draft
	out      Minted
	expire   uint32
	services []token.Service
	grants   []token.Grant // of a 006 token
	missing  token.Missing
}

func (m *minter) fail(f Field, format string, args ...any) {
	m.out.Notes = append(m.out.Notes, Note{Field: f, Message: fmt.Sprintf(format, args...)})
}

func (m *minter) warn(f Field, format string, args ...any) {
	m.out.Notes = append(m.out.Notes, Note{Field: f, Message: fmt.Sprintf(format, args...), Warning: true})
}

// pins reads the issue time and the salt where the draft fixes them.
func (m *minter) pins(now time.Time) {
	if text := m.d.Text[FieldIssueTime]; text != "" {
		at, err := lifetime.ParseInstant(text, now)
		switch {
		case err != nil:
			m.fail(FieldIssueTime, "%v", err)
		case at.Unix() < 0:
			m.fail(FieldIssueTime, "a token holds no issue times before 1970")
		case at.Unix() > math.MaxUint32-m.d.window():
			m.fail(FieldIssueTime, "a token holds issue times up to %s", time.Unix(math.MaxUint32, 0).UTC().Format(time.DateOnly))
		default:
			m.out.IssuedAt = at
		}
	}
	if text := m.d.Text[FieldSalt]; text != "" {
		n, err := strconv.ParseUint(text, 10, 32)
		if err != nil {
			m.fail(FieldSalt, "a salt is a number from 0 to %d; official libraries draw 1 … 99999999", uint32(math.MaxUint32))
			return
		}
		m.out.Salt = uint32(n)
	}
}

// window is what a format adds to the issue time, in seconds.
func (d *Draft) window() int64 {
	if d.Spec().Format == token.Format006 {
		return issueWindow
	}
	return 0
}

// lifetime reads field f in seconds from issue; an empty one is the fallback,
// except for the token's own, which must be there.
func (m *minter) lifetime(f Field, fallback uint32) uint32 {
	text := strings.TrimSpace(m.d.Text[f])
	if f == FieldExpire && m.d.RawExpire != "" {
		n, err := strconv.ParseUint(m.d.RawExpire, 10, 32)
		if err != nil {
			m.fail(f, "a raw lifetime is a number from 0 to %d", uint32(math.MaxUint32))
		}
		return uint32(n)
	}
	if text == "" && f != FieldExpire {
		return fallback
	}
	return m.entry(f, text)
}

// entry reads a lifetime that stands in field f.
func (m *minter) entry(f Field, text string) uint32 {
	seconds, err := lifetime.Parse(text, m.out.IssuedAt)
	if err != nil {
		m.fail(f, "%v", err)
		return 0
	}
	switch {
	case seconds > issueWindow:
		m.warn(f, "over 24 h: the service ends it after 24 h")
	case seconds == 0 && f == FieldExpire && m.d.Spec().Format == token.Format007:
		m.warn(f, "0: counts as 24 h by one of Agora's pages, as \"at once\" by another")
	}
	return seconds
}

func (m *minter) sign(spec Spec, s Signer) {
	issued := uint32(m.out.IssuedAt.Unix())
	if spec.Format == token.Format007 {
		m.out.Description.AccessToken2 = &token.AccessToken2{AppID: s.AppID, IssueTs: issued, Expire: m.expire, Salt: m.out.Salt, Services: m.services}
	} else {
		m.out.Description.AccessToken = &token.AccessToken{AppID: s.AppID, Ts: issued + issueWindow, Salt: m.out.Salt, Privileges: m.grants}
		m.out.Description.Missing = m.missing
	}
	text, err := m.out.Description.Sign(new(token.Encoder), s.Certificate)
	if err != nil {
		m.out.Err = err
		return
	}
	parsed, err := token.Parse(text)
	if err != nil {
		m.out.Err = errors.Join(errors.New("the token that was built can't be read back"), err)
		return
	}
	m.out.Text, m.out.Token = text, parsed
}
