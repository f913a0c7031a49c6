package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// nothingBelow is how many bytes of memory the program has before garbage is collected:
	// of the tables that are made first nearly nothing becomes garbage, short logs end before
	// there is enough, and what comes after the last row is little. It took a sixth of the
	// time of their reports. 4 MiB of it are the steps of the families' automaton, of which a
	// log touches few.
	nothingBelow = 40 << 20
	// usual is how much of what is in use may be garbage above that, in percent. Little is
	// allocated for a row, so that collecting often costs little time, and saves a third of
	// the memory that 100 takes.
	usual = 33
	// least is how much may be where more would go beyond the ceiling that is next.
	least = 10
	// leastLive is what the runtime takes a part of where less is in use, in bytes.
	leastLive = 4 << 20
)

// ceilings are what memory there should be at most, in bytes: for plain logs the first, which
// is 64 MiB with the program's own text, and for any log the second. What is in
// use may be more: up to a quarter more garbage is still kept short, beyond that it would cost
// time for nothing.
var ceilings = []int64{42 << 20, 400 << 20}

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
		debug.SetGCPercent(percentNow())
		debug.SetMemoryLimit(limit)
		adapt()
	})
}

// adapt sets after each collection how much garbage there may be before the next. It is a
// part of what is in use, and no limit of it: what is in use may grow before this is called.
func adapt() {
	afterCollection(func() {
		debug.SetGCPercent(percentNow())
		adapt()
	})
}

// percentNow is how much of what is in use may be garbage, in percent.
func percentNow() int {
	live, rest := inUse()
	return percentOf(live, rest)
}

// percentOf is percentNow where so many bytes are in use, and so many more are the
// runtime's own.
func percentOf(live, rest int64) int {
	room := func(below int64) int64 { return (below - rest - live) * 100 / max(leastLive, live) }
	if free := room(nothingBelow); free > usual {
		return int(min(free, 100_000))
	}
	for _, ceiling := range ceilings {
		if live+rest < ceiling+ceiling/4 {
			return int(max(least, min(room(ceiling), usual)))
		}
	}
	return usual
}

// inUse is how many bytes were in use after the last collection, and how many of memory
// hold no objects, nor garbage, nor are free.
func inUse() (live, rest int64) {
	all := []metrics.Sample{
		{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/free:bytes"},
	}
	metrics.Read(all)
	of := func(i int) int64 { return int64(all[i].Value.Uint64()) }
	return of(0), of(1) - of(2) - of(3) - of(4)
}

// afterCollection calls f once, after the next collection of garbage.
func afterCollection(f func()) {
	garbage := new([16]byte)
	runtime.AddCleanup(garbage, func(int) { f() }, 0)
}
