package chatapi

import (
	"fmt"
	"strings"
)

// Variables of the shell that [Curl] puts in place of secrets. The passwords are
// taken as JSON writes them: a quote or backslash in one needs a backslash before.
const (
	TokenVariable       = "AGORA_CHAT_APP_TOKEN"
	PasswordVariable    = "CHAT_PASSWORD" // of several users CHAT_PASSWORD_1, …_2 and so on
	NewPasswordVariable = "CHAT_NEW_PASSWORD"
)

// Curl gives the command line that sends the same request from a POSIX shell. The
// token and passwords are references to variables, which the shell expands.
func Curl(e Exchange) string {
	var b strings.Builder
	fmt.Fprintf(&b, "curl -sS -X %s %s", quote(e.Method), quote(e.URL))
	b.WriteString(` -H "Authorization: Bearer $` + TokenVariable + `" -H 'Accept: application/json'`)
	if e.RequestBody != "" {
		b.WriteString(` -H 'Content-Type: application/json' --data-raw ` + quoteBody(e.RequestBody))
	}
	return b.String()
}

// quote makes one word of text. Words that are plain stay as they are.
func quote(text string) string {
	if text != "" && consistsOf(text, func(c byte) bool { return isBare(c) || strings.IndexByte("./:", c) >= 0 }) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// quoteBody makes one word of a body, with a reference for each password. In
// JSON the quotes of a member's name cannot stand inside a string, so a masked
// password cannot be mistaken for a nickname that looks like one.
func quoteBody(body string) string {
	const member, newMember = `"password":"` + Masked + `"`, `"newpassword":"` + Masked + `"`
	several := strings.Count(body, member) > 1
	var b strings.Builder
	for n := 1; ; n++ {
		name, variable, at := `"password":"`, PasswordVariable, strings.Index(body, member)
		if other := strings.Index(body, newMember); other >= 0 && (at < 0 || other < at) {
			name, variable, at = `"newpassword":"`, NewPasswordVariable, other
		} else if several {
			variable = fmt.Sprintf("%s_%d", PasswordVariable, n)
		}
		if at < 0 {
			return b.String() + quote(body)
		}
		// The single quotes end before the reference, and begin again behind it.
		b.WriteString(quote(body[:at+len(name)]) + `"$` + variable + `"`)
		body = body[at+len(name)+len(Masked):]
	}
}
