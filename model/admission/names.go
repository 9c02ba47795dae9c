package admission

import (
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"

	"agtok/model/wildcard"
	"agtok/token"
)

// name is a channel or user that a service is bound to, beside the one that the
// client passes.
type name struct {
	id     ID     // of the reason when they differ
	what   string // "channel", "uid" or "user"
	nearAs string // how near another field is that holds this name

	text  string // in a 007 token
	crc   uint32 // in a 006 token
	byCRC bool

	client *string // the text that it must be; nil: not known
	number bool    // client is a uid and not an account
	fits   bool
}

func crc(text string) uint32 { return crc32.ChecksumIEEE([]byte(text)) }

// names gives what the service at i of the timeline is bound to.
func (c *check) names(i int) []name {
	channel := name{id: ChannelMismatch, what: "channel", nearAs: NearChannel, client: c.Client.Channel}
	uid := name{id: UIDMismatch, what: "uid", nearAs: NearUID, client: c.Client.Account}
	user := name{id: UserMismatch, what: "user", client: c.Client.User}
	if c.Client.UID != nil {
		text := uidText(*c.Client.UID)
		uid.client, uid.number = &text, true
	}
	if a := c.Token.AccessToken; a != nil {
		channel.crc, user.crc, uid.crc = a.ChannelCRC32, a.ChannelCRC32, a.UIDCRC32
		channel.byCRC, user.byCRC, uid.byCRC = true, true, true
	} else {
		s := &c.Token.AccessToken2.Services[i]
		channel.text, uid.text, user.text = s.ChannelName, s.UID, s.UserID
	}
	names := []name{user}
	if c.product.name == RTC {
		names = []name{channel, uid}
	}
	for k := range names {
		names[k].fits = names[k].client != nil && names[k].admits()
	}
	return names
}

// uidText gives the text that a builder writes for a uid.
func uidText(uid uint32) string {
	if uid == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(uid), 10)
}

// admits reports whether the token's name lets the client's in.
func (n *name) admits() bool {
	switch {
	case n.byCRC:
		return n.crc == crc(*n.client) || n.id == UIDMismatch && n.crc == 0
	case n.id == UserMismatch && n.text == "":
		return false // nobody logs in without a name
	}
	return n.match(n.text, *n.client)
}

// match compares a name as a 007 token's with a client's.
func (n *name) match(text, client string) bool {
	switch n.id {
	case ChannelMismatch:
		return wildcard.Match(text, client)
	case UIDMismatch:
		return wildcard.CoversUser(text, client)
	}
	return text == client
}

// compare reports the names that do not fit, and those that were not compared.
func (c *check) compare(names []name) {
	for i := range names {
		switch n := &names[i]; {
		case n.client == nil:
			c.note("What the client passes as " + n.what + " is not known, so it was not compared.")
		case n.id == UserMismatch:
			c.compareUser(n)
		case n.id == ChannelMismatch && *n.client == "":
			n.fits = false
			c.add(n.id, "", "The client passes an empty channel name. The SDKs take none, whatever the token admits to.", "Pass the name of the channel to join.")
		case !n.fits:
			near := n.near(names)
			c.add(n.id, near, n.differs()+because(near), n.fix(near))
		}
	}
}

// differs says what the token has and what the client passes.
func (n *name) differs() string {
	passes := "the client passes " + quote(*n.client)
	if n.number {
		passes = "the client joins with the number " + *n.client
		if *n.client == "" {
			passes = "the client joins with 0, for which the SDK chooses another uid"
		}
	}
	switch {
	case n.byCRC && *n.client == "" && n.number:
		return "The token is for one uid (its CRC-32 is " + fmt.Sprint(n.crc) + "), and " + passes + "."
	case n.byCRC:
		return fmt.Sprintf("The token's %s has the CRC-32 %d, and %s, whose CRC-32 is %d.", n.what, n.crc, passes, crc(*n.client))
	case n.id == ChannelMismatch && strings.Contains(n.text, "*"):
		return "The token is for channels that fit " + quote(n.text) + ", and " + passes + "."
	}
	return "The token is for the " + n.what + " " + quote(n.text) + ", and " + passes + "."
}

// fix says what to do about a name that does not fit.
func (n *name) fix(near string) string {
	switch {
	case n.id == ChannelMismatch:
		return "Build the token for the very bytes of the channel name that the client passes to join: one spelling in the signing server and in the client."
	case near == NearLiteral("0"):
		return "Pass the uid to the builder as a number: 0 then admits any user. Better, build the token for the uid with which the client joins."
	case strings.HasPrefix(near, "the text "):
		return "Look where the signing server takes the uid from, and let it refuse a request without one."
	case near == NearAccountForInt:
		return "Join with the user account (joinChannelWithUserAccount, a string on the Web), or build the token for the number."
	case near == NearIntForAccount:
		return "Join with the number, or build the token for the user account."
	case n.number && *n.client == "":
		return "Join with the uid that the token is for, or build the token with the number 0, which admits any uid."
	case near == NearWrapped || near == NearNumber:
		return "Use a uid from 1 to 4294967295 as a number on both sides, written without zeros in front."
	}
	return "Build the token for the uid with which the client joins, or join with the uid that the token is for."
}

// missing gives what a 006 token does not carry, as far as the client's names fit
// it; nil if that is not enough to check the signature.
func (c *check) missing(names []name) *token.Missing {
	a := c.Token.AccessToken
	if a == nil || len(names) == 0 || names[0].client == nil || !names[0].fits {
		return nil
	}
	m := &token.Missing{Channel: *names[0].client}
	switch {
	case a.UIDCRC32 == 0:
		return m
	case len(names) < 2 || names[1].client == nil || !names[1].fits:
		return nil
	}
	m.UID = *names[1].client
	return m
}
