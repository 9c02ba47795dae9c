package chatapi

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// What an [*Error] can be matched with by errors.Is. Several can match at once.
var (
	ErrUnauthorized       = errors.New("chat: the app token was refused")
	ErrRegistrationClosed = errors.New("chat: registration needs a valid app token")
	ErrNotFound           = errors.New("chat: no such user")
	ErrUnknownApp         = errors.New("chat: no such App Key")
	ErrDuplicate          = errors.New("chat: the user name is taken")
	ErrRateLimited        = errors.New("chat: rate limit reached")
	ErrPlanLimit          = errors.New("chat: limit of the plan reached")
	ErrUnreachable        = errors.New("chat: the service did not answer")
	ErrBadReply           = errors.New("chat: the answer is not understood")
	// ErrOutcomeUnknown: a change was sent, and whether it was made is not known.
	// Look the user up before anything is sent again.
	ErrOutcomeUnknown = errors.New("chat: whether it was done is not known")
	// ErrLongWait: with Retry-After the service asks to wait for longer than
	// [Limits].MaxWait. Whatever is sent before that is unwelcome.
	ErrLongWait = errors.New("chat: the service asks for a long wait")
	// ErrIllegalArgument: nothing was sent.
	ErrIllegalArgument = errors.New("chat: illegal argument")
	// ErrIllegalUsername: refused by [CheckUsername], then [ErrIllegalArgument]
	// matches too, or by the service.
	ErrIllegalUsername = errors.New("chat: illegal user name")
)

// Error is every failure of a [Client]'s call. It holds no secret and nothing
// that cannot be shown. What the service wrote is cut to some hundred bytes.
type Error struct {
	Operation   Operation     // "" from CheckUsername and NewPassword
	Method      string        // as sent
	Endpoint    string        // path of the URL; "" if nothing was to be sent
	Status      int           // HTTP status; 0 if there was none
	Code        string        // member "error" of the answer
	Exception   string        // member "exception", a Java class
	Description string        // member "error_description", or what is wrong in our words
	RetryAfter  time.Duration // what the service asked to wait; 0 if it did not
	Attempts    int           // made, failures to get a token included

	subject   string // what was to be done, in words
	happened  string
	hint      hint
	transient bool // the same request may succeed later
	kinds     []error
	cause     error // a context's, or that of the token source
}

// Is reports whether target is one of the package's errors that e is.
func (e *Error) Is(target error) bool { return slices.Contains(e.kinds, target) }

// Unwrap gives the context's error or the token source's, if that ended the call.
func (e *Error) Unwrap() error { return e.cause }

// Error tells in one sentence what was to be done, what happened and why.
func (e *Error) Error() string {
	var parts []string
	for _, part := range []string{e.subject, e.happened, e.Description} {
		if part != "" {
			parts = append(parts, strings.TrimRight(part, ". "))
		}
	}
	text := strings.Join(parts, ": ") + e.details()
	if e.Is(ErrOutcomeUnknown) {
		text += "; whether it was done is not known"
	}
	return text
}

func (e *Error) details() string {
	var parts []string
	if e.Status != 0 {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("HTTP %d %s", e.Status, e.Code)))
	}
	if e.Attempts > 1 {
		parts = append(parts, fmt.Sprintf("%d attempts", e.Attempts))
	}
	if e.RetryAfter > 0 {
		parts = append(parts, "it may be tried again after "+inWords(e.RetryAfter))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func (e *Error) add(kind error) {
	if !e.Is(kind) {
		e.kinds = append(e.kinds, kind)
	}
}

// without is e with one kind less.
func (e *Error) without(kind error) *Error {
	own := *e
	own.kinds = slices.DeleteFunc(slices.Clone(e.kinds), func(k error) bool { return k == kind })
	return &own
}

// illegal is an argument's error.
func illegal(text string) *Error {
	return &Error{Description: text, kinds: []error{ErrIllegalArgument}}
}

// named says in which operation an argument was refused.
func named(op Operation, err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	own := *e
	own.Operation = op
	return &own
}
