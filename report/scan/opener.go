package scan

import (
	"context"
	"errors"
	"sync"

	"github.com/iiswhy/iiswhy/parser/input"
)

// windowBytes is how much the windows of all zstd streams that are open at the same
// time may take.
const windowBytes = 128 << 20

// opener opens the sources of a run. Where the system has no handle left, it waits
// for one that the run itself gives back.
type opener struct {
	ctx    context.Context
	budget *input.Budget

	scarce sync.Mutex // held by the one that waits for a handle

	mu     sync.Mutex
	open   int           // streams that are, or are being opened
	gone   int           // streams that were
	closed chan struct{} // closed, and made anew, with each
}

func newOpener(ctx context.Context) *opener {
	return &opener{ctx: ctx, budget: input.NewBudget(windowBytes), closed: make(chan struct{})}
}

// stream opens a source.
func (o *opener) stream(s input.Source) (*input.Stream, error) {
	o.begin()
	stream, err := s.OpenWithin(o.ctx, o.budget)
	if err == nil {
		return stream, nil
	}
	o.done()
	if !errors.Is(err, input.ErrHandles) {
		return nil, err
	}
	o.scarce.Lock()
	defer o.scarce.Unlock()
	return o.patiently(s)
}

// patiently opens a source as soon as there is a handle for it. It fails when there
// was none although nothing else was open from its beginning to its end.
func (o *opener) patiently(s input.Source) (*input.Stream, error) {
	for {
		before := o.begin()
		stream, err := s.OpenWithin(o.ctx, o.budget)
		if err == nil || !errors.Is(err, input.ErrHandles) {
			if err != nil {
				o.done()
			}
			return stream, err
		}
		if !o.another(before) {
			return nil, err
		}
	}
}

// begin notes that a stream is being opened, and returns how many were closed so far.
func (o *opener) begin() (gone int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.open++
	return o.gone
}

// another takes back one that could not be opened, waits until another than those
// before was closed, and reports false when none is open.
func (o *opener) another(before int) bool {
	o.mu.Lock()
	o.open--
	closed, waits, more := o.closed, o.gone == before, o.open > 0
	o.mu.Unlock()
	if !waits || !more {
		return !waits
	}
	select {
	case <-closed:
		return true
	case <-o.ctx.Done():
		return false
	}
}

// done notes that a stream was closed, or could not be opened.
func (o *opener) done() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.open--
	o.gone++
	close(o.closed)
	o.closed = make(chan struct{})
}
