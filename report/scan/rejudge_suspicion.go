package scan

import (
	"context"
	"hash/maphash"
	"maps"
	"slices"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// suspicion is what a look finds out of suspects.
type suspicion struct {
	mu      sync.Mutex
	of      map[string]*suspect
	served  map[uint64]bool        // paths and their shapes, by their hashes
	missed  map[uint64]*missedPath // by the hashes of the paths
	shape   []byte
	seed    maphash.Seed
	columns columns
	spans   []Span
}

// missedPath is the shape of a path that was missed, and who missed it.
type missedPath struct {
	shape uint64
	bits  uint64 // of it, see rowNote
	by    []*suspect
}

// mostPaths bounds what a look remembers; beyond it nothing is known of anybody.
const mostPaths = 1 << 19

// unserved returns the suspects of which no page is found at once that they were served: most
// are visitors, who were served many.
func (r *run) unserved(ctx context.Context, look *secondLook, all []*suspect, spans []Span) []*suspect {
	const few = 8
	if look.noted == nil || len(all) == 0 {
		return all
	}
	w := r.newSuspicion(all, spans)
	look.Look(ctx, spans, Wanted{Clients: slices.Sorted(maps.Keys(w.of)), few: few}, w.see)
	return slices.DeleteFunc(all, func(s *suspect) bool { return s.user || s.other > 0 })
}

func (r *run) newSuspicion(all []*suspect, spans []Span) *suspicion {
	w := &suspicion{of: map[string]*suspect{}, served: map[uint64]bool{}, missed: map[uint64]*missedPath{}, seed: r.counts.seed}
	for _, s := range all {
		w.of[s.Client], s.names = s, map[uint64]bool{}
		s.Misses, s.probes, s.crawls, s.Served, s.Redirected, s.own, s.barred = 0, 0, 0, 0, 0, 0, 0
	}
	w.columns.forwardedFor = r.options.ForwardedFor
	w.spans = JoinSpans(spans)
	return w
}

// judgeSuspects looks at what the suspects did besides, and whether others were served what
// they missed. It reports false when not all could be read.
func (r *run) judgeSuspects(ctx context.Context, look *secondLook, all []*suspect, spans []Span) bool {
	if len(all) == 0 {
		return false
	}
	w := r.newSuspicion(all, spans)
	asked := Wanted{Clients: slices.Sorted(maps.Keys(w.of)), PathsServed: true}
	if !look.Look(ctx, spans, asked, w.see) || look.noted != nil && !w.lookAtServed(ctx, look, spans) || len(w.served) >= mostPaths {
		return false
	}
	for path, missed := range w.missed {
		if w.isServed(path, missed) {
			for _, s := range missed.by {
				delete(s.names, path)
				s.own++
			}
		}
	}
	for _, s := range all {
		s.Paths = len(s.names)
	}
	return true
}

// lookAtServed looks at what others were served of the paths that scanners missed, as far as
// those are scanners yet: at few rows of each shape first, and at all where these tell nothing.
func (w *suspicion) lookAtServed(ctx context.Context, look *secondLook, spans []Span) bool {
	const few = 4
	for _, n := range []int{few, 0} {
		shapes := w.unserved()
		if shapes != nil && !look.Look(ctx, spans, Wanted{few: n, shapes: shapes}, w.see) {
			return false
		}
	}
	return true
}

// unserved are the shapes of the paths that scanners missed, and nobody is known to have been
// served; nil for none.
func (w *suspicion) unserved() (shapes *bitSet) {
	for path, missed := range w.missed {
		if !w.isServed(path, missed) && slices.ContainsFunc(missed.by, (*suspect).isScanner) {
			if shapes == nil {
				shapes = new(bitSet)
			}
			shapes.add(missed.bits)
		}
	}
	return shapes
}

func (w *suspicion) isServed(path uint64, missed *missedPath) bool {
	return w.served[path] || w.served[missed.shape]
}

// shapeOf is the hash of the shape of a path.
func (w *suspicion) shapeOf(path []byte) uint64 {
	w.shape = AppendShape(w.shape[:0], path)
	return maphash.Bytes(w.seed, w.shape)
}

// AppendShape appends the shape of a path: # stands in it for each number. Who asks an
// interface for records that are not there asks as others do for those that are.
func AppendShape(to, path []byte) []byte {
	for i, b := range path {
		switch digit := b >= '0' && b <= '9'; {
		case !digit:
			to = append(to, b)
		case i == 0 || path[i-1] < '0' || path[i-1] > '9':
			to = append(to, '#')
		}
	}
	return to
}

// see takes a row.
func (w *suspicion) see(_ int, r *parser.Row, v codes.Verdict) {
	if _, ok := SpanOf(w.spans, r.Second); !ok {
		return // how many rows beside the spans are shown depends on the chunks
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.of[string(Shorten(w.columns.client(r)))]
	served := v == codes.OK && (r.Status >= 200 && r.Status < 300 || r.Status == 304)
	if s == nil && !served {
		return
	}
	path := maphash.Bytes(w.seed, r.Path())
	if served && len(w.served) < mostPaths {
		w.served[path], w.served[w.shapeOf(r.Path())] = true, true
	}
	if s != nil {
		s.see(w, r, v, served, path)
	}
}
