package scan

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/iiswhy/iiswhy/parser"
)

// result turns what was counted into a Result.
func (r *run) result() *Result {
	c := r.counts
	out := &Result{
		Interrupted: r.partial, Filter: r.options.Filter, Spans: r.options.Spans, ForwardedFor: r.options.ForwardedFor,
		By: r.options.By, Users: c.users.Forget(), Taken: c.taken.summary(), Scanners: c.scanners, FormPosts: c.forms.posts.values(), FormLets: c.forms.let.values(), Redirected: c.redirects.often(), Hosts: c.hosts.values(),
		Earliest: math.MaxInt64, Latest: math.MinInt64, book: r.options.Book, grain: c.outcomes.grain, farm: r.options.farm,
	}
	for _, one := range r.readings {
		out.addSource(one)
		if r.options.Judging != nil {
			out.addFaultsOf(one)
		}
	}
	out.addFaults(r.readings)
	order, subjects := out.addOutcomes(c)
	out.Minutes, out.Dropped = c.minutes.counts(order), c.dropped.counts([]int{0})
	out.Groups, out.Rest, out.GroupsErr = c.groups.all(GroupOrder(r.options.BySort))
	out.Sides = c.sides.result(subjects)
	if out.HasRows() {
		out.Absent, out.FieldNames = c.requested.absent(), c.requested.fieldNames()
	}
	var others sync.WaitGroup
	others.Go(func() { out.Visits, out.Timed = c.visits.visits(), c.visits.offered })
	others.Go(func() { out.Times = c.longest.times() })
	others.Go(func() { out.Traffic = c.trafficPack.chosen(&c.traffic, c.trafficRows) })
	defer others.Wait()
	if c.rows != nil {
		others.Go(func() { out.Sampled = c.rows.sampled(order) })
	}
	out.SubjectRows = c.subjects.sampled(subjects)[:len(out.Subjects)]
	out.Rows = r.secondLook(out)
	for i, one := range r.readings {
		if of := &out.Sources[i]; one.start != nil {
			of.start = one.start
			of.addStart()
		}
	}
	out.Kept = r.kept(out)
	return out
}

// addSource adds the ledger of a source. A worker that was left behind may still
// write to it.
func (out *Result) addSource(r *reading) {
	l := &r.ledger
	l.mu.Lock()
	defer l.mu.Unlock()
	out.Sources = append(out.Sources, Source{
		Name: r.input.Name, Bytes: l.bytes, Skipped: sizeOf(l.gaps), Lines: l.tally.Lines, Rows: l.tally.Rows - l.filtered, Filtered: l.filtered,
		Refused: l.tally.Refused, Directives: l.tally.Directives, Blank: l.tally.Blank, Forms: formsOf(l.tally.Forms), Err: l.err, Passed: l.passed,
		chunkLines: slices.Clone(l.knownLines()), tallies: r.tallies, isPlain: r.isPlain, begins: r.beginning.id(),
	})
}

// addFaultsOf adds those of one source.
func (out *Result) addFaultsOf(r *reading) {
	for kind := range parser.Faults {
		f := Fault{Kind: kind}
		if r.ledger.addTo(&f, r.source); f.Lines > 0 {
			out.Sources[r.source].Faults = append(out.Sources[r.source].Faults, f)
		}
	}
}

// addFaults sums the faults of all sources.
func (out *Result) addFaults(readings []*reading) {
	for kind := range parser.Faults {
		f := Fault{Kind: kind}
		for i, r := range readings {
			r.ledger.addTo(&f, i)
		}
		if f.Lines > 0 {
			out.Faults = append(out.Faults, f)
		}
	}
}

