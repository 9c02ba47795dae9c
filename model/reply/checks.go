package reply

import (
	"fmt"
	"strconv"
	"strings"

	"agtok/model/lifetime"
	"agtok/model/project"
	"agtok/model/timeline"
	"agtok/model/visible"
	"agtok/model/wildcard"
	"agtok/token"
)

func (c *comparison) noToken(r Reply) {
	m := "The reply holds no token."
	if r.Message != "" {
		m += " The server says: " + r.Message
	}
	c.add(NoToken, "a token", "none", m)
}

func (c *comparison) unread(f *Found, r Reply) {
	c.path = f.Path
	if f.Text == "" {
		m := "The token in the reply is an empty text."
		if r.Message != "" {
			m += " The server says: " + r.Message
		}
		c.add(EmptyToken, "a token", "an empty text", m)
		return
	}
	m := "What stands in the token's place is none"
	if f.Err != nil {
		m += ": " + f.Err.Message
	}
	if strings.Contains(strings.TrimSpace(f.Text), " ") { // a sentence: some servers put their errors there
		m += ". It says: " + clean(f.Text)
	}
	c.add(NotReadable, "a token", "another text", m+".")
}

func (c *comparison) appID() {
	if c.token.Format != token.Format007 {
		c.add(OldFormat, string(token.Format007), string(c.token.Format), "The server gives a token of the format "+string(c.token.Format)+".")
	}
	if id := c.asked.AppID; id != nil && *id != c.token.AppID() {
		asked, got := quote(project.Short(*id)), quote(project.Short(c.token.AppID()))
		c.add(AppIDDiffers, asked, got, fmt.Sprintf("The token is for the App ID %s, and the client's is %s.", got, asked))
	}
}

// service compares the service for the product.
func (c *comparison) service() {
	i := serviceOf(c.token, c.asked.Product)
	if i < 0 {
		c.add(ServiceMissing, c.product(), titles(c.token), "The token has no service for "+c.product()+".")
		return
	}
	s := timeline.Of(c.token).Services[i]
	switch c.asked.Product {
	case RTM, Chat:
		c.user(c.name(i, "userId"), &s)
	default:
		c.channel(c.name(i, "channelName"))
		c.uid(c.name(i, "uid"))
		c.role(&s)
	}
	c.lifetime(&s)
}

func (c *comparison) product() string {
	switch c.asked.Product {
	case RTM:
		return "Signaling (RTM)"
	case Chat:
		return "Chat"
	}
	return "RTC"
}

// titles names the first services of a token.
func titles(t *token.Token) string {
	var list []string
	tl := timeline.Of(t)
	for i := range min(len(tl.Services), 4) {
		list = append(list, tl.Services[i].Type.Title())
	}
	if list == nil {
		return "none"
	}
	return strings.Join(list, ", ")
}

func (c *comparison) channel(n name) {
	asked := c.asked.Channel
	switch {
	case asked == nil || n.is(*asked):
	case !n.byCRC && wildcard.Channels(n.text):
		c.add(ChannelAny, quote(*asked), n.shown(), fmt.Sprintf("The channel %s was asked for, and the token holds for more than that: its channel name is %s.", quote(*asked), n.shown()))
	default:
		c.add(ChannelDiffers, quote(*asked), n.shown(), fmt.Sprintf("The channel %s was asked for, and the token is for %s.", quote(*asked), n.shown()))
	}
}

func (c *comparison) user(n name, s *timeline.Service) {
	if c.asked.Product == Chat && c.token.AccessToken2 != nil && grants(s, token.ChatApp) && !grants(s, token.ChatUser) {
		c.add(AppToken, "a user's token", "an app token", "A user's token was asked for, and the server gave an app token.")
		return
	}
	asked := c.asked.User
	if asked == nil || n.is(*asked) || c.asked.Product == Chat && len(n.text) == 36 && len(*asked) != 36 {
		return // a UUID may stand for any user name
	}
	c.add(UserDiffers, quote(*asked), n.shown(), fmt.Sprintf("The user %s was asked for, and the token is for %s.", quote(*asked), n.shown()))
}

