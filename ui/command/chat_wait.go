package command

import (
	"context"
	"fmt"
	"sync"
	"time"

	"agtok/chatapi"
)

// waiting says on a terminal what a command waits for, when that takes a while.
type waiting struct {
	c    *chatting
	wake chan struct{} // something began

	mu    sync.Mutex
	live  map[uint64]begun // by call
	far   string           // how far the run is; "" where there is one user
	drawn bool
}

// begun is an attempt under way, or the wait before it.
type begun struct {
	chatapi.Exchange
	at time.Time
}

// waitPatience is how long nothing is said, and how often it is said anew.
const waitPatience = 300 * time.Millisecond

// watch begins to say it, until end is called.
func (w *waiting) watch(ctx context.Context) (end func()) {
	if !w.c.world.StderrIsTerminal {
		return func() {}
	}
	w.wake, w.live = make(chan struct{}, 1), map[uint64]begun{}
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.run(ctx)
	}()
	return func() {
		stop()
		<-done
		w.c.talk.progress("")
	}
}

func (w *waiting) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.wake:
		}
		for w.c.wait(ctx, waitPatience) == nil && w.draw() {
		}
	}
}

// begin takes what the client tells of an attempt that is not over. Several
// goroutines call it, and end.
func (w *waiting) begin(x chatapi.Exchange) {
	if w.wake == nil {
		return
	}
	w.mu.Lock()
	w.live[x.Call] = begun{x, w.c.world.Now()}
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default: // it is awake
	}
}

// end takes an attempt that is over.
func (w *waiting) end(x chatapi.Exchange) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.live, x.Call)
	if w.drawn {
		w.drawn = false
		w.c.talk.progress("")
	}
}

// tell says how far the run is.
func (w *waiting) tell(far string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.far = far
}

// draw tells of the attempt that takes longest, and whether there is any.
func (w *waiting) draw() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.live) == 0 {
		return false
	}
	var longest begun
	for _, b := range w.live {
		if longest.at.IsZero() || b.at.Before(longest.at) {
			longest = b
		}
	}
	passed := w.c.world.Now().Sub(longest.at)
	if passed < waitPatience {
		return true
	}
	w.drawn = true
	w.c.talk.progress(longest.words(passed) + w.far)
	return true
}

// words tells of an attempt that is under way for so long.
func (b begun) words(passed time.Duration) string {
	if b.Started.IsZero() {
		return fmt.Sprintf("attempt %d of %d in %s", b.Attempt, b.Attempts, max(b.Wait-passed, 0).Round(time.Second))
	}
	return fmt.Sprintf("attempt %d of %d: no answer for %s", b.Attempt, b.Attempts, passed.Round(time.Second))
}
