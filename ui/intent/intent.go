// Package intent holds what a pane can ask of the console. A pane never speaks
// to another pane: it returns an intent, and the shell offers it to all of them
// or sees to it itself.
package intent

import (
	"agtok/model"
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

// Watch lets a token count down in Watch.
type Watch struct {
	Token   *token.Token
	Missing *token.Missing
}

// Copy puts text on the clipboard. What names it for the message, as in "token".
type Copy struct{ Text, What string }

// Say shows a line at the foot of the screen for a few seconds.
type Say struct {
	Text string
	Bad  bool
}

func (OpenInDecode) intent()  {}
func (OpenInCompose) intent() {}
func (Watch) intent()         {}
func (Copy) intent()          {}
func (Say) intent()           {}
