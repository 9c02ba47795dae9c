//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package ui_test

import "golang.org/x/sys/unix"

const ioctlGetTermios = unix.TIOCGETA
