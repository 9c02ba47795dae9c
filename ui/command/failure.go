package command

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit codes. They are part of the contract with scripts.
const (
	exitDone          = 0
	exitNegative      = 1 // nothing found, something not readable, refused
	exitUsage         = 2
	exitConfiguration = 3
	exitRemote        = 4 // a service can't be reached or answers with an error
	exitInterrupted   = 130
)

// failure is an error that knows the program's exit code.
type failure struct {
	code int
	error
}

func (f *failure) Unwrap() error { return f.error }

// errSaid is the error of a command that has said what was wrong, in its output or
// line by line.
var errSaid = errors.New("said")

// negative ends a command that has said what was wrong.
func negative() error { return &failure{exitNegative, errSaid} }

func negativef(format string, args ...any) error {
	return &failure{exitNegative, fmt.Errorf(format, args...)}
}

// errUnread ends a command that changes something when its output can't be written
// any more: nobody would learn of what is done from then on.
var errUnread = errors.New("standard output can't be written any more, so nothing further was sent")

func unread(err error) error { return negativef("%w: %s", errUnread, err.Error()) }

// usagef says what is wrong with the arguments of cmd and where help is.
func usagef(cmd *cobra.Command, format string, args ...any) error {
	help := "agtok help" + strings.TrimPrefix(cmd.CommandPath(), "agtok")
	return &failure{exitUsage, fmt.Errorf(format+" (see %s)", append(args, help)...)}
}

func configurationf(format string, args ...any) error {
	return &failure{exitConfiguration, fmt.Errorf(format, args...)}
}

// exitCode gives the code for an error of a command.
func exitCode(err error) int {
	var f *failure
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &f):
		return f.code
	}
	return exitNegative
}

// isClosedPipe reports whether err says that nobody reads the output any more,
// which is how "agtok … | head -1" ends.
func isClosedPipe(err error) bool {
	const errorBrokenPipe, errorNoData = syscall.Errno(109), syscall.Errno(232) // of Windows
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) ||
		runtime.GOOS == "windows" && (errors.Is(err, errorBrokenPipe) || errors.Is(err, errorNoData))
}

// noArguments is for commands that take none.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef(cmd, "%s takes no arguments", strings.TrimPrefix(cmd.CommandPath(), "agtok "))
	}
	return nil
}

// choose is what a command does that is only there for the commands below it.
func choose(what string) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		names := strings.Join(below(cmd), ", ")
		if len(args) == 0 {
			return usagef(cmd, "name %s: %s", what, names)
		}
		return usagef(cmd, "%q is not %s: %s%s", shown(args[0]), what, nearest(cmd, args[0]), names)
	}
}

// nearest suggests the command below cmd that name may have been meant for.
func nearest(cmd *cobra.Command, name string) string {
	if name == "" || len(name) > maxName {
		return ""
	}
	// Package cobra compares beginnings only, unless it is told how many letters may
	// be wrong. Those with fewer come first.
	for wrong, shortest := range [...]int{0, 4, 5} {
		cmd.SuggestionsMinimumDistance = wrong
		for _, near := range cmd.SuggestionsFor(name) {
			if len(near) >= shortest && (wrong == 0 || !otherDigits(name, near)) {
				return "did you mean " + near + "? "
			}
		}
	}
	return ""
}

// otherDigits reports whether name has digits that near has not: these are no slips.
// Whoever asks for 007 must not be given 006.
func otherDigits(name, near string) bool {
	return strings.ContainsFunc(name, func(c rune) bool {
		return '0' <= c && c <= '9' && !strings.ContainsRune(near, c)
	})
}

// maxName bounds the names for which something near is looked for: the time
// grows with the length.
const maxName = 64

// below gives the names of the commands below cmd.
func below(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}
