package scan

import (
	"cmp"
	"slices"
)

// tables are the counted values of a result.
type tables struct {
	values [][NumFields]valueTable // by subject
	sample valueSample
}

// newTables takes the counted values, with subjects renamed.
func newTables(c *counts, subjects []int) tables {
	t := tables{make([][NumFields]valueTable, len(c.outcomes.subjects)), c.sample}
	over := false
	for i := range c.values {
		t.values[subjects[i]] = c.values[i]
		for f := range c.values[i] {
			t.values[subjects[i]][f].sum()
			over = over || c.values[i][f].over
		}
	}
	if !over { // nobody will ask the sample
		t.sample = valueSample{}
		return t
	}
	t.sample.choose(sampledRows)
	for _, row := range t.sample.kept {
		row.value.subject = subjects[row.value.subject]
	}
	return t
}

// Tops is what one field says of some rows.
type Tops struct {
	Values    []Value // the most frequent, most first; of equal ones, the first by name
	Distinct  int     // different values; a lower bound where Estimated
	Estimated bool    // there were too many values to count each
}

// Top returns the n most frequent values of a field among the rows of the subjects
// that are wanted.
func (r *Result) Top(f Field, wanted func(*Subject) bool, n int) Tops {
	table, is := r.table(f, wanted)
	if table.over {
		return Tops{topOf(r.estimate(f, is), n), maxValues, true}
	}
	return Tops{topOf(table.values(), n), len(table.ends), false}
}

// All returns all values of a field among the rows of the subjects that are wanted,
// in no order, and whether there were too many to count each.
func (r *Result) All(f Field, wanted func(*Subject) bool) (all []Value, estimated bool) {
	table, is := r.table(f, wanted)
	if table.over {
		return r.estimate(f, is), true
	}
	return table.values(), false
}

// table returns the table of a field of the subjects that are wanted: that of the
// only one that has values, or one that sums them. is says which are wanted.
func (r *Result) table(f Field, wanted func(*Subject) bool) (table *valueTable, is []bool) {
	is = make([]bool, len(r.Subjects))
	var all []*valueTable
	for i := range r.Subjects {
		is[i] = wanted(&r.Subjects[i])
		if t := &r.values.values[i][f]; is[i] && (t.over || len(t.ends) > 0) {
			all = append(all, t)
		}
	}
	if len(all) == 1 {
		return all[0], is
	}
	sum := &valueTable{}
	for _, t := range all {
		sum.merge(t)
	}
	sum.sum()
	return sum, is
}

// estimate returns the values of a field as the sample of rows tells them.
func (r *Result) estimate(f Field, is []bool) []Value {
	var rows int64
	for i := range r.Outcomes {
		if is[r.Outcomes[i].Subject] {
			rows += r.Outcomes[i].Rows
		}
	}
	return estimate(&r.values.sample, func(subject int) bool { return is[subject] }, f, rows)
}

// topOf returns the n most frequent of some values, most first; of equal ones, the
// first by name.
func topOf(all []Value, n int) (best []Value) {
	for _, v := range all {
		if len(best) == n && compareValues(best[n-1], v) <= 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, v, compareValues)
		best = slices.Insert(best, at, v)
		best = best[:min(n, len(best))]
	}
	return best
}

func compareValues(a, b Value) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
}
