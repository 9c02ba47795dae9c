// Package chatservice connects to the Chat services of projects: it finds out
// where one is, mints the app tokens that its REST API asks for, and keeps one
// client for each project. The demo project has none, so a sandbox in this
// process stands in for it, reached over loopback by the same HTTP.
package chatservice
