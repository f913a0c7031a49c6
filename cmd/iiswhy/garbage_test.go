package main

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestAfterCollection: what waits for the first collection of garbage is called after it.
func TestAfterCollection(t *testing.T) {
	called := make(chan bool)
	afterCollection(func() { close(called) })
	runtime.GC()
	<-called
}

// TestPercentOf: garbage may be as much as leaves memory at its first level, then the usual
// part of what is in use, less where the next ceiling is near, and more again far above it.
func TestPercentOf(t *testing.T) {
	for _, c := range []struct {
		name       string
		live, rest int64 // MiB
		percent    int
	}{
		{"nothing", 0, 6, 850},
		{"hardly anything, of which a part is taken of more", 1, 6, 825},
		{"little: up to the first level", 10, 6, 240},
		{"the first level is near", 25, 6, 36},
		{"the usual part", 26, 6, 33},
		{"up to the ceiling", 28, 9, 17},
		{"at the ceiling", 34, 9, 10},
		{"above the ceiling", 43, 9, 10},
		{"far above it", 60, 9, 33},
		{"up to the second ceiling", 330, 10, 18},
		{"more than any", 700, 10, 33},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.percent, percentOf(c.live<<20, c.rest<<20))
		})
	}
}

// TestInUse: what is in use is part of memory.
func TestInUse(t *testing.T) {
	runtime.GC()
	live, rest := inUse()
	assert.Positive(t, live)
	assert.Positive(t, rest)
}
