package finding

import (
	"fmt"

	"agtok/model/timeline"
	"agtok/token"
)

// roleRules look at what an RTC service lets its user do.
var roleRules = []Rule{
	{
		ID: "no-join", Severity: Error, check: noJoin,
		Summary: "an RTC service without the join privilege",
		Source:  "AgoraIO/Tools issue 119",
	},
	{
		ID: "partial-publish", Severity: Info, check: partialPublish,
		Summary: "some publish privileges and not others",
		Source:  srcAT2,
	},
	{
		ID: "subscriber-not-enforced", Severity: Info, check: subscriberNotEnforced,
		Summary: "join only, which keeps nobody from publishing unless co-host authentication is on",
		Source:  srcCohost + "; AgoraIO/Tools issue 83",
	},
	{
		ID: "publish-needs-cohost", Severity: Info, check: publishNeedsCohost,
		Summary: "a publish privilege ends before join, which takes effect only with co-host authentication",
		Source:  srcCohost,
	},
}

func noJoin(s *subject) {
	s.rtc(func(i int, v *timeline.Service, join *timeline.Grant) {
		if join == nil {
			s.add(s.field(i, "privileges"),
				"The RTC service does not grant the join privilege, so nobody can join with this token, whatever else it grants.",
				"Grant join (privilege 1): the builders do for both roles.")
		}
	})
}

// allKinds are the three kinds of stream, as [published] gives them.
const allKinds = 1<<token.PublishAudioStream | 1<<token.PublishVideoStream | 1<<token.PublishDataStream

// published gives the kinds of stream that v lets its user publish: a bit for
// each privilege.
func published(v *timeline.Service) (kinds int) {
	for k := range v.Grants {
		if g := &v.Grants[k]; publishes(g) {
			kinds |= 1 << g.Privilege
		}
	}
	return kinds
}

func titles(kinds int) string {
	var list []string
	for p := token.PublishAudioStream; p <= token.PublishDataStream; p++ {
		if kinds&(1<<p) != 0 {
			list = append(list, token.RTC.PrivilegeTitle(p))
		}
	}
	return and(list)
}

func partialPublish(s *subject) {
	s.rtc(func(i int, v *timeline.Service, _ *timeline.Grant) {
		if kinds := published(v); kinds != 0 && kinds != allKinds {
			s.add(s.field(i, "privileges"),
				fmt.Sprintf("The token grants %s and not %s. What is left out is kept from the user only while co-host authentication is on.", titles(kinds), titles(allKinds&^kinds)),
				"Grant the others too if they are meant: the role publisher has all three.")
		}
	})
}

func subscriberNotEnforced(s *subject) {
	s.rtc(func(i int, v *timeline.Service, join *timeline.Grant) {
		if join != nil && published(v) == 0 {
			s.add(s.field(i, "privileges"),
				"The token grants join and nothing to publish (role subscriber). That keeps nobody from publishing unless co-host authentication is on in Agora Console and the channel is a live broadcast.",
				"Turn on co-host authentication for the project if the role is to be enforced; it takes about 5 minutes.")
		}
	})
}

func publishNeedsCohost(s *subject) {
	s.rtc(func(i int, v *timeline.Service, join *timeline.Grant) {
		if join == nil {
			return
		}
		for k := range v.Grants {
			if g := &v.Grants[k]; publishes(g) && g.Until != v.StaysUntil {
				s.add(s.grantField(i, g),
					fmt.Sprintf("The privilege %s ends at %s while the user may stay in the channel. That takes effect only with co-host authentication on; without it the user goes on publishing.", quote(g.Title), s.clock(g.Until)),
					"Turn on co-host authentication for the project if this end is meant; else give the privilege the lifetime of join.")
			}
		}
	})
}
