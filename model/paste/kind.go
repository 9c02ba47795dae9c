package paste

import (
	"encoding/base64"
	"strings"
	"unicode"

	"agtok/token"
)

// Kind names what a text is that holds no token.
type Kind string

// The kinds that are recognised, in the order in which they are looked for.
const (
	Empty      Kind = "empty"        // no text, or quotes with nothing in them
	Hex32      Kind = "hex32"        // an App ID or an App Certificate
	JWTWith007 Kind = "jwt-with-007" // a JSON Web Token with 007 put in front
	JWT        Kind = "jwt"
	Easemob    Kind = "easemob"    // an access token of the Chat engine, YWMt…
	Whiteboard Kind = "whiteboard" // a token of the Interactive Whiteboard, NETLESS…_
	ErrorLine  Kind = "error-line" // an SDK's message about a token
	PlainText  Kind = "text"
)

// Advice gives the name of the thing and what to do about it, in sentences for a
// screen. Both are empty for "", a damaged token.
func (k Kind) Advice() (title, advice string) {
	switch k {
	case Empty:
		return "nothing", "The builders return an empty token, without an error, when App ID or certificate are not exactly " +
			"32 hexadecimal digits. Check both where the token is made, also for a line break at the end."
	case Hex32:
		return "an App ID or an App Certificate", "It belongs to a project: app_id and certificate in the config file, or " +
			"AGORA_APP_ID and AGORA_APP_CERTIFICATE in the environment. A client needs the token that is made of the two. " +
			"If this is the certificate, keep it secret."
	case JWTWith007:
		return "a JSON Web Token with 007 in front", "No service takes it. A 007 token goes on with compressed data and " +
			"starts 007eJ; this text may come from a sample. Make a token with the builder of an official library."
	case JWT:
		return "a JSON Web Token", "It is not Agora's: it probably logs the user in to your own server. " +
			"Ask that server for the Agora token, which starts with 007."
	case Easemob:
		return "an Easemob access token", "The Chat engine issues it, for older Chat SDKs and REST calls. Only the service can " +
			"read it. Chat also takes a 007 token with the Chat service."
	case Whiteboard:
		return "an Interactive Whiteboard token", "The whiteboard makes its own tokens, from an access key and a secret key. " +
			"They admit to the whiteboard only, and a 007 token does not."
	case ErrorLine:
		return "an SDK's error message", "It says that a token was refused, not why. Paste the token that the client passed, " +
			"and check it against the client's App ID, channel and user."
	case PlainText:
		return "no token", "A token starts with 007 or 006 and is some 140 to 400 characters long. Paste the token itself, " +
			"or a text that holds it in full."
	}
	return "", ""
}

// err is the error of a Found of kind k.
func (k Kind) err() *token.Error {
	title, advice := k.Advice()
	e := &token.Error{Stage: token.StagePrefix, Message: "this is " + title, Hint: advice}
	switch k {
	case Empty:
		e.Stage, e.Message = token.StageEmpty, "there is no text"
	case PlainText:
		e.Message = "there is no token in this text"
	}
	return e
}

// unread gives the Found of a text in which no token was found.
func unread(dec *token.Decoder, text string) Found {
	f := Found{Input: strings.Clone(shown(text)), End: len(text)}
	core := strip(text)
	if f.Recognised = recognise(text, core); f.Recognised != PlainText {
		f.Err = f.Recognised.err()
		return f
	}
	if f.Err = beginning(dec, core); f.Err != nil {
		f.Recognised = ""
		return f
	}
	f.Err = f.Recognised.err()
	return f
}

// beginning gives what is wrong with core if it is the beginning of a token or has
// lost its beginning, else nil.
func beginning(dec *token.Decoder, core string) *token.Error {
	if strings.ContainsFunc(core, unicode.IsSpace) || len(core) > token.MaxText && !startsToken(core) {
		return nil
	}
	_, err := dec.Parse(core)
	if err == nil && !strings.HasPrefix(core, string(token.Format006)) {
		return nil // a long number reads as a key of an old format
	}
	if err == nil {
		return &token.Error{Stage: token.StageHeader, Path: "appId", Message: "the App ID holds characters that no App ID has",
			Hint: "something was put into the token on its way: copy it again from its source"}
	}
	e := asError(err)
	if e.Stage != token.StagePrefix {
		return e
	}
	digits := len(core) - len(strings.TrimLeft(core, "0123456789"))
	if rest := core[digits:]; digits > 3 || len(rest) < 12 || !isZlib(rest) {
		return nil
	}
	return &token.Error{Stage: token.StagePrefix, Message: "this does not start with a version that is known",
		Hint: "what follows looks like the content of a 007 token: its first characters are missing or were changed"}
}

