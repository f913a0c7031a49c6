package analysis

import (
	"context"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// beat is what a monitor asks: a path, under the name of its program.
type beat struct{ path, agent string }

func beatOf(r *parser.Row) beat {
	return beat{string(scan.Shorten(r.Path())), string(scan.Shorten(r.Field(parser.UserAgent)))}
}

// isTakenOver reports whether another client, which did not before, asks for the same as
// soon as one has stopped: a monitor that moved to another address goes on.
func (a *Analysis) isTakenOver(ctx context.Context, r *regular, last int64, is func(int, *parser.Row) bool) bool {
	const least = leastRegular / 2
	around := max(leastRegular*max(60, a.apart(r)), 2*widestOf(r.seconds))
	client := a.Client()
	before, after := map[beat]map[string]int{}, map[beat]map[string]int{}
	own := map[beat]int{}
	looked := &sought{span: scan.Span{From: last - around, Until: last + around + 1}}
	looked.see = func(source int, row *parser.Row, _ codes.Verdict) {
		asked, of := beatOf(row), after
		if is(source, row) {
			own[asked]++
			return
		}
		if row.Second <= last {
			of = before
		}
		if of[asked] == nil {
			of[asked] = map[string]int{}
		}
		of[asked][string(scan.Shorten(client(row)))]++
	}
	if a.look(ctx, []*sought{looked}); !looked.all {
		return false
	}
	for asked, n := range own {
		for who, rows := range after[asked] {
			if n >= least && rows >= least && before[asked][who] == 0 {
				return true
			}
		}
	}
	return false
}
