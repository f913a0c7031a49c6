package scan

import (
	"context"
	"hash/maphash"
	"slices"
	"sync"

	"github.com/iiswhy/iiswhy/parser/input"
)

// Read reads all sources and counts their rows. When ctx ends it returns what
// was read until then; a source that blocks, such as a silent pipe, is left
// behind.
func Read(ctx context.Context, sources []input.Source, o Options) *Result {
	o = o.divided()
	o.repeatable = !slices.ContainsFunc(sources, func(s input.Source) bool { return !s.Repeatable() })
	if o.keptFile = newKeptFile(o.Keep); o.Keep != nil {
		o.keptFile.mayGiveUp = o.repeatable && o.shipped == nil && o.Keep.inTime()
	}
	o.farm = farmOf(ctx, sources)
	first, learned := learn(ctx, sources, &o)
	if learned {
		o.ofAll = first.ofAll()
	}
	run := read(ctx, sources, o, nil)
	switch {
	case learned:
		run.counts.scanners, run.counts.own, run.counts.gone = first.scanners, first.own, first.gone
	case o.Judging == nil && !o.Once: // else the rows are elsewhere, or nobody asks
		run.rejudge(ctx)
	}
	return run.result()
}

// run is a reading of sources that has ended.
type run struct {
	options  Options
	counts   *counts
	readings []*reading
	partial  bool // interrupted
	noted    *notedRows
}

// read reads all sources, or what is given of each.
func read(ctx context.Context, sources []input.Source, o Options, pieces []pieces) *run {
	if o.shipped != nil {
		return readShipped(ctx, o, Asked{})
	}
	if o.Noise != nil && len(sources) > 0 {
		go o.Noise.Prepare()
	}
	o.notes, o.plain = newNoteBudget(&o, sources), plainBlocks(&o, sources)
	seed := maphash.MakeSeed()
	f := newFeed(ctx, sources, &o, seed)
	for i := range pieces {
		pieces[i].giveTo(f.readings[i])
	}
	r := &run{options: o, readings: f.readings}
	last := work(ctx, f, &o, seed)
	r.finishPairing(ctx, last)
	last.coarsen()
	r.counts = last.counts
	return r
}

// work lets the workers scan what the feed gives, and returns a judge with all that they
// counted.
func work(ctx context.Context, f *feed, o *Options, seed maphash.Seed) *judge {
	p := &progress{tell: o.Progress}
	var done sync.WaitGroup
	judges := newJudges(o, seed)
	for range o.workers() {
		w := newWorker(o, seed, judges)
		done.Go(func() { w.run(ctx, f, p) })
	}
	finished := make(chan struct{})
	go func() { done.Wait(); close(finished) }()
	select {
	case <-finished:
	case <-ctx.Done():
	}
	p.stop()
	return judges.stop()
}

// finishPairing judges the legs that are open at the end of each source, and
// counts them all.
func (r *run) finishPairing(ctx context.Context, j *judge) {
	for _, one := range r.readings {
		one.pairing.abandon()
	}
	if r.partial = ctx.Err() != nil; !r.partial {
		r.searchOthers(ctx)
	}
	for _, one := range r.readings {
		r.partial = ctx.Err() != nil
		one.pairing.finish(j)
		if r.options.Passed != nil && !r.partial {
			r.options.Passed(Passage{Source: one.source, Upto: one.pairing.passage.whole, End: true})
		}
		if !r.partial { // else a worker that was left behind may still pair
			one.times, one.pairing = one.pairing.times, nil
		}
	}
	r.partial = ctx.Err() != nil
}

// progress adds up what was read of each source.
type progress struct {
	mu   sync.Mutex
	tell func(int64)
	seen map[*reading]int64
}

func (p *progress) add(r *reading) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tell == nil {
		return
	}
	if p.seen == nil {
		p.seen = map[*reading]int64{}
	}
	now := r.consumed()
	p.tell(now - p.seen[r])
	p.seen[r] = now
}

// stop ends the telling: a worker that is left behind may still read.
func (p *progress) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tell = nil
}
