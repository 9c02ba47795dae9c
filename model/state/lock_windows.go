package state

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// everything is either half of the length of a lock that has no end.
const everything = ^uint32(0)

// tryLock locks f, or gives errHeld at once when it is locked. Two open files of
// one program exclude each other too.
func tryLock(f *os.File) error {
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY,
		0, everything, everything, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return errHeld
	}
	return err
}

// unlock does not leave it to the system, which may take its time after a file is
// closed.
func unlock(f *os.File) {
	_ = windows.UnlockFileEx(windows.Handle(f.Fd()), 0, everything, everything, new(windows.Overlapped))
}
