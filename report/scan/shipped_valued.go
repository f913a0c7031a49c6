package scan

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
)

// Of rows whose values were counted elsewhere some have to come for the samples: of each
// subject, and of each stretch of time, those of the smallest hashes. How many rows there
// are is known by then, and so up to which hash enough are found.

// mostValued is how many outcomes may have rows whose values are counted elsewhere.
const mostValued = 300

// lightPass is what is known of the rows that Light counted.
type lightPass struct {
	counter *shippedCounter
	minutes []valuedMinute
	of      map[LightOutcome]bool // of rows whose values are counted
	values  uint64                // up to which hash rows of them come
	subject map[int]uint64        // and of each subject
	strata  map[stratum]uint64    // and of each stratum of so many seconds
	step    int64
}

// valuedMinute is how many rows of an outcome a minute has.
type valuedMinute struct {
	of           LightOutcome
	outcome      int
	second, rows int64
}

// add adds counts of rows.
func (l *lightPass) add(all *LightCounts) {
	c, counts := l.counter, l.counter.judge.counts
	span := all.Span
	if len(counts.outcomes.selection.spans) == 0 {
		span = 0
	}
	for i := range all.Minutes {
		one := &all.Minutes[i]
		at := counts.countLight(one, span)
		if one.isValued(counts.outcomes, at) {
			l.minutes = append(l.minutes, valuedMinute{one.LightOutcome, at, one.First, one.Rows})
		}
	}
	for _, one := range all.Taken {
		counts.countLightTaken(one)
	}
	for _, one := range all.Sources {
		c.seen[one.Source] += one.Rows
		c.shown[one.Source] += one.Shown
	}
	for i := range all.Values {
		counts.countLightValue(&all.Values[i], span)
	}
	for i := range all.Redirected {
		counts.redirects.addSome(counts.seed, &all.Redirected[i])
	}
	for i := range all.Groups {
		counts.countLightGroup(&all.Groups[i], span)
	}
	l.of = map[LightOutcome]bool{}
	for _, m := range l.minutes {
		l.of[m.of] = true
	}
}

// isValued reports whether more than the numbers of rows count.
func (l *Light) isValued(t *outcomeTable, outcome int) bool {
	return outcome >= 0 && (l.Verdict != codes.OK || l.Attack || t.all[outcome].isDetailed())
}

// deepen says which of the rows whose values were counted have to come.
func (l *lightPass) deepen(d *Depth) {
	t := l.counter.judge.counts.outcomes
	var detailed int64
	subjects := map[int]int64{}
	for _, m := range l.minutes {
		if o := &t.all[m.outcome]; o.detailed {
			detailed += m.rows
			if o.sampled {
				subjects[o.subject] += m.rows
			}
		}
	}
	l.values, l.subject = hashFor(detailed, sampledRows), map[int]uint64{}
	for subject, rows := range subjects {
		l.subject[subject] = hashFor(rows, subjectRows)
	}
	deep := map[LightOutcome]uint64{}
	for _, m := range l.minutes {
		if o := &t.all[m.outcome]; o.detailed {
			deep[m.of] = max(deep[m.of], l.values, l.subject[o.subject])
		}
	}
	var sparse []ValuedDepth
	if rows := l.counter.judge.counts.rows; rows != nil {
		sparse = l.deepenStrata(d.Hash, rows, deep)
	}
	of := map[uint64][]LightOutcome{}
	for o, hash := range deep {
		if hash > d.Hash {
			of[hash] = append(of[hash], o)
		}
	}
	for _, hash := range slices.Sorted(maps.Keys(of)) {
		slices.SortFunc(of[hash], LightOutcome.compare)
		d.Valued = append(d.Valued, ValuedDepth{Of: of[hash], Hash: hash})
	}
	d.Valued = append(d.Valued, sparse...)
}

// compare orders outcomes.
func (o LightOutcome) compare(p LightOutcome) int {
	return cmp.Or(cmp.Compare(o.Status, p.Status), cmp.Compare(o.Substatus, p.Substatus), cmp.Compare(o.Win32, p.Win32),
		cmp.Compare(o.Verdict, p.Verdict), cmp.Compare(o.Family, p.Family))
}

// sparsePart is which part of the rows of an outcome comes whole at most, as their strata
// have few rows.
const sparsePart = 16

// deepenStrata says which rows have to come of an outcome and a stretch of time: all of those
// strata that have few rows, which it returns, and of the others so many that the smallest
// has enough.
func (l *lightPass) deepenStrata(least uint64, rows *rowSample, deep map[LightOutcome]uint64) (sparse []ValuedDepth) {
	for _, m := range l.minutes {
		rows.count(m.outcome, l.verdict(m.outcome), m.second, m.rows)
	}
	rows.thin()
	sizes, outcome := map[stratum]int64{}, map[LightOutcome]map[stratum]bool{}
	for _, m := range l.minutes {
		if MayRise(l.verdict(m.outcome)) {
			key := stratum{int32(m.outcome), floorDiv(m.second, rows.step)}
			if sizes[key] += m.rows; outcome[m.of] == nil {
				outcome[m.of] = map[stratum]bool{}
			}
			outcome[m.of][key] = true
		}
	}
	l.step, l.strata = rows.step, map[stratum]uint64{}
	for _, o := range slices.SortedFunc(maps.Keys(outcome), LightOutcome.compare) {
		all := slices.SortedFunc(maps.Keys(outcome[o]), func(a, b stratum) int {
			return cmp.Or(cmp.Compare(sizes[a], sizes[b]), cmp.Compare(a.bucket, b.bucket), cmp.Compare(a.outcome, b.outcome))
		})
		var total, few int64
		for _, s := range all {
			total += sizes[s]
		}
		one := ValuedDepth{Of: []LightOutcome{o}, Hash: math.MaxUint64, Step: rows.step}
		for len(all) > 1 && few+sizes[all[0]] <= total/sparsePart {
			few += sizes[all[0]]
			l.strata[all[0]] = math.MaxUint64
			one.Buckets, all = append(one.Buckets, all[0].bucket), all[1:]
		}
		deep[o] = max(deep[o], least, hashFor(sizes[all[0]], int64(rows.size)))
		for _, s := range all {
			if offered, known := l.strata[s]; !known || deep[o] < offered {
				l.strata[s] = deep[o]
			}
		}
		if slices.Sort(one.Buckets); one.Buckets != nil {
			one.Buckets = slices.Compact(one.Buckets)
			sparse = append(sparse, one)
		}
	}
	return sparse
}

func (l *lightPass) verdict(outcome int) codes.Verdict {
	return l.counter.judge.counts.outcomes.all[outcome].verdict
}

// isComplete reports whether the samples of those rows hold what they would hold, had all
// come.
func (l *lightPass) isComplete(c *counts) bool {
	c.sample.choose(sampledRows)
	if !isFilled(&c.sample.bottomK, l.values) {
		return false
	}
	c.subjects.thin()
	for subject, hash := range l.subject {
		if subject < len(c.subjects.of) && !isFilled(&c.subjects.of[subject].rows, hash) {
			return false
		}
	}
	if c.rows == nil {
		return true
	}
	c.rows.thin()
	for key, hash := range l.strata {
		key.bucket = floorDiv(key.bucket*l.step, c.rows.step)
		if of := c.rows.strata[key]; of == nil || !isFilled(&of.rows, hash) {
			return false
		}
	}
	return true
}

// isFilled reports whether a choice, which was offered all up to a hash, would choose no other
// of all.
func isFilled[T any](b *bottomK[T], offered uint64) bool {
	return offered == math.MaxUint64 || b.isChosen() && b.limit <= offered
}
