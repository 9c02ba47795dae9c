package admission

import (
	"time"

	"agtok/model/project"
	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/token"
)

// Product is what the client uses the token for.
type Product string

// The products. Joining a stream channel of Signaling is RTC: it takes an RTC
// service with the channel's name and the user as account.
const (
	RTC  Product = "rtc"  // join a channel
	RTM  Product = "rtm"  // log in to Signaling
	Chat Product = "chat" // log in to Chat
)

// Role is what an RTC token is expected to grant.
type Role string

// The roles of 007 tokens: a publisher may join and publish audio, video and data,
// a subscriber may join.
const (
	Publisher  Role = "publisher"
	Subscriber Role = "subscriber"
)

// Client is what a client passes. What is nil is not known, and is not compared.
type Client struct {
	Product Product // any that is not known counts as RTC
	AppID   *string
	Channel *string // RTC
	UID     *uint32 // RTC: a number; 0 lets the SDK choose one
	Account *string // RTC: a user account, where UID is nil
	User    *string // RTM and Chat
}

// Input is all that the answer depends on.
type Input struct {
	Token *token.Token // nil if the text was not read
	Err   *token.Error // why Token is nil; nil if there was no text at all

	Client   Client
	Projects []project.Project // whose certificates are tried
	Now      time.Time         // its location is the local zone of the messages

	RequireSignature bool   // refuse what can't be checked
	Expect           Role   // of RTC tokens; "" for any
	MinTTL           uint32 // seconds for which it must admit, and the user stay; 0 for none
}

// Verdict is the answer. Every text in it is printable.
type Verdict struct {
	Admitted  bool          `json:"admitted"`
	Signature signer.Status `json:"signature"` // valid: by a certificate of the token's own App ID
	Reasons   []Reason      `json:"reasons"`   // in the order of the IDs; empty if admitted

	AdmitUntil timeline.Instant `json:"admitUntil"` // Never if there is no end, or nothing that admits
	StaysUntil timeline.Instant `json:"staysUntil"` // the same
	MatchedBy  Match            `json:"matchedBy,omitempty"`
	Notes      []string         `json:"notes,omitempty"` // what to know that refuses nobody

	Signer signer.Result `json:"-"` // in full
}

// Match says by what channel and user were found to fit; "" if they do not, or if
// nothing was compared.
type Match string

// The ways, the last for 006 tokens whose signature can't be checked: other names
// share a CRC-32.
const (
	ByText      Match = "text"
	BySignature Match = "signature"
	ByCRC32     Match = "crc32"
)

// maxServices bounds how many services of the client's product are looked at, since
// a hostile token holds thousands. No builder writes more than a few.
const maxServices = 64

// Check says whether in's client would be admitted. A signature that can't be
// checked does not refuse unless that is asked for.
//
// Of several services of the client's product the one with the fewest reasons
// counts, so a token admits if any of its services does.
func Check(in Input) Verdict {
	if in.Token == nil || in.Token.AccessToken2 == nil && in.Token.AccessToken == nil {
		c := check{Input: &in, product: productOf(in.Client.Product)}
		c.notAToken()
		return c.verdict()
	}
	tl := timeline.Of(in.Token)
	var best *check
	seen := 0
	for i := range tl.Services {
		c := newCheck(&in, &tl)
		if !c.product.is(tl.Services[i].Type) {
			continue
		}
		if seen++; seen > maxServices || best != nil && len(best.reasons) == 0 {
			break
		}
		c.service(i)
		if best == nil || len(c.reasons) < len(best.reasons) {
			best = c
		}
	}
	if best == nil {
		best = newCheck(&in, &tl)
		best.wrongService()
		best.signature(nil)
		best.appID()
	}
	return best.verdict()
}

// check is one service of a token held against the client.
type check struct {
	*Input
	product  product
	timeline *timeline.Timeline
	now      int64 // Unix second

	reasons []Reason
	notes   []string
	signer  signer.Result
	status  signer.Status
	admit   timeline.Instant
	stays   timeline.Instant
	matched Match
}

func newCheck(in *Input, tl *timeline.Timeline) *check {
	return &check{Input: in, product: productOf(in.Client.Product), timeline: tl, now: in.Now.Unix(),
		admit: timeline.Never, stays: timeline.Never}
}

// service holds the service at i against everything.
func (c *check) service(i int) {
	names := c.names(i)
	c.compare(names)
	c.rights(&c.timeline.Services[i])
	c.signature(names)
	c.appID()
	c.settleMatch(names)
}

func (c *check) verdict() Verdict {
	v := Verdict{Admitted: len(c.reasons) == 0, Signature: c.status, Reasons: inOrder(c.reasons),
		AdmitUntil: c.admit, StaysUntil: c.stays, MatchedBy: c.matched, Notes: c.notes, Signer: c.signer}
	if v.Signature == "" {
		v.Signature = signer.Unchecked
	}
	return v
}

func (c *check) note(text string) { c.notes = append(c.notes, text) }

// settleMatch says by what the names fit, once the signature is known.
func (c *check) settleMatch(names []name) {
	compared := false
	for _, n := range names {
		if n.client != nil && !n.fits {
			return
		}
		compared = compared || n.client != nil
	}
	switch {
	case !compared:
	case c.Token.AccessToken == nil:
		c.matched = ByText
	case c.status == signer.Valid:
		c.matched = BySignature
	default:
		c.matched = ByCRC32
		c.note("A 006 token carries only CRC-32s, which other names share: it is consistent with what the client passes. With the project's certificate the signature tells for certain.")
	}
}
