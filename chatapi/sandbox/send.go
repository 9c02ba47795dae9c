package sandbox

import (
	"encoding/json"
	"html"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// elsewhere is where redirects lead: a host that no resolver knows, RFC 6761.
const elsewhere = "http://chat.agtok.invalid"

const jsonType = "application/json"

// write sends what the fault makes of the answer a. The status is 0 where the
// client gets none; broken asks for the connection to be ended.
func (f Fault) write(w http.ResponseWriter, c *call, a reply) (status int, broken bool) {
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", f.retryAfter(c.s.o.Now()))
	}
	switch f.Kind {
	case FaultError:
		a = c.fail(f.status(), f.Code, f.Description)
	case FaultPage:
		return f.page(w), false
	case FaultRedirect:
		return f.redirect(w, c), false
	case FaultReset:
		return 0, reset(w)
	case FaultSlowBody:
		return f.slowly(w, c, a), false
	case FaultCutBody:
		return cutBody(w, a), true
	case FaultHuge:
		return f.huge(w), false
	case FaultDeep:
		return f.deep(w), false
	case FaultControl:
		a = f.control()
	}
	begin(w, a, len(a.body))
	_, _ = w.Write(a.body)
	return a.status, false
}

// begin sends the header of an answer whose body will have length bytes.
func begin(w http.ResponseWriter, a reply, length int) {
	h := w.Header()
	h.Set("Content-Type", jsonType)
	h.Set("Content-Length", strconv.Itoa(length))
	for key, value := range a.header {
		h.Set(key, value)
	}
	w.WriteHeader(a.status)
}

func (f Fault) retryAfter(now time.Time) string {
	if f.RetryDate {
		return now.Add(f.RetryAfter).UTC().Format(http.TimeFormat)
	}
	seconds := (f.RetryAfter + time.Second - 1) / time.Second
	return strconv.FormatInt(int64(seconds), 10)
}

func (f Fault) page(w http.ResponseWriter) int {
	title := strconv.Itoa(f.status()) + " " + pageTitle(f.status())
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(f.status())
	_, _ = io.WriteString(w, "<html>\n<head><title>"+title+"</title></head>\n<body>\n<h1>"+title+"</h1>\n</body>\n</html>\n")
	return f.status()
}

func pageTitle(status int) string {
	if status == http.StatusServiceUnavailable {
		return "Service Temporarily Unavailable"
	}
	return html.EscapeString(http.StatusText(status))
}

func (f Fault) redirect(w http.ResponseWriter, c *call) int {
	location := f.Location
	if location == "" {
		location = elsewhere + c.r.URL.EscapedPath()
	}
	w.Header().Set("Location", location)
	w.WriteHeader(f.status())
	return f.status()
}

// reset has the peer see a reset and not an orderly end, where the connection can
// be had; else it is broken the way package http does.
func reset(w http.ResponseWriter) (broken bool) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return true
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
	return false
}

func (f Fault) slowly(w http.ResponseWriter, c *call, a reply) int {
	begin(w, a, len(a.body))
	control := http.NewResponseController(w)
	for rest := a.body; len(rest) > 0; {
		c.s.o.Sleep(c.r.Context(), f.Pause)
		n := min(f.size(pieceSize), len(rest))
		if _, err := w.Write(rest[:n]); err != nil || c.r.Context().Err() != nil {
			break
		}
		_ = control.Flush()
		rest = rest[n:]
	}
	return a.status
}

func cutBody(w http.ResponseWriter, a reply) int {
	begin(w, a, len(a.body))
	_, _ = w.Write(a.body[:len(a.body)/2])
	_ = http.NewResponseController(w).Flush()
	return a.status
}

// huge is sent as it is made, so that it costs the service no memory.
func (f Fault) huge(w http.ResponseWriter) int {
	w.Header().Set("Content-Type", jsonType)
	w.WriteHeader(f.status())
	chunk := strings.Repeat("a", 32<<10)
	_, err := io.WriteString(w, `{"action":"get","entities":[{"username":"`)
	for rest := f.size(hugeSize); rest > 0 && err == nil; rest -= len(chunk) {
		_, err = io.WriteString(w, chunk[:min(rest, len(chunk))])
	}
	_, _ = io.WriteString(w, `"}]}`)
	return f.status()
}

func (f Fault) deep(w http.ResponseWriter) int {
	w.Header().Set("Content-Type", jsonType)
	w.WriteHeader(f.status())
	_, _ = io.WriteString(w, `{"entities":`)
	f.nest(w, "[")
	f.nest(w, "]")
	_, _ = io.WriteString(w, "}")
	return f.status()
}

func (f Fault) nest(w io.Writer, bracket string) {
	const step = 1 << 10
	var err error
	for rest := f.size(deepSize); rest > 0 && err == nil; rest -= step {
		_, err = io.WriteString(w, strings.Repeat(bracket, min(rest, step)))
	}
}

// control has in its texts what a terminal would obey: an escape sequence, one
// that begins with a C1 character, a carriage return, the end of bidi embedding,
// a zero-width space.
func (f Fault) control() reply {
	const bad = "\x1b[31m\x1b]0;title\x07 \u009b2J\r\u202eright to left\u202c\u200b"
	b, err := json.Marshal(map[string]string{"error": bad, "exception": bad, "error_description": bad})
	if err != nil {
		b = []byte("{}")
	}
	return reply{status: f.status(), body: b}
}
