package command_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// exits is "exits CODE COMMAND …": the command must end with that exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s ends with exit code %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// descriptions is "descriptions IN OUT [KEY=JSON…]": it writes the descriptions of
// the objects that decode printed, with these keys set, as jq would.
func descriptions(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: descriptions IN OUT [KEY=JSON…]")
	}
	var out strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(ts.ReadFile(args[0])), "\n") {
		var object struct {
			Description map[string]json.RawMessage `json:"description"`
		}
		ts.Check(json.Unmarshal([]byte(line), &object))
		if object.Description == nil {
			ts.Fatalf("there is no description in %s", line)
		}
		for _, set := range args[2:] {
			key, value, _ := strings.Cut(set, "=")
			object.Description[key] = json.RawMessage(value)
		}
		text, err := json.Marshal(object.Description)
		ts.Check(err)
		out.Write(append(text, '\n'))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(out.String()), 0o600))
}
