package scan

import (
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/unicode"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report/redact"
)

// dayOfMarks is the day that logs of these tests are of, apart the distance of marks, of
// which a day has about fifty.
var dayOfMarks = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)

const apart = 16 << 10

const (
	fieldsOfMarks = "#Fields: date time s-ip cs-method cs-uri-stem cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken\n"
	fieldsWithout = "#Fields: date time s-ip cs-method cs-uri-stem c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken\n"
	fieldsSwapped = "#Fields: date time s-ip cs-method cs-uri-stem cs-username c-ip cs(Referer) cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken\n"
)

// requests writes a row every ten seconds from one minute of the day until another.
func requests(from, until int, write func(at time.Time, i int) string) string {
	var b strings.Builder
	for i := from * 6; i < until*6; i++ {
		b.WriteString(write(dayOfMarks.Add(time.Duration(i)*10*time.Second), i))
	}
	return b.String()
}

// endings are status, substatus and Win32 of a row: errors, and logons in three legs.
func endings(i int) (user, codes string) {
	switch {
	case i%17 == 0:
		return "-", "404 0 2"
	case i%23 == 0:
		return "-", "500 0 64"
	case i%31 == 1:
		return "-", "401 2 5"
	case i%31 == 2:
		return "-", "401 1 2148074254"
	case i%31 == 3:
		return `D\anna`, "200 0 0"
	case i%41 == 5:
		return "-", "401 1 1326"
	}
	return "-", "200 0 0"
}

func dayRow(at time.Time, i int) string {
	user, codes := endings(i)
	return fmt.Sprintf("%s 10.0.0.1 GET /p%d.aspx %s 198.51.100.%d Mozilla/5.0 http://w/%d %s %d\n", at.Format("2006-01-02 15:04:05"), i%9, user, i/31%7, i%5, codes, i%900)
}

func rowWithout(at time.Time, i int) string {
	_, codes := endings(i)
	return fmt.Sprintf("%s 10.0.0.1 GET /p%d.aspx 198.51.100.%d Mozilla/5.0+(Windows+NT+10.0;+Win64) %s %d\n", at.Format("2006-01-02 15:04:05"), i%9, i%7, codes, i%900)
}

func swappedRow(at time.Time, i int) string {
	user, codes := endings(i)
	return fmt.Sprintf("%s 10.0.0.1 GET /p%d.aspx %s 198.51.100.%d http://w/%d Mozilla/5.0 %s %d\n", at.Format("2006-01-02 15:04:05"), i%9, user, i%7, i%5, codes, i%900)
}

// wholeDay is a log of one day in order.
func wholeDay() string { return fieldsOfMarks + requests(0, 1440, dayRow) }

// windowOf asks for the time from one minute of the day until another; 0 for no such end.
func windowOf(from, until int) (f Filter) {
	if from != 0 {
		f.Since = dayOfMarks.Add(time.Duration(from) * time.Minute)
	}
	if until != 0 {
		f.Until = dayOfMarks.Add(time.Duration(until) * time.Minute)
	}
	return f
}

// tellAll writes what was counted and kept.
func tellAll(t *testing.T, sources []input.Source, o Options) (told string, r *Result) {
	t.Helper()
	r = Read(context.Background(), sources, o)
	require.Empty(t, r.Errors())
	var b strings.Builder
	for _, one := range r.Outcomes {
		if one.Rows > 0 {
			one.Subject = 0
			fmt.Fprintf(&b, "%+v\n", one)
		}
	}
	fmt.Fprintln(&b, r.Taken, r.Timed, r.Visits, r.Absent, r.Scanners)
	for f := range NumFields {
		fmt.Fprintln(&b, r.Top(f, func(*Subject) bool { return true }, 50))
	}
	for _, row := range r.Traffic {
		fmt.Fprintln(&b, string(row.Row.Line))
	}
	o.Keep = &Keep{}
	kept := Read(context.Background(), sources, o)
	require.NoError(t, kept.Kept.All(context.Background(), func(k *KeptRow) bool {
		fmt.Fprintln(&b, k.Verdict, k.Row.Offset, k.Row.Layout.Names, string(k.Row.Line))
		return true
	}))
	require.NoError(t, kept.Kept.Close())
	return b.String(), r
}

// sameAsWhole holds that what is told of a time does not depend on what is skipped. It
// returns how many bytes are.
func sameAsWhole(t *testing.T, sources []input.Source, o Options, what string) (skipped int64) {
	t.Helper()
	o.MarksApart, o.Workers = apart, 2
	told, r := tellAll(t, sources, o)
	o.Whole = true
	whole, all := tellAll(t, sources, o)
	assert.Equal(t, whole, told, what)
	assert.Zero(t, total(all).Skipped)
	for i := range r.Sources {
		assert.Equal(t, all.Sources[i].Bytes, r.Sources[i].Bytes+r.Sources[i].Skipped, what)
		assert.Equal(t, all.Sources[i].Rows, r.Sources[i].Rows, what)
		skipped += r.Sources[i].Skipped
	}
	return skipped
}

