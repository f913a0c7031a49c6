package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A clock that is put forward leaves a time without rows in which nothing is missing. The log alone
// does not tell that from an outage, but when the clock is put back by as much: in the file rows
// of an earlier time follow later ones then.

const (
	// backWithin is for how many seconds after a pause the clock may be put back, and aboutAsMuch
	// how far from the pause it may go back, as a part of it.
	backWithin, aboutAsMuch = 24 * 3600, 0.2
)

// clockWentBack finds the second that the clock showed before it was put back by about as much as
// lies between the last row before a pause and the first after it.
func (a *Analysis) clockWentBack(ctx context.Context, last, first int64) (at int64, ok bool) {
	type row struct {
		source         int
		offset, second int64
	}
	var rows []row
	after := &sought{span: scan.Span{From: last, Until: first + backWithin}, see: func(source int, r *parser.Row, _ codes.Verdict) {
		if len(rows) < mostTimings {
			rows = append(rows, row{source, r.Offset, r.Second})
		}
	}}
	if a.look(ctx, []*sought{after}); !after.all || len(rows) == mostTimings {
		return 0, false
	}
	slices.SortFunc(rows, func(x, y row) int { return cmp.Or(cmp.Compare(x.source, y.source), cmp.Compare(x.offset, y.offset)) })
	pause := float64(first - last)
	for n := 1; n < len(rows); n++ {
		before, now := rows[n-1], rows[n]
		back := float64(before.second - now.second)
		if before.source == now.source && before.second > first && math.Abs(back-pause) <= aboutAsMuch*pause {
			return before.second, true
		}
	}
	return 0, false
}

// movedClock tells that the clock was put forward after one row, so that the next had another time,
// and put back.
func (a *Analysis) movedClock(last, first, back int64) report.Finding {
	f := report.Finding{Rule: "clock-moved", Severity: report.Note, First: stamp(last), Last: stamp(back), State: report.Over}
	f.Evidence = append(timesOf(last, back), report.Evidence{What: "forward", Value: float64((first - last + 30) / 60), Unit: "minutes"})
	f.Command = a.newCommand("rows").between(f.First, stamp(back+1)).String()
	return f
}
