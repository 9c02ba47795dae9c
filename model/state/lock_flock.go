//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package state

import (
	"errors"
	"os"
	"syscall"
)

// tryLock locks f, or gives errHeld at once when it is locked. Two open files of
// one program exclude each other too.
func tryLock(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	switch {
	case errors.Is(err, syscall.EWOULDBLOCK), errors.Is(err, syscall.EINTR):
		return errHeld
	case errors.Is(err, syscall.ENOLCK): // a network file system without locks
		return errors.ErrUnsupported
	}
	return err
}

// unlock leaves it to the system, which unlocks what is closed.
func unlock(*os.File) {}
