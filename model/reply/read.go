package reply

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"agtok/model/visible"
	"agtok/token"
)

// Limits of what is read.
const (
	// MaxBody is the longest reply, in bytes. What is beyond is not looked at.
	MaxBody = 1 << 20

	maxTokens = 16 // that are kept of a reply
	maxDepth  = 16 // of a JSON value
)

// Reply is a token server's answer.
type Reply struct {
	Tokens  []Found
	Message string // what the server says of an error, "" for nothing; printable
}

// Found is a place of a reply where a token belongs.
type Found struct {
	Path  string       // as in "data.token"; "" for a reply that is nothing but text; printable
	Text  string       // raw
	Token *token.Token // nil if Text is none
	Err   *token.Error // why not
}

// messageKeys are where servers put the text of an error, in small letters.
var messageKeys = []string{"error", "message", "msg", "errmsg", "error_description", "detail"}

// Read reads a reply: JSON with a token somewhere in it, or the token as plain
// text. A token is what starts like one, or stands under a key that speaks of a
// token.
func Read(body string) Reply {
	body = strings.TrimSpace(body[:min(len(body), MaxBody)])
	var value any
	var r Reply
	if json.Unmarshal([]byte(body), &value) != nil {
		if isText(body) {
			r.add("", body)
		} else {
			r.Message = clean(body)
		}
		return r
	}
	r.walk("", "", value, 0)
	return r
}

// isText reports whether a reply that is no JSON can be a token: it is one word.
func isText(body string) bool { return !strings.ContainsAny(body, " \t\r\n<>{}") }

func (r *Reply) walk(path, key string, value any, depth int) {
	if depth > maxDepth {
		return
	}
	switch v := value.(type) {
	case string:
		r.text(path, strings.ToLower(key), v)
	case map[string]any:
		for _, k := range sorted(v) {
			next := visible.Line(k, 40)
			if path != "" {
				next = visible.Line(path+"."+next, 120)
			}
			r.walk(next, k, v[k], depth+1)
		}
	case []any:
		for i, e := range v {
			r.walk(visible.Line(path, 120)+"["+strconv.Itoa(i)+"]", key, e, depth+1)
		}
	}
}

// sorted gives the keys of an object, so that the order is stable.
func sorted(object map[string]any) []string {
	keys := make([]string, 0, len(object))
	for k := range object {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (r *Reply) text(path, key, text string) {
	switch {
	case strings.HasSuffix(key, "token") || key == "key" || isTokenLike(text) || path == "":
		r.add(path, text)
	case slices.Contains(messageKeys, key) && r.Message == "" && !strings.EqualFold(text, "success"):
		r.Message = clean(text)
	}
}

// isTokenLike reports whether a text under any key starts like a token.
func isTokenLike(text string) bool {
	return len(text) > 40 && (strings.HasPrefix(text, string(token.Format007)) || strings.HasPrefix(text, string(token.Format006)))
}

func (r *Reply) add(path, text string) {
	if len(r.Tokens) == maxTokens {
		return
	}
	f := Found{Path: path, Text: text}
	t, err := token.Parse(text)
	if err == nil {
		f.Token = t
	} else if e, ok := err.(*token.Error); ok {
		f.Err = e
	}
	r.Tokens = append(r.Tokens, f)
}

// hexRun is what can be a certificate.
var hexRun = regexp.MustCompile(`[0-9A-Fa-f]{16,}`)

// clean makes a text of the server's fit to show.
func clean(text string) string {
	text = text[:min(len(text), 2000)]
	return visible.Line(hexRun.ReplaceAllString(text, token.Masked), 160)
}
