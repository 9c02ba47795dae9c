package sandbox

import (
	"net/http"
	"time"
)

// FaultKind says what becomes of an answer.
type FaultKind string

// The kinds of faults. Those marked * are about the answer of the operation, so
// the work is always done; before the others only if [Fault.After] says so.
const (
	FaultNone     FaultKind = ""          // * the answer as it is, after Delay
	FaultError    FaultKind = "error"     // an error in JSON, by Status
	FaultPage     FaultKind = "page"      // an HTML page, as of a gateway or a captive portal
	FaultRedirect FaultKind = "redirect"  // to Location
	FaultReset    FaultKind = "reset"     // the connection is reset without an answer
	FaultSlowBody FaultKind = "slow-body" // * in pieces of Size bytes, Pause before each
	FaultCutBody  FaultKind = "cut-body"  // * the first half, then the connection ends
	FaultHuge     FaultKind = "huge"      // JSON of about Size bytes
	FaultDeep     FaultKind = "deep"      // JSON nested Size levels
	FaultControl  FaultKind = "control"   // an error whose texts hold control and bidi characters
)

// Sizes of faults that do not say one, and the most that they may say.
const (
	hugeSize  = 64 << 20
	deepSize  = 100_000
	pieceSize = 16
	maxSize   = 1 << 30
)

// Fault is what happens to one request. The zero value is nothing.
type Fault struct {
	Name  string // for the log; "" the kind
	Kind  FaultKind
	Delay time.Duration // before anything else

	// After has the work done before the answer fails: the client cannot tell
	// whether it was.
	After bool

	Status            int    // 0: 500 for an error, 502 for a page, 307 for a redirect, 400 for control, else 200
	Code, Description string // of an error; "" what the status stands for

	RetryAfter time.Duration // sent in whole seconds; 0: no such header
	RetryDate  bool          // sent as a date instead, counted from [Options.Now]

	Location string        // "": another host, with the same path
	Size     int           // 0: 64 MiB of JSON, 100 000 levels, pieces of 16 bytes; at most 2^30
	Pause    time.Duration // between the pieces of a slow body
}

// works reports whether the operation runs.
func (f Fault) works() bool {
	switch f.Kind {
	case FaultNone, FaultSlowBody, FaultCutBody:
		return true
	}
	return f.After
}

func (f Fault) status() int {
	if f.Status >= 200 && f.Status <= 599 {
		return f.Status
	}
	switch f.Kind {
	case FaultError:
		return http.StatusInternalServerError
	case FaultPage:
		return http.StatusBadGateway
	case FaultRedirect:
		return http.StatusTemporaryRedirect
	case FaultControl:
		return http.StatusBadRequest
	}
	return http.StatusOK
}

func (f Fault) size(usual int) int {
	if f.Size <= 0 {
		return usual
	}
	return min(f.Size, maxSize)
}

// FaultNamed gives a fault by its name, one of [FaultNames].
func FaultNamed(name string) (Fault, bool) {
	f, ok := named()[name]
	f.Name = name
	return f, ok
}

// label is what the log calls the fault, "" for none.
func (f Fault) label() string {
	if f.Name != "" {
		return f.Name
	}
	return string(f.Kind)
}

// FaultNames gives the names of the faults that have one, in the order in which
// they are best shown.
func FaultNames() []string {
	return []string{
		"slow", "slow-body", "reach-limit", "reach-limit-retry-after", "reach-limit-retry-date", "plan-limit",
		"unauthorized", "resource-not-found", "timeout", "too-large",
		"server-error", "server-error-after", "unavailable", "reset", "reset-after", "cut-body",
		"page", "redirect", "huge", "deep", "control",
	}
}

func named() map[string]Fault {
	return map[string]Fault{
		"slow":                    {Delay: 5 * time.Second},
		"slow-body":               {Kind: FaultSlowBody, Pause: 250 * time.Millisecond},
		"reach-limit":             {Kind: FaultError, Status: http.StatusTooManyRequests},
		"reach-limit-retry-after": {Kind: FaultError, Status: http.StatusTooManyRequests, RetryAfter: time.Second},
		"reach-limit-retry-date":  {Kind: FaultError, Status: http.StatusTooManyRequests, RetryAfter: 2 * time.Second, RetryDate: true},
		"plan-limit": {
			Kind: FaultError, Status: http.StatusTooManyRequests, Code: "resource_limited",
			Description: "You have exceeded the limit of the " + DefaultPlan + " edition. Please upgrade to higher edition.",
		},
		"unauthorized":       {Kind: FaultError, Status: http.StatusUnauthorized},
		"resource-not-found": {Kind: FaultError, Status: http.StatusNotFound, Code: "resource_not_found", Description: "username user1 doesn't exist"},
		"timeout":            {Kind: FaultError, Status: http.StatusRequestTimeout},
		"too-large":          {Kind: FaultError, Status: http.StatusRequestEntityTooLarge},
		"server-error":       {Kind: FaultError},
		"server-error-after": {Kind: FaultError, After: true},
		"unavailable":        {Kind: FaultPage, Status: http.StatusServiceUnavailable},
		"reset":              {Kind: FaultReset},
		"reset-after":        {Kind: FaultReset, After: true},
		"cut-body":           {Kind: FaultCutBody},
		"page":               {Kind: FaultPage, Status: http.StatusOK},
		"redirect":           {Kind: FaultRedirect},
		"huge":               {Kind: FaultHuge},
		"deep":               {Kind: FaultDeep},
		"control":            {Kind: FaultControl},
	}
}
