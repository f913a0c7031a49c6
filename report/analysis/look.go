package analysis

import (
	"context"
	"slices"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A second look at rows costs reading them again, so it is bounded: lookAlways bytes
// in any case, and lookShare of what a longer log has of the time asked for.
const (
	lookAlways = 128 << 20
	lookShare  = 0.1
)

// sought are rows of a span of time that a second look is for.
type sought struct {
	span   scan.Span
	wanted scan.Wanted // which of its rows see is for
	// see is shown each wanted row of the span, and maybe others, not in the order of time. It is called by one goroutine at a time; the row
	// is good until it returns.
	see func(source int, r *parser.Row, v codes.Verdict)
	// all says, after the look, that all rows of the span were shown; else the span was
	// too long, a source cannot be read again, or reading it failed, and see may have
	// been shown some.
	all bool
}

// look shows rows once more, all that is sought in one reading. What stands first is
// looked at first where not everything may be.
func (a *Analysis) look(ctx context.Context, all []*sought) {
	if a.Rows == nil { // a result that no reading made
		return
	}
	var spans []scan.Span
	var covered []*sought
	var wanted scan.Wanted
	for _, s := range all {
		more := append(slices.Clip(spans), s.span)
		if n, ok := a.Rows.Size(more); ok && n <= a.lookMost() {
			if wanted = wanted.And(s.wanted); len(spans) == 0 {
				wanted = s.wanted
			}
			spans, covered = more, append(covered, s)
		}
	}
	if len(spans) == 0 {
		return
	}
	a.looking.Lock()
	defer a.looking.Unlock()
	var mu sync.Mutex
	read := a.Rows.Look(ctx, spans, wanted, func(source int, r *parser.Row, v codes.Verdict) {
		if r.Second == parser.NoTime {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		for _, s := range covered {
			if s.span.Holds(r.Second) {
				s.see(source, r, v)
			}
		}
	})
	for _, s := range covered {
		s.all = read
	}
}

// lookMost is how many bytes a second look may read.
func (a *Analysis) lookMost() int64 {
	return max(lookAlways, int64(lookShare*float64(a.askedBytes())))
}

// askedBytes is how many bytes the logs have of the time asked for.
func (a *Analysis) askedBytes() int64 {
	spans := a.Spans
	if len(spans) == 0 {
		from, until := a.asked()
		spans = []scan.Span{{From: from, Until: until}}
	}
	bytes, _ := a.Rows.Size(spans)
	return bytes
}
