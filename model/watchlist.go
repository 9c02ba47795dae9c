package model

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"agtok/model/project"
	"agtok/model/renewal"
	"agtok/model/signer"
	"agtok/model/state"
	"agtok/model/timeline"
	"agtok/model/visible"
	"agtok/token"
)

// Watched is a token that counts down.
type Watched struct {
	Name     string
	Token    *token.Token // without text and signature when those were not kept
	Missing  *token.Missing
	Timeline timeline.Timeline
	Signer   signer.Result
	WasValid bool  // of a token without signature: it was valid when it was kept
	Renewals int   // how many tokens took this row's place
	Verdict  Entry // how the last renewal was judged; no text: there was none

	secret string   // the certificate that stands in the App ID's or a name's place
	real   *Watched // the row before it was renewed in a pretended time

	unusable, words string // what [Watched.Unusable] and searchable give
}

// Masked gives text without the certificate that stands in the token.
func (w *Watched) Masked(text string) string {
	if w.secret == "" {
		return text
	}
	return strings.ReplaceAll(text, w.secret, token.Masked)
}

// Kept reports whether the token itself is there, not only what it says.
func (w *Watched) Kept() bool { return w.Token.Text != "" }

// Watchlist is the tokens that count down. The zero value is empty.
type Watchlist struct {
	// KeepTokens lets the tokens themselves be kept between runs, not only what they
	// say.
	KeepTokens bool
	Log        Log

	rows    []Watched
	texts   map[string]int // how many rows with a signature have this text
	said    map[string]int // how many rows say so
	names   map[string]bool
	numbers map[string]int // the last number that was put behind a name
	undo    undo
	unread  []state.Row // kept rows that this program can't read
}

// Len gives how many rows there are.
func (l *Watchlist) Len() int { return len(l.rows) }

// Row gives row i, to be looked at until the list changes.
func (l *Watchlist) Row(i int) *Watched { return &l.rows[i] }

// All goes through the rows, as [Watchlist.Row] gives them.
func (l *Watchlist) All() iter.Seq2[int, *Watched] {
	return func(yield func(int, *Watched) bool) {
		for i := range l.rows {
			if !yield(i, &l.rows[i]) {
				return
			}
		}
	}
}

// MaxWatched bounds the tokens that are watched at once.
const MaxWatched = 10_000

// Add lets t count down, named after its channel or user. It gives the row's name,
// and false when t was there before, since a token is watched once; the name is ""
// when there is no room.
func (l *Watchlist) Add(t *token.Token, m *token.Missing, projects []project.Project) (name string, added bool) {
	return l.add("", t, m, projects)
}

// AddNamed is [Watchlist.Add] with a name of the caller's; it gets a number if it is
// taken.
func (l *Watchlist) AddNamed(name string, t *token.Token, projects []project.Project) (row string, added bool) {
	return l.add(visible.Line(name, maxName), t, nil, projects)
}

func (l *Watchlist) add(name string, t *token.Token, m *token.Missing, projects []project.Project) (row string, added bool) {
	if i := l.find(t); i >= 0 {
		l.learn(&l.rows[i], t, m, projects)
		return l.rows[i].Name, false
	}
	if len(l.rows) >= MaxWatched {
		return "", false
	}
	next := newRow(t, m, projects)
	if name == "" {
		name = next.ownName()
	}
	next.Name = l.freeName(name)
	l.append(next)
	return next.Name, true
}

// learn takes over what t and m tell beyond what is known of a row.
func (l *Watchlist) learn(row *Watched, t *token.Token, m *token.Missing, projects []project.Project) {
	if row.Kept() && (m == nil || row.Missing != nil) {
		return
	}
	l.unindex(row)
	if !row.Kept() {
		row.Token, row.WasValid = t, false
	}
	if row.Missing == nil {
		row.Missing = m
	}
	row.check(projects)
	l.index(row)
}

// find gives the row of t, -1 if there is none. Where one of the two was kept
// without its signature, they are the same when they say the same.
func (l *Watchlist) find(t *token.Token) int {
	if !l.watched(t) {
		return -1
	}
	said := string(describe(t))
	return slices.IndexFunc(l.rows, func(r Watched) bool {
		return r.is(t, said) || r.real != nil && r.real.is(t, said)
	})
}

// watched reports whether t may have a row.
func (l *Watchlist) watched(t *token.Token) bool {
	return l.texts[t.Text] > 0 || l.said[string(describe(t))] > 0
}

// is reports whether the row is that of t, which says this.
func (w *Watched) is(t *token.Token, said string) bool {
	if w.Kept() && t.Text != "" {
		return w.Token.Text == t.Text
	}
	return string(describe(w.Token)) == said
}

func newRow(t *token.Token, m *token.Missing, projects []project.Project) Watched {
	row := Watched{Token: t, Missing: m, Timeline: timeline.Of(t)}
	row.check(projects)
	return row
}

// check holds the row against the projects.
func (w *Watched) check(projects []project.Project) {
	w.Signer = signer.Result{Status: signer.Unchecked, Reason: signer.NotKept}
	if w.Kept() {
		w.Signer = signer.Find(w.Token, w.Missing, projects)
	}
	w.unusable, w.words = w.whyUnusable(), w.searchable()
	w.secret = project.CertificateIn(string(describe(w.Token)), projects...)
	if w.Missing != nil && w.secret == "" {
		w.secret = project.CertificateIn(w.Missing.Channel+" "+w.Missing.UID, projects...)
	}
	if w.secret == "" && w.Signer.Accident.Disclosing() {
		w.secret = w.Token.AppID()
	}
}

