package admission

import (
	"fmt"
	"slices"
	"strings"

	"agtok/model/lifetime"
	"agtok/model/project"
	"agtok/model/timeline"
	"agtok/token"
)

// notAToken reports a text that was not read, or a format that no present SDK
// takes.
func (c *check) notAToken() {
	c.admit, c.stays = timeline.Never, timeline.Never
	const fix = "Pass the token as the signing server made it, in full and unchanged."
	switch {
	case c.Token != nil:
		c.add(NotAToken, "", "This is a key of the format "+string(c.Token.Format)+", from the years before AccessToken. Only SDKs of that time take it.",
			"Build a 007 token with "+c.product.builder+" of a current library.")
	case c.Err == nil || c.Err.Stage == token.StageEmpty:
		c.addAs(NotAToken, "", "The client passes no token: the text is empty.", "Look why the signing server gives none: its builder returns an empty text when App ID or certificate are not 32 hexadecimal digits. For a project without a certificate pass null, not an empty text.", variantEmpty)
	default:
		if c.Err.Hint != "" {
			c.add(NotAToken, "", "What the client passes is not a token: "+c.Err.Message+".", sentence(c.Err.Hint))
			return
		}
		c.add(NotAToken, "", "What the client passes is not a token: "+c.Err.Message+".", fix)
	}
}

// wrongService reports a token without a service of the client's product.
func (c *check) wrongService() {
	var has []string
	for i := range c.timeline.Services {
		if title := c.timeline.Services[i].Type.Title(); !slices.Contains(has, title) {
			has = append(has, title)
		}
	}
	what := "no service at all"
	if len(has) > 0 {
		what = "the services " + strings.Join(has, ", ") + " only"
		if len(has) == 1 {
			what = "the service " + has[0] + " only"
		}
	}
	m := fmt.Sprintf("The token has %s. A client that wants to %s needs %s.", what, c.product.does, c.product.service)
	if a := c.Token.AccessToken2; a != nil && a.MoreServices > 0 {
		m += fmt.Sprintf(" It announces %d more, which stand behind a service of unknown type and can't be read.", a.MoreServices)
	}
	fix := "Build the token with " + c.product.builder + "; one 007 token can hold several services."
	if c.product.name == Chat && c.Token.AccessToken != nil {
		fix = "Build a 007 token with " + c.product.builder + ": Chat has never taken 006."
	}
	c.add(WrongService, "", m, fix)
}

// shortAppID gives the token's App ID as screens show it. Whole it may be a secret:
// some servers put the certificate there, of which then nothing is shown.
func (c *check) shortAppID() string {
	if c.signer.Accident.Disclosing() {
		return token.Masked
	}
	return project.Short(c.Token.AppID())
}

// appID compares the App IDs. The signature was looked at before, see shortAppID.
func (c *check) appID() {
	got, wanted := c.Token.AppID(), c.Client.AppID
	invalid := token.CheckAppID(got)
	switch {
	case wanted == nil && invalid != nil:
		c.add(AppIDMismatch, "", "The token's App ID is none: it must be 32 hexadecimal digits. No project has it.", "Set the App ID from Agora Console on the signing server.")
	case wanted == nil || *wanted == got:
	case token.CheckAppID(*wanted) != nil:
		near := likeness(got, *wanted, same)
		c.addAs(AppIDMismatch, near, "The client passes "+quote(project.Short(*wanted))+" as App ID, which is not 32 hexadecimal digits."+because(near),
			"Pass the App ID from Agora Console to the SDK, without anything around it.", variantNoID)
	default:
		near := likeness(got, *wanted, same)
		if near == "" && oneAway(got, *wanted) {
			near = NearOneCharacter
		}
		c.add(AppIDMismatch, near, fmt.Sprintf("The token is for the App ID %s, and the client passes %s.", c.shortAppID(), project.Short(*wanted))+because(near),
			"Use the App ID of one and the same project in the signing server and in the client.")
	}
}

func same(a, b string) bool { return a == b }

// oneAway reports whether two texts of one length differ in one byte.
func oneAway(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	differ := 0
	for i := range len(a) {
		if a[i] != b[i] {
			differ++
		}
	}
	return differ == 1
}

