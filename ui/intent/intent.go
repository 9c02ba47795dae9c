// Package intent holds what a pane can ask of the console. A pane never speaks
// to another pane: it returns an intent, and the shell offers it to all of them
// or sees to it itself.
package intent

import (
	"agtok/model"
	"agtok/model/clock"
	"agtok/token"
)

// Intent is one of the types of this package.
type Intent interface{ intent() }

// OpenInDecode shows text in Decode. Missing tells what a 006 token does not
// carry, where it is known.
type OpenInDecode struct {
	Text    string
	Missing *token.Missing
	More    bool // the text may go on: what is typed next belongs to it
}

// OpenInCompose fills Compose's form. Lossy tells that the draft leaves out
// something of the token that it was made of.
type OpenInCompose struct {
	Draft model.Draft
	Lossy bool
}

// Watch lets a token count down in Watch, under this name or one of its own.
type Watch struct {
	Name    string
	Token   *token.Token
	Missing *token.Missing
}

// Rehearse has somebody join with a token in the co-host lab. Only tokens that
// cohost.Playable has nothing against.
type Rehearse struct{ Token *token.Token }

// WatchAll lets many tokens count down.
type WatchAll struct{ Tokens []*token.Token }

// Copy puts text on the clipboard. What names it for the message, as in "token".
type Copy struct{ Text, What string }

// Say shows a line at the foot of the screen for a few seconds.
type Say struct {
	Text  string
	Bad   bool
	Alert bool // it comes by itself and stays when a key is pressed
}

// Clock sets the console's clock. The zero value goes back to the real time.
type Clock struct{ Set clock.Clock }

// Keep writes what is watched to where it survives the program.
type Keep struct{}

// Alert tells of an event by every means that the configuration names. Text holds
// no token and no secret.
type Alert struct{ Text string }

func (WatchAll) intent()      {}
func (Clock) intent()         {}
func (Keep) intent()          {}
func (Alert) intent()         {}
func (OpenInDecode) intent()  {}
func (OpenInCompose) intent() {}
func (Watch) intent()         {}
func (Rehearse) intent()      {}
func (Copy) intent()          {}
func (Say) intent()           {}
