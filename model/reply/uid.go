package reply

import (
	"fmt"
	"hash/crc32"
	"strconv"

	"agtok/model/decimal"
	"agtok/model/wildcard"
)

// name is a channel or user in a token.
type name struct {
	text  string
	crc   uint32 // of a 006 token
	byCRC bool
}

// name gives a field of the service at i. A 006 token's RTM user stands in the
// channel field.
func (c *comparison) name(i int, field string) name {
	if a := c.token.AccessToken; a != nil {
		if field == "uid" {
			return name{crc: a.UIDCRC32, byCRC: true}
		}
		return name{crc: a.ChannelCRC32, byCRC: true}
	}
	for _, f := range c.token.AccessToken2.Services[i].Fields() {
		if f.Name == field {
			return name{text: f.Text}
		}
	}
	return name{}
}

func (n name) is(text string) bool {
	if n.byCRC {
		return n.crc == crc32.ChecksumIEEE([]byte(text))
	}
	return n.text == text
}

func (n name) any() bool {
	if n.byCRC {
		return n.crc == 0
	}
	return wildcard.AnyUser(n.text)
}

func (n name) shown() string {
	if n.byCRC {
		return fmt.Sprintf("the CRC-32 %d", n.crc)
	}
	return quote(n.text)
}

// uid compares the uid with the number or the account that was asked for.
func (c *comparison) uid(n name) {
	switch {
	case c.asked.UID != nil:
		c.number(n, *c.asked.UID)
	case c.asked.Account != nil:
		c.account(n, *c.asked.Account)
	}
}

// number compares with a number, which may be one that no uid can be.
func (c *comparison) number(n name, asked string) {
	d, ok := decimal.Parse(asked)
	wrapped := strconv.FormatUint(uint64(d.Wrapped), 10)
	switch {
	case !ok:
		c.account(n, asked)
	case d.Digits == "0" && n.any():
	case d.Digits == "0" && n.is("0"):
		c.add(UIDBecameAccount, "0", `"0"`, `The uid 0 (any user) was asked for, and the token is for the user account "0" alone.`)
	case d.IsUID && d.Digits != "0" && n.is(d.Digits):
	case isInt32(asked) && n.is(wrapped): // the form of a negative uid in a token
	case !d.IsUID && (n.is(wrapped) || d.Wrapped == 0 && n.any()):
		c.add(UIDWrapped, brief(asked), n.shown(), fmt.Sprintf("The uid %s was asked for, and the token is for %s: the number was cut to 32 bits.", brief(asked), wrapped))
	case n.any():
		c.add(UIDAny, brief(asked), "any", fmt.Sprintf("The uid %s was asked for, and the token holds for any user.", brief(asked)))
	case n.is(asked) || !n.byCRC && !isNumber(n.text):
		c.add(UIDBecameAccount, brief(asked), n.shown(), fmt.Sprintf("The uid %s was asked for, and the token is for the user account %s.", brief(asked), n.shown()))
	default:
		c.add(UIDDiffers, brief(asked), n.shown(), fmt.Sprintf("The uid %s was asked for, and the token is for %s.", brief(asked), n.shown()))
	}
}

// account compares with a user account.
func (c *comparison) account(n name, asked string) {
	d, isDecimal := decimal.Parse(asked)
	switch {
	case n.is(asked):
	case isDecimal && d.Digits == "0" && n.any():
		c.add(AccountBecameUID, quote(asked), "any", fmt.Sprintf("The user account %s was asked for, and the token holds for any user: the server took it for the uid 0.", quote(asked)))
	case n.any():
		c.add(UIDAny, quote(asked), "any", fmt.Sprintf("The user account %s was asked for, and the token holds for any user.", quote(asked)))
	case isDecimal && d.IsUID && n.is(d.Digits):
		c.add(AccountBecameUID, quote(asked), d.Digits, fmt.Sprintf("The user account %s was asked for, and the token is for %s: the server took it for a number.", quote(asked), d.Digits))
	case isDecimal && !d.IsUID && n.is(strconv.FormatUint(uint64(d.Wrapped), 10)):
		c.add(UIDWrapped, quote(asked), n.shown(), fmt.Sprintf("The user account %s was asked for, and the token is for %d: the server took it for a number and cut that to 32 bits.", quote(asked), d.Wrapped))
	default:
		c.add(UIDDiffers, quote(asked), n.shown(), fmt.Sprintf("The user account %s was asked for, and the token is for %s.", quote(asked), n.shown()))
	}
}

func isInt32(text string) bool {
	_, err := strconv.ParseInt(text, 10, 32)
	return err == nil
}

func isNumber(text string) bool {
	_, ok := decimal.Parse(text)
	return ok
}

// brief gives a number that was asked for, cut where it is endless.
func brief(number string) string {
	if len(number) > 30 {
		return number[:29] + "…"
	}
	return number
}
