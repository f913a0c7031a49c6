package scan

import "github.com/iiswhy/iiswhy/parser"

// A second look comes by many rows that it does not ask for: to most of them nothing is done
// but what legs need that wait.

// passesUsual reports whether usual rows may be passed without a Row of them.
func (w *worker) passesUsual() bool {
	c := w.judge.counts
	return w.asked != nil && c.requested == nil && c.users == nil && !w.scanner.Layout().MayBeFTP()
}

// passUsual goes past the usual row of an index, of a span, where its time and its codes say
// that it is not asked for. It reports false where somebody has to look at it.
func (w *worker) passUsual(i int, u *parser.Usual, span int) bool {
	if w.asked.isFarAt(u.Second) {
		return true
	}
	t := w.judge.counts.outcomes
	c := t.cached(u.Codes, span)
	if c.text != u.Codes || c.layout != w.scanner.Layout() || c.span != span || t.asks(c.outcome, u.Second) {
		return false
	}
	w.filtered++
	w.seekUsual(i)
	return true
}