// addOutcomes adds the outcomes in an order that does not depend on the workers,
// and returns what the indexes of the counted ones, and of their subjects, are in it:
// noSubject for one of rows that were noted alone.
func (out *Result) addOutcomes(c *counts) (order, subjects []int) {
	t := c.outcomes
	sorted := make([]int, len(t.all))
	for i := range sorted {
		sorted[i] = i
	}
	slices.SortFunc(sorted, t.compare)
	order = make([]int, len(sorted))
	subjects = slices.Repeat([]int{noSubject}, len(t.subjects))
	index := map[Subject]int{}
	for _, i := range sorted {
		o := &t.all[i]
		if o.span == besideSpan {
			continue
		}
		subject := intern(t.subjects[o.subject], index, &out.Subjects)
		subjects[o.subject] = subject
		out.addOutcome(Outcome{
			Code: o.code(), Log: o.log, Reason: t.reasons[o.reason], Win32: o.win32, Verdict: o.verdict,
			Family: int(o.family) - 1, Attack: o.isAttack(), Span: int(o.span), Subject: subject, Shown: o.use == shown,
			Rows: o.rows, First: o.first, Last: o.last,
		})
		order[i] = len(out.Outcomes) - 1
		if o.isCoarse() {
			out.Coarse += o.rows
		}
	}
	out.values = newTables(c, subjects)
	return order, subjects
}

// addOutcome adds an outcome, to the one before where only numbers that were given up told
// them apart.
func (out *Result) addOutcome(o Outcome) {
	if n := len(out.Outcomes); n > 0 {
		last, like := &out.Outcomes[n-1], o
		like.Rows, like.First, like.Last = last.Rows, last.First, last.Last
		if *last == like {
			last.Rows, last.First, last.Last = last.Rows+o.Rows, min(last.First, o.First), max(last.Last, o.Last)
			return
		}
	}
	out.Outcomes = append(out.Outcomes, o)
}

// compare orders outcomes by what they are.
func (t *outcomeTable) compare(x, y int) int {
	a, b := &t.all[x], &t.all[y]
	return cmp.Or(cmp.Compare(a.log, b.log), cmp.Compare(a.status, b.status), cmp.Compare(a.substatus, b.substatus),
		cmp.Compare(t.reasons[a.reason], t.reasons[b.reason]), cmp.Compare(a.verdict, b.verdict),
		cmp.Compare(a.win32, b.win32), cmp.Compare(a.span, b.span), cmp.Compare(a.family, b.family), cmp.Compare(a.as, b.as),
		a.gaveUp.compare(&b.gaveUp))
}

// counts returns what was counted, with outcomes renamed. It leaves b unusable.
func (b *timeBuckets) counts(outcome []int) Counts {
	if b == nil {
		return Counts{}
	}
	b.flush()
	b.compact()
	b.rename(outcome)
	return Counts{b.step, summed(b.cells)}
}

// secondLook keeps what it takes to read the sources again, and notes what times
// they hold.
func (r *run) secondLook(out *Result) *secondLook {
	l := &secondLook{options: r.options, asked: r.options.times(), ended: r.counts.outcomes.ended()}
	for i, one := range r.readings {
		one.ledger.mu.Lock()
		chunks, gaps, marks := slices.Clone(one.chunks), slices.Clone(one.ledger.gaps), one.way.marks
		one.ledger.mu.Unlock()
		slices.SortFunc(chunks, func(a, b chunkPlace) int { return a.chunk.Seq - b.chunk.Seq })
		of := &out.Sources[i]
		of.First, of.Last = math.MaxInt64, math.MinInt64
		for _, p := range chunks {
			of.First, of.Last = min(of.First, p.first), max(of.Last, p.last)
		}
		if marks != nil { // what was skipped has times, too
			of.First, of.Last = min(of.First, marks.all[0].first), max(of.Last, marks.all[len(marks.all)-1].last)
		}
		out.Earliest, out.Latest = min(out.Earliest, of.First), max(out.Latest, of.Last)
		l.sources = append(l.sources, lookedAt{one.input, chunks, gaps, marks, one.times})
	}
	l.options.ofAll = r.counts.ofAll()
	if r.noted == nil && !r.partial {
		r.noted = r.counts.noted(l.sources)
	}
	l.noted = r.noted
	return l
}
