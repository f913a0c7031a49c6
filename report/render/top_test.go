package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// manyValues gives 404.0, of the report or of its newest day, twelve values of
// each field and twelve Win32 numbers.
func manyValues(r *report.Report) *report.Report {
	top := map[string][]report.Key{}
	for _, field := range append(usualFields(), "cs-host") {
		for i := range 12 {
			top[field] = append(top[field], report.Key{Key: fmt.Sprintf("(%s:%d)", field, i+1), Count: int64(100 - i)})
		}
	}
	if len(r.Days) > 0 {
		codes := r.Days[len(r.Days)-1].Codes
		for i := range codes {
			if codes[i].Code == "404.0" {
				codes[i].Top = top
			}
		}
		return r
	}
	at := slices.IndexFunc(r.Codes, func(c report.Code) bool { return c.Code == "404.0" })
	r.Codes[at].Top, r.Codes[at].Win32 = top, nil
	for i := range 12 {
		r.Codes[at].Win32 = append(r.Codes[at].Win32, report.Win32{Code: 900 + uint64(i), Symbol: fmt.Sprintf("(win32:%d)", i+1), Count: int64(100 - i)})
	}
	return r
}

// A number of values that was asked for holds in every table of every format.
func TestTopReachesEveryTable(t *testing.T) {
	f := func(r *report.Report, format Format, width, top, want int) {
		t.Helper()
		out := write(t, manyValues(r), format, Options{Top: top, Width: width})
		fields := append(usualFields(), "cs-host")
		if r.Command == "report" {
			fields = append(fields, "win32")
		}
		for _, field := range fields {
			last, next := fmt.Sprintf("(%s:%d)", field, want), fmt.Sprintf("(%s:%d)", field, want+1)
			assert.True(t, strings.Contains(out, last), "%s of %s lacks %s at %d", format, r.Command, last, width)
			assert.False(t, strings.Contains(out, next), "%s of %s has %s at %d", format, r.Command, next, width)
		}
	}
	for _, top := range []int{1, 2, 5, 11} {
		for _, format := range []Format{Text, Markdown, HTML} {
			f(rich("en"), format, 0, top, top)
			f(richDays("en"), format, 0, top, top)
			f(rich("zh"), format, 300, top, top)
		}
	}
	f(rich("en"), Text, 0, 0, 3)
	f(rich("en"), Text, 300, 0, 3)
	f(rich("en"), Markdown, 0, 0, 3)
	f(rich("en"), HTML, 0, 0, 10)
	f(richDays("en"), Text, 0, 0, 1)
	f(richDays("en"), Markdown, 0, 0, 1)
	f(richDays("en"), HTML, 0, 0, 3)
}
