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

	mu     sync.Mutex
	open   int
	closed chan struct{} // closed, and made anew, when a stream is
}

func newOpener(ctx context.Context) *opener {
	return &opener{ctx: ctx, budget: input.NewBudget(windowBytes), closed: make(chan struct{})}
}

// stream opens a source.
func (o *opener) stream(s input.Source) (*input.Stream, error) {
	for {
		o.mu.Lock()
		others, closed := o.open, o.closed
		o.open++
		o.mu.Unlock()
		stream, err := s.OpenWithin(o.ctx, o.budget)
		if err == nil {
			return stream, nil
		}
		o.done()
		if !errors.Is(err, input.ErrHandles) || others == 0 {
			return nil, err
		}
		select {
		case <-closed:
		case <-o.ctx.Done():
			return nil, err
		}
	}
}

// done notes that a stream was closed, or could not be opened.
func (o *opener) done() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.open--
	close(o.closed)
	o.closed = make(chan struct{})
}
