package chat

import (
	"strings"
	"testing"
	"time"

	"agtok/chatapi"
	"agtok/model/project"
	"agtok/model/registration"
	"agtok/ui/pane"
)

// TestTheProgressIsOfTheRequestUnderWay has a batch that was left for another
// project tell once more how far it is: the request that is under way says nothing
// of it.
func TestTheProgressIsOfTheRequestUnderWay(t *testing.T) {
	d := newDesk(t, &one{})
	d.act("chat.register")
	d.answer("qa-{1..300}")
	d.parts(d.yes())
	d.env.Workspace.NextProject()
	d.p.Update(d.env, pane.Reloaded{})
	_, listen := d.parts(d.act("chat.list"))
	d.p.feed.progress(registration.Progress{Done: 60, Total: 300})
	d.p.feed.Add(chatapi.Exchange{Attempt: 4, Attempts: 5, Operation: chatapi.OpRegisterMany, Started: noon})
	d.p.Update(d.env, listen())
	frame := d.frame(time.Second)
	if !strings.Contains(frame, "list the users: 1.0 s") {
		t.Fatalf("the request is not told of:\n%s", frame)
	}
	if strings.Contains(frame, "of 300 users") || strings.Contains(frame, "attempt 4") {
		t.Errorf("what the batch before told is said of the list:\n%s", frame)
	}
}

// TestTheAttemptIsNotLost has the listener of the request before take what the new
// one tells: the screen names the attempt all the same.
func TestTheAttemptIsNotLost(t *testing.T) {
	d := newDesk(t, &one{})
	d.act("chat.look-up")
	_, before := d.parts(d.answer("alice"))
	_, after := d.parts(d.act("chat.list"))
	d.p.feed.Add(chatapi.Exchange{Attempt: 1, Attempts: 5, Operation: chatapi.OpList, Started: noon})
	d.p.Update(d.env, before())
	d.p.Update(d.env, after())
	if frame := d.frame(time.Second); !strings.Contains(frame, "attempt 1 of 5") {
		t.Errorf("the attempt is not told:\n%s", frame)
	}
}

// TestExchangesAreBounded holds that a long session keeps the newest ones only.
func TestExchangesAreBounded(t *testing.T) {
	d := newDesk(t, &one{})
	for i := range 3 * maxExchanges {
		d.p.feed.Add(chatapi.Exchange{Attempt: i, Done: true})
		if i%7 == 0 {
			d.p.note(d.p.feed.take())
		}
	}
	d.p.note(d.p.feed.take())
	if n := len(d.p.exchanges); n != maxExchanges || d.p.exchanges[n-1].Attempt != 3*maxExchanges-1 {
		t.Errorf("%d exchanges are kept, the last is %d", n, d.p.exchanges[n-1].Attempt)
	}
}

// nowhere has no Chat service for any project.
type nowhere struct{ one }

func (*nowhere) Where(project.Project) (host, appKey string) { return "", "" }

// TestNowhere holds what the pane says in a project without a Chat service.
func TestNowhere(t *testing.T) {
	d := newDesk(t, &nowhere{})
	if frame := d.frame(0); !strings.Contains(frame, "has no Chat service") {
		t.Errorf("the pane says\n%s", frame)
	}
	for _, a := range d.p.Actions(d.env) {
		if (a.ID == "chat.list" || a.ID == "chat.look-up" || a.ID == "chat.register") && a.Disabled == "" {
			t.Errorf("%s can be done", a.ID)
		}
	}
}