// strip takes white space, quotes, prefixes and invisible characters off the ends.
func strip(text string) string {
	edge := func(r rune) bool { return unicode.IsSpace(r) || invisible(r) || isQuote(r) }
	for {
		core := strings.TrimFunc(text, edge)
		for _, p := range [...]string{"bearer", "agora token=", "authorization:", "x-agora-token:"} {
			if n := len(p); len(core) >= n && strings.EqualFold(core[:n], p) && (!isAlnum(p[n-1]) || wordEnd(core, n) == n) {
				core = core[n:]
			}
		}
		if len(core) == len(text) {
			return core
		}
		text = core
	}
}

// recognise says what a text without a token is.
func recognise(text, core string) Kind {
	const most = 64 << 10 // of a text that is looked through
	text = text[:min(len(text), most)]
	switch {
	case core == "" || core == "undefined" || core == "null" || emptyValue(text):
		return Empty
	case isHex32(core):
		return Hex32
	}
	if k := otherToken(text); k != "" {
		return k
	}
	if isErrorLine(text) {
		return ErrorLine
	}
	if len(core) < 160 && !strings.Contains(core, "\n") && redact(core) != core {
		return Hex32 // in an assignment, for example
	}
	return PlainText
}

// emptyValue reports whether text is JSON in which a token is empty.
func emptyValue(text string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], `oken":`)
		if i < 0 {
			return false
		}
		at += i + len(`oken":`)
		if value := strings.TrimLeft(text[at:], " "); strings.HasPrefix(value, `""`) || strings.HasPrefix(value, "null") {
			return true
		}
	}
}

// otherToken looks for the tokens of others in text.
func otherToken(text string) Kind {
	for i := 0; i < len(text); {
		if n := escapeLen(text[i:]); n > 0 {
			i += n
			continue
		}
		if !isAlnum(text[i]) {
			i++
			continue
		}
		if k := otherTokenAt(text[i:]); k != "" {
			return k
		}
		i += urlSafeLen(text[i:])
	}
	return ""
}

// urlSafeLen gives the length of the url-safe base64 at the start of s.
func urlSafeLen(s string) int {
	n := 0
	for n < len(s) && (isAlnum(s[n]) || s[n] == '-' || s[n] == '_') {
		n++
	}
	return n
}

func otherTokenAt(s string) Kind {
	switch {
	case strings.HasPrefix(s, "YWMt") && urlSafeLen(s) >= 16:
		return Easemob
	case strings.HasPrefix(s, "NETLESSSDK_"), strings.HasPrefix(s, "NETLESSROOM_"), strings.HasPrefix(s, "NETLESSTASK_"):
		return Whiteboard
	case strings.HasPrefix(s, string(token.Format007)):
		if end, _ := jwtEnd(s[3:]); end > 0 {
			return JWTWith007
		}
	case s[0] == 'e':
		if end, _ := jwtEnd(s); end > 0 {
			return JWT
		}
	}
	return ""
}

// jwtEnd gives the end of the JSON Web Token at the start of s, else 0, and how far
// it looked. One of the first two parts must be a JSON object: the first of a
// sample is not.
func jwtEnd(s string) (end, seen int) {
	var parts [3]string
	for i := range parts {
		n := urlSafeLen(s[end:])
		parts[i] = s[end : end+n]
		end += n
		if i < 2 {
			if n == 0 || end == len(s) || s[end] != '.' {
				return 0, end
			}
			end++
		}
	}
	if parts[2] == "" || !isObject(parts[0]) && !isObject(parts[1]) {
		return 0, end
	}
	return end, end
}

// isObject reports whether part is base64 of a text that starts like a JSON object.
func isObject(part string) bool {
	var head [3]byte
	if len(part) < 4 {
		return false
	}
	_, err := base64.RawURLEncoding.Decode(head[:], []byte(part[:4]))
	return err == nil && head[0] == '{'
}
