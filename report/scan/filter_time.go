package scan

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/parser"
)

// timeFlag is the name of the flag that chooses stretches of time. A report's time is chosen by
// --since and --until; this one can leave out a time in the middle.
const timeFlag = "time"

// times takes stretches from one moment until before another. A row without a time is in none.
func times(values []string) (rowTest, error) {
	spans, err := parseEach(values, ParseSpan)
	return func(_ *columns, r *parser.Row) bool {
		return r.Second != parser.NoTime && slices.ContainsFunc(spans, func(s Span) bool { return s.Holds(r.Second) })
	}, err
}

// ParseSpan reads a value of the flag that chooses stretches of time:
// 2026-11-21T14:00:00Z..2026-11-21T15:00:00Z.
func ParseSpan(s string) (Span, error) {
	from, until, ok := strings.Cut(s, "..")
	first, err := time.Parse(time.RFC3339, from)
	last, err2 := time.Parse(time.RFC3339, until)
	if !ok || err != nil || err2 != nil || !first.Before(last) {
		return Span{}, fmt.Errorf("expected a stretch of time like 2026-11-21T14:00:00Z..2026-11-21T15:00:00Z, found %q", s)
	}
	return Span{From: first.Unix(), Until: last.Unix()}, nil
}