func (l *Watchlist) append(row Watched) {
	if l.texts == nil {
		l.texts, l.said, l.names, l.numbers = map[string]int{}, map[string]int{}, map[string]bool{}, map[string]int{}
	}
	l.index(&row)
	l.rows = append(l.rows, row)
}

// index has the row found by its name and its tokens, until it is taken out again.
func (l *Watchlist) index(row *Watched) {
	l.names[row.Name] = true
	l.count(row, 1)
}

func (l *Watchlist) unindex(row *Watched) {
	delete(l.names, row.Name)
	l.count(row, -1)
}

// count counts the row's tokens n times more.
func (l *Watchlist) count(row *Watched, n int) {
	count(l.said, string(describe(row.Token)), n)
	if row.Kept() {
		count(l.texts, row.Token.Text, n)
	}
	if row.real != nil {
		l.count(row.real, n)
	}
}

func count(in map[string]int, key string, n int) {
	if in[key] += n; in[key] == 0 {
		delete(in, key)
	}
}

// ownName names a row after its channel or user.
func (w *Watched) ownName() string {
	channel, user := Subject(w.Token, w.Missing)
	for _, name := range []string{channel, user} {
		if base := visible.Line(w.Masked(name), 16); base != "" && base != Unknown {
			return base
		}
	}
	return "token"
}

// freeName gives base, with a number if that name is taken.
func (l *Watchlist) freeName(base string) string {
	name := base
	for l.names[name] {
		l.numbers[base] = max(l.numbers[base], 1) + 1
		name = fmt.Sprintf("%s %d", base, l.numbers[base])
	}
	return name
}

// maxName bounds a row's name, in characters.
const maxName = 40

// Rename gives row i another name. The error says why it can't have that one.
func (l *Watchlist) Rename(i int, name string) error {
	name = visible.Line(strings.TrimSpace(name), maxName)
	row := &l.rows[i]
	switch {
	case name == "":
		return errors.New("a row needs a name")
	case name != row.Name && l.names[name]:
		return fmt.Errorf("another row is called %q", name)
	}
	l.unindex(row)
	row.Name = name
	l.index(row)
	return nil
}

// Renew judges t as a renewal of row i at now, as the SDK would; one that is
// accepted takes the row's token's place, one that is refused changes nothing.
func (l *Watchlist) Renew(i int, t *token.Token, projects []project.Project, now time.Time) renewal.Diff {
	return l.renew(i, t, projects, now, nil)
}

// Rehearse is [Watchlist.Renew] in a time that is pretended: what is kept is the row
// as it was before. A token of a time that has not come is worth nothing in the next
// run, and the one that it replaced is in use.
func (l *Watchlist) Rehearse(i int, t *token.Token, projects []project.Project, now time.Time) renewal.Diff {
	real := l.rows[i].real
	if real == nil {
		row := l.rows[i]
		real = &row
	}
	return l.renew(i, t, projects, now, real)
}

func (l *Watchlist) renew(i int, t *token.Token, projects []project.Project, now time.Time, real *Watched) renewal.Diff {
	row := l.rows[i]
	next := newRow(t, row.Missing, projects)
	d := renewal.Compare(renewal.Input{Old: row.Token, New: t, Signer: next.Signer, Now: now})
	if !d.Renewal.Accepted {
		return d
	}
	next.Renewals, next.real = row.Renewals+1, real
	l.replace(i, next, row.Name)
	l.undo = undo{renewed: &row, by: t}
	return d
}

// Rehearsed reports whether the row was renewed in a pretended time.
func (w *Watched) Rehearsed() bool { return w.real != nil }

// Judged writes down how a renewal of row i was judged: in the log, and as what is
// last known of the row.
func (l *Watchlist) Judged(i int, e Entry) {
	l.rows[i].Verdict = e
	e.Text = l.rows[i].Name + ": " + e.Text
	l.Log.Add(e)
}

// merge puts the rows of old before these, and holds all against the projects.
func (l *Watchlist) merge(old Watchlist, projects []project.Project) {
	kept, unread := l.rows, l.unread
	keep := l.KeepTokens
	*l = old
	l.unread = append(l.unread, unread...)
	l.KeepTokens = keep || old.KeepTokens
	for i := range l.rows {
		l.rows[i].check(projects)
	}
	one := Snapshot{keepTokens: l.KeepTokens}
	for k := range kept {
		row := &kept[k]
		switch i := l.find(row.Token); {
		case i >= 0:
			l.remember(&l.rows[i], row, projects)
		case len(l.rows) >= MaxWatched:
			l.unread = append(l.unread, one.row(row))
		default:
			row.Name = l.freeName(row.Name)
			l.append(*row)
		}
	}
}

// remember takes over into a row what is known of it from another run.
func (l *Watchlist) remember(row, kept *Watched, projects []project.Project) {
	l.unindex(row)
	row.Name = l.freeName(kept.Name)
	if row.Missing == nil {
		row.Missing = kept.Missing
	}
	row.check(projects)
	l.index(row)
}

// describe gives what t says, without its signature.
func describe(t *token.Token) []byte {
	switch {
	case t.AccessToken2 != nil:
		return t.AccessToken2.AppendJSON(nil)
	case t.AccessToken != nil:
		return t.AccessToken.AppendJSON(nil)
	}
	return nil
}
