package chatapi

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Limits of the API (DS:shared/chat-sdk/restful-api/_user-system-registration.mdx
// and _offline-push-configuration.mdx).
const (
	MaxUsername = 64  // bytes
	MaxNickname = 100 // characters
	MaxRegister = 60  // users in one request
	MaxPage     = 100 // users in one page
	MaxStatus   = 100 // users in one request for online states
)

// User is a Chat user as the service describes it. Username and UUID were
// checked, Nickname was made printable.
type User struct {
	Username string // ^[a-z0-9_.-]{1,64}$
	UUID     string // RFC 4122, as text
	Nickname string // shown in push notifications; "" if there is none
	// Activated is false while the user is banned. A reply that does not say is
	// taken to mean true. That of a deletion says nothing of use.
	Activated bool
	Created   time.Time // UTC, to the millisecond; zero if the reply has none
	Modified  time.Time // as Created
}

// NewUser is a user to register. Password and Nickname are sent when they are
// given: the current page asks for the name only, older ones require a password.
type NewUser struct {
	Username string
	Password Password
	Nickname string // up to [MaxNickname] characters
}

// Equal reports whether u and v are registered in the same way.
func (u NewUser) Equal(v NewUser) bool {
	return u.Username == v.Username && u.Nickname == v.Nickname && u.Password.IsZero() == v.Password.IsZero() && u.Password.reveal() == v.Password.reveal()
}

// Refusal is a user of a batch whom the service did not register.
type Refusal struct {
	Username string
	Reason   string // the service's words, made printable
}

// Exists reports whether the reason is that there is such a user already. The
// API gives no code for it, so this goes by the words that its page shows.
func (r Refusal) Exists() bool { return strings.Contains(r.Reason, "already exist") }

// Page is a part of the list of all users, in order of registration.
type Page struct {
	Users  []User
	Cursor string // for the next page; "" after the last one
	// Damaged are entries with a name or UUID that is not legal, and Dropped their
	// number.
	Damaged []Damaged
	Dropped int
}

// Damaged is what can be shown of an entry that is no legal user.
type Damaged struct {
	Name string // printable, cut; not to be sent
	UUID string // "" if it is not legal
}

// Presence is a user's online state.
type Presence struct {
	Username string
	Online   bool
}

// CheckUsername tells what is wrong with a user name, and the nearest legal one,
// by the rule ^[a-z0-9_.-]{1,64}$. The error matches [ErrIllegalUsername]. A name
// of dots only is refused too: in a path it would mean another address.
func CheckUsername(name string) error {
	problem := usernameProblem(name)
	if problem == "" {
		return nil
	}
	text := "the user name " + problem
	if near := nearestUsername(name); near != "" {
		text += fmt.Sprintf("; the nearest legal name is %q", near)
	}
	return &Error{Description: text, kinds: []error{ErrIllegalUsername, ErrIllegalArgument}}
}

func usernameProblem(name string) string {
	const rule = "; allowed are a-z, 0-9, underscore, dot and hyphen"
	for i, r := range name {
		if !isNameByte(r) {
			return fmt.Sprintf("has %s at place %d%s", describe(r), utf8.RuneCountInString(name[:i])+1, rule)
		}
	}
	switch {
	case name == "":
		return "is empty"
	case len(name) > MaxUsername:
		return fmt.Sprintf("has %d characters; at most %d are allowed", len(name), MaxUsername)
	case isDots(name):
		return "is made of dots, which a URL's path cannot hold"
	}
	return ""
}

func describe(r rune) string {
	switch {
	case r == ' ':
		return "a space"
	case 'A' <= r && r <= 'Z':
		return fmt.Sprintf("the capital %q", string(r))
	case isVisible(r) && r != utf8.RuneError:
		return fmt.Sprintf("%q", string(r))
	}
	return "a character that does not show"
}

func isNameByte(r rune) bool {
	return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '_' || r == '.' || r == '-'
}

// isDots reports whether a path would lose the name as one of its steps.
func isDots(name string) bool { return name == "." || name == ".." }

// nearestUsername lower-cases name and puts an underscore for each run of what
// is not allowed; "" if nothing legal is left.
func nearestUsername(name string) string {
	if len(name) > 4*MaxUsername {
		name = name[:4*MaxUsername]
	}
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(strings.TrimSpace(name)) {
		if isNameByte(r) {
			if gap && b.Len() > 0 {
				b.WriteByte('_')
			}
			b.WriteRune(r)
		}
		gap = !isNameByte(r)
	}
	near, _ := shorten(b.String(), MaxUsername)
	if usernameProblem(near) != "" {
		return ""
	}
	return near
}

func checkNickname(text string) error {
	switch {
	case !utf8.ValidString(text):
		return illegal("the nickname is not UTF-8")
	case utf8.RuneCountInString(text) > MaxNickname:
		return illegal(fmt.Sprintf("the nickname has %d characters; at most %d are allowed", utf8.RuneCountInString(text), MaxNickname))
	case strings.IndexFunc(text, isForbidden) >= 0:
		return illegal("the nickname holds control or bidirectional characters")
	}
	return nil
}

// IsUUID reports whether text is a UUID as RFC 4122 writes it, which addresses a user
// as well as the name does. A name can look like one.
func IsUUID(text string) bool {
	const form = "00000000-0000-0000-0000-000000000000"
	if len(text) != len(form) {
		return false
	}
	for i := range len(text) {
		c := text[i]
		isHex := '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
		if form[i] == '-' && c != '-' || form[i] == '0' && !isHex {
			return false
		}
	}
	return true
}

// isForbidden reports what a nickname must not smuggle into the client that
// shows it. Joiners stay: emoji are made with them.
func isForbidden(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }
