package scan

import (
	"cmp"
	"hash/maphash"
	"slices"
	"sync"
)

// judges are those of a run. Workers share them, for a worker that reads, or waits for its
// chunk's turn, counts nothing: as many judges as there are processors are enough, and few of
// them count faster than most disks give. What is counted takes no more memory with more
// workers, and little more with more judges: handed_over.go.
//
// A worker has a judge while it counts, and never while it waits for another worker: else
// that could wait for the judge.
type judges struct {
	mu      sync.Mutex
	back    sync.Cond // signalled when one is back, and when they are closed
	idle    []*judge
	of      int
	stopped bool

	share   int        // see handOver
	handing sync.Mutex // held by who hands over
	all     *judge     // with what was handed over; nil before
}

func newJudges(o *Options, seed maphash.Seed) *judges {
	j := &judges{of: o.judges(), share: o.share()}
	j.back.L = &j.mu
	for range j.of {
		j.idle = append(j.idle, newJudge(o, seed))
	}
	return j
}

// take returns a judge, the one that a worker had last where that is idle, since its tables
// may still be in the cache; nil when counting has been stopped.
func (j *judges) take(last *judge) *judge {
	j.mu.Lock()
	defer j.mu.Unlock()
	for len(j.idle) == 0 && !j.stopped {
		j.back.Wait()
	}
	if j.stopped {
		return nil
	}
	at := max(slices.Index(j.idle, last), 0)
	one := j.idle[at]
	j.idle = slices.Delete(j.idle, at, at+1)
	return one
}

// give gives a judge back.
func (j *judges) give(one *judge) {
	one.sat++
	j.handOver(one)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.idle = append(j.idle, one)
	j.back.Broadcast()
}

// stop stops counting after the chunks that are being counted now, and returns a judge
// with all that was counted. It is the one with what was handed over, else the one that
// counted most: the others are merged into it.
func (j *judges) stop() *judge {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.stopped = true
	j.back.Broadcast()
	for len(j.idle) < j.of {
		j.back.Wait()
	}
	all := j.all
	if all == nil {
		all = slices.MaxFunc(j.idle, func(a, b *judge) int { return cmp.Compare(a.sat, b.sat) })
	}
	for _, one := range j.idle {
		if one == all || one.sat == 0 {
			continue
		}
		all.merge(one.counts)
		one.counts = nil
	}
	return all
}
