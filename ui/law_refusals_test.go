package ui_test

import (
	"go/token"
	"strings"
	"testing"
)

// lawful is a small module in which nothing is against the law.
var lawful = map[string]string{
	"main.go": `// Agtok is a program.
package main

import ("crypto/rand"; "time"; "agtok/ui")

var now, random, open = time.Now, rand.Read, ui.Open

func main() { time.Sleep(1) }`,
	"token/token.go":    "// Package token reads.\npackage token\n\nimport \"encoding/json\"\n\nvar _ = json.Valid",
	"chatapi/client.go": "// Package chatapi calls.\npackage chatapi\n\nimport _ \"golang.org/x/time/rate\"",
	"chatapi/sandbox/server.go": `// Package sandbox answers.
package sandbox

import _ "agtok/token"`,
	"model/workspace.go": `// Package model knows.
package model

import (_ "agtok/chatapi"; "agtok/model/timeline"; _ "agtok/model/chatservice")

func names() []string { return timeline.Names }`,
	"model/chatservice/service.go": `// Package chatservice connects.
package chatservice

import (_ "agtok/chatapi"; _ "agtok/chatapi/sandbox"; _ "agtok/model/project"; _ "agtok/token")`,
	"model/project/project.go": "// Package project is a table.\npackage project",
	"model/timeline/timeline.go": `// Package timeline is a table.
package timeline

import ("time"; _ "agtok/token")

// Names are a table.
var Names = []string{"a"}

// List is for locals.
type List struct{ n int }

// Add changes it.
func (l *List) Add() { l.n++ }

var count, at = 0, map[string]int{}

func total(d time.Duration) int {
	sum := count
	for _, name := range Names {
		sum += at[name] + len(name)
	}
	{
		count, at := sum, map[string]int{}
		count++
		delete(at, "x")
		p, l := &count, List{}
		l.Add()
		*p = len(time.Unix(int64(d), 0).String())
	}
	return sum
}`,
	"ui/shell.go":         "// Package ui is the shell.\npackage ui\n\nimport (_ \"agtok/model\"; _ \"agtok/ui/pane\")\n\n// Open opens.\nfunc Open() {}",
	"ui/panes.go":         "package ui\n\nimport (_ \"agtok/ui/watch\"; _ \"agtok/ui/compose\")",
	"ui/pane/pane.go":     "// Package pane is a contract.\npackage pane\n\n// Pane is an interface.\ntype Pane interface{}",
	"ui/watch/watch.go":   "// Package watch is a pane.\npackage watch\n\nimport (_ \"agtok/ui/pane\"; _ \"agtok/ui/widget\")\n\n// Pane is one.\ntype Pane struct{}",
	"ui/compose/model.go": "// Package compose is a pane.\npackage compose\n\n// Pane is one.\ntype Pane struct{}",
	"ui/widget/box.go":    "// Package widget draws.\npackage widget\n\nimport _ \"github.com/charmbracelet/lipgloss\"",
}