var windows = [][2]int{{600, 615}, {600, 0}, {0, 90}, {1425, 0}, {1439, 1440}, {0, 1}, {2000, 2015}, {-600, -590}}

// A file in the order of time is entered near the time that is asked for, whatever its form.
func TestSkipsOtherTimes(t *testing.T) {
	iis := func(at time.Time, i int) string {
		return fmt.Sprintf("198.51.100.%d, -, %s, %s, W3SVC1, WEB01, 10.0.0.1, 15, 300, 4000, %d, 0, GET, /p%d.aspx, -,\n", i%7, at.Format("01/02/06"), at.Format("15:04:05"), 200+300*(i%5/4), i%9)
	}
	ncsa := func(at time.Time, i int) string {
		return fmt.Sprintf("198.51.100.%d - - [%s] \"GET /p%d.aspx HTTP/1.1\" %d 512\n", i%7, at.Format("02/Jan/2006:15:04:05 -0700"), i%9, 200+204*(i%5/4))
	}
	httperr := func(at time.Time, i int) string {
		return fmt.Sprintf("%s 198.51.100.%d 50000 10.0.0.1 80 HTTP/1.1 GET /p%d.aspx 503 1 AppOffline Pool%d\n", at.Format("2006-01-02 15:04:05"), i%7, i%9, i%3)
	}
	late := func(at time.Time, i int) string { return dayRow(at.Add(-time.Duration(i%11*49)*time.Second), i) }
	head := "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: 2026-11-20 00:00:00\n"
	for name, text := range map[string]string{
		"plain":             wholeDay(),
		"CRLF":              strings.ReplaceAll(wholeDay(), "\n", "\r\n"),
		"byte order mark":   "\xef\xbb\xbf" + wholeDay(),
		"restarts":          fieldsOfMarks + requests(0, 300, dayRow) + head + fieldsOfMarks + requests(300, 700, dayRow) + head + fieldsOfMarks + requests(700, 1440, dayRow),
		"other columns":     fieldsOfMarks + requests(0, 300, dayRow) + head + fieldsWithout + requests(300, 901, rowWithout) + head + fieldsOfMarks + requests(901, 1440, dayRow),
		"columns swapped":   fieldsOfMarks + requests(0, 333, dayRow) + head + fieldsSwapped + requests(333, 1440, swappedRow),
		"late rows":         fieldsOfMarks + requests(0, 1440, late),
		"zeros at its end":  wholeDay() + strings.Repeat("\x00", 40<<10),
		"zeros inside":      fieldsOfMarks + requests(0, 555, dayRow) + strings.Repeat("\x00", 70<<10) + requests(555, 1440, dayRow),
		"quiet for hours":   fieldsOfMarks + requests(0, 400, dayRow) + requests(800, 1440, dayRow),
		"much at one time":  fieldsOfMarks + requests(0, 300, dayRow) + strings.Repeat(dayRow(dayOfMarks.Add(5*time.Hour), 3), 3000) + requests(300, 1440, dayRow),
		"long rows":         strings.ReplaceAll(wholeDay(), "/p3.aspx", "/"+strings.Repeat("x", 20<<10)),
		"IIS":               requests(0, 1440, iis),
		"NCSA":              requests(0, 1440, ncsa),
		"HTTPERR":           "#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename\n" + requests(0, 1440, httperr),
		"no line feed last": strings.TrimSuffix(wholeDay(), "\n"),
	} {
		if strings.Contains(name, "long") {
			text = text[:1<<20]
			text = text[:strings.LastIndexByte(text, '\n')+1]
		}
		sources, skipped := filesOf(t, text), 0
		for _, w := range windows {
			o := options(t)
			o.Filter = windowOf(w[0], w[1])
			if sameAsWhole(t, sources, o, fmt.Sprint(name, " ", w)) > int64(len(text)/4) {
				skipped++
			}
		}
		assert.GreaterOrEqual(t, skipped, 5, name)
	}
}

