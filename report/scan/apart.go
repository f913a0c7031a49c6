package scan

// A row that is dated years before or behind all others was written by a clock that was wrong,
// as that of a machine is until it has asked another, or is damaged. The period, the timeline and
// what is usual would be made of the years between.

// Apart is how many rows stand apart in time, and the first seconds of the first and of the last
// bucket that holds one.
type Apart struct{ Rows, First, Last int64 }

const (
	// fewApart is the part of all rows that stand apart at most, and farApart how far from the
	// others they are at least, in seconds: rows of a site that is used now and then are nearer.
	fewApart = 0.001
	farApart = 365 * 86400
)

// Body returns the span that all rows are in but the few that are far apart, and those, the
// earlier ones first; ok is false where there are none.
func (r *Result) Body() (body Span, apart []Apart, ok bool) {
	runs, all := r.runs()
	if len(runs) < 2 {
		return Span{}, nil, false
	}
	main := 0
	for i := range runs {
		if runs[i].Rows > runs[main].Rows {
			main = i
		}
	}
	few := int64(fewApart * float64(all))
	first, last := main, main
	for first > 0 && !isApart(runs[:first], runs[first].First-runs[first-1].Last, runs[last].Last-runs[first].First, few) {
		first--
	}
	for last+1 < len(runs) && !isApart(runs[last+1:], runs[last+1].First-runs[last].Last, runs[last].Last-runs[first].First, few) {
		last++
	}
	body = Span{From: runs[first].First, Until: runs[last].Last + r.Minutes.Step}
	for _, side := range [][]Apart{runs[:first], runs[last+1:]} {
		if len(side) > 0 {
			apart = append(apart, Apart{rowsIn(side), side[0].First, side[len(side)-1].Last})
		}
	}
	return body, apart, len(apart) > 0
}

// isApart reports whether the rows on one side of the others are few and far.
func isApart(side []Apart, gap, length, few int64) bool {
	return gap >= max(farApart, length) && rowsIn(side) <= few
}

func rowsIn(runs []Apart) (rows int64) {
	for _, run := range runs {
		rows += run.Rows
	}
	return rows
}

// runs are the rows in the order of time, parted where there are none for as long as those
// between stand apart, and how many rows that are.
func (r *Result) runs() (runs []Apart, all int64) {
	for _, c := range r.Minutes.Cells {
		second := r.Minutes.Second(c)
		if n := len(runs); n == 0 || second-runs[n-1].Last >= farApart {
			runs = append(runs, Apart{First: second})
		}
		run := &runs[len(runs)-1]
		run.Rows, run.Last = run.Rows+c.Rows, second
		all += c.Rows
	}
	return runs, all
}
