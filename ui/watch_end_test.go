package ui_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/muesli/termenv"

	"agtok/model"
	"agtok/model/chatservice"
	"agtok/ui"
	"agtok/ui/chat"
	"agtok/ui/theme"
)

// session is a console that runs on pipes: its program is the real one.
type session struct {
	t     testing.TB
	keys  *os.File
	toast chan struct{} // gets one for each line that the console says
	ended chan error

	mu    sync.Mutex
	saved []model.Snapshot
	order []uint64
}

// begin runs the console with this keep, which is told the number of the write.
func begin(t *testing.T, keep func(ctx context.Context, n int) error) *session {
	t.Helper()
	in, keys, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // ends a test that hangs
	t.Cleanup(func() { cancel(); _ = in.Close(); _ = keys.Close(); _ = out.Close() })
	s := &session{t: t, keys: keys, toast: make(chan struct{}, 100), ended: make(chan error, 1)}
	d := ui.Deps{
		Now: func() time.Time { return start }, Salt: func() uint32 { return 1 }, Theme: paint(theme.Mono, termenv.Ascii), Workspace: model.NewWorkspace(nil),
		After: func(d time.Duration, _ tea.Msg) tea.Cmd {
			if d == 5*time.Second {
				s.toast <- struct{}{}
			}
			return nil
		},
		Keep: func(ctx context.Context, generation uint64, snapshot model.Snapshot) error {
			s.mu.Lock()
			s.order = append(s.order, generation)
			n := len(s.order)
			s.mu.Unlock()
			if err := keep(ctx, n); err != nil {
				return err
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			s.saved = append(s.saved, snapshot)
			return nil
		},
	}
	panes := ui.Panes(chatservice.New(ctx, chatservice.Options{Now: d.Now}), chat.NewFeed())
	go func() { s.ended <- ui.Run(ctx, ui.Screen{In: in, Out: out, FPS: 60}, d, panes) }()
	return s
}

func (s *session) press(keys string) {
	s.t.Helper()
	if _, err := s.keys.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// rows gives how many rows the snapshot of the highest generation has.
func (s *session) rows() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.saved) == 0 {
		return -1
	}
	return len(s.saved[len(s.saved)-1].List().Rows)
}

const f3 = "\x1bOR"

// TestTheLastStateIsWrittenAtTheEnd quits while a write is under way and more has
// changed since.
func TestTheLastStateIsWrittenAtTheEnd(t *testing.T) {
	started, last := make(chan struct{}), make(chan struct{})
	s := begin(t, func(_ context.Context, n int) error {
		if n == 1 {
			close(started)
			<-last
		}
		return nil
	})
	s.press(f3 + "g")
	<-started
	s.press("xx\x03")
	err := <-s.ended
	rows := s.rows()
	close(last)
	if err != nil || rows != 3 || len(s.order) != 2 || s.order[1] <= s.order[0] {
		t.Errorf("ended with %v, %d rows kept by generations %v", err, rows, s.order)
	}
}

// TestWhatFailedIsTriedAgainAtTheEnd quits after a write that failed: the rows are
// kept, or the program says that they are not.
func TestWhatFailedIsTriedAgainAtTheEnd(t *testing.T) {
	s := begin(t, func(_ context.Context, n int) error {
		if n == 1 {
			return errors.New("the disk is full")
		}
		return nil
	})
	s.press(f3 + "g")
	<-s.toast // of the examples
	<-s.toast // of the write
	s.press("\x03")
	if err := <-s.ended; err == nil && s.rows() != 5 {
		t.Errorf("it ends without a word, and %d rows are kept", s.rows())
	}
}

// TestTheEndSaysWhatIsNotKept quits while the disk is full.
func TestTheEndSaysWhatIsNotKept(t *testing.T) {
	started, go2 := make(chan struct{}), make(chan struct{})
	s := begin(t, func(_ context.Context, n int) error {
		if n == 1 {
			close(started)
			<-go2
			return nil
		}
		return errors.New("the disk is full")
	})
	s.press(f3 + "g")
	<-started
	s.press("x\x03")
	err := <-s.ended
	close(go2)
	if err == nil {
		t.Error("nothing is said")
	}
}

// TestTheEndWaitsForNoLock quits while a write waits for another console: the
// waiting ends, and the last write has its own, short one.
func TestTheEndWaitsForNoLock(t *testing.T) {
	started, left := make(chan struct{}), make(chan struct{})
	s := begin(t, func(ctx context.Context, n int) error {
		if n == 1 {
			close(started)
			<-ctx.Done()
			close(left)
			return ctx.Err()
		}
		<-left
		<-ctx.Done()
		return errors.New("another agtok holds the lock")
	})
	s.press(f3 + "g")
	<-started
	s.press("x\x03")
	if err := <-s.ended; err == nil || !strings.Contains(err.Error(), "another agtok holds the lock") {
		t.Errorf("ended with %v", err)
	}
}
