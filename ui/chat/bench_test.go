package chat

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/chatapi"
)

// bearer is a token source that has one token.
type bearer struct{}

func (bearer) AppToken(context.Context, bool) (string, error) { return "007token", nil }

// BenchmarkCancel is the time from esc, while a service does not answer, to the
// news that the request is over.
func BenchmarkCancel(b *testing.B) {
	arrived := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-r.Context().Done()
	}))
	defer slow.Close()
	client, err := chatapi.New(slow.URL, "org#app", bearer{}, chatapi.WithClock(func() time.Time { return noon },
		func(ctx context.Context, _ time.Duration) error { return ctx.Err() }))
	if err != nil {
		b.Fatal(err)
	}
	d := newDesk(b, &one{client: client})
	for range b.N {
		b.StopTimer()
		run, _ := d.parts(d.act("chat.list"))
		over := make(chan tea.Msg, 1)
		go func() { over <- run() }()
		<-arrived
		b.StartTimer()
		d.act("chat.cancel")
		d.p.Update(d.env, <-over)
	}
}
