package registration_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"agtok/chatapi"
	"agtok/model/registration"
)

var start = time.Unix(1_795_000_000, 0).UTC()

// desk is a service made of functions. Its clock goes on with every call.
type desk struct {
	register func(users []chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error)
	get      func(name string) (chatapi.User, error)

	ahead    chatapi.Ahead
	mu       sync.Mutex
	time     time.Time
	requests [][]string
	looked   []string
}

func (d *desk) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.time.IsZero() {
		d.time = start
	}
	d.time = d.time.Add(time.Millisecond)
	return d.time
}

func (d *desk) RegisterMany(ctx context.Context, users []chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) {
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	var names []string
	for _, u := range users {
		names = append(names, u.Username)
	}
	d.mu.Lock()
	d.requests = append(d.requests, names)
	d.mu.Unlock()
	return d.register(users)
}

func (d *desk) RegisterAgain(ctx context.Context, users []chatapi.NewUser, _ error) ([]chatapi.User, []chatapi.Refusal, error) {
	return d.RegisterMany(ctx, users)
}

func (d *desk) Ahead() chatapi.Ahead { return d.ahead }

func (d *desk) Get(ctx context.Context, name string) (chatapi.User, error) {
	if ctx.Err() != nil {
		return chatapi.User{}, ctx.Err()
	}
	d.mu.Lock()
	d.looked = append(d.looked, name)
	d.mu.Unlock()
	return d.get(name)
}

func (d *desk) run(t *testing.T, users []chatapi.NewUser) registration.Report {
	t.Helper()
	last := registration.Progress{}
	var settled []registration.Outcome
	o := registration.Options{Now: d.now, InFlight: 1, Settled: func(list []registration.Outcome) { settled = append(settled, list...) }}
	r := registration.Run(context.Background(), d, users, o, func(p registration.Progress) {
		if len(settled) > p.Done || len(settled) < p.Done-unsent(users) {
			t.Errorf("%d users are done, and %d were told of", p.Done, len(settled))
		}
		if p.Total != len(users) || p.Batch != last.Batch+1 || p.Done <= last.Done || p.Failed < last.Failed {
			t.Errorf("progress goes from %+v to %+v", last, p)
		}
		last = p
	})
	if len(users) <= chatapi.MaxRegister && words(registration.Report{Outcomes: settled}) != words(r) {
		t.Errorf("%+v was told of, and then %+v", settled, r.Outcomes)
	}
	counts := map[registration.Outcome]int{}
	for _, o := range settled {
		counts[o]++
	}
	for _, o := range r.Outcomes {
		counts[o]--
	}
	for o, n := range counts {
		if n != 0 {
			t.Errorf("%+v was told %d times too often", o, n)
		}
	}
	if last.Batch > 0 && (last.Done != len(users) || last.Failed != r.Count(registration.Failed)) {
		t.Errorf("the last progress is %+v, and %d failed", last, r.Count(registration.Failed))
	}
	return r
}

// unsent counts the users that are not sent.
func unsent(users []chatapi.NewUser) (n int) {
	seen := map[string]bool{}
	for _, u := range users {
		if seen[u.Username] || chatapi.CheckUsername(u.Username) != nil {
			n++
		}
		seen[u.Username] = true
	}
	return n
}

func list(names ...string) []chatapi.NewUser {
	users := make([]chatapi.NewUser, len(names))
	for i, name := range names {
		users[i].Username = name
	}
	return users
}

func many(n int) []chatapi.NewUser {
	users := make([]chatapi.NewUser, n)
	for i := range users {
		users[i].Username = fmt.Sprintf("user%05d", i)
	}
	return users
}

func made(users []chatapi.NewUser, at time.Time) (list []chatapi.User) {
	for _, u := range users {
		list = append(list, chatapi.User{Username: u.Username, UUID: "uuid of " + u.Username, Created: at})
	}
	return list
}

var (
	errOpen   = fmt.Errorf("the line went dead: %w", chatapi.ErrOutcomeUnknown)
	errBusy   = fmt.Errorf("too busy to look: %w", chatapi.ErrUnreachable)
	errAbsent = fmt.Errorf("nobody: %w", chatapi.ErrNotFound)
)

func absent(string) (chatapi.User, error) { return chatapi.User{}, errAbsent }

