package scan

import (
	"math/bits"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// Nearly all rows of most logs are healthy, and look like those before them. Of such a row
// the scanner gives a few numbers; where its outcome is known, the request looks like no
// attack and no sample wants it, nothing else is asked: it is added to some counts here.
// All other rows go the way of every row, see worker.one.

// countUsual counts the usual rows that come next. Those behind a place go the way of every
// row.
func (w *worker) countUsual(s *scanned, tail int64) {
	rows := w.scanner.Usual()
	if len(rows) == 0 {
		return
	}
	if s.layout == nil {
		s.time(w.scanner.UsualRow(0))
	}
	c := w.judge.counts
	h := healthyRows{limit: c.traffic.rows.most(), least: c.longest.rows.most(), most: tail, short: c.taken.short}
	if !w.countsHealthy() {
		h.most = 0
	}
	second, span, notes := int64(parser.NoTime), 0, c.notes.isOn()
	passes := w.passesUsual()
	for i := range rows {
		u := &rows[i]
		if u.Second != second || u.Offset >= s.times.until {
			second = u.Second
			s.times.see(u.Offset, second)
			s.first, s.last = min(s.first, second), max(s.last, second)
			span = c.outcomes.selection.spanOf(second)
		}
		if passes && u.Offset < tail && w.passUsual(i, u, span) {
			continue
		}
		o := c.outcomes.ofHealthy(u, w.scanner.Layout(), span)
		isQuarter := u.Offset&3 == 0 && o != nil && (o.redirect || w.scanner.PostsUsual(i))
		if o != nil && u.Offset < h.most && !h.wants(u) && !isQuarter && w.judge.isClean(u.Asked) {
			c.addHealthy(&h, o, u)
			if hash := hashOffset(u.Offset); hash <= c.visits.limit() && u.Second != parser.NoTime {
				c.visits.take(hash, w.reading.source, w.scanner.UsualRow(i), &c.columns)
			}
			if notes {
				w.noteUsual(o.outcome, i, u)
			}
			w.seekUsual(i)
			continue
		}
		row := w.scanner.UsualRow(i)
		if o == nil && span >= 0 {
			row.Split() // much is asked of what is not healthy
		}
		w.one(row, s, tail)
	}
	c.addAll(&h)
}

// noteUsual notes a healthy row.
func (w *worker) noteUsual(outcome, i int, u *parser.Usual) {
	c := w.judge.counts
	if client, path, ok := w.scanner.CallerUsual(i); ok && c.columns.forwardedFor == "" && u.Taken < SlowTaken {
		c.notes.addHere(u.Offset, outcome, clientBits(Shorten(client)), shapeBits(path))
		return
	}
	c.notes.add(outcome, w.scanner.UsualRow(i), w.reading.source, &c.columns)
}

// countsHealthy reports whether nothing is asked of a healthy row but what addHealthy knows.
func (w *worker) countsHealthy() bool {
	c := w.judge.counts
	return w.asked == nil && w.judge.ofAll == nil && c.requested == nil && c.users == nil && c.judging == nil && c.kept == nil &&
		c.each == nil && c.sides == nil && c.groups == nil && c.outcomes.selection.takesByTime()
}

// seekUsual is seek of a healthy row.
func (w *worker) seekUsual(i int) {
	switch {
	case w.legs.count == 0 && w.expects == nobody:
		if w.letIn.isOn(false) {
			w.letIn.stop()
		}
	case !w.letIn.isOn(w.legs.apps > 0 || w.expects == anyone), w.letIn.isOn(true), !w.scanner.IsUserless(i):
		w.seek(w.scanner.UsualRow(i))
	}
}

// healthyRows are what some rows add to counts.
type healthyRows struct {
	rows, units, taken, slowest int64
	// limit and least are what samples want: rows of hashes up to a limit, and of those that
	// divided by their time are less.
	limit, least uint64
	most         int64 // rows stand before it
	short        []int64
}

// addAll adds them.
func (c *counts) addAll(h *healthyRows) {
	c.traffic.offered += h.rows
	c.traffic.units += int(h.units)
	c.visits.offered += h.rows
	c.longest.total += h.taken
	c.taken.slowest = max(c.taken.slowest, h.slowest)
}

// wants reports whether some sample may want a row, or it is one of those that are asked for
// their host.
func (h *healthyRows) wants(u *parser.Usual) bool {
	hash := hashOffset(u.Offset)
	if hash <= h.limit || u.Offset&63 == 0 || u.Taken >= int64(len(h.short)) {
		return true
	}
	over, least := bits.Mul64(h.least, uint64(max(1, u.Taken)))
	return u.Taken >= 0 && (over != 0 || hash < least)
}

// addHealthy counts a row that no sample wants.
func (c *counts) addHealthy(h *healthyRows, o *cachedText, u *parser.Usual) {
	h.rows++
	h.units += int64(unitsOf(u.Size))
	c.minutes.add(u.Second, o.outcome)
	c.outcomes.all[o.outcome].addAt(u.Second)
	if u.Taken >= 0 {
		h.taken += u.Taken
		h.slowest = max(h.slowest, u.Taken)
		h.short[u.Taken]++
	}
}

// ofHealthy returns the outcome of a usual row where it is known, and one of healthy rows of
// which nothing is asked but whether they are an attack; else nil.
func (t *outcomeTable) ofHealthy(u *parser.Usual, l *parser.Layout, span int) *cachedText {
	c := t.cached(u.Codes, span)
	if c.text != u.Codes || c.layout != l || c.span != span || !c.healthy {
		return nil
	}
	return c
}

// isHealthy reports whether of rows of the outcome nothing else is asked than what ofHealthy
// says.
func (o *outcomeCount) isHealthy() bool {
	return o.log == codes.Web && o.verdict == codes.OK && o.use == shown && o.question == isAttack && !o.detailed && !o.leg && o.status != 101
}
