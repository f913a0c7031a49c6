package analysis

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// mostChangePaths is how many paths of a change are named.
const mostChangePaths = 5

// mostNewPaths is how many paths of one side alone are told.
const mostNewPaths = 50

// mostPathChanges is how many paths of one code are changes of their own, where the code
// as a whole is none.
const mostPathChanges = 5

// codes lists all kinds of both sides, those with the most rows that need attention first.
func (p *pair) codes() []report.CodeChange {
	all := []report.CodeChange{}
	for _, k := range p.allKinds() {
		this, other := p.this.kind(k), p.other.kind(k)
		c := p.codeChange(k, this.rows, other.rows)
		c.Trend = p.trendOf(k)
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(a, b report.CodeChange) int {
		if a.Attention != b.Attention {
			if a.Attention {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Count+b.Other, a.Count+a.Other)
	})
	return all
}

// codeChange says what a kind is and how often it came.
func (p *pair) codeChange(k scan.Subject, this, other int64) report.CodeChange {
	i := p.issueOf(k)
	c := report.CodeChange{
		Code: k.Code.String(), Reason: k.Reason, Class: k.Code.Class(), Verdict: k.Verdict.String(), Attention: p.kindNeeds(&k),
		Count: this, Other: other, Rate: per10000(this, p.this.rows), OtherRate: per10000(other, p.other.rows),
	}
	if p.byStatus {
		c.Verdict = ""
	}
	if k.Code.FTP {
		c.Log = codes.FTPLog.String()
	}
	if k.Win32 >= 0 {
		number := uint64(k.Win32)
		c.Win32 = &number
	}
	if name := p.name(i); name.Unit == "" {
		c.Name = name.Text
	}
	return c
}

// issueOf is a kind as findings see it, which have names and checks for it.
func (p *pair) issueOf(k scan.Subject) *issue {
	i := &issue{Subject: k, first: math.MaxInt64, last: math.MinInt64, win32: map[int64]int64{}}
	for at := range p.Outcomes {
		if o := &p.Outcomes[at]; p.kindOf(&p.Subjects[o.Subject]) == k && o.Rows > 0 {
			i.add(o)
		}
	}
	return i
}

// per10000 is how many of 10,000 requests some are.
func per10000(rows, of int64) float64 {
	if of == 0 {
		return 0
	}
	return 1e4 * float64(rows) / float64(of)
}

// trendOf says how a kind differs, at all paths together.
func (p *pair) trendOf(k scan.Subject) string {
	this, other := p.this.kind(k), p.other.kind(k)
	w, least := p.weighKind(k), p.least(leastScore)
	switch {
	case w.more(least) && other.rows == 0:
		return report.ChangeNew
	case w.more(least):
		return report.ChangeWorse
	case w.fewer(least) && this.rows == 0:
		return report.ChangeGone
	case w.fewer(least):
		return report.ChangeBetter
	case this.rows == 0 || other.rows == 0:
		return report.ChangeFew
	}
	return report.ChangeSame
}

// codeChanges are the kinds that need attention and differ by more than chance makes, and
// the paths at which one does that as a whole does not, or goes the other way.
func (p *pair) codeChanges() []report.Change {
	all := []report.Change{}
	for _, k := range p.allKinds() {
		if !p.kindNeeds(&k) {
			continue
		}
		trend := p.trendOf(k)
		at := p.pathChanges(k)
		if trend != report.ChangeSame && trend != report.ChangeFew {
			all = append(all, p.wholeChange(k, trend))
			at = slices.DeleteFunc(at, func(c report.Change) bool { return isRise(c.Trend) == isRise(trend) })
		}
		all = append(all, at...)
	}
	return all
}

// isRise reports whether a change is one for the worse.
func isRise(trend string) bool { return trend == report.ChangeNew || trend == report.ChangeWorse }

// wholeChange is a kind that differs, wherever its rows are.
func (p *pair) wholeChange(k scan.Subject, trend string) report.Change {
	this, other := p.this.kind(k), p.other.kind(k)
	w := p.weighKind(k)
	c := report.Change{
		CodeChange: p.codeChange(k, this.rows, other.rows), Expected: w.expected, Score: w.score(), Check: p.check(p.issueOf(k)),
	}
	c.Trend = trend
	p.setChangeTimes(&c, k, this, other)
	where := this.paths
	if trend == report.ChangeGone {
		where = other.paths
	}
	for _, path := range mostAsked(where) {
		at := report.PathChange{Count: this.paths[path], Other: other.paths[path]}
		if at.Path = p.shownPath(path); at.Path == "" {
			continue
		}
		at.Command = p.rowsCommand(!isGone(&c), &k, path)
		c.Paths = append(c.Paths, at)
	}
	if isRise(trend) {
		c.Clients = p.carriers(k)
	}
	p.setCommands(&c, &k, "")
	return c
}

func isGone(c *report.Change) bool { return c.Trend == report.ChangeGone }

// setCommands gives a change the commands that show its rows.
func (p *pair) setCommands(c *report.Change, k *scan.Subject, path string) {
	if c.Count > 0 {
		c.Command = p.rowsCommand(true, k, path)
	}
	if c.Other > 0 {
		c.OtherCommand = p.rowsCommand(false, k, path)
	}
}

// mostAsked are the paths with the most rows, most first.
func mostAsked(rows map[string]int64) []string {
	all := slices.SortedFunc(maps.Keys(rows), func(a, b string) int {
		return cmp.Or(cmp.Compare(rows[b], rows[a]), cmp.Compare(a, b))
	})
	return all[:min(len(all), mostChangePaths)]
}

// pathChanges are the paths at which a kind differs that as a whole does not.
func (p *pair) pathChanges(k scan.Subject) (all []report.Change) {
	this, other := p.this.kind(k), p.other.kind(k)
	least := p.least(leastPathScore)
	for _, path := range toldPaths(p, this.paths, other.paths) {
		if path == "" || len(this.paths)+len(other.paths) < 2 {
			continue
		}
		w := weighed{}
		w.add(this.paths[path], other.paths[path], p.chance(path))
		trend := ""
		switch {
		case w.more(least) && other.paths[path] == 0:
			trend = report.ChangeNew
		case w.more(least):
			trend = report.ChangeWorse
		case w.fewer(least) && this.paths[path] == 0:
			trend = report.ChangeGone
		case w.fewer(least):
			trend = report.ChangeBetter
		default:
			continue
		}
		all = append(all, p.pathChange(k, path, trend, w))
	}
	slices.SortStableFunc(all, func(a, b report.Change) int { return cmp.Compare(weight(&b), weight(&a)) })
	return all[:min(len(all), mostPathChanges)]
}

// pathChange is a kind at one path. Its rates are of the requests for that path.
func (p *pair) pathChange(k scan.Subject, path, trend string, w weighed) report.Change {
	this, other := p.this.kind(k), p.other.kind(k)
	c := report.Change{
		CodeChange: p.codeChange(k, this.paths[path], other.paths[path]), Path: p.shownPath(path),
		Expected: w.expected, Score: w.score(), Check: p.check(p.issueOf(k)),
	}
	c.Trend = trend
	c.Rate, c.OtherRate = per10000(c.Count, p.this.at(path).rows), per10000(c.Other, p.other.at(path).rows)
	p.setCommands(&c, &k, path)
	return c
}

// paths are those that one side alone was asked for, so often that it is news, and how
// many more there are.
func (p *pair) paths() (all []report.PathChange, more int) {
	trends, least := map[string]string{}, p.least(leastScore)
	for path, at := range p.this.paths {
		if path != "" && p.other.paths[path] == nil && p.weighAlone(at.rows, 0).more(least) {
			trends[path] = report.ChangeNew
		}
	}
	for path, at := range p.other.paths {
		if path != "" && p.this.paths[path] == nil && p.weighAlone(0, at.rows).fewer(least) {
			trends[path] = report.ChangeGone
		}
	}
	asked := func(path string) int64 { return p.this.at(path).rows + p.other.at(path).rows }
	names := slices.SortedFunc(maps.Keys(trends), func(a, b string) int { return cmp.Or(cmp.Compare(asked(b), asked(a)), cmp.Compare(a, b)) })
	all = []report.PathChange{}
	most := max(mostNewPaths, p.top())
	for _, path := range names[:min(most, len(names))] {
		isNew := trends[path] == report.ChangeNew
		all = append(all, report.PathChange{Path: p.shownPath(path), Trend: trends[path], Count: p.this.at(path).rows, Other: p.other.at(path).rows,
			Command: p.rowsCommand(isNew, nil, path)})
	}
	return all, max(0, len(names)-most)
}

// shownPath is a path as a report shows it.
func (p *pair) shownPath(path string) string {
	if path == "" {
		return ""
	}
	return p.names.Value("cs-uri-stem", path)
}

func compareKinds(a, b scan.Subject) int {
	return cmp.Or(cmp.Compare(a.Code.Status, b.Code.Status), cmp.Compare(a.Code.Substatus, b.Code.Substatus), a.Code.Compare(b.Code),
		cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Win32, b.Win32))
}
