package analysis

import (
	"maps"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// An interface says by its status whether a password was right. Lists of names and passwords that
// were stolen elsewhere are tried at it from thousands of addresses, a few times from each.
// People and programs that log on there do something else as well, and most of them get in.
const (
	// refusedToLetIn is how many posts are refused at least for each that was let in meanwhile.
	refusedToLetIn = 3
	// mostTriesEach is how often an address tries on average.
	mostTriesEach = 30
	// fewDense is how dense the times of the refusals are at least, of their mean.
	fewDense = 0.25
)

// turnedAway are the addresses that an interface refused and that did nothing else, and when.
type turnedAway struct {
	clients []string
	seconds activity
}

// refusing are the paths of forms and interfaces that refuse many posts.
func (a *Analysis) refusing() map[string]bool {
	const most = 8
	paths := map[string]bool{}
	for _, i := range a.issues() {
		if i.rows < leastSprayed || i.Code.FTP || !isRefused(int32(i.Code.Status)) {
			continue
		}
		for _, v := range a.TopOf(i.Code, scan.FieldPath, i.has, most).Values {
			paths[v.Text] = paths[v.Text] || v.Count >= leastSprayed
		}
	}
	return paths
}

// turnedAway finds them, in the time in which most of them came.
func (s *spray) turnedAway() (t turnedAway) {
	of := func(one *poster) bool {
		return len(one.refused) > 0 && len(one.posts)+len(one.let) == 0 && len(one.others) <= mostOtherPaths
	}
	for _, one := range s.seen {
		if of(one) {
			t.seconds = append(t.seconds, one.refused...)
		}
	}
	if len(t.seconds) < leastSprayed {
		return turnedAway{}
	}
	slices.Sort(t.seconds)
	lasts := float64(max(1, t.seconds[len(t.seconds)-1]-t.seconds[0]))
	from, until := densestStretch(t.seconds, fewDense*float64(len(t.seconds))/lasts)
	t.seconds = t.seconds[from:until]
	first, last := t.seconds[0], t.seconds[len(t.seconds)-1]
	for _, client := range slices.Sorted(maps.Keys(s.seen)) {
		one := s.seen[client]
		if of(one) && slices.ContainsFunc(one.refused, func(second int64) bool { return second >= first && second <= last }) {
			t.clients = append(t.clients, client)
		}
	}
	return t
}

// toldTurnedAway tells of addresses that an interface refused, where others got in meanwhile.
func (a *Analysis) toldTurnedAway(s *spray, t turnedAway) (f report.Finding, ok bool) {
	n := int64(len(t.seconds))
	if n < leastSprayed || len(t.clients) < leastStrange || n > mostTriesEach*int64(len(t.clients)) {
		return f, false
	}
	first, last := t.seconds[0], t.seconds[n-1]
	letIn := 0
	var others []string // that were refused as well
	for client, one := range s.seen {
		for _, second := range slices.Concat(one.posts, one.let) {
			if second >= first && second <= last {
				letIn++
			}
		}
		_, isTurned := slices.BinarySearch(t.clients, client)
		if !isTurned && slices.ContainsFunc(one.refused, func(second int64) bool { return second >= first && second <= last }) {
			others = append(others, client)
		}
	}
	if letIn == 0 || n < refusedToLetIn*int64(letIn) {
		return f, false
	}
	f = report.Finding{Rule: "form-guessing", Severity: report.Warning, Rows: n, Share: a.share(n), Clients: int64(len(t.clients)), Paths: 1}
	a.setTimes(&f, t.seconds, first, last)
	path := a.names.Value("cs-uri-stem", s.path)
	f.Where = report.Values{{Field: "cs-uri-stem", Value: path}}
	f.Evidence = append([]report.Evidence{
		{What: "path", Text: path}, {What: "rows", Value: float64(n), Unit: "rows"}, {What: "clients", Value: float64(len(t.clients)), Unit: "clients"},
		{What: "turned-away", Value: float64(n), Unit: "rows"},
	}, timesOf(first, last)...)
	if in, at := s.guessersAt(first, last); len(in) >= fewClients {
		f.Severity = report.Critical
		f.Evidence = append(f.Evidence, report.Evidence{What: "guessers", Value: float64(len(in)), Unit: "clients"},
			report.Evidence{What: "guessed", Value: float64(at), Unit: "time"}, report.Evidence{What: "guesser", Text: a.names.Value("c-ip", in[0])})
	}
	if len(others) <= mostNamed {
		c := a.newCommand("rows").between(f.First, stamp(last+1)).where("cs-uri-stem", s.path).flag("--method", "POST").flag("--status", "4xx")
		if slices.Sort(others); len(others) > 0 {
			c.without("c-ip", others)
		}
		f.Command = c.String()
	}
	return f, true
}

// guessersAt are the addresses that were let in meanwhile after an interface refused them as often as
// it refused the others, and when the first of them was. Two or three may be people who mistype.
func (s *spray) guessersAt(first, last int64) (all []string, in int64) {
	in = math.MaxInt64
	for _, client := range slices.Sorted(maps.Keys(s.seen)) {
		one := s.seen[client]
		let := slices.Concat(one.posts, one.let)
		if len(let) == 0 || len(one.gets) > 0 || len(one.others) > mostPathsIn || len(one.refused) < leastInVain*len(let) {
			continue
		}
		slices.Sort(one.refused)
		if since := slices.Min(let); one.refused[leastInVain-1] <= since && one.refused[0] >= first && since <= last+afterwards {
			all, in = append(all, client), min(in, since)
		}
	}
	return all, in
}

// withoutToldForms leaves out what was refused of a form or an interface of which another finding
// says that somebody tries passwords there.
func withoutToldForms(all []report.Finding) []report.Finding {
	var told []string
	kept := slices.DeleteFunc(all, func(f report.Finding) bool {
		is := f.Code != "" && f.Paths == 1 && slices.ContainsFunc(all, func(o report.Finding) bool { return o.Rule == "form-guessing" && tellsRefused(&o, &f) })
		if is {
			told = append(told, f.Code)
		}
		return is
	})
	for i := range kept {
		if f := &kept[i]; f.Rule == "form-guessing" {
			f.Codes = append(f.Codes, told...)
		}
	}
	return kept
}

// tellsRefused reports whether nearly all rows of a finding on a code are posts that another tells.
func tellsRefused(form, f *report.Finding) bool {
	path := func(v report.FieldValue) bool { return v.Field == "cs-uri-stem" }
	at := slices.IndexFunc(f.Where, path)
	return at >= 0 && slices.Contains(form.Where, f.Where[at]) && !f.First.Before(form.First) && !f.Last.After(form.Last) &&
		float64(form.Rows) >= nearlyAll*float64(f.Rows) && float64(f.Rows) >= nearlyAll*float64(form.Rows)
}
