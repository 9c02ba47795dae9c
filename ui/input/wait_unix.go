//go:build unix

package input

import (
	"errors"
	"time"

	"golang.org/x/sys/unix"
)

// canWait reports whether select takes the file.
func canWait(fd uintptr) bool { return fd < unix.FD_SETSIZE }

// wait reports whether input, or its end, comes within d. It uses select because
// poll knows no terminals on macOS.
func wait(fd uintptr, d time.Duration, now func() time.Time) bool {
	for end := now().Add(d); ; d = end.Sub(now()) {
		var set unix.FdSet
		set.Set(int(fd))
		left := unix.NsecToTimeval(int64(max(d, 0)))
		n, err := unix.Select(int(fd)+1, &set, nil, nil, &left)
		if !errors.Is(err, unix.EINTR) {
			return n > 0 && err == nil
		}
	}
}
