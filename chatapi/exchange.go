package chatapi

import "time"

// MaxShown is how much of a reply's body an [Exchange] holds, in bytes.
const MaxShown = 16 << 10

// Exchange is one attempt of a call, as it went over the wire. Its texts are fit
// to show; the bearer, passwords and what stands under such names in a body are
// [Masked], also where the server wrote them back. A request's body is shown
// whole: the API's own limits bound it.
type Exchange struct {
	Call      uint64 // the same for all attempts of one call of a client
	Operation Operation
	Method    string
	URL       string
	Attempt   int           // from 1
	Attempts  int           // at most made
	Wait      time.Duration // between the attempt before, or the call, and this one
	Started   time.Time     // zero while it waits
	Duration  time.Duration // until the reply's last byte; 0 until Done

	// Resent counts how often the transport itself sent the request anew within the
	// attempt: package net/http does so for a GET on a connection that was kept and
	// turned out to be closed.
	Resent int

	RequestBody string // "" for none
	Status      int    // 0 if there was no answer
	ReplyBody   string
	ReplyCut    bool   // the reply was longer than what is shown
	Err         string // why the attempt failed; "" if it did not
	Done        bool   // false in a notice of [WithProgress]
}

// showReply gives a reply's body without secrets, at most [MaxShown] bytes of it.
// JSON is read first, so that no escape hides a secret from the mask.
func showReply(a answer, hide mask) (text string, cut bool) {
	text = string(a.body)
	if a.jsonErr == nil {
		text = string(a.json.append(nil, hide.text, isHiddenName))
	} else {
		text = hide.text(hide.cutEnd(text))
	}
	text, cut = shorten(text, MaxShown)
	text, again := shorten(hide.shown(text), MaxShown)
	return text, cut || again || a.tooLong
}
