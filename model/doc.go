// Package model holds everything the console knows that is not drawing. Root
// model composes the leaves under model/…: a [Draft] is what a person asks for,
// [Mint] makes a token of it, [Inspect] says all that is known of a token, and a
// [Workspace] is the domain state of one console.
//
// Nothing here reads a clock or draws a random number, and nothing draws on a
// screen. The commands and the panes call the same functions.
package model
