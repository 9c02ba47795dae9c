package watch

import (
	"fmt"
	"time"

	"agtok/model"
	"agtok/model/alert"
	"agtok/model/timeline"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// alerts is what is still to be told of, and until when all has been.
type alerts struct {
	rows []alert.Subject
	told int64            // the Unix second by the console's clock; 0: nothing was looked at yet
	next timeline.Instant // when there is something to tell again
}

// plan finds out when there is something to tell again.
func (a *alerts) plan(env pane.Env) {
	now := env.Now.Unix()
	if a.told == 0 || now < a.told {
		a.told = now // what lies behind is no news; a clock that went back tells it again
	}
	a.next = alert.Next(a.rows, env.Workspace.AlertBefore, a.told)
}

func (a *alerts) wake() (time.Time, bool) {
	if len(a.rows) == 0 || a.next == timeline.Never {
		return time.Time{}, false
	}
	return time.Unix(int64(a.next), 0), true
}

// maxAlerts bounds what is told of a clock that leaps over many events at once.
const maxAlerts = 20

// alert tells what has come about since the last time, each thing once.
func (p *Pane) alert(env pane.Env) pane.Effect {
	a, now := &p.alerts, env.Now.Unix()
	if now < a.told {
		a.plan(env)
		return pane.Effect{}
	}
	if len(a.rows) == 0 || now < int64(a.next) {
		a.told = now
		return pane.Effect{}
	}
	due, more := alert.Due(a.rows, env.Workspace.AlertBefore, a.told, now, maxAlerts)
	a.told = now
	a.plan(env)
	pretend := ""
	if env.Clock.Travels() {
		pretend = " (pretend time)"
	}
	for _, d := range due {
		env.Workspace.Watched.Log.Add(model.Entry{At: int64(d.At), Pretend: env.Clock.Travels(), Text: d.Text(env.Workspace.Platform)})
	}
	if more += len(due) - 1; more > 0 {
		if more >= maxAlerts {
			env.Workspace.Watched.Log.Add(model.Entry{At: now, Pretend: env.Clock.Travels(), Text: fmt.Sprintf("and %d more in that time", more+1-len(due))})
		}
		return pane.Ask(intent.Alert{Text: fmt.Sprintf("%s; and %d more, see the log of Watch%s", due[len(due)-1].Text(env.Workspace.Platform), more, pretend)})
	}
	if len(due) == 0 {
		return pane.Effect{}
	}
	return pane.Ask(intent.Alert{Text: due[0].Text(env.Workspace.Platform) + pretend})
}
