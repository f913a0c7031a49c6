package scan

import (
	"cmp"
	"slices"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
)

// tables are the counted values of a result.
type tables struct {
	values [][NumFields]valueTable // by subject
	sample func() *valueSample     // its subjects are renamed
	byCode map[codes.Code][]int    // subjects
	level  uint                    // at which tables were given up
}

// newTables takes the counted values, with subjects renamed.
func newTables(c *counts, subjects []int) tables {
	t := tables{values: make([][NumFields]valueTable, len(c.outcomes.subjects)), byCode: map[codes.Code][]int{}, level: c.sizes.level}
	for i, s := range c.outcomes.subjects {
		if subjects[i] != noSubject {
			t.byCode[s.Code] = append(t.byCode[s.Code], subjects[i])
		}
	}
	for _, of := range t.byCode {
		slices.Sort(of)
	}
	for i := range c.values {
		if subjects[i] == noSubject {
			continue
		}
		t.values[subjects[i]] = c.values[i]
		for f := range c.values[i] {
			t.values[subjects[i]][f].sum()
		}
	}
	sample := c.sample
	t.sample = sync.OnceValue(func() *valueSample {
		sample.fix()
		for i := range sample.kept {
			row := &sample.kept[i].value
			row.subject = subjects[row.subject]
		}
		return &sample
	})
	return t
}

// Tops is what one field says of some rows.
type Tops struct {
	Values    []Value // the most frequent, most first; of equal ones, the first by name
	Distinct  int     // different values; where Estimated there are more
	Estimated bool    // there were too many values to count each
}

// Top returns the n most frequent values of a field among the rows of the subjects
// that are wanted.
func (r *Result) Top(f Field, wanted func(*Subject) bool, n int) Tops {
	return r.top(f, r.those(wanted), n)
}

// TopOf is Top among the subjects of one code.
func (r *Result) TopOf(c codes.Code, f Field, wanted func(*Subject) bool, n int) Tops {
	return r.top(f, r.thoseOf(c, wanted), n)
}

func (r *Result) top(f Field, subjects []int, n int) Tops {
	table := r.table(f, subjects)
	if table.over {
		return Tops{topOf(r.estimate(f, subjects), n), table.least(r.values.level), true}
	}
	return Tops{table.top(n), len(table.ends), false}
}

// All returns all values of a field among the rows of the subjects that are wanted,
// in no order, and whether there were too many to count each.
func (r *Result) All(f Field, wanted func(*Subject) bool) (all []Value, estimated bool) {
	return r.all(f, r.those(wanted))
}

// AllOf is All among the subjects of one code.
func (r *Result) AllOf(c codes.Code, f Field, wanted func(*Subject) bool) (all []Value, estimated bool) {
	return r.all(f, r.thoseOf(c, wanted))
}

func (r *Result) all(f Field, subjects []int) (all []Value, estimated bool) {
	table := r.table(f, subjects)
	if table.over {
		return r.estimate(f, subjects), true
	}
	return table.values(), false
}

// those are the subjects that are wanted.
func (r *Result) those(wanted func(*Subject) bool) (all []int) {
	for i := range r.Subjects {
		if wanted(&r.Subjects[i]) {
			all = append(all, i)
		}
	}
	return all
}

// thoseOf are those of a code: a log of thousands of codes asks for each of them.
func (r *Result) thoseOf(c codes.Code, wanted func(*Subject) bool) (all []int) {
	for _, i := range r.values.byCode[c] {
		if wanted(&r.Subjects[i]) {
			all = append(all, i)
		}
	}
	return all
}

// table returns the table of a field of some subjects: that of the only one that has
// values, or one that sums them.
func (r *Result) table(f Field, subjects []int) *valueTable {
	var all []*valueTable
	for _, i := range subjects {
		if t := &r.values.values[i][f]; t.over || len(t.ends) > 0 {
			all = append(all, t)
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	sum := &valueTable{}
	for _, t := range all {
		sum.merge(t)
	}
	sum.sum()
	return sum
}

// estimate returns the values of a field as the sample of rows tells them.
func (r *Result) estimate(f Field, subjects []int) []Value {
	is := make([]bool, len(r.Subjects))
	for _, i := range subjects {
		is[i] = true
	}
	var rows int64
	for i := range r.Outcomes {
		if is[r.Outcomes[i].Subject] {
			rows += r.Outcomes[i].Rows
		}
	}
	return estimate(r.values.sample(), func(subject int) bool { return is[subject] }, f, rows)
}

// topOf returns the n most frequent of some values, most first; of equal ones, the
// first by name.
func topOf(all []Value, n int) (best []Value) {
	for _, v := range all {
		if len(best) == n && compareValues(best[n-1], v) <= 0 {
			continue
		}
		best = withValue(best, v, n)
	}
	return best
}

// withValue puts a value among the n best.
func withValue(best []Value, v Value, n int) []Value {
	at, _ := slices.BinarySearchFunc(best, v, compareValues)
	best = slices.Insert(best, at, v)
	return best[:min(n, len(best))]
}

func compareValues(a, b Value) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
}
