package ui_test

import (
	"fmt"
	"testing"
	"time"

	"agtok/model"
	"agtok/model/alert"
	"agtok/model/project"
	"agtok/token"
)

// many gives a list of n tokens whose ends lie all over three hours.
func many(b *testing.B, n int) *model.Watchlist {
	b.Helper()
	l := &model.Watchlist{}
	projects := []project.Project{project.Demo()}
	for i := range n {
		life := uint32(600 + i*7%10000)
		tok := watched(b, func(a *token.AccessToken2) {
			a.Salt, a.Services[0].ChannelName, a.Expire = uint32(i+1), fmt.Sprintf("room-%d", i%100), life
			a.Services[0].Privileges = privileges(life, life/2, life/3)
		})
		l.Add(tok, nil, projects)
	}
	if l.Len() != n {
		b.Fatalf("%d rows", l.Len())
	}
	return l
}

// benchFrame measures a second of the console with n rows: its tick and its frame.
func benchFrame(b *testing.B, n int, keys ...string) {
	l := many(b, n)
	u := open(b, 120, 36, colour, func(d *setting) {
		d.Workspace.Watched = *l
		d.Workspace.AlertBefore = []time.Duration{5 * time.Minute, 30 * time.Second}
	}).press("f3").press(keys...)
	b.ReportAllocs()
	for b.Loop() {
		u.wait(time.Second)
		_ = u.shell.View()
	}
}

func BenchmarkWatchFrame1000(b *testing.B)             { benchFrame(b, 1000) }
func BenchmarkWatchFrame10000(b *testing.B)            { benchFrame(b, 10_000) }
func BenchmarkWatchFrame10000ByNextEvent(b *testing.B) { benchFrame(b, 10_000, "s") }
func BenchmarkWatchFrame10000Filtered(b *testing.B)    { benchFrame(b, 10_000, "/", "r", "o", "enter") }

// BenchmarkWatchKey10000 measures a key and its frame with 10 000 rows.
func BenchmarkWatchKey10000(b *testing.B) {
	l := many(b, 10_000)
	u := open(b, 120, 36, colour, func(d *setting) { d.Workspace.Watched = *l }).press("f3")
	for b.Loop() {
		u.press("down")
		_ = u.shell.View()
	}
}

func BenchmarkWatchSort10000(b *testing.B) {
	l := many(b, 10_000)
	for _, o := range model.Orders() {
		b.Run(string(o), func(b *testing.B) {
			for b.Loop() {
				l.Arrange(o, "", start.Unix()+600)
			}
		})
	}
}

func BenchmarkWatchFilter10000(b *testing.B) {
	l := many(b, 10_000)
	for b.Loop() {
		l.Arrange(model.ByAddition, "room-42 rtc", start.Unix()+600)
	}
}

// BenchmarkWatchLoad measures reading a list that was kept, with and without the
// tokens themselves.
func BenchmarkWatchLoad(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		l := many(b, n)
		for name, keep := range map[string]bool{"descriptions": false, "tokens": true} {
			l.KeepTokens = keep
			list := l.Snapshot().List()
			b.Run(fmt.Sprintf("%d/%s", n, name), func(b *testing.B) {
				for b.Loop() {
					var again model.Watchlist
					if unread := again.Restore(list, []project.Project{project.Demo()}); unread != 0 || again.Len() != n {
						b.Fatalf("%d unread, %d rows", unread, again.Len())
					}
				}
			})
		}
	}
}

// BenchmarkWatchAdopt10000 measures what stops the keys when the projects have been
// read: 10 000 rows that were kept as descriptions.
func BenchmarkWatchAdopt10000(b *testing.B) {
	list := many(b, 10_000).Snapshot().List()
	for b.Loop() {
		b.StopTimer()
		w := model.NewWorkspace(nil)
		w.Watched.Restore(list, w.Projects)
		b.StartTimer()
		w.Adopt(model.NewWorkspace(nil))
	}
}

func BenchmarkWatchNextAlert10000(b *testing.B) {
	l := many(b, 10_000)
	var rows []alert.Subject
	for i := range l.Len() {
		rows = append(rows, alert.Subject{Name: l.Row(i).Name, Timeline: &l.Row(i).Timeline})
	}
	i := int64(0)
	for b.Loop() {
		i = (i + 7) % 10_000
		alert.Next(rows, []time.Duration{5 * time.Minute, 30 * time.Second}, start.Unix()+i)
	}
}
