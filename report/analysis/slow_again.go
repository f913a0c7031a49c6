package analysis

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Everything can be slow several times: each night while a backup runs, or again and again until
// something that runs full is started anew. No single spell holds most of the slow requests then,
// and each makes the others look usual. So all are found, by the pages alone: pictures and style
// sheets are quick all the time.

const (
	// leastSpell is how many of the kept rows make a spell, of which ofSpells of all slow ones
	// must be part: what is slow now and then is so by chance.
	leastSpell, ofSpells = 4, 2.0 / 3
	// manySpells are told in one, and mostSpells at most.
	manySpells, mostSpells = 4, 200
	// grownSlower is how many times as long requests take before a spell as after the one before,
	// and grownLonger how many times as long as usual in spells that grow: these are no chance.
	// soonAfter is how many requests after a spell tell that it ended at once.
	grownSlower, grownLonger, soonAfter = 2, 3, 5
)

// spell is a time in which most pages were slow.
type spell struct{ rows []timing }

func (s *spell) first() int64 { return s.rows[0].second }
func (s *spell) last() int64  { return s.rows[len(s.rows)-1].second }
func (s *spell) lasts() int64 { return s.last() - s.first() }

func (s *spell) activity() (act activity) {
	for _, r := range s.rows {
		act = append(act, r.second)
	}
	return act
}

// spells are several times in which everything was slow.
type spells struct {
	all     []*spell
	outside []timing
	limit   int64 // ms from which on a request is slow
	kept    int   // rows of the spells that were kept, where these alone tell; 0 of all rows
}

// slowSpells tells of several times in which everything was slow.
func (a *Analysis) slowSpells(ctx context.Context, rows []keptRow) (told []slowTold) {
	pages := pagesAlone(rows)
	for _, longer := range []int64{muchSlower, grownLonger} {
		for _, some := range [][]keptRow{rows, pages} {
			s := a.allSpells(ctx, spellsOf(some, longer), len(some) < len(rows))
			if s != nil && s.isLonger(longer) && (longer == muchSlower || s.growSlower()) {
				return a.toldSpells(s)
			}
		}
	}
	return nil
}

// spellsOf are the times in which most of the kept rows are slow, by the limit that tells them best
// from the rest: these take so many times as long. None where many are slow at other times as well.
func spellsOf(rows []keptRow, longer int64) (told *spells) {
	times := make([]timing, len(rows))
	for i, r := range rows {
		times[i] = r.timing
	}
	best := 0.0
	for limit := int64(leastLonger); limit <= 1<<30; limit *= 2 {
		isSlow := func(t timing) bool { return t.taken >= limit }
		all := count(times, isSlow)
		if all < leastKept {
			break
		}
		s := &spells{limit: limit}
		s.all, s.outside = divide(times, leastSpell, isSlow)
		inside, slow := 0, 0
		for _, one := range s.all {
			inside, slow = inside+len(one.rows), slow+count(one.rows, isSlow)
		}
		if len(s.all) < 2 || slow < leastKept || float64(slow) < ofSpells*float64(all) {
			continue
		}
		if now, usual := s.parted(rows); !longerBy(longer, now, usual) {
			continue
		}
		score := float64(slow)/float64(inside) - float64(all-slow)/float64(max(1, len(s.outside)))
		if score > best+0.05 {
			best, told = score, s
			told.kept = inside
		}
	}
	return told
}

// parted are some rows that came while everything was slow, and the others.
func (s *spells) parted(rows []keptRow) (inside, outside []keptRow) {
	for _, r := range rows {
		if s.holds(r.second) {
			inside = append(inside, r)
		} else {
			outside = append(outside, r)
		}
	}
	return inside, outside
}

func (s *spells) holds(second int64) bool {
	return slices.ContainsFunc(s.all, func(one *spell) bool { return second >= one.first() && second <= one.last() })
}

// divide takes the stretches of rows out of which most are so, each with so many of these at least.
func divide(rows []timing, least int, is func(timing) bool) (all []*spell, outside []timing) {
	from, until := densest(rows, is)
	inside := rows[from:until]
	if n := count(inside, is); n < least || float64(n) < leastSlowNow*float64(len(inside)) {
		return nil, rows
	}
	before, quick := divide(rows[:from], least, is)
	after, more := divide(rows[until:], least, is)
	return slices.Concat(before, []*spell{{inside}}, after), slices.Concat(quick, more)
}

