package scan

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// Rows that are counted by a few numbers count as much as those that are shown to somebody
// who asks for each.
func TestUsualRowsCountAsOthers(t *testing.T) {
	for name, log := range map[string]func() []byte{
		"bench":   func() []byte { return smallLog(t, logtest.Bench(3<<20)) },
		"auth":    func() []byte { return smallLog(t, logtest.Auth(3<<20)) },
		"hostile": func() []byte { return smallLog(t, logtest.Hostile(3<<20)) },
		"short":   shortRowsLog,
	} {
		t.Run(name, func(t *testing.T) {
			text := log()
			all := readFor(t, text, nil, nil)
			middle := (all.Earliest + all.Latest) / 2
			for _, spans := range [][]Span{
				nil,
				{{From: all.Earliest, Until: middle, Shown: true}},
				{{From: all.Earliest + 9, Until: middle}, {From: middle, Until: middle + 60, Shown: true}, {From: middle + 90, Until: all.Latest, Shown: true}},
			} {
				sameOfUsual(t, text, spans)
			}
		})
	}
}

// readFor reads a log for some spans, nil for all time, and shows each row.
func readFor(t *testing.T, text []byte, spans []Span, each func(int, *parser.Row, codes.Verdict)) *Result {
	t.Helper()
	o := options(t)
	o.Each, o.Spans, o.Compare = each, spans, spans != nil
	r := Read(context.Background(), []input.Source{input.From("log", bytes.NewReader(text))}, o)
	require.Empty(t, r.Errors())
	return r
}

func sameOfUsual(t *testing.T, text []byte, spans []Span) {
	t.Helper()
	seen, served := int64(0), int64(0)
	want := readFor(t, text, spans, func(_ int, r *parser.Row, v codes.Verdict) {
		if seen++; v == codes.OK {
			served++
		}
	})
	assert.Greater(t, served, seen/10, "healthy rows")
	if spans == nil {
		assert.Equal(t, seen, shownRows(want))
	}
	got := readFor(t, text, spans, nil)
	assert.Equal(t, plain(want), plain(got), "%v", spans)
	assert.Equal(t, want.Redirected, got.Redirected, "%v", spans)
}

func smallLog(t *testing.T, c logtest.Config) []byte {
	t.Helper()
	var log bytes.Buffer
	_, err := logtest.Write(&log, c)
	require.NoError(t, err)
	return log.Bytes()
}

// shortRowsLog has five columns and no time-taken, some attacks, some posts to a form, and one
// client that is sent elsewhere again and again.
func shortRowsLog() []byte {
	var log bytes.Buffer
	log.WriteString("#Date: 2026-11-02 00:00:00\r\n#Fields: time c-ip cs-method cs-uri-stem sc-status\r\n")
	paths := []string{"/a.aspx", "/img/17.png", "/login.aspx", "/.env", "/x/../../windows/win.ini"}
	status := []int{200, 304, 404, 500, 101}
	for i := 0; log.Len() < 2<<20; i++ {
		dice := placeOf(5, int64(i))
		if dice>>48%32 == 0 {
			fmt.Fprintf(&log, "%02d:%02d:%02d 192.0.2.201 GET /a.aspx 302\r\n", i/3600/20%24, i/20/60%60, i/20%60)
			continue
		}
		fmt.Fprintf(&log, "%02d:%02d:%02d 192.0.2.%d %s %s %d\r\n", i/3600/20%24, i/20/60%60, i/20%60, dice%200,
			[]string{"GET", "POST"}[dice>>8%2], paths[dice>>16%uint64(1+dice>>20%5)], status[dice>>32%uint64(1+dice>>40%5)])
	}
	return log.Bytes()
}
