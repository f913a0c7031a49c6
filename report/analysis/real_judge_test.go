package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// realJudge holds what is said of a log against what was planted in it.
type realJudge struct {
	*testing.T
	p           *planting
	path        string
	rows        []judgedRow
	want        truth
	what        string
	planted     map[string]int // lines, and how many of each
	all         int
	first, last time.Time
	said        []string // what is false
	calm        *calmLog // nil where all that is said is to be judged
}

// isOld reports whether the same was said, and judged, of the log without the incident.
func (j *realJudge) isOld(f *report.Finding) bool {
	return j.calm != nil && slices.ContainsFunc(j.calm.findings, func(o report.Finding) bool {
		return o.Rule == f.Rule && o.Code == f.Code && o.Verdict == f.Verdict && o.Rows == f.Rows && o.Clients == f.Clients &&
			slices.Equal(o.Where, f.Where) && o.First.Equal(f.First) && o.Last.Equal(f.Last) && o.State == f.State
	})
}

// newSpikes are those that were not said, and judged, of the log without the incident.
func (c *calmLog) newSpikes(all []report.Spike) (left []report.Spike) {
	for _, s := range all {
		if !slices.ContainsFunc(c.spikes, func(o report.Spike) bool {
			return o.Code == s.Code && o.Verdict == s.Verdict && o.Start.Equal(s.Start) && o.End.Equal(s.End) && o.Observed == s.Observed &&
				slices.EqualFunc(o.Causes, s.Causes, func(x, y report.SpikeCause) bool {
					return slices.Equal(x.Where, y.Where) && slices.Equal(x.Also, y.Also)
				})
		}) {
			left = append(left, s)
		}
	}
	return left
}

func (j *realJudge) findPlanted() {
	j.planted = map[string]int{}
	j.first, j.last = j.p.at, j.p.at.Add(j.p.lasts)
	for i := range j.p.planted {
		row := &j.p.planted[i]
		fields := row.fields
		if fields == nil {
			fields = j.p.fields
		}
		j.planted[row.text(fields)]++
		j.all++
	}
	for _, line := range j.p.kernel {
		if !strings.Contains(line, "Timer_ConnectionIdle") {
			j.planted[line]++
			j.all++
		}
	}
}

// overlaps reports whether a time meets that of the incident.
func (j *realJudge) overlaps(first, last time.Time) bool {
	return !first.After(j.last) && !last.Before(j.first)
}

// half reports whether half of some rows are planted, and half of the planted among them.
func (j *realJudge) half(rows []*judgedRow) bool {
	planted := 0
	for _, r := range rows {
		if j.planted[r.line] > 0 {
			planted++
		}
	}
	return planted > 0 && 2*planted >= j.all && 2*planted >= len(rows)
}

// spikes reports whether a spike is of the incident, and names it.
func (j *realJudge) spikes(all []report.Spike) (found, named bool) {
	for i := range all {
		s := &all[i]
		if !j.overlaps(s.Start, s.Last) {
			continue
		}
		if slices.Contains(j.want.codes, slowly) {
			found = found || s.Taken > 0
		} else {
			var rows []*judgedRow
			for n := range j.rows {
				if r := &j.rows[n]; isOf(s, r) && inside(s, r) && r.fits(s.Of...) {
					rows = append(rows, r)
				}
			}
			if !j.want.has(s.Code) || !j.half(rows) && !j.causeHasHalf(s, rows) {
				continue
			}
			found = true
		}
		named = named || j.namesSpike(s)
	}
	return found, named
}

func (j *realJudge) causeHasHalf(s *report.Spike, rows []*judgedRow) bool {
	return slices.ContainsFunc(s.Causes[:min(2, len(s.Causes))], func(c report.SpikeCause) bool {
		var some []*judgedRow
		for _, r := range rows {
			if r.fits(c.Where...) {
				some = append(some, r)
			}
		}
		return j.half(some)
	})
}

func (j *realJudge) namesSpike(s *report.Spike) bool {
	if len(j.want.named) == 0 || j.want.names(report.SpikeCause{Where: s.Of}) {
		return true
	}
	if s.Win32 != nil && slices.Contains(j.want.named, fmt.Sprintf("sc-win32-status %d", *s.Win32)) {
		return true
	}
	return slices.ContainsFunc(s.Causes[:min(2, len(s.Causes))], j.want.names)
}

// findings reports whether a finding is of the incident, and names it; what each says is
// held against the rows.
func (j *realJudge) findings(all []report.Finding) (found, named bool) {
	for i := range all {
		f := &all[i]
		if f.Rows == 0 || f.Command == "" {
			if f.Rule == "silence" || f.Rule == "outage" || f.Rule == "slow" {
				mine := slices.Contains(j.want.codes, nothing) || slices.Contains(j.want.codes, slowly) && f.Rule == "slow"
				found = found || mine && j.overlaps(f.First, f.Last)
			}
			continue
		}
		if j.isOld(f) {
			continue
		}
		rows, counted := j.shown(f.Command)
		if counted != int64(len(rows)) {
			j.said = append(j.said, fmt.Sprintf("%s %s: its command counts %d rows and shows %d: %s", f.Rule, f.Code, counted, len(rows), f.Command))
		}
		j.recount(f, rows)
		if f.First.IsZero() || !j.overlaps(f.First, f.Last) || !j.half(rows) && !slices.Contains(j.want.codes, nothing) {
			continue
		}
		if slices.Contains(j.want.codes, nothing) && f.Rule != "silence" && f.Rule != "outage" {
			continue
		}
		found = true
		named = named || len(j.want.named) == 0 || j.namesFinding(f)
	}
	return found, named || found && len(j.want.named) == 0
}

