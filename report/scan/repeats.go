package scan

// repeats says whether it is worth looking for what was asked before, which costs more
// than it saves where nothing comes twice: after a stretch of few hits some go without.
// The zero value has seen nothing yet.
type repeats struct {
	asked int  // in this stretch
	hits  int  // of them
	idle  bool // this stretch goes without
}

const (
	stretch       = 1 << 11
	fewHits       = stretch / 8
	idleStretches = 8
)

// isIdle counts a request, and reports whether it is not worth looking for.
func (r *repeats) isIdle() bool {
	if r.asked++; r.asked == stretch && !r.idle || r.asked == idleStretches*stretch {
		r.idle = !r.idle && r.hits < fewHits
		r.asked, r.hits = 0, 0
	}
	return r.idle
}