// allSpells are the spells of all rows, of which those that were kept tell some; these where the log
// is too long to look at. None where most rows of the time are not slow.
func (a *Analysis) allSpells(ctx context.Context, kept *spells, pages bool) *spells {
	if kept == nil {
		return nil
	}
	first, last, _ := a.Period()
	var rows []timing
	all := &sought{span: scan.Span{From: first, Until: last + 1}, see: func(_ int, r *parser.Row, v codes.Verdict) {
		if len(rows) < mostTimings && ordinary(r, v) && !(pages && isPart(r.Path())) {
			rows = append(rows, timing{second: r.Second, taken: r.Taken})
		}
	}}
	if a.look(ctx, []*sought{all}); !all.all || len(rows) == mostTimings {
		return kept
	}
	slices.SortStableFunc(rows, func(x, y timing) int { return cmp.Compare(x.second, y.second) })
	s := &spells{limit: kept.limit}
	s.all, s.outside = divide(rows, fewSlow, func(t timing) bool { return t.taken >= s.limit })
	s.join(rows)
	if len(s.all) < 2 || len(s.all) > mostSpells || len(s.outside) == 0 { // of seconds that are all shared
		return nil
	}
	return s
}

// isLonger reports whether requests take so many times as long in the spells as outside of them.
func (s *spells) isLonger(times int64) bool {
	return medianOf(s.inside()) >= times*medianOf(s.outside)
}

// inside are the rows of all spells.
func (s *spells) inside() (rows []timing) {
	for _, one := range s.all {
		rows = append(rows, one.rows...)
	}
	return rows
}

// join makes one of spells that are less apart than either lasts: where it gets slow little by
// little some of what is between is quick.
func (s *spells) join(rows []timing) {
	var joined []*spell
	at := func(second int64) int {
		i, _ := slices.BinarySearchFunc(rows, second, func(r timing, second int64) int { return cmp.Compare(r.second, second) })
		return i
	}
	for _, one := range s.all {
		if n := len(joined) - 1; n >= 0 && one.first()-joined[n].last() < max(one.lasts(), joined[n].lasts())/2 {
			one = &spell{rows[at(joined[n].first()):at(one.last()+1)]}
			joined = joined[:n]
		}
		joined = append(joined, one)
	}
	s.all = joined
	s.outside = slices.DeleteFunc(slices.Clone(rows), func(r timing) bool { return s.holds(r.second) })
}

// toldSpells tells of spells: of those that end as what runs full does, of those at the same time of
// several days, and of the rest each by itself or, where they are many, in one.
func (a *Analysis) toldSpells(s *spells) (told []slowTold) {
	usual := medianOf(s.outside)
	if s.growSlower() {
		return []slowTold{{a.toldInOne(s, s.all, usual, "grown"), a.toldEach(s, s.all, usual)}}
	}
	daily, rest := a.sameClockSpells(s.all)
	if len(daily) > 0 {
		told = append(told, slowTold{Finding: a.toldDaily(s, daily, usual)})
	}
	each := a.toldEach(s, rest, usual)
	if len(rest) >= manySpells {
		return append(told, slowTold{a.toldInOne(s, rest, usual, "spells"), each})
	}
	for _, one := range each {
		told = append(told, slowTold{Finding: one})
	}
	return told
}

// toldEach tells of each of some spells by itself.
func (a *Analysis) toldEach(s *spells, some []*spell, usual int64) (told []report.Finding) {
	for _, one := range some {
		f := slowTime{act: one.activity(), taken: medianOf(one.rows), usual: usual, state: report.Over}
		if s.kept > 0 {
			f.kept = len(one.rows)
		}
		if one == s.all[len(s.all)-1] && s.outside[len(s.outside)-1].second < one.last() {
			f.state = report.GoingOn
		}
		told = append(told, a.toldSlowdown(f))
	}
	return told
}

// growSlower reports whether there are some spells, requests are slower before each than after the
// one before, and are quick at once when it ends: what is slow because much is asked for gets quick
// as slowly as it got slow.
func (s *spells) growSlower() bool {
	var soon, after, before []timing
	for i, one := range s.all[1:] {
		ended, third, n := s.all[i].last(), (one.first()-s.all[i].last())/3, 0
		for _, r := range s.outside {
			if r.second <= ended || r.second >= one.first() {
				continue
			}
			if n++; n <= soonAfter {
				soon = append(soon, r)
			}
			if r.second <= ended+third {
				after = append(after, r)
			} else if r.second >= ended+2*third {
				before = append(before, r)
			}
		}
	}
	quick := max(1, medianOf(after))
	return len(s.all) >= manySpells-1 && min(len(after), len(before)) >= leastKept/2 && medianOf(before) >= grownSlower*quick && medianOf(soon) < grownSlower*quick
}

