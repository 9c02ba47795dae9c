package reply

import (
	"slices"

	"agtok/model/timeline"
	"agtok/token"
)

// Product is what the token was asked for.
type Product string

// The products.
const (
	RTC  Product = "rtc" // any that is not known counts as RTC
	RTM  Product = "rtm"
	Chat Product = "chat"
)

// Role is an RTC role.
type Role string

// The roles.
const (
	Publisher  Role = "publisher"
	Subscriber Role = "subscriber"
)

// Asked is what was asked of the server. What is nil or zero was not, and is not
// compared.
type Asked struct {
	Product Product
	AppID   *string
	Channel *string
	UID     *string // a number as it was sent, of any size and sign; "0" for any user
	Account *string // a user account, where UID is nil
	User    *string // RTM and Chat
	Role    Role
	Expire  uint32 // seconds
}

// ID names a difference.
type ID string

// The differences, in the order in which they are reported.
const (
	NoToken          ID = "no-token"
	EmptyToken       ID = "empty-token"
	NotReadable      ID = "not-readable"
	OldFormat        ID = "old-format"
	AppIDDiffers     ID = "app-id-differs"
	ServiceMissing   ID = "service-missing"
	AppToken         ID = "app-token" // of Chat, in place of a user's
	ChannelDiffers   ID = "channel-differs"
	ChannelAny       ID = "channel-any"
	UIDWrapped       ID = "uid-wrapped"
	UIDBecameAccount ID = "uid-became-account"
	AccountBecameUID ID = "account-became-uid"
	UIDAny           ID = "uid-any"
	UIDDiffers       ID = "uid-differs"
	UserDiffers      ID = "user-differs"
	RoleSubscriber   ID = "role-subscriber"
	RolePublisher    ID = "role-publisher"
	LifetimeAbsolute ID = "lifetime-absolute"
	LifetimeDiffers  ID = "lifetime-differs"
	SameToken        ID = "same-token"
	SameTime         ID = "same-time"
)

// Difference is one thing that is not as asked. Every text in it is printable.
type Difference struct {
	ID      ID     `json:"id"`
	Path    string `json:"path"` // of the token in the reply
	Asked   string `json:"asked"`
	Got     string `json:"got"`
	Message string `json:"message"`
	Fix     string `json:"fix"`
	Source  string `json:"source"`
}

// Compare holds a reply against what was asked. again is a second reply to the
// same request, made some seconds later; nil if there is none. It gives nil if all
// is as asked.
//
// Of several tokens in a reply the first with a service of the product counts.
func Compare(asked Asked, r Reply, again *Reply) []Difference {
	c := comparison{asked: asked}
	f := pick(asked.Product, r)
	switch {
	case f == nil:
		c.noToken(r)
		return c.list
	case f.Token == nil:
		c.unread(f, r)
		return c.list
	}
	c.path, c.token = f.Path, f.Token
	c.appID()
	c.service()
	if again != nil {
		if second := pick(asked.Product, *again); second != nil && second.Token != nil {
			c.twice(second.Token)
		}
	}
	return c.list
}

// pick gives the token of a reply that is for the product, else the first that was
// read, else the first place where one belongs; nil if there is none.
func pick(p Product, r Reply) *Found {
	var best *Found
	for i := range r.Tokens {
		f := &r.Tokens[i]
		if best == nil || best.Token == nil && f.Token != nil {
			best = f
		}
		if f.Token != nil && serviceOf(f.Token, p) >= 0 {
			return f
		}
	}
	return best
}

// serviceOf gives the place of the first service for a product in the token's
// timeline; -1 if there is none.
func serviceOf(t *token.Token, p Product) int {
	if t.AccessToken2 == nil && t.AccessToken == nil {
		return -1
	}
	tl := timeline.Of(t)
	return slices.IndexFunc(tl.Services, func(s timeline.Service) bool {
		switch p {
		case RTM:
			return s.Type == token.RTM || s.Type == token.RTM2
		case Chat:
			return s.Type == token.Chat
		}
		return s.Type == token.RTC
	})
}

// comparison is a run of [Compare].
type comparison struct {
	asked Asked
	path  string
	token *token.Token
	list  []Difference
}

func (c *comparison) add(id ID, asked, got, message string) {
	row := rowOf(id)
	c.list = append(c.list, Difference{id, c.path, asked, got, message, row.fix, row.source})
}
