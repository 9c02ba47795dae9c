package chatapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// hint is what an [Error] knows of its remedy beyond its kinds.
type hint int

const (
	hintNone hint = iota
	hintHost
	hintName
	hintCertificate
	hintToken
)

// Advice says what to do about a call's error, in a sentence or a few; "" if err
// is nil or not this package's. Where Agora's pages disagree it tells the other
// reading.
func Advice(err error) string {
	var e *Error
	if !errors.As(err, &e) {
		return ""
	}
	text := e.remedy()
	if e.Is(ErrOutcomeUnknown) {
		text = e.Operation.afterOpen() + " " + text
	}
	if e.RetryAfter > 0 {
		text = fmt.Sprintf("Wait %s, as the service asks. ", inWords(e.RetryAfter)) + text
	}
	return text
}

// afterOpen says what to do when it is not known whether the call did anything.
func (o Operation) afterOpen() string {
	switch o {
	case OpSetPassword, OpDisconnect: // a lookup does not tell
		return "It may have been done; to send it again does no harm."
	}
	return "Look the user up before sending it again: it may have been done."
}

// inWords writes a wait in whole seconds. What lasts for days need not be told to
// the second, and may be a mistake.
func inWords(wait time.Duration) string {
	if wait >= 24*time.Hour {
		return "over a day"
	}
	return (wait + time.Second - 1).Truncate(time.Second).String()
}

func (e *Error) remedy() string {
	switch {
	case errors.Is(e.cause, context.Canceled):
		return "It was cancelled here; start it again when wanted."
	case e.Is(ErrIllegalUsername):
		return "Use 1 to 64 of a-z, 0-9, underscore, dot and hyphen; capitals are not allowed."
	case e.Is(ErrIllegalArgument):
		return "Change the value and try again; nothing was sent."
	case e.hint == hintToken:
		return "Make sure that the project has its App ID and its primary App Certificate."
	case e.Is(ErrUnauthorized):
		return "Mint a fresh app token with the primary App Certificate (a secondary one is not for REST), and check that host, App Key and App ID belong to one project, that Chat is enabled, and that this machine's clock is right. A user token is not accepted."
	case e.Is(ErrUnknownApp):
		return `Compare the App Key "org#app" and the REST API domain with the Chat page of Agora Console; each data centre has its own host.`
	case e.Is(ErrNotFound):
		return "Check the spelling, or list the users. An account that is damaged on the service can be addressed by its UUID."
	case e.Is(ErrDuplicate):
		return "Look the user up, or choose another name."
	case e.Is(ErrPlanLimit):
		return "Delete users that are not needed, or raise the plan in Agora Console; trying again does not help."
	case e.Is(ErrRateLimited):
		return "Send fewer requests: 100 a second for each App Key by Agora's pages, counted for each call; the service's former documents count all calls together."
	}
	return e.remedyByStatus()
}

func (e *Error) remedyByStatus() string {
	switch {
	case e.hint == hintCertificate:
		return "Check the host name, and whether a proxy stands in between; the server's certificate is not one for it."
	case e.hint == hintName:
		return "Check the host name, the REST API domain that Agora Console shows, and the network's name service."
	case e.hint == hintHost:
		return "Check the host, the REST API domain that Agora Console shows, and whether a proxy or a sign-in page of the network stands in between."
	case e.Status == http.StatusMethodNotAllowed && e.Operation == OpDisconnect:
		return "GET was sent, as the page of this call shows in its example; the overview page says POST. The service may have changed to that."
	case e.Status == http.StatusBadRequest && (e.Operation == OpRegister || e.Operation == OpRegisterMany):
		return "Check the user name. If no password was given, give one: the current page asks for the user name only, older ones require a password too."
	case e.Status >= 500 || e.Status == http.StatusRequestTimeout:
		return "Try again in a while, and look at Agora's status page if it lasts."
	case e.Is(ErrUnreachable):
		return "Check the network, the host and the proxy settings, and try again."
	case e.Is(ErrBadReply) && e.transient:
		return "The connection ended in the middle of the answer: try again."
	case e.Is(ErrBadReply):
		return "Look at the exchange to see what was answered; the service may have changed, or another server answered."
	case e.Status >= 400:
		return "Look at the exchange to see what was sent and answered."
	}
	return "Try again."
}
