package input

import (
	"bytes"
	"unicode/utf8"
)

// verdict says what is to be done with the bytes at the start of the input.
type verdict int

const (
	pass  verdict = iota // a character or a key: given on
	drop                 // of no use to anyone: a terminal's reply, or a broken sequence
	more                 // a key as it is, or the beginning of one: wait for the rest
	rest                 // the beginning of a key and never one: wait longer for the rest
	reply                // the beginning of a reply that goes on to its terminator
	paste                // the mark before pasted text
)

const (
	escape = 0x1b
	del    = 0x7f
)

// maxSequence is the most bytes that are held to become one key; the longest
// that any terminal sends, a mouse report, has about twenty.
const maxSequence = 64

// next judges the first bytes of b, which has at least one, and counts them. The
// verdict on a sequence does not depend on what follows it. Sources: ECMA-48 for
// the shape of sequences, xterm's ctlseqs and rxvt's key table for the exceptions.
func next(b []byte) (int, verdict) {
	switch {
	case b[0] != escape:
		return character(b)
	case len(b) == 1:
		return 1, more
	}
	switch b[1] {
	case escape:
		return escaped(b)
	case '[':
		return control(b)
	case 'O':
		return application(b)
	case ']':
		return answer(b, "0123456789lL")
	case 'P':
		return answer(b, "0123456789>!")
	case '_':
		return answer(b, "G")
	}
	n, v := character(b[1:])
	return n + 1, v
}

// character is one character, or its bytes so far.
func character(b []byte) (int, verdict) {
	if !utf8.FullRune(b) {
		return len(b), more
	}
	_, n := utf8.DecodeRune(b)
	return n, pass
}

// escaped is alt+key of terminals that put Escape before the key. Any other thing
// after an Escape that came this quickly is judged on its own, but a reply or a
// paste takes the Escape with it: Bubble Tea would read both as one.
func escaped(b []byte) (int, verdict) {
	switch {
	case len(b) == 2:
		return 2, more
	case bytes.IndexByte([]byte("[O]P_"), b[2]) < 0:
		return 2, pass
	}
	n, v := next(b[1:])
	return n + 1, v
}

// control is a control sequence: ESC [, parameters, a final byte.
func control(b []byte) (int, verdict) {
	switch {
	case len(b) == 2:
		return 2, more
	case b[2] == '[':
		return consoleKey(b)
	case b[2] == 'M':
		return oldMouse(b)
	}
	for i := 2; i < len(b) && i < maxSequence; i++ {
		c := b[i]
		switch {
		case c == '$' && isNumber(b[2:i]):
			return i + 1, pass // rxvt's shift+key; replies have more than a number there
		case 0x20 <= c && c < 0x40:
		case 0x40 <= c && c < del:
			return i + 1, finished(string(b[2:i]), c)
		case i == 2:
			return 2, pass // alt+[ and something of its own
		default:
			return i, drop
		}
	}
	if len(b) >= maxSequence {
		return maxSequence, drop
	}
	return len(b), rest
}

// finished tells keys from what the terminal reports of itself.
func finished(params string, final byte) verdict {
	switch {
	case final == '~' && params == "200":
		return paste
	case final == '~' && params == "201":
		return drop // of a paste that was given up before
	case params == "":
		return pass
	case params[0] == '?' || params[0] == '>' || params[0] == '=':
		return drop // attributes, modes, colour scheme: no key has these marks
	case final == 'n' || final == 't' || final == 'y':
		return drop // status, sizes, modes
	case final == 'R' && !isF3(params):
		return drop // the cursor's position
	}
	return pass
}

// isF3 reports whether ESC [ params R is F3 with modifiers: 1;2 to 1;16. A cursor
// that is there would be reported alike, but nobody asks for it.
func isF3(params string) bool {
	switch len(params) {
	case 3:
		return params[:2] == "1;" && '2' <= params[2] && params[2] <= '9'
	case 4:
		return params[:3] == "1;1" && '0' <= params[3] && params[3] <= '6'
	}
	return false
}

func isNumber(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}

// consoleKey is F1 to F5 of the Linux console, ESC [ [ A to E.
func consoleKey(b []byte) (int, verdict) {
	switch {
	case len(b) == 3:
		return 3, more
	case 'A' <= b[3] && b[3] <= 'E':
		return 4, pass
	}
	return 3, pass
}

// oldMouse is a mouse report without numbers: ESC [ M and three bytes from 0x20.
func oldMouse(b []byte) (int, verdict) {
	for i := 3; i < len(b) && i < 6; i++ {
		if b[i] < 0x20 {
			return 3, pass
		}
	}
	if len(b) < 6 {
		return len(b), more
	}
	return 6, pass
}

// application is a key of the application keypad: ESC O and a letter.
func application(b []byte) (int, verdict) {
	switch {
	case len(b) == 2:
		return 2, more
	case 0x20 < b[2] && b[2] < del:
		return 3, pass
	}
	return 2, pass // alt+shift+o and something of its own
}

// answer is the beginning of a reply when one of the bytes in firsts follows, else
// alt+] or the like. Nobody types both within the time that [more] waits.
func answer(b []byte, firsts string) (int, verdict) {
	switch {
	case len(b) == 2:
		return 2, more
	case bytes.IndexByte([]byte(firsts), b[2]) >= 0:
		return 3, reply
	}
	return 2, pass
}
