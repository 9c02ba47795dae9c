package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"agtok/token"
)

// reply is an answer that is ready to be sent.
type reply struct {
	status int
	header map[string]string // beyond the Content-Type
	body   []byte
}

// text is a string of the client's: it is written so that it is safe to show on a
// terminal, every character that does not show as an escape.
type text string

// MarshalJSON gives the text with escapes.
func (t text) MarshalJSON() ([]byte, error) { return token.AppendQuoted(nil, string(t)), nil }

// answer has the fields of all successful answers; which of them there are differs
// from operation to operation, as on Agora's pages.
type answer struct {
	Action          string            `json:"action"`
	Application     string            `json:"application,omitempty"`
	Params          map[string][]text `json:"params,omitempty"`
	Path            string            `json:"path,omitempty"`
	URI             text              `json:"uri,omitempty"`
	Entities        *[]entity         `json:"entities,omitempty"`
	Data            any               `json:"data,omitempty"`
	Timestamp       int64             `json:"timestamp"` // Unix, ms
	Duration        int64             `json:"duration"`  // ms
	Organization    string            `json:"organization,omitempty"`
	ApplicationName string            `json:"applicationName,omitempty"`
	Cursor          string            `json:"cursor,omitempty"`
	Count           *int              `json:"count,omitempty"`
}

type entity struct {
	UUID      string `json:"uuid"`
	Type      string `json:"type"`
	Created   int64  `json:"created"`  // Unix, ms
	Modified  int64  `json:"modified"` // Unix, ms
	Username  string `json:"username"`
	Activated bool   `json:"activated"`
	Nickname  text   `json:"nickname,omitempty"`
}

func entities(users ...User) *[]entity {
	list := make([]entity, 0, len(users))
	for _, u := range users {
		list = append(list, entity{
			UUID: u.UUID, Type: "user", Created: u.Created.UnixMilli(), Modified: u.Modified.UnixMilli(),
			Username: u.Username, Activated: !u.Banned, Nickname: text(u.Nickname),
		})
	}
	return &list
}

// named adds what only some answers have: whose application it was.
func (c *call) named(a answer) answer {
	a.Application, a.Organization, a.ApplicationName = c.s.o.Application, c.s.o.Org, c.s.o.App
	return a
}

// uri is the address of a path of the application's, as the client reached it.
func (c *call) uri(path string) text {
	scheme := "http"
	if c.r.TLS != nil {
		scheme = "https"
	}
	return text(scheme + "://" + c.r.Host + "/" + c.key + "/" + path)
}

func (c *call) ok(a answer) reply {
	a.Timestamp, a.Duration = c.clock()
	return write(http.StatusOK, a)
}

// clock gives the two times of every answer, in milliseconds.
func (c *call) clock() (timestamp, duration int64) {
	now := c.s.o.Now()
	return now.UnixMilli(), max(0, now.Sub(c.start).Milliseconds())
}

func write(status int, body any) reply {
	b, err := json.Marshal(body)
	if err != nil {
		panic(fmt.Sprintf("sandbox: an answer that JSON cannot hold: %v", err))
	}
	return reply{status: status, body: b}
}

// The texts that stand in more than one place.
const (
	invalid    = "This is an invalid request."
	noUsername = "Entity 'user' requires a property named username."
	unexpected = "Unexpected character."
)

// failure is the JSON of an error. Its keys are Usergrid's, which the service
// descends from: no page of Agora's prints them.
type failure struct {
	Error       text   `json:"error"`
	Exception   string `json:"exception,omitempty"`
	Description text   `json:"error_description"`
	Timestamp   int64  `json:"timestamp"` // Unix, ms
	Duration    int64  `json:"duration"`  // ms
}

// fail answers with an error; "" takes the code and the text that the status has
// most often.
func (c *call) fail(status int, code, description string) reply {
	usual, usualText := documented(status)
	if code == "" {
		code = usual
	}
	if description == "" {
		description = usualText
	}
	f := failure{Error: text(code), Exception: exception(code), Description: text(description)}
	f.Timestamp, f.Duration = c.clock()
	return write(status, f)
}

// invalid is the answer to what the pages forbid without saying what happens.
func (c *call) invalid() reply { return c.fail(http.StatusBadRequest, "", "") }

// documented gives the error that a status stands for. Source:
// _http-status-codes.mdx; 408 and those from 501 on have no text there.
func documented(status int) (code, description string) {
	switch status {
	case http.StatusBadRequest:
		return "illegal_argument", invalid
	case http.StatusUnauthorized:
		return "unauthorized", "Unable to authenticate due to expired access token."
	case http.StatusNotFound:
		return "service_resource_not_found", "Service resource not found."
	case http.StatusRequestEntityTooLarge:
		return "Request Entity Too Large", "Request Entity Too Large."
	case http.StatusUnsupportedMediaType:
		return "web_application", "Unsupported Media Type."
	case http.StatusTooManyRequests:
		return "reach_limit", "This request has reached API limit."
	case http.StatusInternalServerError:
		return "web_application", "javax.ws.rs.WebApplicationException"
	}
	name := http.StatusText(status)
	if name == "" {
		name = "status " + strconv.Itoa(status)
	}
	return strings.ReplaceAll(strings.ToLower(name), " ", "_"), name + "."
}

// exception gives the Java class that Usergrid names beside a code.
func exception(code string) string {
	const apache = "org.apache.usergrid."
	switch code {
	case "json_parse":
		return "com.fasterxml.jackson.core.JsonParseException"
	case "illegal_argument":
		return "java.lang.IllegalArgumentException"
	case "duplicate_unique_property_exists":
		return apache + "persistence.exceptions.DuplicateUniquePropertyExistsException"
	case "unauthorized", "auth_bad_access_token":
		return apache + "rest.exceptions.SecurityException"
	case "organization_application_not_found":
		return apache + "rest.exceptions.OrganizationApplicationNotFoundException"
	case "service_resource_not_found", "resource_not_found":
		return apache + "services.exceptions.ServiceResourceNotFoundException"
	case "unsupported_service_operation":
		return apache + "services.exceptions.UnsupportedServiceOperationException"
	case "web_application":
		return "javax.ws.rs.WebApplicationException"
	}
	return ""
}

func (c *call) notFound() reply { return c.fail(http.StatusNotFound, "", "") }

func (c *call) noApplication() reply {
	return c.fail(http.StatusNotFound, "organization_application_not_found",
		"Could not find application for "+c.key+" from URI: "+c.key+"/"+c.path+".")
}

// wrongMethod says which methods there are: the pages disagree about one of them.
func (c *call) wrongMethod() reply {
	methods := strings.Join(c.allowed, ", ")
	a := c.fail(http.StatusMethodNotAllowed, "unsupported_service_operation",
		"Service operation not supported. Use "+methods+".")
	a.header = map[string]string{"Allow": methods}
	return a
}
