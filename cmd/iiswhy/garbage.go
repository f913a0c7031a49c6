package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

const (
	// nothingBelow is how many bytes of memory the program has before garbage is collected
	// at all: of the tables that are made first nearly nothing becomes garbage, and short
	// logs end before there is enough. It took a sixth of the time of their reports.
	nothingBelow = 36 << 20
	// percent is how much of what is in use may be garbage after that. Little is allocated
	// for a row, so that collecting often costs little time, and saves a third of the memory
	// that 100 takes.
	percent = 33
)

// collectLate says when garbage is collected, unless GOGC does, or GOMEMLIMIT leaves no
// room for garbage.
func collectLate() {
	limit := debug.SetMemoryLimit(-1)
	if os.Getenv("GOGC") != "" || limit <= nothingBelow {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(nothingBelow)
	afterCollection(func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	})
}

// afterCollection calls f once, when garbage was collected the first time.
func afterCollection(f func()) {
	garbage := new([16]byte)
	runtime.AddCleanup(garbage, func(int) { f() }, 0)
}
