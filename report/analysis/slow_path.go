package analysis

import (
	"cmp"
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// slowCrowd is what slow rows of a path are in, where that is told.
var slowCrowd = scan.Crowd{Least: fewSlow, Share: leastSlowNow}

// slowPaths says which paths are slow for a time, or always.
func (a *Analysis) slowPaths(ctx context.Context) []slowTold {
	var all []toldSlow
	var looked []*sought
	var paths []*slowPath
	for _, p := range a.slowCandidates() {
		paths = append(paths, p)
		looked = append(looked, &sought{span: p.span, see: p.see, wanted: p.wanted()})
	}
	a.look(ctx, looked)
	for i, p := range paths {
		if looked[i].all {
			all = append(all, a.slowTimes(p)...)
		}
	}
	return a.together(all)
}

// slowPath is a path that may be slow, or the shape of those of records, and the rows of it that a look finds.
type slowPath struct {
	path   string
	shape  bool
	like   []timing // of a shape: rows of other paths that are written like it
	span   scan.Span
	rows   []timing // ordinary ones
	large  []timing // those that moved a large file
	client func(*parser.Row) []byte
	waits  bool // the path is known to wait
}

func (p *slowPath) see(_ int, r *parser.Row, v codes.Verdict) {
	if len(p.rows)+len(p.large)+len(p.like) == mostTimings || p.waits || !measured(r, v) {
		return
	}
	path, isLike := string(scan.Shorten(r.Path())), false
	if p.shape {
		isLike = scan.FitsGlob(p.path, path)
		path = recordShape(path)
	}
	if path != p.path && !isLike {
		return
	}
	one := timing{r.Second, r.Taken, string(scan.Shorten(p.client(r)))}
	if path != p.path {
		p.like = append(p.like, one)
	} else if isLarge(r) {
		p.large = append(p.large, one)
	} else {
		p.rows = append(p.rows, one)
	}
}

// wanted are the rows that a look needs: of a shape those of all paths.
func (p *slowPath) wanted() scan.Wanted {
	if p.shape {
		return scan.Wanted{}
	}
	return scan.Wanted{Paths: []string{p.path}, Crowd: &slowCrowd}
}

// slowCandidates are the paths whose slow rows took most of the time, and when.
func (a *Analysis) slowCandidates() (all []*slowPath) {
	took, came := map[string]float64{}, map[string][]int64{}
	shapes := a.slowShapes()
	for _, r := range a.Times.Rows {
		if path := string(scan.Shorten(r.Row.Path())); a.isSlowRow(&r) {
			if shape := recordShape(path); shapes[shape] {
				path = shape
			}
			took[path] += r.Rows * float64(r.Row.Taken)
			came[path] = append(came[path], r.Row.Second)
		}
	}
	for path, seconds := range came {
		if took[path] < slowShare*float64(a.Times.Total) || len(seconds) < fewSlow {
			continue
		}
		slices.Sort(seconds)
		if shapes[path] && !a.hasQuickTime(seconds) {
			continue
		}
		margin := max(3600, seconds[len(seconds)-1]-seconds[0])
		span := scan.Span{From: seconds[0] - margin, Until: seconds[len(seconds)-1] + margin}
		all = append(all, &slowPath{path: path, shape: shapes[path], span: span, client: a.Client(), waits: waitsAt([]byte(path))})
	}
	slices.SortFunc(all, func(x, y *slowPath) int {
		return cmp.Or(cmp.Compare(took[y.path], took[x.path]), cmp.Compare(x.path, y.path))
	})
	first, last, _ := a.Period()
	n := min(len(all), mostSlow)
	beside := slices.DeleteFunc(all[n:], func(p *slowPath) bool {
		return float64(spent(came[p.path])) > shortOfLog*float64(last-first)
	})
	return all[:n+min(len(beside), mostBeside-mostSlow)]
}

// slowFrom is from how many ms on a row is slow in this log. Where most rows are slow the
// middle one is as well, so what is slow anywhere is slow here.
func (a *Analysis) slowFrom() int64 { return max(leastSlow, min(slowAnywhere, muchSlower*a.Taken.P50)) }

// spent is for how many seconds some came, in order, those left out in which none came for long.
func spent(seconds []int64) (all int64) {
	const long = 3600
	for i, second := range seconds[1:] {
		all += min(second-seconds[i], long)
	}
	return all
}

// slowTimes are the times in which requests of a path take far longer than before and after; or
// all of the log, in which they always take far longer than those of others.
func (a *Analysis) slowTimes(p *slowPath) (told []toldSlow) {
	slices.SortStableFunc(p.rows, func(x, y timing) int { return cmp.Compare(x.second, y.second) })
	s := slowOf(p.rows, a.slowFrom())
	inside, isSlow := s.inside(), func(t timing) bool { return t.taken >= s.limit }
	slow := count(inside, isSlow)
	if slow < fewSlow || float64(slow) < leastSlowNow*float64(len(inside)) {
		return nil
	}
	past, usual := len(s.outside) >= leastPast, a.Taken.P50
	if past {
		usual = medianOf(s.outside)
		if often := count(s.outside, isSlow); float64(often) > mostFast*float64(len(s.outside)) || often > slow || medianOf(inside) < muchSlower*usual {
			return nil
		}
	} else if p.shape || len(s.all) > 1 || !a.standsOut(inside) {
		return nil
	}
	for _, one := range s.all {
		told = append(told, toldSlow{of: p, rows: p.slowIn(one, isSlow), now: medianOf(one.rows), usual: usual, past: past})
	}
	return told
}

// slowOf are the times in which most of some rows, which are in the order of time, are slow: the
// one with most of them where many are slow at other times as well.
func slowOf(rows []timing, least int64) *spells {
	from, until, limit := slowest(rows, least)
	isSlow := func(t timing) bool { return t.taken >= limit }
	s := &spells{limit: limit}
	s.all, s.outside = divide(rows, fewSlow, isSlow)
	if slow := count(s.inside(), isSlow); limit == 0 || float64(slow) < ofSpells*float64(count(rows, isSlow)) {
		return &spells{limit: limit, all: []*spell{{rows[from:until]}}, outside: slices.Concat(rows[:from], rows[until:])}
	}
	s.join(rows)
	return s
}

// slowIn are the slow rows of a time, and those of large files that took as long meanwhile.
func (p *slowPath) slowIn(one *spell, isSlow func(timing) bool) []timing {
	rows := slices.DeleteFunc(slices.Clone(one.rows), func(t timing) bool { return !isSlow(t) })
	rows = append(rows, p.largeAmong(rows)...)
	slices.SortStableFunc(rows, func(x, y timing) int { return cmp.Compare(x.second, y.second) })
	return rows
}

// standsOut reports whether a path without a quicker past is slow beside all others: it
// takes long and about the same each time. What waits for something takes any time.
func (a *Analysis) standsOut(rows []timing) bool {
	const long, times, even = 10_000, 20, 3
	taken := sortedTaken(rows)
	low, middle, high := taken[len(taken)/10], taken[len(taken)/2], taken[len(taken)*9/10]
	return len(rows) >= 2*fewSlow && middle >= long && middle >= times*a.Taken.P50 && high <= even*low && !isAskedAnew(rows)
}

// isAskedAnew reports whether most requests of a client end when the one before it had ended and took
// as long: a program that waits for news asks again as soon as it is answered.
func isAskedAnew(rows []timing) bool {
	const soon = 3 // seconds
	ended, anew, all := map[string]int64{}, 0, 0
	for _, t := range rows {
		if last, ok := ended[t.client]; ok {
			if all++; t.second-last <= t.taken/1000+soon {
				anew++
			}
		}
		ended[t.client] = t.second
	}
	return all >= fewSlow && float64(anew) >= leastSlowNow*float64(all)
}

// largeAmong are the rows with large files that came between some slow ones and took as
// long as these: nothing tells them apart for who is shown them.
func (p *slowPath) largeAmong(rows []timing) (all []timing) {
	least := rows[minTaken(rows)].taken
	for _, t := range p.large {
		if t.second >= rows[0].second && t.second <= rows[len(rows)-1].second && t.taken >= least {
			all = append(all, t)
		}
	}
	return all
}
