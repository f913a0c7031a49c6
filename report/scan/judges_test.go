package scan

import (
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// However many workers read, no more count than can run at a time, and each may wait for
// the others' chunks meanwhile.
func TestWorkersShareJudges(t *testing.T) {
	for _, workers := range []int{1, 2, 64} {
		o := options(t)
		o.Workers = workers
		assert.Len(t, newJudges(&o, seed).idle, min(workers, mostJudges, runtime.GOMAXPROCS(0)))
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	text := distinctLog(20_000, 30)
	var want []Outcome
	for _, workers := range []int{1, 64} {
		o := options(t)
		o.Workers, o.ChunkSize = workers, 4<<10
		r := Read(t.Context(), sourcesOf(text, text), o)
		if want == nil {
			want = r.Outcomes
		}
		require.Equal(t, want, r.Outcomes, "%d workers", workers)
	}
}

// A judge comes back to the worker that had it, and none is given out once counting has
// stopped, for which those that are out are waited for.
func TestJudgesStop(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	o := options(t)
	o.Workers = 2
	j := newJudges(&o, seed)
	a, b := j.take(nil), j.take(nil)
	j.give(b)
	j.give(a)
	require.Same(t, a, j.take(a))
	var stopped sync.WaitGroup
	stopped.Go(func() { j.stop() })
	for one := j.take(nil); one != nil; one = j.take(nil) {
		j.give(one)
	}
	j.give(a)
	stopped.Wait()
	assert.Nil(t, j.take(nil))
}
