package model

import (
	"slices"

	"agtok/token"
)

// Twin is a token that someone who holds another one may really need.
type Twin struct {
	Title string // as in "the same for RTC + RTM"
	Draft Draft
}

// Twins gives drafts of the tokens that go with t: the 007 of a 006, the RTM login
// beside an RTC join, both in one, the Chat app token beside a user's. m tells
// what a 006 token does not carry, nil when that is not known.
func Twins(t *token.Token, m *token.Missing) []Twin {
	d, ok := DraftOf(t, m)
	if !ok {
		return nil
	}
	var twins []Twin
	add := func(title string, k Kind, change func(*Draft)) {
		twin := d
		twin.SetKind(k)
		if change != nil {
			change(&twin)
		}
		twins = append(twins, Twin{title, twin})
	}
	account := func(d *Draft) { d.ByAccount = true }
	switch d.Kind {
	case KindRTC006:
		add("the same as a 007 token", KindRTC, nil)
	case KindRTM006:
		add("the same as a 007 token", KindRTM, nil)
	case KindRTC:
		add("an RTM token for the same user", KindRTM, nil)
		add("one token for RTC and RTM", KindRTCRTM, account)
	case KindRTM:
		add("one token for RTC and RTM", KindRTCRTM, account)
		add("an RTC token for the same user", KindRTC, account)
	case KindChat:
		add("a Chat app token, for the REST API", KindChatApp, nil)
	case KindChatApp:
		add("a Chat user token, for a client", KindChat, nil)
	}
	return slices.Clip(twins)
}
