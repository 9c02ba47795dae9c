package sandbox

import (
	"net/http"
	"strings"
	"time"

	"agtok/token"
)

// A token's lifetime counts as this many seconds at most, whatever it says.
// Source: Agora's "Secure authentication with tokens" and AccessToken2 guide.
const maxLifetime = 24 * 60 * 60

// futureTolerance is how far a token's issue time may be ahead of the service's
// clock. Agora documents none; clocks of servers differ by less.
const futureTolerance = time.Minute

// refusal says why a token does not open the API.
type refusal int

const (
	admitted refusal = iota
	missing
	expired
	corrupt
	foreign // well-formed, but not an app token of this project
)

// admit looks at an Authorization header: Bearer and a 007 token with the Chat
// service's app privilege, signed with the primary certificate.
func (s *Server) admit(header string, now time.Time) refusal {
	text, ok := strings.CutPrefix(header, "Bearer ")
	if !ok || text == "" {
		return missing
	}
	t, err := token.Parse(text)
	if err != nil {
		return corrupt
	}
	a := t.AccessToken2
	if a == nil || a.AppID != s.o.AppID || len(s.o.Certificates) == 0 || !t.Verify(s.o.Certificates[0]) {
		return foreign
	}
	end, ok := admitsUntil(a)
	if !ok || time.Unix(int64(a.IssueTs), 0).After(now.Add(futureTolerance)) {
		return foreign
	}
	if now.Unix() > end {
		return expired
	}
	return admitted
}

// admitsUntil gives the last Unix second at which a opens the REST API, and
// whether it ever does. Of several Chat services the one that lasts longest counts.
func admitsUntil(a *token.AccessToken2) (end int64, ok bool) {
	tokenEnd := lifetime(a.Expire)
	for _, service := range a.Services {
		if service.Type != token.Chat {
			continue
		}
		if p, granted := token.Expire(service.Privileges, token.ChatApp); granted {
			ok = true
			end = max(end, int64(a.IssueTs)+min(tokenEnd, lifetime(p)))
		}
	}
	return end, ok
}

// lifetime is what a number of seconds in a token comes to: 0 means no end of its
// own, so only the cap counts.
func lifetime(seconds uint32) int64 {
	if seconds == 0 {
		return maxLifetime
	}
	return min(int64(seconds), maxLifetime)
}

// unauthorized answers as the status page has it: registering has one text for
// everything, the other operations have three.
func (c *call) unauthorized(why refusal) reply {
	if c.op == Register || c.op == RegisterMany {
		return c.fail(http.StatusUnauthorized, "unauthorized", "Registration is not open, please contact the app admin.")
	}
	switch why {
	case corrupt:
		return c.fail(http.StatusUnauthorized, "auth_bad_access_token", "Unable to authenticate due to corrupt access token.")
	case foreign:
		return c.fail(http.StatusUnauthorized, "auth_bad_access_token", "Unable to authenticate.")
	}
	return c.fail(http.StatusUnauthorized, "", "")
}
