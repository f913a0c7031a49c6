package scan

import (
	"slices"

	"github.com/iiswhy/iiswhy/codes"
)

// Wanted narrows what a look is for to rows of any of some kinds. Who shows rows may show
// others, too: it saves asking for them. The zero value is all rows.
type Wanted struct {
	Odd     bool     // rows of another verdict than OK, or of a family of attacks
	Clients []string // rows of these, as Shorten gives them
	Paths   []string // rows of these
	// Referred is rows whose referer is a page.
	Referred bool
	// Takes, when set, leaves out of all of these the rows that it does not take by their
	// numbers. It is called from several goroutines.
	Takes func(codes.Outcome) bool
	// In, when set, says in which times rows of such numbers are wanted. It is called as Takes
	// is.
	In func(codes.Outcome) []Span
	// PathsServed says that of each path of rows of Clients a row is wanted that was served
	// to anybody: of the verdict OK, and of 2xx or 304; and of each shape of such a path, see
	// AppendShape. Where rows are noted it takes another look, with shapes.
	PathsServed bool
	// Verdicts are those of the odd rows that are wanted; nil for all.
	Verdicts []codes.Verdict
	// Crowd, when set, leaves out the rows of those of Paths of which slow ones stand nowhere
	// close together.
	Crowd *Crowd

	// What follows is for rows that are noted, see rowNotes; of others all are shown. few is how
	// many of the rows of each client, and of each of shapes, are wanted that were served, and no
	// others: any will do; 0 for all. Of who has many a few more are shown, from all over the log.
	few    int
	shapes *bitSet // of paths: rows of these are wanted that were served, see shapeBits
	both   bool    // of them those of Clients alone, and no other rows of these
}

// Crowd is what slow rows of a path are close together in: some rows of it in the order of
// time, that were served, with 2xx, of which so many, and such a share, took SlowTaken or
// longer.
type Crowd struct {
	Least int
	Share float64
}

// IsAll reports whether all rows are wanted.
func (w *Wanted) IsAll() bool {
	return !w.Odd && !w.Referred && w.Takes == nil && w.In == nil && len(w.Clients)+len(w.Paths) == 0
}

// And wants what either wants.
func (w Wanted) And(o Wanted) Wanted {
	switch {
	case w.IsAll() || o.IsAll():
		return Wanted{}
	case w.PathsServed || o.PathsServed || w.Takes != nil || o.Takes != nil || w.In != nil || o.In != nil: // they would be of other rows together
		return Wanted{}
	}
	if w.Crowd != o.Crowd {
		w.Crowd = nil
	}
	if w.Odd && o.Odd && (w.Verdicts == nil || o.Verdicts == nil) {
		w.Verdicts, o.Verdicts = nil, nil
	}
	w.Verdicts = append(slices.Clip(w.Verdicts), o.Verdicts...)
	w.Odd, w.Referred = w.Odd || o.Odd, w.Referred || o.Referred
	w.Clients, w.Paths = append(slices.Clip(w.Clients), o.Clients...), append(slices.Clip(w.Paths), o.Paths...)
	return w
}