func grants(s *timeline.Service, p token.Privilege) bool {
	for i := range s.Grants {
		if s.Grants[i].Privilege == p {
			return true
		}
	}
	return false
}

func (c *comparison) role(s *timeline.Service) {
	publishes := 0
	for p := token.PublishAudioStream; p <= token.PublishDataStream; p++ {
		if grants(s, p) {
			publishes++
		}
	}
	switch {
	case c.asked.Role == Publisher && publishes < 3:
		got := string(Subscriber)
		if publishes > 0 {
			got = fmt.Sprintf("%d of 3 publish privileges", publishes)
		}
		c.add(RoleSubscriber, string(Publisher), got, "The role publisher was asked for, and the token does not grant publishing audio, video and data. The server says nothing of it.")
	case c.asked.Role == Subscriber && publishes > 0:
		c.add(RolePublisher, string(Subscriber), string(Publisher), "The role subscriber was asked for, and the token grants publishing.")
	}
}

// slack is how many seconds a lifetime may be off: the server may take the time
// twice while it builds a token.
const slack = 5

// looksAbsolute is the lifetime from which it is taken for a Unix time.
const looksAbsolute = 1_000_000_000

func (c *comparison) lifetime(s *timeline.Service) {
	if a := c.token.AccessToken2; a != nil && a.Expire >= looksAbsolute {
		c.add(LifetimeAbsolute, c.seconds(), strconv.FormatUint(uint64(a.Expire), 10)+" s", fmt.Sprintf("The token's lifetime is %d s, which is a time and no lifetime. It counts as 24 h.", a.Expire))
		return
	}
	if c.asked.Expire == 0 || !s.Admits {
		return
	}
	end, what := s.AdmitUntil, "admits for"
	if s.StaysUntil != timeline.Never && off(s.StaysUntil, c) {
		end, what = s.StaysUntil, "lets its user stay for"
	}
	if !off(end, c) {
		return
	}
	got := int64(end) - int64(timeline.Of(c.token).IssuedAt)
	c.add(LifetimeDiffers, c.seconds(), lifetime.Short(got), fmt.Sprintf("A lifetime of %s was asked for, and the token %s %s.", c.seconds(), what, lifetime.Short(got)))
}

// off reports whether an instant is not where the asked lifetime ends. More than
// 24 h count as 24 h.
func off(at timeline.Instant, c *comparison) bool {
	want := timeline.Of(c.token).IssuedAt + timeline.Instant(min(c.asked.Expire, timeline.Day))
	return at < want-slack || at > want+slack
}

func (c *comparison) seconds() string {
	if c.asked.Expire == 0 {
		return "none"
	}
	return lifetime.Short(int64(c.asked.Expire))
}

// twice compares with a token that was made some seconds later.
func (c *comparison) twice(second *token.Token) {
	if second.Text == c.token.Text {
		c.add(SameToken, "another token", "the same", "Two requests were answered with the same text.")
		return
	}
	if at, same := sameTime(c.token, second); same {
		c.add(SameTime, "a later time", "the same", "Two tokens that were asked for one after the other have the same time, "+at+". Unless both were asked for in one second, it is computed once.")
	}
}

// sameTime reports whether two tokens were made for the same instant. That of a
// 006 token is the end of its privileges: its window follows the clock.
func sameTime(a, b *token.Token) (at string, same bool) {
	switch {
	case a.AccessToken2 != nil && b.AccessToken2 != nil:
		return fmt.Sprint(a.AccessToken2.IssueTs), a.AccessToken2.IssueTs == b.AccessToken2.IssueTs
	case a.AccessToken != nil && b.AccessToken != nil && len(a.AccessToken.Privileges) > 0 && len(b.AccessToken.Privileges) > 0:
		end := a.AccessToken.Privileges[0].Expire
		return fmt.Sprint(end), end != 0 && end == b.AccessToken.Privileges[0].Expire
	}
	return "", false
}

// quote writes a name in double quotes, cut and with escapes for what does not
// show.
func quote(s string) string {
	s = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s[:min(len(s), 288)])
	return `"` + visible.Line(s, 72) + `"`
}
