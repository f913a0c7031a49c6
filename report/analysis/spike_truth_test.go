package analysis_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
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

// The sentences of spikes are claims. Here each is held against the rows of the log.

// judgedRow is a row of a log with its verdict.
type judgedRow struct {
	second  int64
	code    string
	verdict codes.Verdict
	win32   int64
	values  map[string]string
	line    string
}

func newJudgedRow(r *parser.Row, v codes.Verdict) *judgedRow {
	out := scan.OutcomeOf(r)
	row := judgedRow{r.Second, codes.Code{Status: out.Status, Substatus: out.Substatus}.String(), v, r.Win32, map[string]string{}, string(r.Line)}
	for i, name := range r.Layout.Names {
		row.values[name] = string(r.At(i))
	}
	return &row
}

// judgedRows reads a log, and gives all its rows as they are judged in the end: a scanner
// is known when all is read.
func judgedRows(t *testing.T, path string) (all []judgedRow) {
	a := analysisOf(sourcesAt(t, path), options(t))
	var mu sync.Mutex
	everything := []scan.Span{{From: math.MinInt64 / 2, Until: math.MaxInt64 / 2}}
	require.True(t, a.Rows.Look(t.Context(), everything, scan.Wanted{}, func(_ int, r *parser.Row, v codes.Verdict) {
		row := newJudgedRow(r, v)
		mu.Lock()
		defer mu.Unlock()
		all = append(all, *row)
	}))
	slices.SortStableFunc(all, func(a, b judgedRow) int { return int(a.second - b.second) })
	return all
}

// fitsValue reports whether a row has what a cause names.
func (r *judgedRow) fitsValue(v report.FieldValue) bool {
	has, ok := r.values[v.Field]
	if !ok && v.Field == "cs-uri-stem" {
		has, _, _ = strings.Cut(r.values["cs-uri"], "?") // of HTTP.sys
	}
	if !ok && v.Field == "s-sitename" {
		has = r.values["s-siteid"]
	}
	switch {
	case v.Field == "c-ip" && strings.HasSuffix(v.Value, "/24"):
		return strings.HasPrefix(has, v.Value[:strings.LastIndexByte(v.Value, '.')+1])
	case v.Field == "c-ip" && strings.HasSuffix(v.Value, "/16"):
		return strings.HasPrefix(has, strings.Join(strings.Split(v.Value, ".")[:2], ".")+".")
	case v.Field == "cs-uri-stem" && strings.HasSuffix(v.Value, "/*"):
		return strings.HasPrefix(strings.ToLower(has), strings.ToLower(v.Value[:len(v.Value)-1]))
	case v.Field == "cs-uri-stem" && strings.HasPrefix(v.Value, "*."):
		return strings.HasSuffix(strings.ToLower(has), strings.ToLower(v.Value[1:]))
	case v.Field == "cs-uri-query":
		return has == v.Value || queryNames(has) == v.Value
	case v.Field == "cs(Referer)":
		start, _, asked := strings.Cut(v.Value, "…")
		return has == v.Value || asked && strings.HasPrefix(has, start)
	case v.Field == "cs-host":
		return strings.EqualFold(has, v.Value)
	}
	return has == v.Value
}

// queryNames are the parameters of a query without their values: id=…&page=….
func queryNames(query string) string {
	var all []string
	for part := range strings.SplitSeq(query, "&") {
		if name, _, named := strings.Cut(part, "="); named {
			all = append(all, name+"=…")
		} else {
			all = append(all, "…")
		}
	}
	return strings.Join(all, "&")
}

func (r *judgedRow) fits(all ...report.FieldValue) bool {
	return !slices.ContainsFunc(all, func(v report.FieldValue) bool { return !r.fitsValue(v) })
}