// fake gives the lawful module with one file more, or another one.
func fake(t *testing.T, name, text string) *module {
	t.Helper()
	m := &module{files: token.NewFileSet()}
	for path, lawful := range lawful {
		if path == name {
			continue
		}
		if err := m.add(path, lawful); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.add(name, text); err != nil {
		t.Fatal(err)
	}
	if err := m.resolve(); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTheLawLetsThrough(t *testing.T) {
	m := fake(t, "main.go", lawful["main.go"])
	for _, l := range []law{importsPointOneWay, noClockBelowMain, noChanceBelowMain, variablesAreTables, oneInit, everythingIsDocumented, noDrawers} {
		if broken := l(m); broken != nil {
			t.Errorf("the lawful module is refused: %q", broken)
		}
	}
}

// TestTheLawRefuses puts into the lawful module one thing that is against the law.
func TestTheLawRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		law  law
		file string // of the package that its folder is called
		text string // without the package clause
		want string
	}{
		{"token imports model", importsPointOneWay, "token/x.go", `import _ "agtok/model/project"`, "standard library"},
		{"token imports another module", importsPointOneWay, "token/x.go", `import _ "golang.org/x/text"`, "standard library"},
		{"chatapi imports token", importsPointOneWay, "chatapi/x.go", `import _ "agtok/token"`, "knows nothing of the console"},
		{"chatapi imports a leaf", importsPointOneWay, "chatapi/x.go", `import _ "agtok/model/visible"`, "knows nothing of the console"},
		{"chatapi imports its sandbox", importsPointOneWay, "chatapi/x.go", `import _ "agtok/chatapi/sandbox"`, "knows nothing of the console"},
		{"chatapi draws", importsPointOneWay, "chatapi/x.go", `import _ "github.com/charmbracelet/lipgloss"`, "terminal"},
		{"the sandbox imports chatapi", importsPointOneWay, "chatapi/sandbox/x.go", `import _ "agtok/chatapi"`, "token only"},
		{"the sandbox imports model", importsPointOneWay, "chatapi/sandbox/x.go", `import _ "agtok/model"`, "token only"},
		{"the sandbox imports a leaf", importsPointOneWay, "chatapi/sandbox/x.go", `import _ "agtok/model/visible"`, "token only"},
		{"model draws", importsPointOneWay, "model/x.go", `import _ "agtok/ui/widget"`, "does not draw"},
		{"model imports the shell", importsPointOneWay, "model/x.go", `import _ "agtok/ui"`, "does not draw"},
		{"a leaf draws", importsPointOneWay, "model/project/x.go", `import _ "agtok/ui/widget"`, "its tables only"},
		{"a leaf imports its root", importsPointOneWay, "model/project/x.go", `import _ "agtok/model"`, "its tables only"},
		{"a leaf imports another", importsPointOneWay, "model/project/x.go", `import _ "agtok/model/timeline"`, "its tables only"},
		{"a leaf imports chatapi", importsPointOneWay, "model/project/x.go", `import _ "agtok/chatapi"`, "its tables only"},
		{"an unknown leaf", importsPointOneWay, "model/unheard/x.go", `import _ "agtok/token"`, "table of leaves"},
		{"a leaf of a leaf", importsPointOneWay, "model/timeline/project/x.go", `import _ "agtok/token"`, "table of leaves"},
		{"a pane imports another", importsPointOneWay, "ui/watch/x.go", `import _ "agtok/ui/compose"`, "through intents"},
		{"a new pane imports another", importsPointOneWay, "ui/fresh/x.go", `import _ "agtok/ui/compose"; type Pane struct{}`, "through intents"},
		{"another package imports a pane", importsPointOneWay, "ui/widget/x.go", `import _ "agtok/ui/compose"`, "through intents"},
		{"a command imports a pane", importsPointOneWay, "ui/command/x.go", `import _ "agtok/ui/compose"`, "through intents"},
		{"main imports a pane", importsPointOneWay, "x.go", `import _ "agtok/ui/compose"`, "through intents"},
		{"the shell imports a pane", importsPointOneWay, "ui/keys.go", `import _ "agtok/ui/watch"`, "none of its panes"},
		{"a pane imports the shell", importsPointOneWay, "ui/watch/x.go", `import _ "agtok/ui"`, "above its parts"},
		{"a widget imports the shell", importsPointOneWay, "ui/widget/x.go", `import _ "agtok/ui"`, "above its parts"},
		{"names from nowhere", importsPointOneWay, "model/x.go", `import . "time"`, "where it comes from"},

		{"the clock", noClockBelowMain, "model/timeline/x.go", `import "time"; var x = time.Now`, "time.Now"},
		{"the time since", noClockBelowMain, "ui/x.go", `import "time"; func x() { time.Since(time.Time{}) }`, "time.Since"},
		{"the time until", noClockBelowMain, "ui/x.go", `import "time"; func x() { time.Until(time.Time{}) }`, "time.Until"},
		{"waiting", noClockBelowMain, "token/x.go", `import "time"; func x() { time.Sleep(1) }`, "time.Sleep"},
		{"waiting for a channel", noClockBelowMain, "model/timeline/x.go", `import "time"; func x() { <-time.After(time.Second) }`, "time.After"},
		{"a function for later", noClockBelowMain, "model/timeline/x.go", `import "time"; func x() { time.AfterFunc(1, x) }`, "time.AfterFunc"},
		{"a tick", noClockBelowMain, "model/timeline/x.go", `import "time"; func x() { <-time.Tick(1) }`, "time.Tick"},
		{"a timer", noClockBelowMain, "model/timeline/x.go", `import "time"; func x() { time.NewTimer(1) }`, "time.NewTimer"},
		{"a ticker", noClockBelowMain, "model/timeline/x.go", `import "time"; func x() { time.NewTicker(1) }`, "time.NewTicker"},
		{"Bubble Tea's tick", noClockBelowMain, "ui/watch/x.go", `import tea "github.com/charmbracelet/bubbletea"; func x() { tea.Tick(1, nil) }`, "bubbletea.Tick"},
		{"Bubble Tea's wall clock", noClockBelowMain, "ui/watch/x.go", `import tea "github.com/charmbracelet/bubbletea"; func x() { tea.Every(1, nil) }`, "bubbletea.Every"},
		{"under another name", noClockBelowMain, "model/timeline/x.go", `import clock "time"; func x() { clock.Now() }`, "time.Now"},
		{"another clock where one is allowed", noClockBelowMain, "ui/chat/job.go", `import "time"; func x() { time.NewTicker(1) }`, "time.NewTicker"},

		{"pseudo-random numbers", noChanceBelowMain, "model/x.go", `import "math/rand"; var x = rand.Int`, "comes from main"},
		{"under another name", noChanceBelowMain, "model/x.go", `import dice "math/rand/v2"; var x = dice.Int`, "comes from main"},
		{"random bytes", noChanceBelowMain, "token/x.go", `import _ "crypto/rand"`, "comes from main"},

		{"assigned", variablesAreTables, "model/timeline/x.go", `func x() { count = 1 }`, "count"},
		{"assigned with others", variablesAreTables, "model/timeline/x.go", `func x() { y := 0; y, count = 1, y }`, "count"},
		{"added to", variablesAreTables, "model/timeline/x.go", `func x() { count += 1 }`, "count"},
		{"counted up", variablesAreTables, "model/timeline/x.go", `func x() { count++ }`, "count"},
		{"counted down in brackets", variablesAreTables, "model/timeline/x.go", `func x() { (count)-- }`, "count"},
		{"ranged over", variablesAreTables, "model/timeline/x.go", `func x() { for count = range 3 {} }`, "count"},
		{"its address", variablesAreTables, "model/timeline/x.go", `func x() *int { return &count }`, "count"},
		{"its address in another declaration", variablesAreTables, "model/timeline/x.go", `var x = &count`, "count"},
		{"in a function of a declaration", variablesAreTables, "model/timeline/x.go", `var x = func() { count++ }`, "count"},
		{"the address of a row", variablesAreTables, "model/timeline/x.go", `func x() *string { return &Names[0] }`, "Names"},
		{"a row", variablesAreTables, "model/timeline/x.go", `func x() { Names[0] = "b" }`, "Names"},
		{"a key", variablesAreTables, "model/timeline/x.go", `func x() { at["x"]++ }`, "at"},
		{"a key less", variablesAreTables, "model/timeline/x.go", `func x() { delete(at, "x") }`, "at"},
		{"no key left", variablesAreTables, "model/timeline/x.go", `func x() { clear(at) }`, "at"},
		{"copied over", variablesAreTables, "model/timeline/x.go", `func x() { copy(Names[:1], nil) }`, "Names"},
		{"a field", variablesAreTables, "model/timeline/x.go", `var y = &List{}; func x() { y.n = 1 }`, "y"},
		{"through a pointer", variablesAreTables, "model/timeline/x.go", `var y = new(int); func x() { *y = 1 }`, "y"},
		{"a method that changes it", variablesAreTables, "model/timeline/x.go", `var y List; func x() { y.Add() }`, "y"},
		{"where a local one is called alike elsewhere", variablesAreTables, "model/timeline/x.go", `func x() { { count := 1; _ = count }; count = 1 }`, "count"},
		{"of another package", variablesAreTables, "model/x.go", `import "agtok/model/timeline"; func x() { timeline.Names = nil }`, "Names"},
		{"of another module", variablesAreTables, "model/x.go", `import "net/http"; func x() { http.DefaultClient = nil }`, "DefaultClient"},
		{"its address, of another module", variablesAreTables, "model/x.go", `import "os"; func x() any { return &os.Args }`, "Args"},
		{"a lock", variablesAreTables, "model/x.go", `import "sync"; var x sync.Mutex`, "sync.Mutex"},
		{"a counter", variablesAreTables, "model/x.go", `import "sync/atomic"; var x = struct{ n atomic.Int64 }{}`, "atomic.Int64"},

		{"an init function", oneInit, "model/x.go", `func init() {}`, "init"},
		{"no comment", everythingIsDocumented, "model/x.go", `type X int`, "X has no comment"},
		{"no comment on a method", everythingIsDocumented, "model/timeline/x.go", `func (l List) Len() int { return l.n }`, "Len has no comment"},
		{"no comment on a package", everythingIsDocumented, "model/fresh/x.go", ``, "model/fresh has no comment"},
		{"a drawer", noDrawers, "model/utils/x.go", ``, "says nothing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			broken := c.law(fake(t, c.file, "package "+packageIn(c.file)+"; "+c.text))
			if len(broken) != 1 || !strings.Contains(broken[0], c.want) {
				t.Errorf("found %q, want one with %q", broken, c.want)
			}
		})
	}
}

// packageIn gives the name of the package in a file's folder.
func packageIn(file string) string {
	parts := strings.Split(file, "/")
	if len(parts) == 1 {
		return "main"
	}
	return parts[len(parts)-2]
}
