package scan

import (
	"github.com/iiswhy/iiswhy/codes"
)

// maxOutcomes bounds the outcomes of a log, of which a server writes some hundred. What
// is told costs time and memory for each of them, so that beyond, numbers are not told
// apart any more: by all workers or by none, since a part of a log has no more outcomes
// than the whole.
const maxOutcomes = 1 << 12

// grain is how far numbers are told apart.
type grain uint8

const (
	// fine tells all numbers apart.
	fine grain = iota
	// knownOnly gives up what the tables do not know: a Win32 number becomes otherWin32, a
	// substatus codes.None, and a reason otherReason.
	knownOnly
	// pairsOnly gives up all Win32 numbers but those that the tables know together with a code.
	pairsOnly
)

// otherWin32 stands for Win32 numbers that are not told apart.
const otherWin32 = -2

// givenUp is what an outcome was before some of its numbers were given up: its rows are
// judged as if they were still known. The zero value is that of an outcome that has its
// numbers.
type givenUp struct {
	is       bool // some number was
	takes    bool // the filter takes its code
	detailed bool
	unasked  bool
	leg      bool          // these are of rows that neither their neighbours nor a family judge
	verdict  codes.Verdict //
	question question      //
}

// coarse returns the outcome that rows of another are counted for.
func (t *outcomeTable) coarse(c *outcomeCount) outcome {
	o := c.outcome
	as := t.grain.of(t.book, t.words(o))
	o.substatus, o.win32 = int32(as.Substatus), as.Win32
	if o == c.outcome || o.gaveUp.is {
		return o
	}
	o.gaveUp = givenUp{
		is: true, takes: t.selection.filter.takesCode(c.status, c.substatus), detailed: c.outcome.status >= 400 || c.outcome.substatus > 0 && c.log == codes.Web,
		unasked: c.unasked, leg: c.leg, verdict: c.verdict, question: c.question,
	}
	o.gaveUp.forget(&o)
	return o
}

// of returns an outcome without the numbers that are given up.
func (g grain) of(book *codes.Book, o codes.Outcome) codes.Outcome {
	if g < knownOnly {
		return o
	}
	if !knowsSubstatus(book, &o) {
		o.Substatus = codes.None
	}
	if o.Win32 > 0 && !g.knowsWin32(book, &o) {
		o.Win32 = otherWin32
	}
	return o
}

// knowsSubstatus reports whether the tables know the substatus of an outcome, or it has
// none.
func knowsSubstatus(book *codes.Book, o *codes.Outcome) bool {
	if o.Status == codes.None || o.Substatus <= 0 {
		return true
	}
	match := codes.NoMatch
	if o.Log == codes.FTPLog {
		_, match = book.FTP(o.Status, o.Substatus)
	} else {
		_, match = book.Status(o.Status, o.Substatus)
	}
	return match == codes.Exact
}

func (g grain) knowsWin32(book *codes.Book, o *codes.Outcome) bool {
	if g == pairsOnly {
		_, known := book.Pair(o.Code(), o.Win32)
		return known
	}
	_, known := book.Win32(uint64(o.Win32))
	return known
}

// forget drops what does not count for rows that their neighbours or a family judge.
func (g *givenUp) forget(o *outcome) {
	switch {
	case !g.is:
	case o.as != codes.OK:
		g.leg, g.verdict, g.question = false, codes.OK, notAsked
	case o.family > 0:
		g.question = notAsked
	}
}

// recall judges an outcome by the numbers that were given up.
func (c *outcomeCount) recall() {
	g := &c.gaveUp
	if !g.is {
		return
	}
	if c.unasked = g.unasked; c.as == codes.OK {
		c.verdict, c.leg, c.question = g.verdict, g.leg, g.question
	}
}

// isOver reports whether there are too many outcomes, or reasons.
func (t *outcomeTable) isOver() bool {
	return len(t.all) > maxOutcomes && t.grain < pairsOnly || len(t.reasons) > maxReasons && t.grain < knownOnly
}

// coarsen gives up numbers while there are too many outcomes.
func (j *judge) coarsen() {
	for j.counts.outcomes.isOver() {
		j.coarsenTo(j.counts.outcomes.grain + 1)
	}
}

// coarsenTo gives up numbers: what was counted is counted anew. No rows of subjects are kept
// any more: how many there were of each went by how many subjects some worker had until then.
func (j *judge) coarsenTo(g grain) {
	o := *j.options
	o.Judging = nil
	c := newCounts(&o, j.counts.seed)
	c.judging, c.outcomes.grain = j.counts.judging, g
	c.subjects.size = 0
	c.merge(j.counts)
	j.counts = c
}

// merge adds what another worker counted. It leaves that unusable.
func (j *judge) merge(c *counts) {
	if c.outcomes.grain > j.counts.outcomes.grain {
		j.coarsenTo(c.outcomes.grain)
	}
	j.counts.merge(c)
	j.coarsen()
}

// isCoarse reports whether an outcome stands for several whose numbers were given up.
func (o *outcome) isCoarse() bool { return o.gaveUp.is }

// compare orders what was given up.
func (g *givenUp) compare(o *givenUp) int { return int(g.key()) - int(o.key()) }

func (g *givenUp) key() (k uint32) {
	for _, is := range [...]bool{g.is, g.takes, g.detailed, g.leg} {
		if k <<= 1; is {
			k |= 1
		}
	}
	return k<<16 | uint32(g.verdict)<<8 | uint32(g.question)
}