// judge returns what is false in what some spikes say of a log.
func judge(t *testing.T, path string, rows []judgedRow, spikes []report.Spike) (untrue []string) {
	for i := range spikes {
		j := spikeJudge{rows: rows, spike: &spikes[i], all: spikes}
		if spikes[i].Taken > 0 {
			j.judgeSlow()
		} else {
			j.look()
			j.judge()
		}
		if !spikes[i].Estimated && len(spikes[i].Without) == 0 {
			j.judgeCommand(t, path)
		}
		for _, said := range j.said {
			untrue = append(untrue, fmt.Sprintf("%s %s from %s: %s", spikes[i].Code, spikes[i].Verdict, spikes[i].Start.Format(time.DateTime), said))
		}
	}
	return untrue
}

// spikeJudge holds one spike against the rows of its log.
type spikeJudge struct {
	rows            []judgedRow
	spike           *report.Spike
	all             []report.Spike
	inside, outside []*judgedRow // of its code and verdict
	others          []*judgedRow // all other rows of the log
	said            []string
}

func (j *spikeJudge) falsehood(format string, a ...any) {
	j.said = append(j.said, fmt.Sprintf(format, a...))
}

// isOf reports whether a row is one of a spike, whatever its time.
func isOf(s *report.Spike, r *judgedRow) bool {
	verdict := r.verdict.String() == s.Verdict
	if slices.Contains(s.Verdicts, r.verdict.String()) {
		verdict = true
	}
	return r.code == s.Code && verdict && r.values["s-reason"] == s.Reason && (s.Win32 == nil || int64(*s.Win32) == r.win32)
}

func inside(s *report.Spike, r *judgedRow) bool {
	return s.Start.Unix() <= r.second && r.second < s.End.Unix()
}

func (j *spikeJudge) look() {
	for i := range j.rows {
		r := &j.rows[i]
		switch {
		case isOf(j.spike, r) && inside(j.spike, r):
			if j.narrow(r) && !isWithin(j.spike.Without, r.second) {
				j.inside = append(j.inside, r)
			}
		case isOf(j.spike, r):
			j.outside = append(j.outside, r)
			j.others = append(j.others, r)
		default:
			j.others = append(j.others, r)
		}
	}
}

// isWithin reports whether a second is of one of some times.
func isWithin(times []report.Period, second int64) bool {
	return slices.ContainsFunc(times, func(p report.Period) bool { return p.First.Unix() <= second && second <= p.Last.Unix() })
}

// narrow reports whether a row has what a spike of a part of the rows has.
func (j *spikeJudge) narrow(r *judgedRow) bool { return r.fits(j.spike.Of...) }

func (j *spikeJudge) judge() {
	s := j.spike
	if len(j.inside) == 0 {
		j.falsehood("no row at that time")
		return
	}
	if n := int64(len(j.inside)); !s.Estimated && n != s.Observed {
		j.falsehood("%d rows, there are %d", s.Observed, n)
	}
	if first := j.inside[0].second; first != s.Start.Unix() {
		j.falsehood("begins %d s before its first row", first-s.Start.Unix())
	}
	if last := j.inside[len(j.inside)-1].second; last+1 != s.End.Unix() {
		j.falsehood("ends %d s after its last row", s.End.Unix()-1-last)
	}
	if s.New && !s.Earlier && slices.ContainsFunc(j.outside, func(r *judgedRow) bool { return r.second < s.Start.Unix() }) {
		j.falsehood("not seen before")
	}
	span := float64(j.rows[len(j.rows)-1].second - j.rows[0].second + 1)
	length := s.End.Sub(s.Start).Seconds()
	plain := float64(len(j.outside)) * length / max(1, span-length)
	if s.Expected > 4*plain+1 {
		j.falsehood("usually %.1f, outside of it %.1f", s.Expected, plain)
	}
	sum := 0.0
	for _, c := range s.Causes {
		sum += c.Share
		j.judgeCause(c)
	}
	if sum > 1.0001 {
		j.falsehood("shares sum to %.3f", sum)
	}
}