// What looks like a log in order and is none is read whole.
func TestReadsWholeWhatIsNotInOrder(t *testing.T) {
	timeOnly := func(at time.Time, i int) string { return dayRow(at, i)[len("2006-01-02 "):] }
	ftp := func(at time.Time, i int) string {
		return fmt.Sprintf("%s 198.51.100.%d anna 10.0.0.1 21 STOR f%d 226 0 0 %08d-0000-0000-0000-000000000000 /f%d\n", at.Format("2006-01-02 15:04:05"), i%7, i%9, i/20, i%9)
	}
	tiny := func(at time.Time, i int) string { return dayRow(at.Add(-10*time.Hour), i) }
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(wholeDay())
	require.NoError(t, err)
	var packed strings.Builder
	out := gzip.NewWriter(&packed)
	_, err = out.Write([]byte(wholeDay()))
	require.NoError(t, err)
	require.NoError(t, out.Close())
	for name, text := range map[string]string{
		"two joined":           wholeDay() + wholeDay(),
		"a small one appended": wholeDay() + fieldsOfMarks + requests(590, 610, dayRow),
		"a small one before":   fieldsOfMarks + requests(1400, 1410, dayRow) + wholeDay(),
		"clock set back":       fieldsOfMarks + requests(0, 900, dayRow) + requests(840, 1440, dayRow),
		"a row of 2099":        fieldsOfMarks + dayRow(dayOfMarks.AddDate(73, 0, 0), 1) + requests(0, 1440, dayRow),
		"later hours first":    fieldsOfMarks + requests(720, 1440, dayRow) + requests(0, 720, dayRow),
		"times of day":         "#Date: 2026-11-20 00:00:00\n" + strings.Replace(fieldsOfMarks, "date ", "", 1) + requests(0, 1440, timeOnly),
		"FTP":                  "#Fields: date time c-ip cs-username s-ip s-port cs-method cs-uri-stem sc-status sc-win32-status sc-substatus x-session x-fullpath\n" + requests(0, 1440, ftp),
		"no header":            requests(0, 1440, rowWithout),
		"UTF-16":               wide,
		"gzip":                 packed.String(),
		"no times":             "#Fields: c-ip sc-status\n" + strings.Repeat("198.51.100.1 200\n", 50_000),
		"small":                fieldsOfMarks + requests(0, 100, dayRow),
		"rows of an hour late": fieldsOfMarks + requests(0, 1440, func(at time.Time, i int) string { return dayRow(at.Add(-time.Duration(i%4)*time.Hour/3), i) }),
		"tens of hours early":  fieldsOfMarks + requests(0, 700, dayRow) + requests(700, 900, tiny) + requests(900, 1440, dayRow),
	} {
		o := options(t)
		o.Filter = windowOf(600, 615)
		assert.Zero(t, sameAsWhole(t, filesOf(t, text), o, name), name)
	}
	hidden := options(t)
	hidden.Filter, hidden.Redact = windowOf(600, 615), redact.Kinds{User: true}
	assert.Zero(t, sameAsWhole(t, filesOf(t, wholeDay()), hidden, "who hides users must know all"))
}

// Times that are asked for in several spans are read without what lies between.
func TestSkipsBetweenSpans(t *testing.T) {
	at := func(minute int) int64 { return dayOfMarks.Unix() + int64(minute)*60 }
	o := options(t)
	o.Compare = true
	o.Spans = []Span{{at(100), at(130), true}, {at(700), at(730), true}, {at(1300), at(1330), false}}
	skipped := sameAsWhole(t, filesOf(t, wholeDay()), o, "three spans")
	assert.Greater(t, skipped, int64(len(wholeDay())/2))
	o.Spans = []Span{{at(700), at(702), true}, {at(703), at(730), true}}
	assert.Greater(t, sameAsWhole(t, filesOf(t, wholeDay()), o, "two beside each other"), int64(len(wholeDay())/2))
}

// Of a long file little more is read than the rows of the time asked for, and of those around
// it that may be written late or answer them.
func TestReadsLittleBesideTheTime(t *testing.T) {
	var text strings.Builder
	text.WriteString(fieldsOfMarks)
	for i := range 86_400 {
		text.WriteString(dayRow(dayOfMarks.Add(time.Duration(i)*time.Second), i))
	}
	perMinute := int64(text.Len() / 1440)
	o := options(t)
	o.MarksApart = 256 << 10
	for _, w := range [][2]int{{700, 715}, {0, 5}, {1430, 0}} {
		o.Filter = windowOf(w[0], w[1])
		r := Read(t.Context(), filesOf(t, text.String()), o)
		minutes := int64(15 + 2*(disorder+AnswerWithin)/60)
		assert.Less(t, total(r).Bytes, perMinute*minutes+2*(besideMarks+1)*leastNearer, w)
	}
	o.MarksApart, o.Filter = 0, windowOf(700, 705)
	r := Read(t.Context(), filesOf(t, text.String()), o)
	assert.Less(t, total(r).Bytes, int64(text.Len())/10, "a file of one day")
	o.MarksApart = 256 << 10
	o.Filter, o.Ends, o.Newest = Filter{}, true, true
	r = Read(t.Context(), filesOf(t, text.String()), o)
	assert.Less(t, total(r).Bytes, perMinute*(disorder+AnswerWithin)/60+(besideMarks+1)*leastNearer)
	_, last, ok := r.Period()
	assert.True(t, ok)
	assert.Equal(t, dayOfMarks.Unix()+86_399, last)
}

