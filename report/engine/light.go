package engine

import (
	"context"
	"fmt"
	"sync"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Rows that need not be given as a whole are counted here: by the minute, by time-taken and
// by file. None of them has a time that a column of times does not hold.

// lightAsked is a question of the light rows of a span.
type lightAsked struct {
	span  slice
	at    int // index of the span that was asked for
	by    lightBy
	which string // condition of the rows
}

// lightBy is what light rows are counted by.
type lightBy int

const (
	byMinute lightBy = iota
	byTaken
	bySource
	lightKinds
)

// lightKeys are the columns of each.
var lightKeys = [lightKinds]string{
	byMinute: "intDiv(toUInt32(time), 60) AS minute, toUInt32(min(time)) AS first_time, toUInt32(max(time)) AS last_time",
	byTaken:  "taken AS t1, toUInt32(0) AS t2, toUInt32(0) AS t3",
	bySource: "file AS f1, toUInt32(0) AS f2, toUInt32(0) AS f3",
}

var lightGroups = [lightKinds]string{byMinute: "minute", byTaken: "taken", bySource: "file"}

// Light counts them.
func (r *Reader) Light(outer context.Context, asked *scan.Asked, of scan.Weight, see func(*scan.LightCounts)) error {
	spans := asked.Spans
	if spans == nil {
		spans = []scan.Span{{From: allTimes.from, Until: allTimes.until}}
	}
	which := both(light(asked.Depth, of), r.filter(asked).sure)
	var todo []lightAsked
	for i, s := range spans {
		from, until := max(s.From, allTimes.from), min(s.Until, allTimes.until)
		for by := range lightKinds {
			if from < until {
				todo = append(todo, lightAsked{slice{from, until}, i, by, which})
			}
		}
	}
	ctx, stop := context.WithCancelCause(outer)
	defer stop(nil)
	var mu sync.Mutex
	each(todo, 2, func(one lightAsked) {
		counts, err := r.light(ctx, one)
		if err != nil {
			stop(err)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		see(counts)
	})
	err := context.Cause(ctx)
	if err != nil && outer.Err() == nil {
		return r.fail(err)
	}
	return err
}

// Dropped counts the rows with a time that are left out, by the minute.
func (r *Reader) Dropped(ctx context.Context, asked *scan.Asked, see func(second, rows int64)) error {
	kept := noRows
	for _, s := range asked.Spans {
		kept = either(kept, fmt.Sprintf("(toInt64(toUInt32(time)) >= %d AND toInt64(toUInt32(time)) < %d)", max(s.From, 0), min(s.Until, allTimes.until)))
	}
	if asked.Spans == nil {
		kept = allRows
	}
	kept = both(kept, r.filter(asked).may)
	statement := fmt.Sprintf("SELECT intDiv(toUInt32(time), 60) AS minute, count() AS n FROM %s WHERE %s AND %s GROUP BY minute",
		r.table(rowsTable), notOf(kept), r.where(allTimes))
	err := r.each(ctx, statement, 2, func(a *answer) error {
		for i := range a.rows {
			see(60*int64(a.columns[0].number(i)), int64(a.columns[1].number(i)))
		}
		return nil
	})
	if err != nil {
		return r.fail(err)
	}
	return nil
}

// each calls do with all of a list, so many at a time.
func each[T any](list []T, atOnce int, do func(T)) {
	next := make(chan T)
	var all sync.WaitGroup
	for range atOnce {
		all.Go(func() {
			for one := range next {
				do(one)
			}
		})
	}
	for _, one := range list {
		next <- one
	}
	close(next)
	all.Wait()
}

// light asks one question.
func (r *Reader) light(ctx context.Context, q lightAsked) (*scan.LightCounts, error) {
	out := &scan.LightCounts{Span: q.at}
	if ctx.Err() != nil {
		return out, nil
	}
	statement := fmt.Sprintf("SELECT status AS s1, substatus AS s2, win32 AS s3, count() AS n, %s FROM %s WHERE %s AND %s GROUP BY status, substatus, win32, %s",
		lightKeys[q.by], r.table(rowsTable), q.which, r.whereTimed(q.span), lightGroups[q.by])
	err := r.each(ctx, statement, 7, func(a *answer) error {
		c := a.columns
		for i := range a.rows {
			one := scan.Light{Status: int32(c[0].number(i)), Substatus: int32(c[1].number(i)), Win32: int64(c[2].number(i)), Rows: int64(c[3].number(i)), Taken: -1}
			switch q.by {
			case byMinute:
				one.First, one.Last = c[5].second(i), c[6].second(i)
				out.Minutes = append(out.Minutes, one)
			case byTaken:
				one.Taken = int64(c[4].number(i))
				out.Taken = append(out.Taken, one)
			default:
				if source, known := r.index[c[4].number(i)]; known {
					out.Sources, out.Of = append(out.Sources, one), append(out.Of, source)
				}
			}
		}
		return nil
	})
	return out, err
}

// Layouts are those that rows have.
func (r *Reader) Layouts(ctx context.Context) (all []*parser.Layout, err error) {
	err = r.each(ctx, "SELECT DISTINCT layout AS l FROM "+r.table(rowsTable)+fmt.Sprintf(" WHERE load <= %d", r.newest), 1, func(a *answer) error {
		for i := range a.rows {
			if l := r.layouts[a.columns[0].number(i)]; l != nil {
				all = append(all, l)
			}
		}
		return nil
	})
	if err != nil {
		return nil, r.fail(err)
	}
	return all, nil
}
