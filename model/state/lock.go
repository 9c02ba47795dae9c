package state

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// lockName is the file, beside that of the list, which a console locks while it
// replaces the list. It stays there: removing it would let two in at once.
const lockName = "watch.lock"

// How long a console waits for another one, counted in tries: about two seconds.
const (
	lockPause = 5 * time.Millisecond
	lockTries = 400
)

// What is said of a lock that another console holds: at once, and at the end of
// the waiting.
var (
	errHeld = errors.New("another agtok holds the lock")
	errBusy = errors.New("another agtok has held the lock for 2 seconds")
)

// sleeper waits for a while, or until ctx is done and then gives its error.
type sleeper func(ctx context.Context, d time.Duration) error

// lockFor gives the name of the lock for the list at path. It is beside the file
// itself, so that folders with links to one file share one lock.
func lockFor(path string) string { return filepath.Join(filepath.Dir(path), lockName) }

// lock waits until no other console reads or replaces the list at path, or ctx is
// done. It gives the open lock, to be given to [release]. A program that is killed
// holds no lock. Where the system has no locks, it does not wait.
func (s *Store) lock(ctx context.Context, path string) (*os.File, error) {
	f, err := os.OpenFile(lockFor(path), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(errors.New("it is not a regular file"), err, f.Close())
	}
	if err = acquire(ctx, f, s.sleep); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		_ = f.Close() // nothing was written to it
		return nil, err
	}
	return f, nil
}

// acquire locks f at once, or as soon as nobody else has it locked.
func acquire(ctx context.Context, f *os.File, sleep sleeper) error {
	for range lockTries {
		if err := tryLock(f); !errors.Is(err, errHeld) {
			return err
		}
		if err := sleep(ctx, lockPause); err != nil {
			return errHeld // nobody waits for it any more
		}
	}
	return errBusy
}

// release lets other consoles in again.
func release(f *os.File) {
	unlock(f)
	_ = f.Close()
}

// beginnings is how often a list was begun anew at path, because there was none or
// it was damaged; it is the length of the lock, in bytes, and -1 when that can't be
// told. A console that sees it change knows that what is missing in the file was
// never there, rather than taken out by someone.
func beginnings(path string) int64 {
	info, err := os.Stat(lockFor(path))
	switch {
	case isMissing(err):
		return 0
	case err != nil:
		return -1
	}
	return info.Size()
}

// unlocked is the error of a save that did not get the lock.
func unlocked(path string, err error) error {
	if errors.Is(err, errHeld) || errors.Is(err, errBusy) {
		return fmt.Errorf("%s cannot be written: %w (%s); the file is as it was before; let that one go on, or end it, then change the list again", shown(path), err, shown(lockFor(path)))
	}
	return fmt.Errorf("%s cannot be written: %s cannot be locked: %w; the file is as it was before; %s", shown(path), shown(lockFor(path)), cause(err), remedy(err))
}
