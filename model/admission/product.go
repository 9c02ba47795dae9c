package admission

import (
	"slices"

	"agtok/token"
)

// product is what there is to know of a [Product].
type product struct {
	name      Product
	does      string // what its client wants to do
	service   string // what it takes, for people
	types     []token.ServiceType
	privilege token.Privilege // that admits; 006 has one of its own for RTM
	builder   string
}

var products = [...]product{
	{RTC, "join a channel", "RTC", []token.ServiceType{token.RTC}, token.JoinChannel, "RtcTokenBuilder2"},
	{RTM, "log in to Signaling", "RTM (Signaling)", []token.ServiceType{token.RTM, token.RTM2}, token.Login, "RtmTokenBuilder2"},
	{Chat, "log in to Chat", "Chat", []token.ServiceType{token.Chat}, token.ChatUser, "ChatTokenBuilder2"},
}

// productOf gives the row of a product, that of RTC for any that is not known.
func productOf(name Product) product {
	for _, p := range products {
		if p.name == name {
			return p
		}
	}
	return products[0]
}

func (p product) is(t token.ServiceType) bool { return slices.Contains(p.types, t) }

// admits reports whether g is the privilege that lets the product's client in.
func (p product) admits(g token.Privilege) bool {
	return g == p.privilege || p.name == RTM && g == token.RTMLogin
}

// title gives the name of the privilege that admits, for people.
func (p product) title() string { return p.types[0].PrivilegeTitle(p.privilege) }
