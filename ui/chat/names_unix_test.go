//go:build unix

package chat

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/ui/intent"
)

// TestAPipeIsNoFileOfNames reads a named pipe to which nobody writes: it must be
// refused, and not be waited for.
func TestAPipeIsNoFileOfNames(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	d := newDesk(t, &one{})
	d.act("chat.register")
	read, cmd := make(chan tea.Msg, 1), d.answer("@"+path)
	go func() { read <- cmd() }()
	select {
	case msg := <-read:
		d.p.Update(d.env, msg)
		if strings.Contains(d.frame(0), "users?") {
			t.Error("a pipe was taken for a file")
		}
	case <-time.After(2 * time.Second):
		t.Error("the pane waits for a pipe without end, and says nothing")
		if w, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0); err == nil {
			_ = w.Close() // lets the reader go
		}
		<-read
	}
}

// TestADeviceIsNoFileOfNames reads one that never ends.
func TestADeviceIsNoFileOfNames(t *testing.T) {
	for _, path := range []string{"/dev/zero", "/dev/null"} {
		d := newDesk(t, &one{})
		d.act("chat.register")
		e := d.p.Update(d.env, d.answer("@"+path)())
		said := d.frame(0)
		for _, i := range e.Intents {
			if say, ok := i.(intent.Say); ok {
				said += say.Text
			}
		}
		if !strings.Contains(said, "no file of names") {
			t.Errorf("%s was taken for a file of names:\n%s", path, said)
		}
	}
}
