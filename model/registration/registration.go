package registration

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"agtok/chatapi"
)

// Registrar is what is needed of a [chatapi.Client].
type Registrar interface {
	RegisterMany(ctx context.Context, users []chatapi.NewUser) (registered []chatapi.User, refused []chatapi.Refusal, err error)
	// RegisterAgain goes on from the error of the request before for the same users:
	// it waits first, and sends nothing where that is of no use.
	RegisterAgain(ctx context.Context, users []chatapi.NewUser, last error) (registered []chatapi.User, refused []chatapi.Refusal, err error)
	Get(ctx context.Context, username string) (chatapi.User, error)
	// Ahead tells of the service's clock what the answers so far say.
	Ahead() chatapi.Ahead
}

// Result is what became of a user.
type Result string

// The results. NotTried is left of those that no request held: the run was
// cancelled before, or given up.
const (
	Registered Result = "registered"
	Exists     Result = "exists" // before this run
	Failed     Result = "failed"
	NotTried   Result = "not-tried"
)

// ErrRepeated is what the error of a name matches that stands in the list before.
var ErrRepeated = errors.New("the name stands in the list twice")

// ErrDamaged is the error of a user whose name is taken and who is not there: on
// Agora's page of errors, a lookup fails so for what it calls dirty data
// (DS:shared/chat-sdk/reference/_http-status-codes.mdx).
var ErrDamaged = errors.New("the service says that the name is taken, and that there is no such user: the user is perhaps damaged on the service; delete it by its UUID")

// ErrUndecided is the error of a user of whom it can't be told whether this run made
// it.
var ErrUndecided = errors.New("there is such a user, and its time of creation does not tell whether this run made it or somebody else just before: look whether it is as wanted")

// Outcome is what became of one user of the list.
type Outcome struct {
	Username string // as given, so not necessarily fit to show
	Result   Result
	User     chatapi.User // of Registered and Exists; zero if looking it up failed
	Err      error        // of Failed and NotTried: why; of Exists: why it could not be looked up
	// Unknown goes with Failed: a request may have made the user, and nothing could
	// be learned since. Without it, the user was surely not there when the run ended
	// with it.
	Unknown bool
	// Undecided goes with Exists: a request of this run may have made the user, and
	// the clocks do not tell whether it was there before. Err says so.
	Undecided bool
}

// Report is the result of a [Run].
type Report struct {
	Outcomes []Outcome // one for each user, in the order given
	// Err is what ended the run before its time: the context's error, or that of a
	// service which can't be used; nil if nothing did.
	Err error
}

// Count gives the number of users with a result.
func (r Report) Count(result Result) int {
	n := 0
	for _, o := range r.Outcomes {
		if o.Result == result {
			n++
		}
	}
	return n
}

// Unknown gives the number of users of whom it is not known whether they were made.
func (r Report) Unknown() int {
	n := 0
	for _, o := range r.Outcomes {
		if o.Unknown {
			n++
		}
	}
	return n
}

// Progress tells how far a run is.
type Progress struct {
	Done, Failed, Total int // users; Done counts the failed ones
	Batch               int // batches that are done
}

// Options is how to register.
type Options struct {
	Now      func() time.Time // the real time; several goroutines call it
	InFlight int              // batches at once, 1 to 8; 0: 2. The client bounds the rate

	// Settled is told what became of the users of each batch, and of those among them
	// that are not sent, in the order given. Every user is told of once, never in two
	// calls at once; nil: nobody is told.
	Settled func([]Outcome)
}

// Bounds of a run.
const (
	ClockTolerance = 2 * time.Minute // see the package's comment

	maxInFlight     = 8
	defaultInFlight = 2
	maxRequests     = 8 // to register the same users, when each leaves it open; the client's own bound is not above it
	maxPasses       = 3 // over the users to look up; the client repeats each of its own accord
	lookups         = 8 // at once in a batch
	hopeless        = 2 // batches one after another of which nobody was registered: there is no use in more
)