func (j *realJudge) namesFinding(f *report.Finding) bool {
	if j.want.names(report.SpikeCause{Where: f.Where, Also: f.Also}) {
		return true
	}
	return slices.ContainsFunc(j.want.named, func(named string) bool {
		_, value, _ := strings.Cut(named, " ")
		return slices.ContainsFunc(f.Evidence, func(e report.Evidence) bool { return e.Text == value })
	})
}

// shown are the rows that a printed command shows, and how many it counts.
func (j *realJudge) shown(command string) (rows []*judgedRow, counted int64) {
	o := options(j.T)
	o.Filter = filterOf(j.T, command)
	counted = analysisOf(sourcesAt(j.T, j.path), o).RowsShown()
	f := o.Filter
	o.Filter = scan.Filter{Since: f.Since, Until: f.Until, Fields: f.Fields}
	var mu sync.Mutex
	lines := map[string]int{}
	o.Each = func(_ int, r *parser.Row, _ codes.Verdict) {
		mu.Lock()
		defer mu.Unlock()
		lines[string(r.Line)]++
	}
	analysisOf(sourcesAt(j.T, j.path), o)
	for i := range j.rows {
		r := &j.rows[i]
		if lines[r.line] == 0 || len(f.Verdicts) > 0 && !slices.Contains(f.Verdicts, r.verdict) || slices.Contains(f.NotVerdicts, r.verdict) {
			continue
		}
		code, err := codes.ParseCode(r.code)
		require.NoError(j.T, err)
		fits := func(p scan.StatusPattern) bool { return p.Fits(code) }
		if (len(f.Status) == 0 || slices.ContainsFunc(f.Status, fits)) && !slices.ContainsFunc(f.NotStatus, fits) {
			rows = append(rows, r)
		}
	}
	return rows, counted
}

// recount holds the numbers of a finding against the rows that its command shows.
func (j *realJudge) recount(f *report.Finding, rows []*judgedRow) {
	add := func(format string, a ...any) {
		j.said = append(j.said, fmt.Sprintf("%s %s %v: ", f.Rule, f.Code, f.Where)+fmt.Sprintf(format, a...))
	}
	if int64(len(rows)) != f.Rows {
		add("%d rows, its command shows %d: %s", f.Rows, len(rows), f.Command)
		return
	}
	if !f.First.IsZero() && (rows[0].second != f.First.Unix() || rows[len(rows)-1].second != f.Last.Unix()) {
		add("from %s to %s, its rows from %s to %s", f.First.Format(time.DateTime), f.Last.Format(time.DateTime),
			stampOf(rows[0].second).Format(time.DateTime), stampOf(rows[len(rows)-1].second).Format(time.DateTime))
	}
	if f.State == report.Over && f.Last.Unix() == j.rows[len(j.rows)-1].second {
		add("over, and the last row is its")
	}
	clients := map[string]bool{}
	for _, r := range rows {
		if r.values["c-ip"] != "" && r.values["c-ip"] != "-" {
			clients[r.values["c-ip"]] = true
		}
	}
	if f.Clients > 0 && int(f.Clients) != len(clients) {
		add("%d clients, its rows have %d", f.Clients, len(clients))
	}
	for _, v := range f.Where {
		has, usual := 0, 0
		for _, r := range rows {
			if r.fits(v) {
				has++
			}
		}
		for i := range j.rows {
			if j.rows[i].fits(v) {
				usual++
			}
		}
		if 10*has < 9*len(rows) && f.Rule != "proxy" {
			add("%v holds for %d of %d rows", v, has, len(rows))
		}
		if 10*usual >= 9*len(j.rows) && 10*len(rows) < 9*len(j.rows) && !slices.Contains([]string{"proxy", "scan", "slow"}, f.Rule) {
			add("%v is what %d of all %d rows have", v, usual, len(j.rows))
		}
	}
}

// newAlarms are spikes and grave findings that neither the incident nor the log without it
// has.
func (j *realJudge) newAlarms(calm *calmLog, r *report.Report) (alarms []string) {
	for _, s := range r.Spikes {
		was := func(o report.Spike) bool {
			return o.Code == s.Code && !o.Start.After(s.End) && !o.End.Before(s.Start) && (o.Taken > 0) == (s.Taken > 0)
		}
		if s.Attention && !j.overlaps(s.Start.Add(-time.Hour), s.End.Add(time.Hour)) && !slices.ContainsFunc(calm.nearly, was) {
			alarms = append(alarms, brief([]report.Spike{s}))
		}
	}
	for _, f := range r.Findings {
		was := func(o report.Finding) bool { return o.Rule == f.Rule && o.Code == f.Code }
		if f.Severity != report.Note && !f.First.IsZero() && !j.overlaps(f.First.Add(-time.Hour), f.Last.Add(time.Hour)) && !slices.ContainsFunc(calm.findings, was) {
			alarms = append(alarms, fmt.Sprintf("%s %s %s %d rows %v", f.Severity, f.Rule, f.Code, f.Rows, f.Where))
		}
	}
	return alarms
}
