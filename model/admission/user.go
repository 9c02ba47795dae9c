package admission

import (
	"fmt"
	"regexp"
)

// uuid is a Chat UUID in RFC 4122's text form.
var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)

// compareUser compares the user of Signaling or Chat.
func (c *check) compareUser(n *name) {
	a := c.Token.AccessToken
	fix := "Build the token for the very user that the client passes to log in."
	switch {
	case a != nil && a.UIDCRC32 != 0:
		// Source: AgoraIO/Tools go/src/RtmTokenBuilder, issues 79 and 193.
		near := ""
		if crc(*n.client) == a.UIDCRC32 {
			near = NearUIDField
		}
		n.fits = false
		c.add(n.id, near, fmt.Sprintf("The token's uid field is not empty (CRC-32 %d). Signaling takes the user from the channel field and wants the uid field empty.", a.UIDCRC32)+because(near),
			"Build the token with RtmTokenBuilder; or pass the user where the channel name goes, and an empty uid.")
	case *n.client == "":
		c.add(n.id, "", "The client passes an empty user. Nobody logs in without a name.", "Pass the user that the token is for.")
	case n.fits:
	case a == nil && n.text == "":
		c.add(n.id, "", "The token is for no user: its user id is empty, and the client passes "+quote(*n.client)+".", fix)
	case c.product.name == Chat && uuid.MatchString(n.text) && !uuid.MatchString(*n.client):
		n.client = nil // neither fits nor differs
		c.note("The token holds a UUID and the client passes a user name. Agora's pages disagree on which the token must hold, and whether the two are one user can't be told from here.")
	default:
		near := n.near(nil)
		c.add(n.id, near, n.differs()+because(near), fix)
	}
}