// sameClockSpells are the most spells that began at the same time of different days, and the rest;
// none where these days are too few.
func (a *Analysis) sameClockSpells(all []*spell) (daily, rest []*spell) {
	for _, one := range all {
		days, same := map[string]bool{}, []*spell{}
		for _, s := range all {
			day := stamp(s.first()).In(a.location()).Format(time.DateOnly)
			if a.clockApart(stamp(s.first()), stamp(one.first())) <= sameClock && !days[day] {
				days[day] = true
				same = append(same, s)
			}
		}
		if len(same) >= leastDaysSame && len(same) > len(daily) {
			daily = same
		}
	}
	return daily, slices.DeleteFunc(slices.Clone(all), func(s *spell) bool { return slices.Contains(daily, s) })
}

// toldDaily tells of spells at the same time of several days: in hours in which no more is asked
// for than in others nobody need do anything.
func (a *Analysis) toldDaily(s *spells, daily []*spell, usual int64) report.Finding {
	f := a.toldInOne(s, daily, usual, "days")
	f.State, f.Severity = report.Recurring, a.severityOfDaily(daily)
	f.Evidence = append(f.Evidence, report.Evidence{What: "clock", Text: stamp(daily[0].first()).In(a.location()).Format("15:04")})
	return f
}

// severityOfDaily is that of spells at the same time of several days.
func (a *Analysis) severityOfDaily(daily []*spell) string {
	var rows, lasted int64
	for _, one := range daily {
		rows, lasted = rows+a.busy().between(one.first(), one.last()), lasted+one.lasts()
	}
	first, last, _ := a.readTimes()
	if all := a.busy().between(first-a.Minutes.Step, last+1); float64(rows)*float64(last-first) <= quietRate*float64(all)*float64(lasted) {
		return report.Note
	}
	return report.Warning
}

// toldInOne tells of several spells at once; what names how many there were.
func (a *Analysis) toldInOne(s *spells, all []*spell, usual int64, what string) report.Finding {
	first, last := all[0].first(), all[len(all)-1].last()
	var act activity
	var rows []timing
	for _, one := range all {
		rows, act = append(rows, one.rows...), append(act, one.activity()...)
	}
	f := report.Finding{Rule: "slow", Severity: report.Warning, First: stamp(first), Last: stamp(last), State: a.state(act, first, last, int64(len(act)))}
	n := len(all)
	if s.kept > 0 { // some may have none of the kept rows
		n--
	}
	f.Evidence = append([]report.Evidence{
		{What: what, Value: float64(n), Unit: "times", More: s.kept > 0}, longestOf(all),
		{What: "taken", Value: float64(medianOf(rows)), Unit: "ms"}, {What: "usual", Value: float64(usual), Unit: "ms"},
	}, timesOf(first, last)...)
	f.Command = atSpells(a.newCommand("rows"), all).flag("--taken", halfOf(medianOf(rows))).String()
	return f
}

// longestOf says how long the longest of some spells was.
func longestOf(all []*spell) report.Evidence {
	longest := int64(0)
	for _, one := range all {
		longest = max(longest, one.lasts())
	}
	return report.Evidence{What: "longest", Value: float64((longest + 59) / 60), Unit: "minutes"}
}

// atSpells shows rows of the times of spells, or where these are too many to name of all between
// the first and the last.
func atSpells(c *command, all []*spell) *command {
	if len(all) > mostOfLine {
		return c.between(stamp(all[0].first()), stamp(all[len(all)-1].last()+1))
	}
	var times []string
	for _, one := range all {
		times = append(times, stamp(one.first()).Format(time.RFC3339)+".."+stamp(one.last()+1).Format(time.RFC3339))
	}
	return c.flag("--time", quoted(strings.Join(times, ",")))
}

// isOfSpells reports whether a finding is on several spells, of which each is a rise.
func isOfSpells(f *report.Finding) bool {
	return slices.ContainsFunc(f.Evidence, func(e report.Evidence) bool { return e.What == "longest" })
}
