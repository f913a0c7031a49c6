package scan

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// moving counts rows under another outcome than they were: in the outcomes, the buckets
// of time, the values and the samples, as if they had been judged so at once.
type moving struct {
	mu     sync.Mutex
	counts *counts
	of     map[string]bool
	noise  *codes.Families
	names  []string      // of sources
	to     map[place]int // outcome of a moved row
	cells  []Cell        // what is to be added
	dirty  map[int]bool  // outcomes that lost their first or last row
}

// place is the hash of a row's offset, and its source.
type place struct {
	hash   uint64
	source int32
}

// moveAll moves the misses of the scanners that were found, takes back what is the site's
// own, and lets the clients leave that were gone.
func (r *run) moveAll(ctx context.Context, look *secondLook) {
	m := &moving{counts: r.counts, of: map[string]bool{}, to: map[place]int{}, dirty: map[int]bool{}, noise: r.options.Noise}
	m.names = r.names()
	spans := slices.Clip(r.counts.own.spans)
	if len(r.counts.gone) > 0 {
		spans = append(spans, r.counts.mayBeGoneSpans()...)
	}
	for _, s := range r.counts.scanners {
		m.of[s.Client] = true
		spans = append(spans, Span{s.First, s.Last + 1, true})
	}
	if len(spans) == 0 {
		return
	}
	for i := range r.counts.values {
		for f := range r.counts.values[i] {
			r.counts.values[i][f].sum()
		}
	}
	// Which rows the samples hold beyond their size depends on the workers.
	r.counts.subjects.thin()
	if r.counts.rows != nil {
		r.counts.rows.thin()
	}
	look.lookAtRead(ctx, look.widened(spans), m.wanted(look), func() see { return m.see })
	m.finish()
	m.retime(ctx, look)
}

// wanted are the rows that may be moved.
func (m *moving) wanted(look *secondLook) Wanted {
	if look.noted == nil {
		return Wanted{Odd: true}
	}
	w := Wanted{Odd: true, Clients: slices.Sorted(maps.Keys(m.of)), Verdicts: []codes.Verdict{codes.Probe}}
	if len(m.counts.gone) > 0 {
		w.Verdicts = append(w.Verdicts, codes.Configuration)
	}
	return w
}

// see moves a row, where it is a scanner's miss.
func (m *moving) see(source int, r *parser.Row, v codes.Verdict) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := m.counts
	c.columns.from(m.names[source])
	if v == codes.Probe {
		m.takeBack(source, r)
		return
	}
	if v == codes.Configuration && MayBeGone(OutcomeOf(r)) {
		m.leave(source, r)
		return
	}
	if !foundNothing(r.Status, r.Substatus, v) || !m.of[string(Shorten(c.columns.client(r)))] || !c.outcomes.selection.takes(r) {
		return
	}
	from := c.outcomes.of(r)
	if c.outcomes.all[from].verdict != v || c.outcomes.all[from].use == dropped {
		return
	}
	m.move(source, r, from, c.outcomes.withVerdict(from, codes.Probe))
}

// move moves a row from one outcome to another.
func (m *moving) move(source int, r *parser.Row, from, to int) {
	c := m.counts
	hash := hashOffset(r.Offset)
	if _, done := m.to[place{hash, int32(source)}]; done {
		return
	}
	m.to[place{hash, int32(source)}] = to
	bucket := floorDiv(r.Second, c.minutes.step)
	m.cells = append(m.cells, Cell{bucket, int32(from), -1}, Cell{bucket, int32(to), 1})
	a, b := &c.outcomes.all[from], &c.outcomes.all[to]
	if c.rows != nil {
		c.rows.remove(from, hash, source, r)
		c.rows.add(to, b.verdict, hash, source, r)
		c.rows.settle()
	}
	c.sides.move(&c.columns, r, a, b)
	if a.use == compared {
		return
	}
	a.rows--
	b.add(r)
	if r.Second == a.first || r.Second == a.last {
		m.dirty[from] = true
	}
	if a.detailed {
		m.moveValues(source, r, a, b, hash)
	}
	if c.groups != nil {
		c.groups.move(&c.columns, r, a, b)
	}
}

// moveValues moves what is counted of the values of a row.
func (m *moving) moveValues(source int, r *parser.Row, from, to *outcomeCount, hash uint64) {
	c := m.counts
	c.isHashed = false
	v := &rowValues{subject: from.subject, second: r.Second}
	c.readValues(v, r, from.verdict)
	for f := range NumFields {
		if v.has(f) {
			c.values[from.subject][f].lessOf(v.hash[f])
		}
	}
	v.subject = to.subject
	c.readValues(v, r, to.verdict)
	c.isHashed = false
	c.addRow(v)
	c.subjects.remove(from.subject, hash, source, r)
	c.subjects.add(to.subject, hash, source, r)
}

// lessOf counts a value once less. Those that nothing holds any more are left to
// withoutEmpty.
func (t *valueTable) lessOf(hash uint64) {
	if t.over {
		t.longest = math.MaxInt // nobody knows how many are left
	}
	if len(t.slots) == 0 {
		return
	}
	if i := t.slots[t.find(hash)].index(); i >= 0 {
		*t.countOf(i)--
	}
}

