package paste

import (
	"slices"
	"strings"
)

// marks are what the messages of the SDKs about tokens hold, in small letters.
// Sources: Agora's error code pages of the RTC, Signaling and Chat SDKs, and the
// texts that the Web SDK adds to CAN_NOT_GET_GATEWAY_SERVER.
var marks = [...]string{
	"can_not_get_gateway_server", "dynamic key", "dynamic_key", "dynamic use static", "static use dynamic",
	"dynamic_use_static", "static_use_dynamic", "invalid token", "invalid_token", "token expired", "token_expired",
	"token has expired", "token is expired", "token is invalid", "authorized failed", "err_no_authorized",
	"err_invalid_app_id", "vendor key", "vendor_key",
	"no active status", "no_active_status", "login_err_", "token timeout", "verify token", "on_token_", "privilegewillexpire",
	"privilegedidexpire", "token-privilege-", "onrequesttoken", "renewtokenerror", "connection_changed_rejected",
}

// codes are numbers that mean a token by themselves; nearCodes do so next to a word
// like error.
var (
	codes = [...]string{
		"-10003", "-10005", "-10009", "-10012", "-10013", "-10015", "-10016", "-10026", // Signaling
		"2010005", "2010009", "2010010", "2010011", "2010013", "2010014", "2010015", // Web
	}
	nearCodes = [...]string{
		"101", "109", "110", "116", "118", "119", "120", // RTC
		"104", "108", "202", // Chat
	}
)

// isErrorLine reports whether text is what an SDK says when it refuses a token.
func isErrorLine(text string) bool {
	text = strings.ToLower(text)
	for _, m := range marks {
		if strings.Contains(text, m) {
			return true
		}
	}
	for i := 0; i < len(text); {
		end := wordEnd(text, i)
		if end == i {
			i++
			continue
		}
		if isCode(text, i, end) {
			return true
		}
		i = end
	}
	return false
}

// isCode reports whether the word from i to end is an error code.
func isCode(text string, i, end int) bool {
	number := text[i:end]
	if i > 0 && text[i-1] == '-' {
		number = text[i-1 : end]
	}
	before := text[max(0, i-24):i]
	near := strings.Contains(before, "err") || strings.Contains(before, "code") || strings.Contains(before, "reason")
	switch {
	case slices.Contains(codes[:], number), near && slices.Contains(nearCodes[:], strings.TrimPrefix(number, "-")):
		return true
	case near && (number == "5" || number == "6"):
		return strings.Contains(before, "rtm") || strings.Contains(before, "login")
	case near && (number == "8" || number == "9"):
		return strings.Contains(before, "reason")
	}
	return false
}
