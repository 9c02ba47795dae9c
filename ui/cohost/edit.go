package cohost

import (
	"fmt"
	"slices"
	"strings"

	"agtok/model/cohost"
	"agtok/model/visible"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// nameRoom is how much of a name is shown.
const nameRoom = 12

// name gives the name of a participant, or of the project, for the screen.
func (p *Pane) name(who int) string { return visible.Line(p.lab.NameOf(who), nameRoom) }

func say(format string, args ...any) pane.Effect {
	return pane.Ask(intent.Say{Text: fmt.Sprintf(format, args...)})
}

// tell says the longest of some texts that the footer has room for, else the last.
func tell(env pane.Env, bad bool, texts ...string) pane.Effect {
	const others = 15 // the key that leads to all others, and the sign of what is bad
	return pane.Ask(intent.Say{Text: widest(env.Width-others-2, texts...), Bad: bad})
}

// do has the chosen participant take a step at this second, and says what came of
// it.
func (p *Pane) do(env pane.Env, s cohost.Step) pane.Effect {
	now := env.Now.Unix()
	s.After = p.after(env)
	next, err := p.lab.Do(p.who, s)
	if err != nil {
		return pane.Ask(intent.Say{Text: err.Error(), Bad: true})
	}
	p.change(next)
	for _, e := range slices.Backward(p.events) {
		if e.Who == p.who && e.At == now && e.Kind != cohost.WillExpire {
			what, _, _ := strings.Cut(e.Text, ": ") // without why: that stands above
			return tell(env, e.Kind == cohost.Refused, p.name(p.who)+": "+e.Text, p.name(p.who)+": "+what)
		}
	}
	return pane.Effect{}
}

func (p *Pane) setRole(env pane.Env) pane.Effect {
	role := cohost.Host
	if p.row(env).Role == cohost.Host {
		role = cohost.Audience
	}
	return p.do(env, cohost.Step{Do: cohost.SetRole, Role: role})
}

func (p *Pane) joinOrLeave(env pane.Env) pane.Effect {
	if p.row(env).Channel.Answer != cohost.No {
		return p.do(env, cohost.Step{Do: cohost.Leave})
	}
	return p.do(env, cohost.Step{Do: cohost.Join})
}

// renew has the participant take a token at this second.
func (p *Pane) renew(env pane.Env, pass cohost.Pass) pane.Effect {
	return p.do(env, cohost.Step{Do: cohost.Renew, Pass: pass, Salt: env.Salt()})
}

func (p *Pane) renewAlike(env pane.Env) pane.Effect { return p.renew(env, p.row(env).Pass) }

// otherToken renews with a publisher token, or with a subscriber token if it is one
// already.
func (p *Pane) otherToken(env pane.Env) pane.Effect {
	pass := p.row(env).Pass
	if pass.Role() == cohost.RolePublisher {
		return p.renew(env, cohost.Subscriber(pass.Expire))
	}
	return p.renew(env, cohost.Publisher(pass.Expire))
}

// term gives what the chosen answer stands on: a privilege, or the token's own
// lifetime.
func (p *Pane) term(pass *cohost.Pass) cohost.Term {
	switch m, ok := p.point.Media(); {
	case ok:
		return pass.Media[m]
	case p.point == cohost.PointJoin:
		return pass.Join
	}
	return cohost.For(pass.Expire)
}

// with gives the pass with another term of what is chosen.
func (p *Pane) with(pass cohost.Pass, t cohost.Term) cohost.Pass {
	switch m, ok := p.point.Media(); {
	case ok:
		pass.Media[m] = t
	case p.point == cohost.PointJoin:
		pass.Join = t
	default:
		pass.Expire = t.Seconds
	}
	return pass
}

// grant takes the chosen privilege away, or grants it for as long as the token
// lasts.
func (p *Pane) grant(env pane.Env) pane.Effect {
	pass := p.row(env).Pass
	if p.term(&pass).Granted {
		return p.renew(env, p.with(pass, cohost.Term{}))
	}
	return p.renew(env, p.with(pass, cohost.For(pass.Expire)))
}

// subject names what the chosen answer stands on.
func (p *Pane) subject() string {
	switch p.point {
	case cohost.PointChannel:
		return "the token"
	case cohost.PointJoin:
		return "join"
	}
	return p.point.Title()
}

// setAuthentication tells the same story with co-host authentication the other way
// than it is now, from before the start to the end.
func (p *Pane) setAuthentication(env pane.Env) pane.Effect {
	on := !p.story.At(env.Now.Unix()).Authentication
	left := ""
	if len(p.lab.Switches) > 0 {
		left = ", never switched"
	}
	p.change(p.lab.Throughout(on))
	what := "co-host authentication " + onOff(on) + " throughout"
	return tell(env, false, "the same story with "+what+left, what+left, what)
}

// switchAuthentication switches co-host authentication at this second, as somebody
// does in the project's settings during a call.
func (p *Pane) switchAuthentication(env pane.Env) pane.Effect {
	next, err := p.lab.Switch(p.after(env))
	if err != nil {
		return pane.Ask(intent.Say{Text: err.Error(), Bad: true})
	}
	p.change(next)
	now := p.story.At(env.Now.Unix())
	if n := len(next.Switches); n == 0 || next.Switches[n-1].After != p.after(env) {
		return say("the switch of this second is taken back: %s", onOff(now.Authentication))
	}
	return say("switched %s now; in effect by %s", onOff(now.Authentication), cohost.Offset(p.after(env)+cohost.SettleTime))
}

func onOff(b bool) string {
	if b {
		return "on"
	}
	return "off"
}

func (p *Pane) toggleProfile() pane.Effect {
	next := p.lab
	if next.Profile == cohost.Live {
		next.Profile = cohost.Communication
	} else {
		next.Profile = cohost.Live
	}
	p.change(next)
	return say("the same story in the %s profile", next.Profile)
}

func (p *Pane) undoLast() pane.Effect {
	last := p.undo[len(p.undo)-1]
	p.undo = p.undo[:len(p.undo)-1]
	now := p.telling
	p.telling = last
	if last.lab.Start == now.lab.Start && len(last.lab.Participants) == len(now.lab.Participants) {
		p.who, p.point = now.who, now.point // they mean the same still
	}
	p.set(last.lab)
	return say("undone")
}