// words writes a report in one line.
func words(r registration.Report) string {
	var parts []string
	for _, o := range r.Outcomes {
		text := o.Username + " " + string(o.Result)
		if o.Undecided != errors.Is(o.Err, registration.ErrUndecided) {
			text += " contradicts itself"
		}
		if o.Undecided {
			text += " undecided"
		}
		if o.Unknown {
			text += " unknown"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

func TestWhatIsNotSent(t *testing.T) {
	d := desk{register: func(users []chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) {
		return made(users, start), nil, nil
	}}
	r := d.run(t, list("a", "B", "a", "", "c\x1b[2J", "b"))
	if got, want := words(r), "a registered, B failed, a failed,  failed, c\x1b[2J failed, b registered"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if len(d.requests) != 1 || !slices.Equal(d.requests[0], []string{"a", "b"}) {
		t.Errorf("sent: %q", d.requests)
	}
	if err := r.Outcomes[2].Err; !errors.Is(err, registration.ErrRepeated) || !strings.Contains(err.Error(), "number 1 and as number 3") {
		t.Errorf("the repeated name: %v", err)
	}
	for _, i := range []int{1, 3, 4} {
		if err := r.Outcomes[i].Err; !errors.Is(err, chatapi.ErrIllegalUsername) || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("an illegal name: %v", err)
		}
	}
	if empty := d.run(t, nil); len(empty.Outcomes) != 0 || empty.Err != nil {
		t.Errorf("nobody to register: %+v", empty)
	}
}

func TestBatches(t *testing.T) {
	d := desk{register: func(users []chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) {
		return made(users, start), nil, nil
	}}
	r := d.run(t, many(130))
	if got := r.Count(registration.Registered); got != 130 || len(d.requests) != 3 || len(d.requests[0]) != 60 || len(d.requests[2]) != 10 || len(d.looked) > 0 {
		t.Errorf("%d registered in %d requests, %d lookups", got, len(d.requests), len(d.looked))
	}
}

// TestOpenAnswers has the first request leave it open, and looks who is there.
func TestOpenAnswers(t *testing.T) {
	hour := start.Add(-time.Hour)
	users := map[string]time.Time{"late": start.Add(time.Second), "old": hour, "timeless": {}}
	first := true
	d := desk{
		ahead: chatapi.Ahead{Known: true},
		register: func(batch []chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) {
			if first {
				first = false
				return nil, nil, errOpen
			}
			return made(batch, start.Add(2*time.Second)), nil, nil
		},
		get: func(name string) (chatapi.User, error) {
			at, ok := users[name]
			if !ok {
				return absent(name)
			}
			return chatapi.User{Username: name, UUID: "u", Created: at}, nil
		},
	}
	r := d.run(t, list("late", "old", "lost", "timeless"))
	if got, want := words(r), "late registered, old exists, lost registered, timeless exists undecided"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if len(d.requests) != 2 || !slices.Equal(d.requests[1], []string{"lost"}) {
		t.Errorf("sent: %q; who was found must not be sent again", d.requests)
	}
	if len(d.looked) != 4 || r.Outcomes[0].Err != nil || r.Outcomes[0].User.UUID != "u" || r.Err != nil {
		t.Errorf("looked up: %q, outcome %+v, %v", d.looked, r.Outcomes[0], r.Err)
	}
}

// TestClocksApart has a service whose clock is ten minutes off, and three users that
// are found after an open answer: one just made, one of 45 seconds ago and one of
// five minutes ago.
func TestClocksApart(t *testing.T) {
	const told, learned, unknown = "told", "learned", "unknown"
	for _, off := range []time.Duration{0, 10 * time.Minute, -10 * time.Minute} {
		for knowledge, want := range map[string]string{
			told:    "new registered, near exists, far exists",
			learned: "new registered, near exists, far exists",
			unknown: "new exists undecided, near exists undecided, far exists",
		} {
			if knowledge == unknown && off != 0 {
				continue // the clocks are trusted to be less apart
			}
			d := desk{}
			if knowledge == told {
				d.ahead = chatapi.Ahead{Least: off - time.Second, Most: off + time.Second, Known: true}
			}
			d.register = func(batch []chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) {
				if batch[0].Username == "new" {
					return nil, nil, errOpen
				}
				return made(batch, d.now().Add(off)), nil, nil
			}
			d.get = func(name string) (chatapi.User, error) {
				ago := map[string]time.Duration{"new": -2 * time.Second, "near": 45 * time.Second, "far": 5 * time.Minute}[name]
				return chatapi.User{Username: name, UUID: "u", Created: d.now().Add(off - ago)}, nil
			}
			users := list("new", "near", "far")
			if knowledge == learned {
				users = append(many(60), users...)
			}
			r := d.run(t, users)
			r.Outcomes = r.Outcomes[len(users)-3:]
			if got := words(r); got != want {
				t.Errorf("%s apart, %s: %q, want %q", off, knowledge, got, want)
			}
		}
	}
}

func TestExistsAfterAnOpenAnswer(t *testing.T) {
	// The first request is carried out after it was looked for.
	d := desk{ahead: chatapi.Ahead{Known: true}}
	requests := 0
	d.register = func(batch []chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) {
		if requests++; requests == 1 {
			return nil, nil, errOpen
		}
		return nil, []chatapi.Refusal{{Username: batch[0].Username, Reason: "the late already exists"}}, nil
	}
	d.get = func(name string) (chatapi.User, error) {
		if requests == 1 {
			return absent(name)
		}
		return chatapi.User{Username: name, UUID: "u", Created: start.Add(time.Second)}, nil
	}
	if got, want := words(d.run(t, list("late"))), "late registered"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestExists(t *testing.T) {
	d := desk{
		register: func([]chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) {
			return nil, []chatapi.Refusal{{Username: "a", Reason: "the a already exists"}, {Username: "b", Reason: "the b already exists"},
				{Username: "c", Reason: "no more c"}, {Username: "stranger", Reason: "x"}}, nil
		},
		get: func(name string) (chatapi.User, error) {
			if name == "b" {
				return chatapi.User{}, errBusy
			}
			return chatapi.User{Username: name, UUID: "u", Created: start}, nil // just now, and yet not by this run
		},
	}
	r := d.run(t, list("a", "b", "c"))
	if got, want := words(r), "a exists, b exists, c failed"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if r.Outcomes[0].User.UUID != "u" || r.Outcomes[0].Err != nil || !errors.Is(r.Outcomes[1].Err, errBusy) || !strings.Contains(r.Outcomes[2].Err.Error(), "no more c") {
		t.Errorf("outcomes: %+v", r.Outcomes)
	}
}

func TestLookupsThatFail(t *testing.T) {
	d := desk{
		register: func([]chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) { return nil, nil, errOpen },
		get:      func(string) (chatapi.User, error) { return chatapi.User{}, errBusy },
	}
	r := d.run(t, many(300))
	if got := r.Unknown(); got != 120 || r.Count(registration.Failed) != 120 || r.Count(registration.NotTried) != 180 || !errors.Is(r.Err, errBusy) {
		t.Errorf("%d are unknown, %d failed, %d were not tried, %v: two batches were to be tried", got, r.Count(registration.Failed), r.Count(registration.NotTried), r.Err)
	}
	if len(d.requests) != 2 || len(d.looked) > 100 {
		t.Errorf("%d requests and %d lookups of a service that is down", len(d.requests), len(d.looked))
	}
	if err := r.Outcomes[0].Err; !errors.Is(err, chatapi.ErrOutcomeUnknown) || !errors.Is(err, errBusy) {
		t.Errorf("the error of an unknown one: %v", err)
	}
	if err := r.Outcomes[299].Err; !errors.Is(err, errBusy) {
		t.Errorf("the error of one not tried: %v", err)
	}
}

func TestNeverMade(t *testing.T) {
	d := desk{register: func([]chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) { return nil, nil, errOpen }, get: absent}
	r := d.run(t, list("a"))
	if got, want := words(r), "a failed"; got != want || !strings.Contains(r.Outcomes[0].Err.Error(), "was not there when looked up") {
		t.Errorf("%q (%v), want %q", got, r.Outcomes[0].Err, want)
	}
	if len(d.requests) != 8 || len(d.looked) != 8 {
		t.Errorf("%d requests, %d lookups", len(d.requests), len(d.looked))
	}
}

// TestContradiction has a service that says "exists" and finds nobody.
func TestContradiction(t *testing.T) {
	d := desk{get: absent, register: func([]chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) {
		return nil, []chatapi.Refusal{{Username: "a", Reason: "the a already exists"}}, nil
	}}
	r := d.run(t, list("a"))
	if got, want := words(r), "a failed"; got != want || !errors.Is(r.Outcomes[0].Err, registration.ErrDamaged) || len(d.requests) != 1 || len(d.looked) != 1 {
		t.Errorf("%q (%v) after %d requests and %d lookups, want %q", got, r.Outcomes[0].Err, len(d.requests), len(d.looked), want)
	}
}

// TestHalfAnAnswer has an answer that leaves out some. One without an error would be
// the same another time.
func TestHalfAnAnswer(t *testing.T) {
	for _, c := range []struct {
		err      error
		want     string
		requests int
	}{
		{nil, "a registered, b failed, c failed", 1},
		{errOpen, "a registered, b registered, c registered", 3},
	} {
		d := desk{get: absent}
		d.register = func(batch []chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) {
			return made(batch[:1], start), nil, c.err
		}
		r := d.run(t, list("a", "b", "c"))
		if got := words(r); got != c.want || len(d.requests) != c.requests {
			t.Errorf("%v: %q after %d requests, want %q after %d", c.err, got, len(d.requests), c.want, c.requests)
		}
	}
}

func TestBatchRefusedForOne(t *testing.T) {
	bad := &chatapi.Error{Status: 400, Code: "illegal_argument"}
	d := desk{get: func(name string) (chatapi.User, error) { return chatapi.User{Username: name, UUID: "u"}, nil }}
	d.register = func(batch []chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) {
		for _, u := range batch {
			switch {
			case u.Username == "user00007":
				return nil, nil, bad
			case u.Username == "user00041" && len(batch) == 1:
				return nil, nil, errors.Join(bad, chatapi.ErrDuplicate)
			case u.Username == "user00041":
				return nil, nil, bad
			}
		}
		return made(batch, start), nil, nil
	}
	r := d.run(t, many(60))
	if r.Count(registration.Registered) != 58 || r.Outcomes[7].Result != registration.Failed || r.Outcomes[41].Result != registration.Exists || r.Outcomes[41].User.UUID != "u" {
		t.Errorf("%d registered; %+v, %+v", r.Count(registration.Registered), r.Outcomes[7], r.Outcomes[41])
	}
	if len(d.requests) > 30 {
		t.Errorf("%d requests to find two of sixty", len(d.requests))
	}
}

func TestServiceThatCanNotBeUsed(t *testing.T) {
	for _, c := range []struct {
		err      error
		requests int
	}{
		{chatapi.ErrUnauthorized, 1},
		{chatapi.ErrUnknownApp, 1},
		{fmt.Errorf("%w, %w", chatapi.ErrPlanLimit, &chatapi.Error{Status: 400, Code: "x"}), 1},
		{chatapi.ErrUnreachable, 2},
		{chatapi.ErrRateLimited, 2},
		{&chatapi.Error{Status: 400}, 2}, // not the service's own answer
	} {
		d := desk{register: func([]chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) { return nil, nil, c.err }}
		r := d.run(t, many(600))
		failed, skipped := r.Count(registration.Failed), r.Count(registration.NotTried)
		if len(d.requests) != c.requests || failed != 60*c.requests || skipped != 600-failed || r.Unknown() > 0 || !errors.Is(r.Err, c.err) {
			t.Errorf("%v: %d requests, %d failed, %d not tried, %v", c.err, len(d.requests), failed, skipped, r.Err)
		}
	}
}

func TestOneBadBatchEndsNothing(t *testing.T) {
	requests := 0
	d := desk{register: func(batch []chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) {
		if requests++; requests%2 == 0 {
			return nil, nil, chatapi.ErrRateLimited
		}
		return made(batch, start), nil, nil
	}}
	if r := d.run(t, many(600)); r.Err != nil || r.Count(registration.Registered) != 300 || r.Count(registration.Failed) != 300 {
		t.Errorf("%d registered, %d failed, %v", r.Count(registration.Registered), r.Count(registration.Failed), r.Err)
	}
}

// TestCancelled cancels at each of the points where something is under way.
func TestCancelled(t *testing.T) {
	for point, want := range map[string]string{
		"before":         "a not-tried, b not-tried",
		"unsent request": "a not-tried, b not-tried",
		"sent request":   "a failed unknown, b failed unknown",
		"lookup":         "a registered, b failed unknown",
		"second request": "a registered, b failed",
	} {
		ctx, cancel := context.WithCancel(context.Background())
		d := desk{ahead: chatapi.Ahead{Known: true}}
		requests := 0
		d.register = func([]chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) {
			requests++
			switch {
			case point == "unsent request":
				cancel()
				return nil, nil, ctx.Err()
			case point == "sent request":
				cancel()
				return nil, nil, errors.Join(ctx.Err(), chatapi.ErrOutcomeUnknown)
			case requests == 2:
				cancel()
				return nil, nil, ctx.Err()
			}
			return nil, nil, errOpen
		}
		first := make(chan struct{})
		d.get = func(name string) (chatapi.User, error) {
			if name == "a" {
				defer close(first)
				return chatapi.User{Username: name, UUID: "u", Created: start.Add(time.Second)}, nil
			}
			if point == "lookup" {
				<-first
				cancel()
				return chatapi.User{}, context.Canceled
			}
			return absent(name)
		}
		if point == "before" {
			cancel()
		}
		r := registration.Run(ctx, &d, list("a", "b"), registration.Options{Now: d.now}, nil)
		if got := words(r); got != want {
			t.Errorf("%s: %q, want %q", point, got, want)
		}
		for _, o := range r.Outcomes {
			if o.Result != registration.Registered && !errors.Is(o.Err, context.Canceled) {
				t.Errorf("%s: the error of %s is %v", point, o.Username, o.Err)
			}
		}
		if !errors.Is(r.Err, context.Canceled) {
			t.Errorf("%s: the run ends with %v", point, r.Err)
		}
		cancel()
	}
}
