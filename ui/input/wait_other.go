//go:build !unix

package input

import "time"

func canWait(uintptr) bool { return false }

func wait(uintptr, time.Duration, func() time.Time) bool { return false }
