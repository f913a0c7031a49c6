package scan

import (
	"context"
	"slices"
)

// A client is known as a scanner only when all that it did is known: it asked for many
// things that are not there, of which it found none. So scanners are looked for when
// everything is counted, among the clients with the most misses; then their misses are
// counted as probes after all.
//
// What was counted says who may be one. A second look at the time of those clients
// tells what they were served, and a third one moves their misses. Both are bounded,
// and take place only where a client has many misses on many paths.

const (
	// mostMoved is how many rows of scanners are moved; of a scanner with more, none is.
	mostMoved = 1 << 18
	// lookBytes and lookPart bound a look: so many bytes, or that part of a longer log.
	lookBytes, lookPart = 64 << 20, 0.05
)

// rejudge finds the scanners, and counts their misses as probes.
func (r *run) rejudge(ctx context.Context) {
	if look := r.findOfAll(ctx); look != nil {
		r.moveAll(ctx, look)
	}
}

// findOfAll finds what all rows tell of single ones. It returns what looks at rows, nil
// where none can be looked at.
func (r *run) findOfAll(ctx context.Context) *secondLook {
	c := r.counts
	if r.partial || !r.options.repeatable || r.options.lookOnly {
		return nil
	}
	look := r.secondLook(&Result{Sources: make([]Source, len(r.readings))})
	look.options.Filter = Filter{}
	all := r.affordable(look, c.suspects())
	spans := spansOf(all)
	if all = r.unserved(ctx, look, all, spans); r.judgeSuspects(ctx, look, all, spans) {
		moved := int64(0)
		for _, s := range all {
			if s.isScanner() && moved+s.Misses <= mostMoved {
				moved += s.Misses
				c.scanners = append(c.scanners, s.Scanner)
			}
		}
	}
	c.own = r.ownPaths(ctx, look)
	c.gone = r.gone(ctx, look)
	for i, err := range look.faults.all() {
		r.readings[i].ledger.fail(err)
	}
	return look
}

// affordable keeps the suspects at whose rows a look is short enough.
func (r *run) affordable(look *secondLook, all []*suspect) (kept []*suspect) {
	most := look.most()
	for _, s := range all {
		if n, ok := look.Size(spansOf(append(slices.Clip(kept), s))); ok && n <= most {
			kept = append(kept, s)
		}
	}
	return kept
}

// most is how many bytes a look may read.
func (l *secondLook) most() int64 { return max(lookBytes, int64(lookPart*float64(l.total()))) }

// total is how many bytes the sources have of the time that was asked for.
func (l *secondLook) total() (bytes int64) {
	if l.asked != nil {
		bytes, _ = l.Size(l.asked)
		return bytes
	}
	for i := range l.sources {
		for _, p := range l.sources[i].chunks {
			bytes += p.size
		}
	}
	return bytes
}

// sizeBeside is how many bytes a look at some spans reads beside the time that was asked for.
func (l *secondLook) sizeBeside(spans []Span) int64 {
	if l.asked == nil {
		return 0
	}
	all, _ := l.Size(append(slices.Clip(spans), l.asked...))
	return all - l.total()
}

// widened are the spans in which rows are moved: of a log that is short enough all time that
// was asked for, so that the rows that are only compared with are judged alike.
func (l *secondLook) widened(spans []Span) []Span {
	switch {
	case l.total() > lookBytes:
		return spans
	case l.asked != nil:
		return l.asked
	}
	return []Span{{-anyTime, anyTime, true}}
}

// besideMisses is how long before and after its misses it matters what else a client
// did, in seconds.
const besideMisses = 600

func spansOf(all []*suspect) (spans []Span) {
	for _, s := range all {
		spans = append(spans, Span{s.First - besideMisses, s.Last + besideMisses + 1, true})
	}
	return spans
}
