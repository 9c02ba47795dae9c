// Package registration registers many Chat users in batches, on a service whose
// answers get lost, and tells of every user what became of it.
//
// # Exactly once
//
// A name belongs to one user on the service, so sending a name twice never makes
// two users. What can go wrong is what is told: a user that was made is reported as
// failed, or as one that somebody else had made before. So an answer that leaves it
// open whether users were made ([chatapi.ErrOutcomeUnknown]) decides nothing. Every
// user of that batch is looked up first: who is not there is sent again, who is
// there is settled, and whoever can't be looked up either is reported as failed and
// [Outcome.Unknown].
//
// # Who made it
//
// A user that is found after an open answer was made by this run, or was there
// before; so it is with one that a second request is told to exist already, since
// the first may have been carried out late. Looking every user up before would
// answer that, at the price of as many requests as there are users, where a batch
// takes 60; and it would leave the time between open. So the user's time of creation
// decides: it counts as made by this run if it is not older than the first request
// that held it. The two times are read from two clocks. Each definite answer of the
// run tells how far they are apart, since the service made those users between
// request and answer; before there is one, the service's time in any answer, errors
// and lookups included, does. Without either the clocks are trusted to agree within
// [ClockTolerance]. Where all that leaves it open, or there is no time of creation,
// the user counts as one that was there, since to say that it has the password given
// here could be wrong, and [Outcome.Undecided] says so.
package registration