// withoutEmpty returns a table without the values that nothing holds.
func (t *valueTable) withoutEmpty() valueTable {
	t.sum()
	kept := valueTable{over: t.over, longest: t.longest} // of no size: all is counted
	for i, hash := range t.hashes {
		if t.counts[i] > 0 {
			kept.take(t, hash, i)
		}
	}
	kept.sum()
	return kept
}

// remove takes a row of a subject away.
func (s *subjectSample) remove(subject int, hash uint64, source int, r *parser.Row) {
	if subject >= len(s.of) || s.size == 0 {
		return
	}
	s.of[subject].remove(hash, source, r)
}

// remove takes a row of a stratum away.
func (s *rowSample) remove(outcome int, hash uint64, source int, r *parser.Row) {
	c := s.strata[stratum{int32(outcome), floorDiv(r.Second, s.step)}]
	if c == nil {
		return
	}
	s.kept -= c.remove(hash, source, r)
}

// move counts a row of its group as one of another outcome: in another group, where
// the verdict is one of the fields.
func (g *groups) move(columns *columns, r *parser.Row, from, to *outcomeCount) {
	g.tally(columns, r, from, -1)
	g.tally(columns, r, to, 1)
}

// finish brings the counts and the samples in order.
func (m *moving) finish() {
	c := m.counts
	c.minutes.addAll(m.cells)
	for i := range c.values {
		for f := range c.values[i] {
			t := &c.values[i][f]
			if t.sum(); slices.ContainsFunc(t.counts, func(n int64) bool { return n <= 0 }) {
				*t = t.withoutEmpty()
			}
		}
	}
	for i := range c.sample.kept {
		row := &c.sample.kept[i]
		if to, ok := m.to[place{row.hash, row.source}]; ok {
			row.value.subject, row.value.ends[FieldPair] = c.outcomes.all[to].subject, row.value.ends[FieldPair-1]
		}
	}
	for i := range c.longest.rows.kept {
		row := &c.longest.rows.kept[i]
		if to, ok := m.to[place{hashOffset(row.value.offset), row.source}]; ok {
			row.value.verdict = c.outcomes.all[to].verdict
		}
	}
}

// retime finds the first and the last row anew of outcomes that lost theirs: the buckets
// of time say where to look.
func (m *moving) retime(ctx context.Context, look *secondLook) {
	c := m.counts
	var spans []Span
	for at := range m.dirty {
		o := &c.outcomes.all[at]
		o.first, o.last = math.MaxInt64, math.MinInt64
		first, last := m.buckets(at)
		if o.rows > 0 && first <= last {
			o.first, o.last = first*c.minutes.step, (last+1)*c.minutes.step-1
			spans = append(spans, Span{o.first, o.first + c.minutes.step, true}, Span{o.last + 1 - c.minutes.step, o.last + 1, true})
		}
	}
	if len(spans) == 0 {
		return
	}
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Until, b.Until)) })
	seen := map[int]*spanOfTime{}
	time := func(source int, r *parser.Row, v codes.Verdict) { m.time(seen, source, r, v) }
	if look.lookAtRead(ctx, spans, Wanted{Odd: true}, func() see { return time }) {
		for at, span := range seen {
			c.outcomes.all[at].first, c.outcomes.all[at].last = span.first, span.last
		}
	}
}

// time notes when a row of an outcome that lost its first or last came.
func (m *moving) time(seen map[int]*spanOfTime, source int, r *parser.Row, v codes.Verdict) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.counts.columns.from(m.names[source])
	at := m.outcomeOf(r, v)
	to, moved := m.to[place{hashOffset(r.Offset), int32(source)}]
	if moved {
		at = to // rows come and go
	}
	if !m.dirty[at] || !moved && m.counts.outcomes.all[at].verdict != v || r.Second == parser.NoTime {
		return
	}
	if !m.counts.outcomes.selection.takes(r) {
		return
	}
	if seen[at] == nil {
		seen[at] = &spanOfTime{noTime.first, noTime.last}
	}
	seen[at].widen(spanOfTime{r.Second, r.Second})
}

// outcomeOf is the outcome of a row that was judged so: of one that a family of noise claimed
// that of the family.
func (m *moving) outcomeOf(r *parser.Row, v codes.Verdict) int {
	at := m.counts.outcomes.of(r)
	if v != codes.Probe || m.noise == nil {
		return at
	}
	family, ok := m.noise.Match(r.Field(parser.Method), r.Path(), r.Query(), r.Field(parser.UserAgent))
	if !ok {
		return at
	}
	return m.counts.outcomes.claimed(at, family, codes.Probe)
}

// buckets are the first and the last bucket that hold rows of an outcome.
func (m *moving) buckets(outcome int) (first, last int64) {
	first, last = math.MaxInt64, math.MinInt64
	for _, cell := range m.counts.minutes.cells {
		if cell.Outcome == int32(outcome) {
			first, last = min(first, cell.Bucket), max(last, cell.Bucket)
		}
	}
	return first, last
}
