// Package cohost is the pane of the co-host authentication lab: a story with a few
// participants, a table of who may do what at this second and why, and
// the time line on which all of it happens.
package cohost

import (
	"math"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model/cohost"
	"agtok/model/timeline"
	"agtok/ui/ask"
	"agtok/ui/pane"
	"agtok/ui/travel"
)

// Pane is Co-host. Its view state: the story as it is told now, and what is chosen
// in it.
type Pane struct {
	telling
	begun   bool
	story   cohost.Story   // of the lab
	events  []cohost.Event // of the lab
	undo    []telling      // as it was before each change, the last one at the end
	picking bool           // the list of scenarios is open
	picked  int
	reading bool // the page of the chosen answer is open
	scroll  int  // of it
	prompt  ask.Prompt
}

// telling is a story as it is told, and what is chosen in it.
type telling struct {
	scenario int
	told     cohost.Scenario // the one of that number
	lab      cohost.Lab
	changed  bool // the lab is another than the scenario's
	who      int
	point    cohost.Point
}

// maxUndo is how many changes can be taken back.
const maxUndo = 50

// New makes the pane. Its story begins when it is shown for the first time; until
// then it is long over, so that there always is one.
func New() *Pane {
	p := &Pane{}
	p.load(0, 0, func() uint32 { return 0 })
	return p
}

// Title names the pane.
func (p *Pane) Title() string { return "Co-host" }

// Capturing reports whether a text is being typed, or the number of a scenario: the
// digits lead to no pane then.
func (p *Pane) Capturing() bool { return p.prompt.Active() || p.picking }

// Counting reports whether the story goes on.
func (p *Pane) Counting(env pane.Env) bool { return env.Now.Unix() <= p.last() }

// last gives the last second of the story.
func (p *Pane) last() int64 {
	last := p.lab.Start + p.told.Ends()
	if n := len(p.events); n > 0 {
		last = max(last, p.events[n-1].Seen())
	}
	return last
}

// begin starts the first story when the pane is first shown, so that nothing of it
// is over by then.
func (p *Pane) begin(env pane.Env) {
	if !p.begun {
		p.play(env, 0)
	}
}

// play starts a scenario now. A story that was changed can be brought back.
func (p *Pane) play(env pane.Env, n int) pane.Effect {
	p.begun = true
	lost := p.changed
	if lost {
		p.remember()
	}
	p.load(n, env.Now.Unix(), env.Salt)
	if lost {
		return say("u undoes: back to the changed story")
	}
	return pane.Effect{}
}

// load starts a scenario such that its first moment worth looking at is the Unix
// second now; salt draws the salts of its tokens.
func (p *Pane) load(n int, now int64, salt func() uint32) {
	list := cohost.Scenarios()
	p.scenario = (n + len(list)) % len(list)
	s := list[p.scenario]
	p.told = s
	p.changed, p.picking, p.reading = false, false, false
	p.who, p.point = s.Star, s.Point
	p.set(s.Lab(now-s.Marks[0].After, salt))
}

// set takes a changed lab.
func (p *Pane) set(l cohost.Lab) {
	p.lab = l
	p.who = min(p.who, len(l.Participants)-1)
	p.story, p.events = l.Moments(), l.Events()
}

// change takes a changed lab in a way that can be undone.
func (p *Pane) change(l cohost.Lab) {
	p.remember()
	p.changed = true
	l.Title = p.told.Title + " (changed)"
	p.set(l)
}

// remember keeps the story as it is told now, for undoing what comes next.
func (p *Pane) remember() {
	if len(p.undo) == maxUndo {
		p.undo = slices.Delete(p.undo, 0, 1)
	}
	p.undo = append(p.undo, p.telling)
}

// row gives how the chosen participant stands.
func (p *Pane) row(env pane.Env) *cohost.Row { return &p.story.At(env.Now.Unix()).Rows[p.who] }

// Update takes typed text, and begins when the pane is shown.
func (p *Pane) Update(env pane.Env, msg tea.Msg) pane.Effect {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if p.picking {
			return p.typed(env, msg)
		}
		return p.prompt.Key(env, msg)
	case pane.Reloaded, pane.Tick:
		if env.Shown {
			p.begin(env)
		}
	}
	return pane.Effect{}
}

// stops finds the moments at which something has just happened, for the clock to be
// taken to.
func (p *Pane) stops() travel.Stops {
	return travel.Stops{
		Next: func(now int64) timeline.Instant {
			at := int64(math.MaxInt64)
			for _, e := range p.events {
				if seen := e.Seen(); seen > now {
					at = min(at, seen)
				}
			}
			return timeline.Instant(at) // the latest second is Never
		},
		Previous: func(now int64) timeline.Instant {
			at, found := p.lab.Start, p.lab.Start < now
			for _, e := range p.events {
				if seen := e.Seen(); seen < now {
					at, found = max(at, seen), true
				}
			}
			if !found {
				return timeline.Never
			}
			return timeline.Instant(at)
		},
	}
}
