package main

import (
	"os"
	"runtime/debug"
)

// Garbage is collected when so much of the memory in use may be garbage, in per cent.
const (
	// startPercent is for the tables that are made before logs are read, of which nearly
	// nothing becomes garbage: collecting it eight times while they grew to a few MiB took
	// a sixth of the time of a report of a short log.
	startPercent = 400
	// readPercent is for reading logs: little is allocated for a row, so that collecting
	// more often costs little time: with 33 in place of 100 a report of 1 GiB takes a fiftieth
	// more, and 54 in place of 84 MiB.
	readPercent = 33
)

// collectAt says when garbage is collected, unless GOGC does.
func collectAt(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}
