package input

import (
	"os"

	"golang.org/x/sys/unix"
)

// widenPipe asks for a pipe of 1 MiB, which makes reading from one twice as fast
// as with the 64 KiB that a pipe has by default. What is no pipe, or may not
// grow, stays as it is.
func widenPipe(file *os.File) {
	const want = 1 << 20
	conn, err := file.SyscallConn()
	if err != nil {
		return
	}
	_ = conn.Control(func(fd uintptr) {
		if has, err := unix.FcntlInt(fd, unix.F_GETPIPE_SZ, 0); err == nil && has < want {
			_, _ = unix.FcntlInt(fd, unix.F_SETPIPE_SZ, want)
		}
	})
}

// isIdle reports whether a pipe is empty for 20 ms while its writer is there.
func isIdle(file *os.File) (idle bool) {
	const moment = 20 // ms
	conn, err := file.SyscallConn()
	if err != nil {
		return false
	}
	_ = conn.Control(func(fd uintptr) {
		n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, moment)
		idle = err == nil && n == 0
	})
	return idle
}
