// Package state keeps what is watched from one run to the next, in one file of
// one folder.
//
// The file is replaced as a whole: it is written under another name beside it,
// synced, and renamed, so that a program that is killed or a disk that is full
// leaves the file of before. What can't be understood is never lost: a damaged
// file is renamed and stays, and the file of a newer version is left alone.
//
//   - Two consoles at once: each replaces the whole file, and the last one to save
//     wins. Neither breaks the other's file.
//   - A file that is a symbolic link is replaced where the link leads, so that the
//     link lives on.
//   - The folder is made with mode 0700, its file always has mode 0600. A folder
//     that exists keeps its mode.
//   - There is no clock here: the file does not say when it was saved.
package state
