package analysis

import (
	"maps"
	"slices"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Each value of a field is compared with the sum of all others. That is the sum of all,
// which is made once, less what the value itself has: thousands of values take no longer
// than a few.

// sidesTogether are sides of the scan and their sums, each made when it is asked for.
type sidesTogether struct {
	sides   []int
	sums    [2]*sideCounts // of codes, and of codes by their status
	moments []moment
}

// others are the sums of the sides that a value is compared with.
func (p *pair) others() *sideCounts {
	all := p.sumOf(p.among)
	if slices.Contains(p.among.sides, p.side) {
		return all.less(p.this)
	}
	return all
}

func (p *pair) sumOf(all *sidesTogether) *sideCounts {
	at := 0
	if p.byStatus {
		at = 1
	}
	if all.sums[at] == nil {
		all.sums[at] = p.countsOf(all.sides...)
	}
	return all.sums[at]
}

// less are counts without those of a part of them. When rows of the rest came first and
// last is not known.
func (s *sideCounts) less(part *sideCounts) *sideCounts {
	rest := &sideCounts{
		rows: s.rows - part.rows, errors: s.errors - part.errors, need: s.need - part.need, bare: s.bare - part.bare, timed: s.timed,
		served: s.served.Less(&part.served), paths: maps.Clone(s.paths), kinds: maps.Clone(s.kinds),
	}
	for path, at := range part.paths {
		of := s.paths[path]
		if of.rows == at.rows {
			delete(rest.paths, path)
			continue
		}
		rest.paths[path] = &pathCounts{
			rows: of.rows - at.rows, healthy: of.healthy - at.healthy, need: of.need - at.need, served: of.served.Less(&at.served)}
	}
	for kind, of := range part.kinds {
		if s.kinds[kind].rows == of.rows {
			delete(rest.kinds, kind)
			continue
		}
		rest.kinds[kind] = s.kinds[kind].less(of)
	}
	return rest
}

func (k *kindCounts) less(part *kindCounts) *kindCounts {
	rest := &kindCounts{rows: k.rows - part.rows, need: k.need - part.need, untimed: true, paths: maps.Clone(k.paths)}
	for path, rows := range part.paths {
		if rest.paths[path] -= rows; rest.paths[path] == 0 {
			delete(rest.paths, path)
		}
	}
	return rest
}

// forgiveHealthy takes back that a value is better, where it is so only as some of the
// others are bad: with one broken server of three, two are as they should be, and neither
// got better. pairs are those of the sides.
func (x *comparing) forgiveHealthy(sides []int, pairs []report.Pair) {
	var bad []int
	for i, p := range pairs {
		switch p.Trend {
		case report.TrendWorse, report.TrendPartly, report.TrendMixed, report.TrendSlower:
			bad = append(bad, sides[i])
		}
	}
	if len(bad) == 0 {
		return
	}
	healthy := *x
	healthy.among = &sidesTogether{sides: slices.DeleteFunc(slices.Clone(x.among.sides), func(side int) bool { return slices.Contains(bad, side) })}
	for i := range pairs {
		if slices.ContainsFunc(pairs[i].Changes, isImprovement) || pairs[i].Trend == report.TrendBetter {
			healthy.forgive(sides[i], &pairs[i])
		}
	}
}

func isImprovement(c report.Change) bool {
	return c.Trend == report.ChangeBetter || c.Trend == report.ChangeGone || c.Trend == report.ChangeFaster
}

// forgive keeps of the improvements of a value those that are there beside the healthy
// values as well. Where there is no other healthy one, it is better than all.
func (x *comparing) forgive(side int, of *report.Pair) {
	p := x.countPair(side)
	if p.other.rows == 0 {
		return
	}
	need, changes := p.weighNeeds(), append(p.codeChanges(), p.speedChanges()...)
	of.Changes = slices.DeleteFunc(of.Changes, func(c report.Change) bool {
		return isImprovement(c) && !slices.ContainsFunc(changes, func(d report.Change) bool { return isImprovement(d) && isSameChange(&c, &d) })
	})
	if of.Trend == report.TrendBetter && !need.fewer(p.least(leastScore)) && !slices.ContainsFunc(of.Changes, isImprovement) {
		of.Trend = report.TrendSame
	}
}

// isSameChange reports whether two changes are of one kind, or of the speed, of one path.
func isSameChange(c, d *report.Change) bool {
	return c.Code == d.Code && c.Log == d.Log && c.Reason == d.Reason && c.Verdict == d.Verdict && c.Path == d.Path &&
		(c.Win32 == nil) == (d.Win32 == nil) && (c.Win32 == nil || *c.Win32 == *d.Win32)
}

// moment is how many rows a side has in a bucket of time, and how many need attention.
type moment struct{ second, rows, need int64 }

// momentsOf are the moments of each side, in order.
func momentsOf(s *scan.SideCounts) [][]moment {
	all := make([][]moment, len(s.Names))
	for _, c := range s.Minutes.Cells {
		of := &all[c.Outcome/2]
		second := s.Minutes.Second(c)
		if n := len(*of); n == 0 || (*of)[n-1].second != second {
			*of = append(*of, moment{second: second})
		}
		last := &(*of)[len(*of)-1]
		last.rows += c.Rows
		if c.Outcome%2 == 1 {
			last.need += c.Rows
		}
	}
	return all
}

// momentsOfOthers are those of the other period, or of all other values.
func (p *pair) momentsOfOthers() []moment {
	if p.field == "" {
		return p.moments[1-p.side]
	}
	if p.among.moments == nil {
		p.among.moments = p.momentsTogether(p.among.sides)
	}
	rest, own := make([]moment, 0, len(p.among.moments)), p.moments[p.side]
	for _, m := range p.among.moments {
		if len(own) > 0 && own[0].second == m.second {
			m.rows, m.need, own = m.rows-own[0].rows, m.need-own[0].need, own[1:]
		}
		if m.rows > 0 {
			rest = append(rest, m)
		}
	}
	return rest
}

func (x *comparing) momentsTogether(sides []int) (all []moment) {
	at := map[int64]int{}
	for _, side := range sides {
		for _, m := range x.moments[side] {
			i, ok := at[m.second]
			if !ok {
				i = len(all)
				at[m.second], all = i, append(all, moment{second: m.second})
			}
			all[i].rows, all[i].need = all[i].rows+m.rows, all[i].need+m.need
		}
	}
	slices.SortFunc(all, func(a, b moment) int { return int(a.second - b.second) })
	return all
}
