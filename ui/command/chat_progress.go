package command

import "time"

// pacer says how far a run is, when that takes time and somebody watches.
type pacer struct {
	c     *chatting
	start time.Time
	drawn time.Time
}

func (c *chatting) pace() *pacer {
	now := c.world.Now()
	return &pacer{c: c, start: now, drawn: now}
}

// tell shows what text gives, not too soon and not too often. Calls must not
// overlap.
func (p *pacer) tell(text func() string) {
	if !p.c.world.StderrIsTerminal {
		return
	}
	p.c.waits.tell(", " + text())
	now := p.c.world.Now()
	if now.Sub(p.start) < patience || now.Sub(p.drawn) < redraw {
		return
	}
	p.drawn = now
	p.c.talk.progress(text())
}

// end clears the line.
func (p *pacer) end() { p.c.talk.progress("") }