// judgeSlow holds a rise of time-taken against the rows of its place and time.
func (j *spikeJudge) judgeSlow() {
	s := j.spike
	var where report.Values
	if len(s.Causes) > 0 {
		where = s.Causes[0].Where
	}
	var during, outside []int64
	for i := range j.rows {
		r := &j.rows[i]
		taken, err := strconv.ParseInt(r.values["time-taken"], 10, 64)
		if err != nil || !r.fits(where...) || !strings.HasPrefix(r.values["sc-status"], "2") {
			continue
		}
		if inside(s, r) {
			during = append(during, taken)
		} else {
			outside = append(outside, taken)
		}
	}
	if !s.Estimated && int64(len(during)) < s.Observed {
		j.falsehood("%d requests of %v, the log has %d", s.Observed, where, len(during))
		return
	}
	if at := middle(during); math.Abs(float64(s.Taken-at)) > 0.2*float64(at) {
		j.falsehood("the middle request took %d ms, told are %d", at, s.Taken)
	}
	if at := middle(outside); s.UsualTaken > 3*at+10 || 3*s.UsualTaken+10 < at { // told is that of the hours around it
		j.falsehood("usually %d ms, told are %d", at, s.UsualTaken)
	}
}

func middle(all []int64) int64 {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}

func (j *spikeJudge) judgeCause(c report.SpikeCause) {
	const all, nearlyEvery = 0.995, 0.9
	has, shared := 0, 0
	for _, r := range j.inside {
		if r.fits(c.Where...) {
			has++
			if !r.fits(c.Also...) {
				shared++
			}
		}
	}
	part := float64(has) / float64(len(j.inside))
	if (c.Share >= all || c.Even) && part < all {
		j.falsehood("all with %v, %d of %d", c.Where, has, len(j.inside))
	}
	if float64(shared) > (1-all)*float64(has) {
		j.falsehood("also %v, not in %d of %d", c.Also, shared, has)
	}
	if c.New && slices.ContainsFunc(j.outside, func(r *judgedRow) bool { return r.second < j.spike.Start.Unix() && r.fits(c.Where...) }) {
		j.falsehood("%v not seen before", c.Where)
	}
	for _, v := range slices.Concat(c.Where, c.Also) {
		usual := 0
		for _, r := range j.others {
			if r.fits(v) {
				usual++
			}
		}
		if float64(usual) >= nearlyEvery*float64(len(j.others))*1.02 {
			j.falsehood("%v is what all rows have", v)
		}
	}
}

// judgeCommand holds that the printed command shows the rows of the first cause.
func (j *spikeJudge) judgeCommand(t *testing.T, path string) {
	s := j.spike
	if len(s.Causes) == 0 {
		return
	}
	want := s.Causes[0].Observed
	if s.Causes[0].Even {
		want = s.Observed
	}
	o := options(t)
	o.Filter = filterOf(t, s.Command)
	r := analysisOf(sourcesAt(t, path), o).Report(context.Background())
	if r.Total.Rows != want {
		j.falsehood("%d rows shown for %d: %s", r.Total.Rows, want, s.Command)
	}
}

// filterOf is the filter of a printed command.
func filterOf(t *testing.T, line string) (f scan.Filter) {
	words := strings.Fields(line)
	require.True(t, strings.HasPrefix(line, "iiswhy rows "), line)
	for i := 2; i+1 < len(words) && strings.HasPrefix(words[i], "--"); i += 2 {
		value := strings.Trim(words[i+1], `"'`)
		for strings.HasPrefix(words[i+1], `"`) && !strings.HasSuffix(words[i+1], `"`) {
			i++
			value += " " + strings.Trim(words[i+1], `"`)
		}
		flagAt := words[i]
		switch flagAt {
		case "--since", "--until":
			at, err := time.Parse(time.RFC3339, value)
			require.NoError(t, err, line)
			if flagAt == "--since" {
				f.Since = at
			} else {
				f.Until = at
			}
		default:
			flag, ok := scan.FilterFlagOf(flagAt[2:])
			require.True(t, ok, line)
			require.NoError(t, flag.Set(&f, strings.Split(value, ",")), line)
		}
	}
	return f
}
