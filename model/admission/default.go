package admission

import "agtok/token"

// ProductOf gives the product that t is first of all for: what a client that says
// nothing else will use it for. It is RTC for no token at all.
func ProductOf(t *token.Token) Product {
	switch {
	case t == nil:
	case t.AccessToken != nil:
		if _, login := token.Expire(t.AccessToken.Privileges, token.RTMLogin); login {
			return RTM
		}
	case t.AccessToken2 != nil && len(t.AccessToken2.Services) > 0:
		switch t.AccessToken2.Services[0].Type {
		case token.RTM, token.RTM2:
			return RTM
		case token.Chat:
			return Chat
		}
	}
	return RTC
}