// rights holds a service's privileges against the moment and against what was
// asked.
func (c *check) rights(s *timeline.Service) {
	var g *timeline.Grant
	for i := range s.Grants {
		if c.product.admits(s.Grants[i].Privilege) && (g == nil || s.Grants[i].Until >= g.Until) {
			g = &s.Grants[i]
		}
	}
	if g == nil {
		c.noPrivilege(s)
		c.role(s, c.now)
		return
	}
	c.admit, c.stays = g.Until, g.Until
	if c.product.name == RTC {
		c.stays = g.EndsAt
	}
	if c.admit.Passed(c.now) {
		c.expired(g)
	}
	c.role(s, min(c.now, int64(c.admit)))
	c.minTTL()
}

func (c *check) noPrivilege(s *timeline.Service) {
	what := "grants nothing"
	if len(s.Grants) > 0 {
		titles := make([]string, 0, 4)
		for i := range s.Grants {
			if len(titles) < cap(titles) && !slices.Contains(titles, s.Grants[i].Title) {
				titles = append(titles, s.Grants[i].Title)
			}
		}
		what = "grants " + strings.Join(titles, ", ")
	}
	m := fmt.Sprintf("The service %s %s and not %s, without which nobody can %s.", s.Type.Title(), what, c.product.title(), c.product.does)
	fix := "Grant the privilege " + c.product.title() + ": the builders do."
	if c.product.name == Chat {
		fix = "Build a user token (buildUserToken). A token that grants app is for REST calls and must not reach a client."
	}
	c.add(NoPrivilege, "", m, fix)
}

func (c *check) expired(g *timeline.Grant) {
	why, variant := "the token's lifetime is over", ""
	a, own := c.Token.AccessToken2, g.EndsAt.Passed(c.now)
	switch {
	case own && !c.timeline.TokenEnd.Passed(c.now):
		why, variant = "the privilege "+g.Title+" has ended", variantOwn
	case a == nil:
		why = "a 006 token admits for 24 h from its issue"
	case a.Expire == 0 || a.Expire > timeline.Day:
		why = "nothing lasts longer than 24 h"
	}
	if own && variant == "" {
		variant = variantBoth
	}
	m := fmt.Sprintf("The token admitted until %s (%s): %s.", c.clock(g.Until), lifetime.Countdown(int64(g.Until), c.now), why)
	if c.product.name == RTC && !c.stays.Passed(c.now) {
		m += " Who is in the channel stays, and cannot come back in."
	}
	c.addAs(Expired, "", m, "Fetch a new token for each join. If this one is new, look at the signing server's clock, and whether it computes the end only once, when it starts.", variant)
}

// minTTL holds that the token admits, and its user stays, for as long as asked.
func (c *check) minTTL() {
	end, what := c.admit, "admits"
	if c.stays < end {
		end, what = c.stays, "lets its user stay"
	}
	if c.MinTTL == 0 || end == timeline.Never || int64(end)-c.now >= int64(c.MinTTL) {
		return
	}
	c.add(TTLTooShort, "", fmt.Sprintf("The token %s until %s (%s), and at least %s more were asked for.", what, c.clock(end), lifetime.Countdown(int64(end), c.now), lifetime.Short(int64(c.MinTTL))),
		"Build the token with a longer lifetime, for itself and for its privileges; 24 h is the most that counts.")
}

// role holds an RTC service against the role that is expected, at the second at.
func (c *check) role(s *timeline.Service, at int64) {
	if c.Expect == "" {
		return
	}
	if c.product.name != RTC {
		c.note("Only RTC tokens have a role, so the one that is expected was not compared.")
		return
	}
	var has, lacks []string
	for p := token.PublishAudioStream; p <= token.PublishDataStream; p++ {
		granted := slices.ContainsFunc(s.Grants, func(g timeline.Grant) bool { return g.Privilege == p && !g.Until.Passed(at) })
		if title := token.RTC.PrivilegeTitle(p); granted {
			has = append(has, title)
		} else {
			lacks = append(lacks, title)
		}
	}
	switch {
	case c.Expect == Publisher && len(lacks) > 0:
		c.add(RoleMismatch, "", "A publisher was expected, and the token does not grant "+strings.Join(lacks, ", ")+".",
			"Build the token with the role publisher. Token services take any role that they do not know for subscriber, the number or text of another library's role too.")
	case c.Expect == Subscriber && len(has) > 0:
		c.add(RoleMismatch, "", "A subscriber was expected, and the token grants "+strings.Join(has, ", ")+".",
			"Build the token with the role subscriber. The 006 roles attendee and admin publish too. Without co-host authentication no role is enforced.")
	}
}
