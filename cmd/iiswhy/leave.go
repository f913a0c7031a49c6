package main

import (
	"context"
	"io"

	"github.com/iiswhy/iiswhy/parser/input"
)

// What the system keeps waiting cannot be stopped: a pipe that nobody writes to, or that
// nobody reads. After an interrupt it is left behind, and the program goes on without it.

// leavingWriter leaves a write behind that waits when ctx ends.
type leavingWriter struct {
	ctx context.Context
	to  io.Writer
}

func (w leavingWriter) Write(p []byte) (int, error) {
	return input.Leave(afterReading(w.ctx), func() (int, error) { return w.to.Write(p) })
}

// afterReading is the context of what comes after reading: what was read until an
// interrupt is told all the same. One that comes only now ends that.
func afterReading(reading context.Context) context.Context {
	if reading.Err() != nil {
		return context.WithoutCancel(reading)
	}
	return reading
}
