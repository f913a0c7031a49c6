package input

import (
	"context"
	"sync"
)

// Budget bounds the memory that the windows of zstd take in streams that are open
// at the same time. A window is as large as the one who packed the log chose: 8 MiB
// as a rule, up to 128 MiB. What a budget has no room for waits until another
// stream is at the end of its frame or closed, but a stream that is alone never
// waits. Plain files, gzip, bzip2 and zip take less than 200 KiB and none of it.
//
// A nil *Budget has no bound. One budget may be used by any number of goroutines.
// A goroutine that keeps a stream open while it reads from another one must not
// use it for both: it might wait for itself.
type Budget struct {
	size int64

	mu    sync.Mutex
	used  int64
	freed chan struct{} // closed, and made anew, when some is given back
}

// NewBudget returns a budget of so many bytes, which is at least 0.
func NewBudget(bytes int64) *Budget { return &Budget{size: bytes, freed: make(chan struct{})} }

// take waits until there is room, or until ctx ends.
func (b *Budget) take(ctx context.Context, bytes int64) error {
	for {
		freed, ok := b.try(bytes)
		if ok {
			return nil
		}
		select {
		case <-freed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (b *Budget) try(bytes int64) (freed chan struct{}, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.used > 0 && b.used+bytes > b.size {
		return b.freed, false
	}
	b.used += bytes
	return nil, true
}

func (b *Budget) giveBack(bytes int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.used -= bytes
	close(b.freed)
	b.freed = make(chan struct{})
}

// share is what one stream has of a budget. The zero share is of none.
type share struct {
	ctx    context.Context
	budget *Budget
	held   int64
}

// largest returns the largest window that may be taken now: a stream that holds
// one is asked for another by a frame inside of a frame.
func (s *share) largest() int64 {
	if s.held > 0 {
		return maxInnerWindow
	}
	return maxWindow
}

// take waits for room. A stream that holds some already does not wait: two of them
// might wait for each other.
func (s *share) take(bytes int64) error {
	if s.budget != nil && s.held > 0 {
		s.budget.mu.Lock()
		s.budget.used += bytes
		s.budget.mu.Unlock()
	} else if s.budget != nil {
		if err := s.budget.take(s.ctx, bytes); err != nil {
			return err
		}
	}
	s.held += bytes
	return nil
}

func (s *share) giveBack(bytes int64) {
	if s.held -= bytes; s.budget != nil && bytes > 0 {
		s.budget.giveBack(bytes)
	}
}