// Run registers users in batches of [chatapi.MaxRegister], and tells of each what
// became of it. Names that are not legal or stand in the list before are not sent.
// A batch that is refused as a whole is split until it is known for whom. The run
// ends early when the service refuses the token or the App Key, when the plan is
// used up, and when two batches one after another fail.
//
// progress is called after every batch, never twice at once; nil: nobody is told.
// When ctx is done nothing more is sent, not even to look up what is open.
func Run(ctx context.Context, r Registrar, users []chatapi.NewUser, o Options, progress func(Progress)) Report {
	n := &run{service: r, now: o.Now, users: users, entries: make([]entry, len(users)), progress: progress, settled: o.Settled}
	n.shown.Total = len(users)
	batches := split(n.check(), chatapi.MaxRegister)
	work := make(chan []int)
	var wait sync.WaitGroup
	for range min(inFlight(o.InFlight), len(batches)) {
		wait.Go(func() {
			for batch := range work {
				n.batch(ctx, batch)
			}
		})
	}
	for _, batch := range batches {
		work <- batch
	}
	close(work)
	wait.Wait()
	n.tell(nil)
	return n.report(ctx)
}

func inFlight(asked int) int {
	if asked <= 0 {
		return defaultInFlight
	}
	return min(asked, maxInFlight)
}

func split(all []int, size int) (parts [][]int) {
	for len(all) > size {
		parts, all = append(parts, all[:size:size]), all[size:]
	}
	if len(all) > 0 {
		parts = append(parts, all)
	}
	return parts
}

// run is one run. Each entry belongs to one batch, and is touched by its goroutine
// only.
type run struct {
	service  Registrar
	now      func() time.Time
	users    []chatapi.NewUser
	entries  []entry
	progress func(Progress)
	settled  func([]Outcome)

	mu     sync.Mutex
	ahead  chatapi.Ahead // by users that were made between a request and its answer
	fails  int           // batches that failed since the last that did not
	err    error         // why nothing further is sent
	unsent []int         // users that are not sent, and not told of yet
	shown  Progress
}

// entry is what is known of one user.
type entry struct {
	Outcome
	opened time.Time // when the first request that left it open was begun; zero: there was none
	open   bool      // a request may have made the user since it was last looked up; Err tells of it
	there  bool      // the service says that there is such a user
}

// check settles the users that are not sent, and gives the others.
func (n *run) check() (sent []int) {
	first := make(map[string]int, len(n.users))
	for i, u := range n.users {
		n.entries[i].Username = u.Username
		at, repeated := first[u.Username]
		err := chatapi.CheckUsername(u.Username)
		switch {
		case err != nil:
			n.settle(i, Failed, err)
		case repeated:
			n.settle(i, Failed, fmt.Errorf("%w: as number %d and as number %d", ErrRepeated, at+1, i+1))
		default:
			first[u.Username] = i
			sent = append(sent, i)
			continue
		}
		n.shown.Done++
		n.shown.Failed++
		n.unsent = append(n.unsent, i)
	}
	return sent
}

// tell tells what became of a batch, and of users before its last one that were not
// sent; nil: of all of those that are left.
func (n *run) tell(batch []int) {
	before := len(n.unsent)
	if batch != nil {
		before, _ = slices.BinarySearch(n.unsent, batch[len(batch)-1])
	}
	indices := slices.Concat(n.unsent[:before], batch)
	n.unsent = n.unsent[before:]
	slices.Sort(indices)
	if n.settled == nil || len(indices) == 0 {
		return
	}
	list := make([]Outcome, len(indices))
	for k, i := range indices {
		list[k] = n.entries[i].Outcome
	}
	n.settled(list)
}

// report settles what is left.
func (n *run) report(ctx context.Context) Report {
	r := Report{Outcomes: make([]Outcome, len(n.entries)), Err: n.err}
	short := false
	for i := range n.entries {
		e := &n.entries[i]
		short = short || e.Result == Failed || e.Result == NotTried
		r.Outcomes[i] = e.Outcome
	}
	if r.Err == nil && short {
		r.Err = ctx.Err()
	}
	return r
}
