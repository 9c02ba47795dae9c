package watch

import (
	"fmt"
	"slices"
	"time"

	"agtok/model"
	"agtok/model/alert"
	"agtok/model/timeline"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// alerts is what is still to be told of, and until when all has been.
type alerts struct {
	told int64            // the Unix second by the console's clock; 0: nothing was looked at yet
	next timeline.Instant // when there is something to tell again

	travelled bool // the clock did not show the real time then
}

// plan finds out when there is something to tell again.
func (a *alerts) plan(env pane.Env) {
	now := env.Now.Unix()
	if a.told == 0 || now < a.told {
		a.told = now // what lies behind is no news; a clock that went back tells it again
	}
	a.next = alert.Next(subjects(&env.Workspace.Watched), env.Workspace.AlertBefore, a.told)
}

// subjects are the rows that can alert: nothing happens to a user who is never let in.
func subjects(list *model.Watchlist) []alert.Subject {
	all := make([]alert.Subject, 0, list.Len())
	for _, row := range list.All() {
		if row.Unusable() == "" {
			all = append(all, alert.Subject{Name: row.Name, Timeline: &row.Timeline})
		}
	}
	return all
}

func (a *alerts) wake() (time.Time, bool) {
	if a.told == 0 || a.next == timeline.Never {
		return time.Time{}, false
	}
	return time.Unix(int64(a.next), 0), true
}

// maxLogged bounds what is written of a clock that leaps over many events at once.
const maxLogged = 20

// alert tells what has come about since the last time, each thing once.
func (p *Pane) alert(env pane.Env) pane.Effect {
	a, now := &p.alerts, env.Now.Unix()
	home := a.travelled && !env.Clock.Travels()
	a.travelled = env.Clock.Travels()
	if a.told == 0 || now < a.told || home { // what happened meanwhile by the real time is told by the rows
		a.told = now
		a.plan(env)
		return pane.Effect{}
	}
	if now < int64(a.next) {
		a.told = now
		return pane.Effect{}
	}
	due := alert.Due(subjects(&env.Workspace.Watched), env.Workspace.AlertBefore, a.told, now)
	a.told = now
	a.plan(env)
	if len(due) == 0 {
		return pane.Effect{}
	}
	p.log(env, due)
	text := alert.Weightiest(due).Text(env.Workspace.Platform, now)
	if more := len(due) - 1; more > 0 {
		text += fmt.Sprintf("; and %d more in Watch", more)
	}
	if env.Clock.Travels() {
		text += " (pretend time)"
	}
	return pane.Ask(intent.Alert{Text: text})
}

// log writes down the events that came about, the last of them if they are many,
// each as it was at its second. What was told ahead of them is no event.
func (p *Pane) log(env pane.Env, due []alert.Alert) {
	log, travels := &env.Workspace.Watched.Log, env.Clock.Travels()
	due = slices.DeleteFunc(slices.Clone(due), func(a alert.Alert) bool { return a.Before > 0 })
	if n := len(due) - maxLogged; n > 0 {
		log.Add(model.Entry{At: int64(due[n-1].At), Pretend: travels, Text: fmt.Sprintf("%d events before, which the clock leapt over", n)})
		due = due[n:]
	}
	for _, d := range due {
		log.Add(model.Entry{At: int64(d.At), Pretend: travels, Text: d.Text(env.Workspace.Platform, int64(d.At))})
	}
}
