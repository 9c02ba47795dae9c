// Package cohost is the co-host authentication lab: participants with a client
// role and a token each, a project with its switches, a script of what they do,
// and for every second who may join, is in the channel, and may publish what.
//
// It is a pure function of its values. Every instant is a Unix second, every step
// of a script a number of seconds after the start, so a script can be started at
// any time.
//
// What decides is data: the tables in rules.go, and the reasons in reason.go with
// their words, how sure they are, and the page that they rest on. Where Agora's
// pages are silent or at odds, the answer says so; it is "unknown" where no page
// leads to one.
package cohost
