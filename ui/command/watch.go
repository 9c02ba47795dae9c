package command

import (
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"agtok/model/lifetime"
	"agtok/model/timeline"
)

func (s *session) watchCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "watch [TOKEN…]",
		Short: "Print each event in the life of tokens as it fires",
		Long: `Print each event in the life of tokens at the second at which it fires: warnings,
ends, removal. It ends when the last one has fired, or at --until. Events that lie
behind at the start are counted and not printed.

The input is text in which every token is found, as for decode: the arguments, else
standard input. All of it must be readable, or nothing is watched.

--now starts the clock at another time, from which it runs on, and --speed lets it
run so many times as fast: an hour passes in a minute with --speed 60.

Every event is a line, written at once. On a terminal the lines are as wide as it is,
and what to do stands on a line of its own. With --json see agtok help timeline for
the keys.

Exit code 0: the last event has fired, or --until is reached. 1: there is no token, or
something that can't be read. 130: interrupted.`,
		Example: `  agtok watch 007eJx…
  agtok watch --until 10m --platform web 007eJx…
  agtok watch --speed 600 007eJx…
  agtok watch --json 007eJx… | while read -r event; do notify-send "$event"; done`,
		RunE: s.runWatch,
	}
	f := cmd.Flags()
	f.String("until", "", "end at this `TIME` at the latest: 10m, 14:30, 2026-11-22 or @1700000000")
	f.String("speed", "1", "let the clock run `N` times as fast: 1 to 86400")
	platformFlag(cmd)
	return cmd
}

func (s *session) runWatch(cmd *cobra.Command, args []string) error {
	t, err := s.telling(cmd)
	if err != nil {
		return err
	}
	speed, err := speedOf(cmd)
	if err != nil {
		return err
	}
	if _, err := s.untilOf(cmd); err != nil { // before standard input, which can take long
		return err
	}
	tokens, unread, err := s.observe(cmd, args)
	if err != nil {
		return err
	}
	for _, text := range unread {
		s.say("%s", text)
	}
	if len(unread) > 0 {
		return negative()
	}
	t.several = len(tokens) > 1
	w := watching{telling: t, clock: s.rushing(speed)}
	if w.until, err = s.untilOf(cmd); err != nil {
		return err
	}
	events, behind, err := eventsFrom(tokens, w.clock.from.Unix())
	if err != nil {
		return err
	}
	w.announce(events, len(tokens), behind)
	return w.run(cmd.Context(), events)
}

func speedOf(cmd *cobra.Command) (int, error) {
	n, err := strconv.Atoi(cmd.Flags().Lookup("speed").Value.String())
	if err != nil || n < 1 || n > maxSpeed {
		return 0, usagef(cmd, "--speed: how many times as fast the clock runs is a number from 1 to %d", maxSpeed)
	}
	return n, nil
}

// untilOf reads --until, which counts from the clock's start; [timeline.Never]
// without it.
func (s *session) untilOf(cmd *cobra.Command) (timeline.Instant, error) {
	f := cmd.Flags().Lookup("until")
	if !f.Changed {
		return timeline.Never, nil
	}
	now := s.now()
	seconds, err := lifetime.Parse(f.Value.String(), now)
	if err == nil {
		return timeline.Instant(now.Unix() + int64(seconds)), nil
	}
	if at, bad := lifetime.ParseInstant(f.Value.String(), now); bad == nil && at.Before(now) {
		return 0, usagef(cmd, "--until: %s lies behind: it is %s", at.Format(time.DateTime), now.Format(time.DateTime))
	}
	return 0, usagef(cmd, "--until: %v", err)
}
