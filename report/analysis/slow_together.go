package analysis

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// Paths that get slow at the same time wait for the same thing, which is told once; and so is what
// is slow again and again.

// toldSlow is a time in which a path was slow, and its slow rows in the order of time.
type toldSlow struct {
	of         *slowPath
	rows       []timing
	now, usual int64 // ms of the middle request
	past       bool  // it was quicker before or after
}

func (one *toldSlow) first() int64 { return one.rows[0].second }
func (one *toldSlow) last() int64  { return one.rows[len(one.rows)-1].second }

// slowStory are the times in which a path was slow, or several together.
type slowStory struct {
	path  string // "" of several
	times [][]toldSlow
}

const (
	// leastTogether is how many paths must be slow together, and sameSpan which part of
	// the time in which any of two is slow both must be.
	leastTogether = 3
	sameSpan      = 0.75
)

// together are the findings on slow paths, mostSlow at most.
func (a *Analysis) together(all []toldSlow) (told []slowTold) {
	stories := slowStories(all)
	for _, s := range stories {
		if len(s.times) >= manySpells {
			told = append(told, a.slowStory(s))
			continue
		}
		for _, one := range s.times {
			if !isPartOf(one, stories) {
				told = append(told, slowTold{Finding: a.slowTime(one)})
			}
		}
	}
	return told[:min(len(told), mostSlow)]
}

// isPartOf reports whether a path was slow within one of many times in which several were, which are
// told in one.
func isPartOf(one []toldSlow, stories []*slowStory) bool {
	return len(one) == 1 && slices.ContainsFunc(stories, func(s *slowStory) bool {
		return s.path == "" && len(s.times) >= manySpells && slices.ContainsFunc(s.times, func(time []toldSlow) bool {
			rows, first, last := asSlow(time), one[0].first(), one[0].last()
			within := min(last, rows[len(rows)-1].second) - max(first, rows[0].second)
			return one[0].past && float64(within) >= sameSpan*float64(last-first)
		})
	})
}

// slowStories are the times in which several paths were slow together, and those of each other path.
func slowStories(all []toldSlow) (stories []*slowStory) {
	for len(all) > 0 {
		same, others := slowWith(all)
		path := ""
		if len(same) == 1 {
			path = same[0].of.path
		}
		at := slices.IndexFunc(stories, func(s *slowStory) bool { return s.path == path })
		if at < 0 {
			at = len(stories)
			stories = append(stories, &slowStory{path: path})
		}
		stories[at].times = append(stories[at].times, same)
		all = others
	}
	for _, s := range stories {
		slices.SortStableFunc(s.times, func(x, y []toldSlow) int { return cmp.Compare(x[0].first(), y[0].first()) })
	}
	return stories
}

// slowWith are the first of some slow times of paths and those of others that were slow at the same
// time, or the first alone; and all others.
func slowWith(all []toldSlow) (same, others []toldSlow) {
	first := &all[0]
	for _, one := range all {
		if first.past && one.past && overlap(first, &one) {
			same = append(same, one)
		}
	}
	if len(same) < leastTogether {
		return all[:1:1], all[1:]
	}
	same = nil
	for _, one := range all {
		isSame := one.past && (overlap(first, &one) || one.first() >= first.first() && one.last() <= first.last())
		if isSame && !slices.ContainsFunc(same, func(o toldSlow) bool { return o.of == one.of }) {
			same = append(same, one)
		} else {
			others = append(others, one)
		}
	}
	return same, others
}

// overlap reports whether two paths were slow at the same time.
func overlap(x, y *toldSlow) bool {
	from, until := max(x.first(), y.first()), min(x.last(), y.last())
	first, last := min(x.first(), y.first()), max(x.last(), y.last())
	return float64(until-from) >= sameSpan*float64(last-first)
}

