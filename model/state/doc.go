// Package state keeps what is watched from one run to the next, in one file of
// one folder.
//
// The file is replaced as a whole: it is written under another name beside it,
// synced, and renamed, so that a program that is killed or a disk that is full
// leaves the file of before. What can't be understood is never lost: a damaged
// file is renamed and stays, and the file of a newer version is left alone.
//
//   - Two consoles at once: each keeps what the other has put into the file, without
//     showing it, and takes out what the other has taken out; a row that one takes
//     out while the other renames it is gone. They take turns by a lock on the file
//     watch.lock, which stays there. Where the system has no such locks, and while
//     someone removes that file, a save may undo another one of the same moment.
//   - When a list begins anew, because the file is missing or damaged, each console
//     adds its own rows to it at its next save. What is only in the memory of another
//     console is there again when that one saves.
//   - A file that is a symbolic link is replaced where the link leads, so that the
//     link lives on.
//   - The folder is made with mode 0700, its file always has mode 0600. A folder
//     that exists keeps its mode.
//   - There is no clock here: the file does not say when it was saved.
package state