// The first and the last row are found without reading what is between.
func TestEnds(t *testing.T) {
	for _, text := range []string{wholeDay(), wholeDay() + strings.Repeat("\x00", 64<<10), fieldsOfMarks + requests(0, 1440, func(at time.Time, i int) string {
		return dayRow(at.Add(-time.Duration(i%11*49)*time.Second), i)
	})} {
		o := options(t)
		o.Ends, o.MarksApart = true, apart
		r := Read(context.Background(), filesOf(t, text), o)
		assert.Greater(t, total(r).Skipped, int64(len(text)/2))
		first, last, ok := r.Period()
		o.Ends = false
		all := Read(context.Background(), filesOf(t, text), o)
		wantFirst, wantLast, wantOK := all.Period()
		assert.Equal(t, []any{wantFirst, wantLast, wantOK}, []any{first, last, ok})
	}
}

// Lines are numbered up to what was skipped; behind it the places are told in bytes.
func TestPlacesBehindWhatWasSkipped(t *testing.T) {
	wrong := func(at time.Time, i int) string {
		if i%100 == 0 {
			return "wrong\n"
		}
		return dayRow(at, i)
	}
	text := fieldsOfMarks + requests(0, 1440, wrong)
	o := options(t)
	o.MarksApart, o.Filter = apart, windowOf(700, 705)
	r := Read(context.Background(), filesOf(t, text), o)
	require.NotEmpty(t, faultOf(t, r, "too-few-values").First)
	for _, p := range faultOf(t, r, "too-few-values").First {
		assert.Zero(t, p.Line)
		assert.Equal(t, "wrong\n", text[p.Offset:p.Offset+6])
	}
	o.Filter = windowOf(0, 100)
	r = Read(context.Background(), filesOf(t, text), o)
	assert.Positive(t, total(r).Skipped)
	for _, p := range faultOf(t, r, "too-few-values").First {
		assert.EqualValues(t, 1+strings.Count(text[:p.Offset], "\n"), p.Line)
	}
}

// A second look sees what was skipped, too, as if it had been read.
func TestSecondLookAtWhatWasSkipped(t *testing.T) {
	text := fieldsOfMarks + requests(0, 300, dayRow) + fieldsWithout + requests(300, 901, rowWithout) + fieldsOfMarks + requests(901, 1440, dayRow)
	spans := []Span{}
	for _, minute := range []int64{20, 300, 500, 610, 899, 1435} {
		spans = append(spans, Span{dayOfMarks.Unix() + minute*60, dayOfMarks.Unix() + (minute+7)*60, true})
	}
	seen := func(whole bool) (all []string) {
		o := options(t)
		o.Filter, o.Whole, o.MarksApart, o.ChunkSize, o.Workers = windowOf(600, 615), whole, apart, 5000, 3
		r := Read(context.Background(), filesOf(t, text), o)
		var l lines
		r.Rows.(*secondLook).options.Filter = Filter{} // rows of all time
		require.True(t, r.Rows.Look(context.Background(), spans, Wanted{}, l.see))
		for _, s := range l.rows {
			all = append(all, fmt.Sprint(s.row.Offset, s.verdict, s.row.Layout.Names, string(s.row.Line)))
			if line := r.Line(0, s.row); line != 0 {
				assert.EqualValues(t, 1+strings.Count(text[:s.row.Offset], "\n"), line)
			}
		}
		slices.Sort(all)
		size, ok := r.Rows.Size(spans)
		assert.True(t, ok)
		assert.InDelta(t, 7*6*6*100, size, 6*2*5000+6*apart, "%v", whole)
		return all
	}
	want := seen(true)
	assert.Len(t, want, 6*6*7-2*6)
	assert.Equal(t, want, seen(false))
}

// A file that changes while it is left half read is told.
func TestChangeBehindTheTimeAsked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.log")
	require.NoError(t, os.WriteFile(path, []byte(wholeDay()), 0o600))
	sources, _, errs := input.Find([]string{path}, nil)
	require.Empty(t, errs)
	o := options(t)
	o.Filter, o.MarksApart, o.Workers = windowOf(0, 30), apart, 1
	o.ChunkSize = 4 << 10
	cut := false
	o.Each = func(int, *parser.Row, codes.Verdict) {
		if !cut {
			cut = true
			require.NoError(t, os.Truncate(path, 200))
			require.NoError(t, os.WriteFile(path, []byte(strings.Repeat("#other\n", 1<<17)), 0o600))
		}
	}
	r := Read(context.Background(), sources, o)
	require.Len(t, r.Errors(), 1)
	assert.ErrorIs(t, r.Errors()[0], input.ErrChanged)
}