// slowTime tells of one time in which a path was slow, or several.
func (a *Analysis) slowTime(time []toldSlow) report.Finding {
	rows, one := asSlow(time), &time[0]
	what, taken := "usual", medianOf(rows)
	if len(time) == 1 {
		rows, taken = one.rows, one.now
		if !one.past {
			what = "others"
		}
	}
	f := a.newSlow(rows, time, []report.Evidence{
		a.slowWhat(time), {What: "rows", Value: float64(len(rows)), Unit: "rows"},
		{What: "taken", Value: float64(taken), Unit: "ms"}, {What: what, Value: float64(usualOf(time)), Unit: "ms"},
	})
	first, last := f.First.Unix(), f.Last.Unix()
	f.Evidence = append(f.Evidence, statedTimes(&f, first, last)...)
	f.Command = a.onlySlow(a.newCommand("rows").between(f.First, stamp(last+1)), time, rows).String()
	if slices.ContainsFunc(time, func(one toldSlow) bool { return one.of.isLikeSlow(rows) }) {
		f.Command = ""
	}
	return f
}

// slowStory tells of many times in one.
func (a *Analysis) slowStory(s *slowStory) (told slowTold) {
	var all []toldSlow
	var rows []timing
	var spans []*spell
	for _, time := range s.times {
		slow := asSlow(time)
		all, rows, spans = append(all, time...), append(rows, slow...), append(spans, &spell{slow})
		told.rises = append(told.rises, a.slowTime(time))
	}
	f := a.newSlow(rows, all, []report.Evidence{
		a.slowWhat(all), {What: "spells", Value: float64(len(spans)), Unit: "times"}, longestOf(spans), {What: "rows", Value: float64(len(rows)), Unit: "rows"},
		{What: "taken", Value: float64(medianOf(rows)), Unit: "ms"}, {What: "usual", Value: float64(usualOf(all)), Unit: "ms"},
	})
	f.Evidence = append(f.Evidence, timesOf(f.First.Unix(), f.Last.Unix())...)
	if daily, rest := a.sameClockSpells(spans); len(daily) > 0 && len(rest) == 0 {
		f.State, f.Severity, told.rises = report.Recurring, a.severityOfDaily(daily), nil
	}
	f.Command = a.onlySlow(atSpells(a.newCommand("rows"), spans), all, rows).String()
	if slices.ContainsFunc(all, func(one toldSlow) bool { return one.of.isLikeSlow(rows) }) {
		f.Command = ""
	}
	told.Finding = f
	return told
}

// pathsOf are those of some slow times.
func pathsOf(all []toldSlow) (paths []string) {
	for _, one := range all {
		paths = withValue(paths, one.of.path)
	}
	return paths
}

// slowWhat names the only path, or says how many there are.
func (a *Analysis) slowWhat(all []toldSlow) report.Evidence {
	paths := pathsOf(all)
	if len(paths) == 1 {
		return report.Evidence{What: "path", Text: a.names.Value("cs-uri-stem", paths[0])}
	}
	return report.Evidence{What: "pages", Value: float64(len(paths)), Unit: "paths"}
}

// usualOf is what the middle one of some paths takes at other times.
func usualOf(all []toldSlow) int64 {
	var usual []int64
	for _, one := range all {
		usual = append(usual, one.usual)
	}
	slices.Sort(usual)
	return usual[len(usual)/2]
}

// asSlow are the rows of some paths that took as long as the quickest of the slow ones, from the
// first of these to the last, in the order of time: nothing tells them apart for who is shown them.
func asSlow(all []toldSlow) (rows []timing) {
	var slow []timing
	for _, one := range all {
		slow = append(slow, one.rows...)
	}
	least, first, last := slow[minTaken(slow)].taken, slow[0].second, slow[0].second
	for _, t := range slow {
		first, last = min(first, t.second), max(last, t.second)
	}
	for _, one := range all {
		for _, t := range slices.Concat(one.of.rows, one.of.large) {
			if t.taken >= least && t.second >= first && t.second <= last {
				rows = append(rows, t)
			}
		}
	}
	slices.SortStableFunc(rows, func(x, y timing) int { return cmp.Compare(x.second, y.second) })
	return rows
}
