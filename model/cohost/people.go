package cohost

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"agtok/model/visible"
)

// The bounds of a lab and of the names in it.
const (
	MaxParticipants = 12
	MaxName         = 12 // characters
)

// guestTime is how long the token of an added participant lasts, in seconds: as in
// most of the scenarios.
const guestTime = 5 * 60

// guests are names for those who are added: one for each that a lab can hold, so
// that one of them is always free.
var guests = [MaxParticipants]string{"Ada", "Cem", "Dora", "Emil", "Fay", "Gus", "Ida", "Jon", "Kim", "Lea", "Max", "Nia"}

// Add gives the lab with one participant more, its last: audience, with a
// subscriber token of five minutes that is issued after so many seconds of the
// story, or at its start if that is still to come. It joins at once. Its name and
// uid are free. An error says why nobody can be added.
func (l *Lab) Add(after int64, salt uint32) (Lab, error) {
	p := Participant{Role: Audience, Pass: Subscriber(guestTime), Issued: max(after, 0), Salt: salt}
	for _, name := range guests {
		if !l.named(name, Project) {
			p.Name = name
			break
		}
	}
	for n := 2001; p.UID == "" || slices.ContainsFunc(l.Participants, func(o Participant) bool { return o.UID == p.UID }); n++ {
		p.UID = strconv.Itoa(n)
	}
	return l.with(p, after)
}

// with gives the lab with p, who joins after so many seconds.
func (l *Lab) with(p Participant, after int64) (Lab, error) {
	switch {
	case len(l.Participants) >= MaxParticipants:
		return Lab{}, fmt.Errorf("%d participants are in: take one out first", MaxParticipants)
	case after > maxAhead:
		return Lab{}, errAhead()
	case p.Issued > maxAhead:
		return Lab{}, errors.New("the token is issued more than a year after the start of the story")
	}
	p.Steps = []Step{join(max(after, 0))}
	next := l.clone()
	next.Participants = append(next.Participants, p)
	return next, nil
}

// Remove gives the lab without participant who. The last one stays.
func (l *Lab) Remove(who int) (Lab, error) {
	switch {
	case who < 0 || who >= len(l.Participants):
		return Lab{}, errNobody(who)
	case len(l.Participants) == 1:
		return Lab{}, errors.New("nobody else is in the story: add someone first")
	}
	next := l.clone()
	next.Participants = slices.Delete(next.Participants, who, who+1)
	return next, nil
}

// Rename gives the lab in which participant who has another name: of at most
// [MaxName] printable characters, and nobody else's, letter case aside.
func (l *Lab) Rename(who int, name string) (Lab, error) {
	name = strings.TrimSpace(name)
	if who < 0 || who >= len(l.Participants) {
		return Lab{}, errNobody(who)
	}
	if err := checkName(name); err != nil {
		return Lab{}, err
	}
	if l.named(name, who) {
		return Lab{}, fmt.Errorf("%s is somebody else's name", name)
	}
	next := l.clone()
	next.Participants[who].Name = name
	return next, nil
}

// checkName refuses what can't be told on a screen. No error holds the name.
func checkName(name string) error {
	switch {
	case utf8.RuneCountInString(name) > MaxName:
		return fmt.Errorf("a name has at most %d characters", MaxName)
	case visible.Text(name) != name:
		return errors.New("a name has printable characters only")
	case !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsSymbol(r) }):
		return errors.New("a name has a letter, a digit or a symbol")
	}
	return nil
}

// named reports whether another than who has a name; the events of nobody have the
// project's.
func (l *Lab) named(name string, who int) bool {
	if strings.EqualFold(name, l.NameOf(Project)) {
		return true
	}
	for i := range l.Participants {
		if i != who && strings.EqualFold(name, l.Participants[i].Name) {
			return true
		}
	}
	return false
}

// nameFor makes a free name of a user: what can be shown of it, with a number if it
// is taken. The number comes first, where no narrow column cuts it off.
func (l *Lab) nameFor(user string) string {
	base := strings.TrimSpace(visible.Line(user, MaxName))
	switch {
	case user == "":
		base = "any user"
	case checkName(base) != nil:
		base = "user"
	}
	name := base
	for n := 2; l.named(name, Project); n++ {
		number := "#" + strconv.Itoa(n) + " "
		name = number + visible.Line(base, MaxName-len(number))
	}
	return name
}

func errNobody(who int) error { return fmt.Errorf("there is no participant %d", who) }

func errBefore() error { return errors.New("the story has not started yet") }

func errAhead() error {
	return errors.New("this time is more than a year after the start of the story")
}
