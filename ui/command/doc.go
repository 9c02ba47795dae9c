// Package command is the tree of agtok's commands: it turns arguments, standard
// input and the configuration into calls of the model, and what comes of them
// into text, JSON lines and an exit code.
//
// The world comes in as a [World]. Nothing here opens the console's screen: that
// is a function which the world brings along. Results go to standard output and
// talk to standard error; no certificate goes anywhere.
package command
