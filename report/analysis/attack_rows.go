package analysis

import (
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/report/scan"
)

// mostAttackRows is how many rows of attacks that were answered are kept.
const mostAttackRows = 1 << 16

// thinned says which rows of attacks are kept where there are more: half of them, a quarter and so on,
// by a hash of where they stand. So which ones are does not depend on the order in which rows are shown,
// of which a look knows none.
type thinned struct {
	noted []map[string]*attacker // whose rows they are
	rows  int                    // that are kept
	level int                    // of two to this power rows one is kept
	of    map[*issue]int         // kept rows of each issue, before it is known whose they are
}

// placeOf is a hash of where a row stands: Knuth's, of which the highest bits are the best.
func placeOf(offset int64) uint64 { return uint64(offset) * 0x9E3779B97F4A7C15 }

func (t *thinned) keeps(place uint64) bool { return place>>(64-t.level) == 0 }

// added counts a row that was kept, and reports whether others were given up for it.
func (t *thinned) added() (fewer bool) {
	for t.rows++; t.rows > mostAttackRows; fewer = true {
		t.level++
		t.rows = 0
		for _, of := range t.noted {
			for client, one := range of {
				one.rows = slices.DeleteFunc(one.rows, func(r attackRow) bool { return !t.keeps(r.place) })
				if t.rows += len(one.rows); len(one.rows) == 0 {
					delete(of, client)
				}
			}
		}
	}
	return fewer
}

// count counts the rows of issues, once all were seen.
func (t *thinned) count() {
	t.of = map[*issue]int{}
	for _, one := range t.noted[0] {
		for _, r := range one.rows {
			t.of[r.issue]++
		}
	}
}

// attackTotal is how many attacks a finding is on, and when the first and the last came.
type attackTotal struct {
	rows        int64
	first, last int64
	more        bool // there are more
}

// total are all attacks of an attacker that were answered. Where not all rows are kept, those of
// whom no row turned out to be a use of the site are known from the counts of clients.
func (w *attackers) total(one *attacker) attackTotal {
	kept := attackTotal{int64(len(one.rows)), one.first, one.last, w.thin.level > 0}
	if !kept.more || len(one.rows) < one.kept {
		return kept
	}
	subjects := map[scan.Subject]bool{}
	for i := range w.Outcomes {
		if o := &w.Outcomes[i]; (w.isAttack(o) || w.isOfStrangers(o)) && o.Code.Status/100 != 3 {
			subjects[w.Subjects[o.Subject]] = true
		}
	}
	values, estimated := w.All(scan.FieldClient, func(s *scan.Subject) bool { return subjects[*s] })
	all := attackTotal{first: math.MaxInt64, last: math.MinInt64}
	for _, v := range values {
		if v.Text == one.client && one.alike == nil || slices.Contains(one.alike, v.Text) {
			all.rows, all.first, all.last = all.rows+v.Count, min(all.first, v.First), max(all.last, v.Last)
		}
	}
	if estimated || all.rows < kept.rows || all.first > all.last {
		return kept
	}
	return all
}

// failed are how many of the rows that are told need attention, by what counts them: where not all are
// kept, as large a part of all as of those.
func (w *attackers) failed(one *attacker) map[*issue]int64 {
	all := map[*issue]int64{}
	for _, r := range one.rows {
		if r.issue != nil {
			all[r.issue]++
		}
	}
	if w.thin.level > 0 {
		for i, n := range all {
			all[i] = (n*i.rows + int64(w.thin.of[i]) - 1) / int64(w.thin.of[i])
		}
	}
	return all
}
