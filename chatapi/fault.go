package chatapi

import (
	"fmt"
	"net/http"
	"strings"
)

// Bytes of the service's texts that an [Error] keeps.
const (
	maxCode        = 64
	maxException   = 160
	maxDescription = 300
)

// readFault makes an error of an answer whose status is no success. The body is
// the service's JSON, a gateway's page or anything.
func readFault(q call, a answer, hide mask) *Error {
	e := &Error{Status: a.status, RetryAfter: a.retryAfter}
	// A member that is no string says nothing.
	code, _ := a.json.str("error")
	exception, _ := a.json.str("exception")
	description, _ := a.json.str("error_description")
	e.Code, e.Exception, e.Description = hide.phrase(code, maxCode), hide.phrase(exception, maxException), hide.phrase(description, maxDescription)
	e.kinds = kindsOf(q, e)
	e.happened = happened(e)
	if a.status/100 == 3 {
		e.happened, e.hint = redirected(a, hide), hintHost
		e.kinds = []error{ErrBadReply}
	}
	if a.jsonErr != nil && a.status/100 != 3 {
		e.happened += ", with an answer that is not the service's JSON"
		// A gateway of the service itself answers so when it fails.
		if !isTransient(a.status, e) {
			e.hint = hintHost
		}
	}
	return e
}

// kindsOf goes by status and code, as the page of status codes has them
// (DS:shared/chat-sdk/reference/_http-status-codes.mdx).
func kindsOf(q call, e *Error) []error {
	switch {
	case e.Code == "organization_application_not_found":
		return []error{ErrUnknownApp}
	case e.Status == http.StatusUnauthorized && strings.HasPrefix(strings.ToLower(e.Description), "registration is not open"):
		return []error{ErrUnauthorized, ErrRegistrationClosed}
	case e.Status == http.StatusUnauthorized:
		return []error{ErrUnauthorized}
	case e.Status == http.StatusNotFound && q.username != "" && (e.Code == "service_resource_not_found" || e.Code == "resource_not_found"):
		return []error{ErrNotFound}
	case e.Status == http.StatusBadRequest && e.Code == "duplicate_unique_property_exists":
		return []error{ErrDuplicate}
	case e.Status == http.StatusBadRequest && e.Code == "illegal_argument" && strings.HasSuffix(e.Description, "is not legal."):
		return []error{ErrIllegalUsername}
	case e.Status == http.StatusTooManyRequests && e.Code == "resource_limited":
		return []error{ErrPlanLimit}
	case e.Status == http.StatusTooManyRequests:
		return []error{ErrRateLimited}
	}
	return nil
}

func happened(e *Error) string {
	switch {
	case e.Is(ErrUnknownApp):
		return "the service does not know the App Key"
	case e.Is(ErrRegistrationClosed):
		return "the service registers users only for a valid app token"
	case e.Is(ErrUnauthorized):
		return "the service refused the app token"
	case e.Is(ErrNotFound):
		return "there is no such user"
	case e.Is(ErrDuplicate):
		return "the user name is taken already"
	case e.Is(ErrIllegalUsername):
		return "the service does not take the user name"
	case e.Is(ErrPlanLimit):
		return "a limit of the project's plan is reached"
	case e.Is(ErrRateLimited):
		return "the service's rate limit is reached"
	}
	return happenedBy(e.Status)
}

func happenedBy(status int) string {
	switch status {
	case http.StatusForbidden:
		return "the service forbids it"
	case http.StatusNotFound:
		return "there is nothing at this address"
	case http.StatusMethodNotAllowed:
		return "the service does not take this method here"
	case http.StatusRequestTimeout:
		return "the service timed out"
	case http.StatusRequestEntityTooLarge:
		return "the service found the request too large"
	case http.StatusUnsupportedMediaType:
		return "the service did not take the body for JSON"
	}
	switch {
	case status >= 500:
		return "the service failed"
	case status >= 400:
		return "the service refused the request"
	}
	return fmt.Sprintf("the service answered with status %d, which it has no meaning for", status)
}

// redirected names where the answer points. It is never followed: the app token
// would go to whoever is there.
func redirected(a answer, hide mask) string {
	where := "another address"
	if u, err := a.location(); err == nil && u.Host != "" {
		where = hide.phrase(u.Scheme+"://"+u.Host, maxDescription)
	}
	return "the answer points to " + where + ", which was not followed"
}
