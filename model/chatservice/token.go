package chatservice

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"

	"agtok/token"
)

// Lifetime is that of the app tokens that are minted, in seconds. Agora allows 24
// hours (DS:shared/chat-sdk/develop/token-authentication/index.mdx); one that
// opens everything should not last longer than it has to.
const Lifetime = 3600

// margin is how long before its end a token is replaced, in seconds: the service's
// clock may be ahead, and a request takes its time.
const margin = Lifetime / 10

// maxSalt is the highest salt that the official Go library draws.
const maxSalt = 99999998

// minter gives app tokens signed with a project's primary certificate.
type minter struct {
	appID       string
	certificate token.Certificate
	now         func() time.Time
	salt        func() uint32

	mu     sync.Mutex
	text   string // the last one; "" before the first
	issued uint32
	salted uint32
}

// AppToken gives the last token while it lasts, else or with fresh a new one.
func (m *minter) AppToken(_ context.Context, fresh bool) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now().Unix()
	// A token of the future was made before the clock was put back.
	if age := now - int64(m.issued); m.text != "" && !fresh && age >= 0 && age < Lifetime-margin {
		return m.text, nil
	}
	if now < 0 || now > math.MaxUint32 {
		return "", fmt.Errorf("no app token can be made: the clock shows the year %d", m.now().Year())
	}
	return m.mint(uint32(now))
}

func (m *minter) mint(now uint32) (string, error) {
	salt := m.salt()
	if m.text != "" && salt == m.salted && now == m.issued {
		salt = salt%maxSalt + 1 // else it would be the token that was refused
	}
	text, err := token.Sign(&token.AccessToken2{
		AppID: m.appID, IssueTs: now, Expire: Lifetime, Salt: salt,
		Services: []token.Service{{Type: token.Chat, Privileges: []token.Grant{{Privilege: token.ChatApp, Expire: Lifetime}}}},
	}, m.certificate)
	if err != nil {
		return "", fmt.Errorf("no app token can be made: %w", err)
	}
	m.text, m.issued, m.salted = text, now, salt
	return text, nil
}
