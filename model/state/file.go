package state

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"unicode/utf8"
)

// maxLinks bounds the links that are followed to a file that is not there yet.
const maxLinks = 40

// resolve gives the file that a symbolic link leads to, or would lead to if it
// were there, so that the link is not replaced.
func resolve(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	for range maxLinks {
		target, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(folder(path), target)
		}
		path = target
	}
	return path
}

// folder gives the folder that path really is in: ".." means another one there
// than beside a link to it.
func folder(path string) string {
	dir := filepath.Dir(path)
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		return real
	}
	return dir
}

// headLength is how much of a file tells it from others: its checksum is in there.
const headLength = 128

// stamp tells a file from those that come in its place. The system's facts alone
// don't: another file may have the number of one that is gone, and its time.
type stamp struct {
	info fs.FileInfo // nil: there is no file
	head string
}

func newStamp(info fs.FileInfo, data []byte) stamp {
	return stamp{info, string(data[:min(headLength, len(data))])}
}

// stampOf gives the stamp of a file that was just written with data.
func stampOf(path string, data []byte) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{} // it is read again before the next save
	}
	return newStamp(info, data)
}

// is reports whether the file at path is still that of the stamp.
func (s stamp) is(path string) bool {
	info, err := os.Stat(path)
	if err != nil || s.info == nil || !os.SameFile(s.info, info) ||
		!s.info.ModTime().Equal(info.ModTime()) || s.info.Size() != info.Size() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, len(s.head))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == s.head
}

// read gives the list in a file, with its rows told apart; the stamp is that of no
// file when there is none, or none that could be used.
func read(path string) (List, []entry, stamp, error) {
	data, info, err := contents(path)
	if err != nil || info == nil {
		return List{}, nil, stamp{}, err
	}
	list, err := parse(data)
	if err != nil {
		return List{}, nil, stamp{}, err
	}
	entries, err := number(list)
	if err != nil {
		return List{}, nil, stamp{}, &damageError{err.Error()}
	}
	return list, entries, newStamp(info, data), nil
}

// contents gives the bytes of a file; the info is nil when there is none.
func contents(path string) ([]byte, fs.FileInfo, error) {
	info, err := os.Stat(path)
	switch {
	case isMissing(err):
		return nil, nil, nil
	case err != nil:
		return nil, nil, err
	case !info.Mode().IsRegular():
		// Opening a pipe waits for whoever writes into it.
		return nil, nil, errors.New("it is not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = f.Close() }()
	if info, err = f.Stat(); err != nil {
		return nil, nil, err
	}
	if info.Size() > maxFile {
		return nil, nil, &damageError{fmt.Sprintf("it is longer than %d bytes", maxFile)}
	}
	data := make([]byte, info.Size())
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, nil, err
	}
	return data, info, nil
}

// tries is how often a save begins anew when its temporary file has vanished.
const tries = 5

// write replaces a file in one step. Another console that starts may take the
// temporary file for a leftover and remove it; then it is written again.
func write(path string, data []byte) (err error) {
	for range tries {
		err = writeOnce(path, data)
		if !isMissing(err) {
			break
		}
	}
	return err
}

func writeOnce(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+temporary+"*")
	if err != nil {
		return err
	}
	if err := fill(f, data); err != nil {
		_ = os.Remove(f.Name())
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		_ = os.Remove(f.Name())
		return err
	}
	return nil
}

// fill writes, syncs and closes a file. A disk that is full may say so at any of
// the three.
func fill(f *os.File, data []byte) error {
	_, err := f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// temporary stands between the name of the file and a number in the name of what
// is being written.
const temporary = ".tmp-"

// sweep removes what programs that were killed have left half written.
func sweep(path string) {
	prefix := filepath.Base(path) + temporary
	entries, _ := os.ReadDir(filepath.Dir(path)) // what can't be listed stays
	for _, e := range entries {
		number, ok := strings.CutPrefix(e.Name(), prefix)
		if ok && number != "" && strings.Trim(number, "0123456789") == "" && e.Type().IsRegular() {
			_ = os.Remove(filepath.Join(filepath.Dir(path), e.Name()))
		}
	}
}

// maxAside bounds the search for a free name.
const maxAside = 9999

// setAside renames a file to the first name that is free and gives it. The name
// is taken before the file is moved there, so that two programs that do so at
// once never overwrite what the other has kept.
func setAside(path string) (kept string, err error) {
	for n := 1; n <= maxAside; n++ {
		kept = fmt.Sprintf("%s.damaged-%d", path, n)
		f, err := os.OpenFile(kept, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		if err := errors.Join(f.Close(), os.Rename(path, kept)); err != nil {
			_ = os.Remove(kept)
			return "", err
		}
		_ = os.Chmod(kept, 0o600) // it may hold tokens; what can't be tightened is kept all the same
		return kept, nil
	}
	return "", fmt.Errorf("there are %d damaged files already", maxAside)
}

// syncFolder makes a rename last through a power cut, where folders can be synced.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		err = nil // some network file systems
	}
	return errors.Join(err, d.Close())
}

// isMissing reports whether err says that there is no such file.
func isMissing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// cause leaves out the path, which stands in the system's error as it is.
func cause(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

// remedy says what to do about a file that can't be written.
func remedy(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return "free some space, then change the list again"
	case errors.Is(err, fs.ErrPermission):
		return "let yourself write to that folder, or set AGTOK_STATE to another one"
	}
	return "check that folder, or set AGTOK_STATE to another one"
}

// shown gives a path for a screen: quoted when it holds what a terminal might
// obey, or bytes that are no text.
func shown(path string) string {
	hidden := func(r rune) bool { return !strconv.IsPrint(r) }
	if utf8.ValidString(path) && strings.IndexFunc(path, hidden) < 0 {
		return path
	}
	return strconv.Quote(path)
}
