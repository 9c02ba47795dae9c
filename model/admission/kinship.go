package admission

import (
	"crypto/md5"
	"encoding/hex"
	"strconv"
	"strings"

	"agtok/model/decimal"
)

// How else a token's name can be near to the client's.
const (
	NearNumber        = "the same number written otherwise"
	NearWrapped       = "another number with the same 32 bits"
	NearIntForAccount = "an int for an account"
	NearAccountForInt = "an account for an int"
	NearChannel       = "the client's channel"
	NearUID           = "the client's uid"
	NearUIDField      = "the user in the uid field" // 006 for RTM
	NearMD5           = "the MD5 of the user"       // as the classroom builders write it
	NearOneCharacter  = "one character differs"     // of an App ID
)

// literals are what stands in a token whose builder was given a value of the wrong
// type, or none. The first is what a number 0 becomes that is passed as text.
var literals = [...]string{"0", "undefined", "null", "NaN", "None", "nil", "[object Object]", "true", "false"}

// NearLiteral is how near a name is that is one of those texts.
func NearLiteral(text string) string { return `the text "` + text + `"` }

// Nears gives the phrases that a [Reason.Near] is made of.
func Nears() []string {
	var list []string
	for _, k := range kinships {
		list = append(list, k.near)
	}
	for _, f := range forms {
		list = append(list, f.near)
	}
	for _, text := range literals {
		list = append(list, NearLiteral(text))
	}
	return list
}

// kinships are the sentences on how near a name is, where it is no form of
// writing.
var kinships = [...]struct{ near, sentence string }{
	{NearNumber, " Both are the same number, written otherwise."},
	{NearWrapped, " Both have the same 32 bits: a conversion changed the number on its way."},
	{NearIntForAccount, " The token is for a number and the client passes a user account."},
	{NearAccountForInt, " The token is for a user account and the client passes a number."},
	{NearChannel, " What the token has there is the client's channel."},
	{NearUID, " What the token has there is the client's uid."},
	{NearUIDField, " The user stands in the uid field."},
	{NearMD5, " What the token has is the MD5 of the user, as the classroom builders write it."},
	{NearOneCharacter, " They differ in one character."},
}

// because is the sentence on how near a name is.
func because(near string) string {
	if near == "" {
		return ""
	}
	for _, k := range kinships {
		if k.near == near {
			return k.sentence
		}
	}
	if strings.HasPrefix(near, "the text ") {
		return " The token has " + near + ", which a program writes for a value of the wrong type."
	}
	return " The only difference is " + near + "."
}

// near says how near the token's name is to the client's, of which fits is false.
// others are the other names of the same client.
func (n *name) near(others []name) string {
	for _, text := range literals {
		if n.is(text) {
			return NearLiteral(text)
		}
	}
	if near := n.kinNumber(); near != "" {
		return near
	}
	if near := n.likeness(); near != "" {
		return near
	}
	for _, o := range others {
		if o.id != n.id && o.client != nil && *o.client != "" && n.is(*o.client) {
			return o.nearAs
		}
	}
	return n.otherType()
}

// is reports whether the token has exactly this text here.
func (n *name) is(text string) bool {
	if n.byCRC {
		return crc(text) == n.crc
	}
	return n.text == text
}

func (n *name) likeness() string {
	if *n.client == "" {
		return ""
	}
	if n.byCRC {
		return likenessByCRC(*n.client, n.is)
	}
	return likeness(n.text, *n.client, n.match)
}

// kinNumber compares names that are both decimal numbers.
func (n *name) kinNumber() string {
	wanted, ok := decimal.Parse(*n.client)
	if n.id == ChannelMismatch || !ok {
		return ""
	}
	if n.byCRC {
		return n.kinNumberByCRC(wanted)
	}
	got, ok := decimal.Parse(strings.TrimSpace(n.text))
	switch {
	case !ok:
		return ""
	case got.Text() == wanted.Text():
		return NearNumber
	case got.Wrapped == wanted.Wrapped:
		return NearWrapped
	}
	return ""
}

func (n *name) kinNumberByCRC(wanted decimal.Number) string {
	for zeros := range 10 {
		if n.is(strings.Repeat("0", zeros) + wanted.Digits) {
			return NearNumber
		}
	}
	for _, value := range [...]int64{int64(int32(wanted.Wrapped)), int64(wanted.Wrapped), int64(wanted.Wrapped) + 1<<32} {
		if n.is(strconv.FormatInt(value, 10)) {
			return NearWrapped
		}
	}
	return ""
}

// otherType tells a uid of the other type apart from one that is merely another.
func (n *name) otherType() string {
	if n.id == UserMismatch {
		sum := md5.Sum([]byte(*n.client))
		if n.is(hex.EncodeToString(sum[:])) {
			return NearMD5
		}
		return ""
	}
	if n.id != UIDMismatch || n.byCRC {
		return ""
	}
	number, isNumber := decimal.Parse(n.text)
	isUID := isNumber && number.IsUID && number.Digits == n.text
	switch {
	case n.number && !isUID:
		return NearAccountForInt
	case !n.number && isUID:
		return NearIntForAccount
	}
	return ""
}
