package command

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"agtok/model/lifetime"
	"agtok/model/timeline"
)

// maxEvents bounds what is waited for, as a token of 64 KiB can have thousands of
// events.
const maxEvents = 100_000

// awaited is an event of one of the tokens.
type awaited struct {
	of *observed
	e  *timeline.Event
}

// watching is one run of the command.
type watching struct {
	telling
	clock rushing
	until timeline.Instant
}

// eventsFrom gives the events of all tokens from a second on, in the order in which
// they fire, and how many lie before it.
func eventsFrom(tokens []observed, now int64) (events []awaited, behind int, err error) {
	for i := range tokens {
		tl := timeline.Of(tokens[i].token)
		for k := range tl.Events {
			if int64(tl.Events[k].At) < now {
				behind++
				continue
			}
			events = append(events, awaited{&tokens[i], &tl.Events[k]})
		}
		if len(events) > maxEvents {
			return nil, 0, negativef("the tokens have more than %d events to come: watch fewer of them", maxEvents)
		}
	}
	slices.SortStableFunc(events, func(a, b awaited) int { return cmp.Compare(a.e.At, b.e.At) })
	return events, behind, nil
}

// announce says what is waited for, and which clock counts.
func (w *watching) announce(events []awaited, tokens, behind int) {
	now := w.clock.from // by now it may be minutes later on a fast clock
	if w.pretend != "" || w.clock.speed > 1 {
		w.say("the clock is not real: it starts at %s and runs %s", now.Format(time.DateTime), pace(w.clock.speed))
	}
	text := "watching " + count(tokens, "token") + ": "
	if len(events) == 0 {
		text += "there is nothing to wait for"
	} else {
		text += count(len(events), "event") + " to come, the first " + lifetime.Relative(int64(events[0].e.At), now.Unix())
	}
	switch behind {
	case 0:
	case 1:
		text += "; 1 event lies behind"
	default:
		text += "; " + count(behind, "event") + " lie behind"
	}
	w.say("%s", text)
}

func pace(speed int) string {
	if speed == 1 {
		return "on from there"
	}
	return strconv.Itoa(speed) + " times as fast"
}

// run prints each event at its second. What fired while the machine slept comes at
// once, in order.
func (w *watching) run(ctx context.Context, events []awaited) error {
	for i := range events {
		a := &events[i]
		if a.e.At > w.until {
			if err := w.reach(ctx, w.until); err != nil {
				return err
			}
			w.say("the time to watch is over; %s to come", isAre(len(events)-i))
			return nil
		}
		if err := w.reach(ctx, a.e.At); err != nil {
			return err
		}
		if err := w.print(a); err != nil {
			return err
		}
	}
	return nil
}

func isAre(events int) string {
	if events == 1 {
		return "1 event is"
	}
	return count(events, "event") + " are"
}

// reach waits until the clock shows at.
func (w *watching) reach(ctx context.Context, at timeline.Instant) error {
	for w.clock.now().Unix() < int64(at) {
		if err := w.wait(ctx, w.clock.until(int64(at))); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// print writes an event so that whoever reads the output sees it at once.
func (w *watching) print(a *awaited) (err error) {
	if w.json {
		err = w.printJSON(w.fired(a.of, a.e))
	} else {
		err = w.printf("%s\n", w.inWords(a))
	}
	if err != nil {
		return err
	}
	return w.out.Flush()
}

// inWords tells of an event: in one line, but on a terminal in lines that fit.
func (w *watching) inWords(a *awaited) string {
	parts := []string{time.Unix(int64(a.e.At), 0).In(w.clock.from.Location()).Format(time.DateTime)}
	if w.several {
		parts = append(parts, strconv.Itoa(a.of.number)+" "+a.of.label)
	}
	said := []string{a.e.Product.Title() + ": " + words(a.e)}
	if name := a.e.Callback(w.platform); name != "" {
		said = append(said, w.platform.Title()+" calls "+name)
	}
	todo := a.e.Todo(w.platform)
	if w.world.StdoutIsTerminal {
		width := w.width()
		lines := flowed(append(parts, said...), w.dot(), width)
		return strings.Join(append(lines, hung("", todo, width)...), "\n")
	}
	if todo != "" {
		said = append(said, todo)
	}
	return strings.Join(append(parts, strings.Join(said, ". ")), "  ")
}
