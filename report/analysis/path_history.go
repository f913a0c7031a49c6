package analysis

import (
	"context"
	"hash/maphash"
	"maps"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// pathHistory is when a path was served, by the method that asked for it, when it was answered at
// all, and when and to whom it was missing.
type pathHistory struct {
	served, answers  map[string]activity
	answered, misses activity
	isOfMethod       bool            // it was missed for its method
	methods          map[string]bool // of those that missed it
	missing          map[uint64]bool // the same, hashes of clients
	servedTo         map[uint64]bool // and of those that were served
}

// historiesOf reads those of some paths, in the order of time, answered to a client or, for "", to
// anybody: none where there are too many rows.
func (a *Analysis) historiesOf(ctx context.Context, i *issue, paths []scan.Value, client string) (all []*pathHistory) {
	read := a.readPaths(ctx, paths)
	if read == nil {
		return nil
	}
	for _, p := range paths {
		all = append(all, read.history(i, p.Text, client))
	}
	return all
}

// history is that of a path, or of a shape, whose rows were read.
func (p *pathRows) history(i *issue, path, client string) *pathHistory {
	who := maphash.String(p.seed, client)
	h := &pathHistory{isOfMethod: isOfMethod(i.Code), served: map[string]activity{}, answers: map[string]activity{}, methods: map[string]bool{}, missing: map[uint64]bool{}, servedTo: map[uint64]bool{}}
	for _, r := range *p.rows[path] {
		method, judged := p.methods[r.method], p.judged[r.judged]
		switch {
		case judged == judgement{i.Code, i.Verdict}:
			h.misses, h.methods[method], h.missing[r.client] = append(h.misses, r.second), true, true
		case isServed(judged.verdict, judged.code.Status) && (client == "" || r.client == who):
			h.answers[method] = append(h.answers[method], r.second)
			if !scan.IsRedirect(int32(judged.code.Status)) {
				h.served[method] = append(h.served[method], r.second)
				h.servedTo[r.client] = true
			}
		}
	}
	h.answered = h.answeredAtAll()
	slices.Sort(h.misses)
	return h
}

// isOfMethod reports whether a code says that a method is refused: what asks by another one is still
// served.
func isOfMethod(c codes.Code) bool {
	return !c.FTP && (c.Status == 405 || c.Status == 501 || c.Status == 404 && c.Substatus == 6)
}

// answeredAtAll is when the path was answered: by any method, or where it was missed for its method by
// that one.
func (h *pathHistory) answeredAtAll() (all activity) {
	for method, act := range h.answers {
		if !h.isOfMethod || h.methods[method] {
			all = append(all, act...)
		}
	}
	slices.Sort(all)
	return all
}

// missed says that the path was served, by the method that missed it, so many times at least until
// it was missed as often; nil where it was not. That may have been so several times, each of
// leastOfEach.
func (h *pathHistory) missed(least int) *missedPaths {
	m := &missedPaths{missed: len(h.misses), missing: h.missing, known: map[uint64]bool{}}
	spells := h.spells()
	if len(spells) > 1 { // else those who come by turns, some of whom are refused
		least = leastOfEach
	}
	if h.isOfMethod {
		m.methods = slices.Sorted(maps.Keys(h.methods))
	}
	for _, misses := range spells {
		t := missedTime{first: misses[0], last: misses[len(misses)-1], again: parser.NoTime}
		before, after := h.asked(t.first)
		if len(m.times) > 0 {
			before = before.since(m.ended().last)
			m.ended().again = h.answeredAfter(m.ended().last)
		}
		if min(len(misses), len(before)) < least {
			return nil
		}
		if len(m.times) == 0 {
			m.before, m.since = len(before), before[0]
		}
		t.until, m.after = before[len(before)-1], len(after)
		m.times = append(m.times, t)
	}
	if len(m.times) == 0 {
		return nil
	}
	if last := m.ended().last; len(h.answered.since(last)) > 0 {
		_, after := h.asked(last)
		if len(after) < least {
			return nil
		}
		m.ended().again = after[0]
	}
	for client := range h.missing {
		if h.servedTo[client] {
			m.known[client] = true
		}
	}
	return m
}

// spells are the seconds in which the path was missed, parted where it was answered in between.
func (h *pathHistory) spells() (all []activity) {
	from := 0
	for n := 1; n <= len(h.misses); n++ {
		if n == len(h.misses) || answeredWithin(h.answered, h.misses[n-1], h.misses[n]-1) {
			all, from = append(all, h.misses[from:n]), n
		}
	}
	return all
}

// answeredAfter is the first second after one in which it was answered.
func (h *pathHistory) answeredAfter(second int64) int64 { return h.answered.since(second)[0] }

// since are those after a second.
func (act activity) since(second int64) activity {
	at, _ := slices.BinarySearch(act, second+1)
	return act[at:]
}

// asked is when the path was served by the methods that missed it, before a moment and after it.
func (h *pathHistory) asked(moment int64) (before, after activity) {
	var all activity
	for method := range h.methods {
		all = append(all, h.served[method]...)
	}
	slices.Sort(all)
	at, _ := slices.BinarySearch(all, moment)
	return all[:at], all[at:]
}

// answeredWithin reports whether anything was after a second, up to another.
func answeredWithin(answered activity, after, upTo int64) bool {
	at, _ := slices.BinarySearch(answered, after+1)
	return at < len(answered) && answered[at] <= upTo
}
