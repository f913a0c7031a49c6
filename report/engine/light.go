package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Rows that need not be given as a whole are counted here: by the minute, by time-taken and
// by file, and of those that failed the values that a report counts. None of them has a time
// that a column of times does not hold.

// lightAsked is a question of the counted rows of a span.
type lightAsked struct {
	span      int
	statement string
	columns   int
	settings  []setting
	read      func(a *answer, i int, out *scan.LightCounts) error // row by row
	divide    func() []lightAsked                                 // where its answer is too long; nil where it cannot be
}

// Light counts them.
func (r *Reader) Light(outer context.Context, asked *scan.Asked, see func(*scan.LightCounts)) error {
	spans := asked.Spans
	if spans == nil {
		spans = []scan.Span{{From: allTimes.from, Until: allTimes.until}}
	}
	var first []lightAsked
	if r.kinds = newKinds(); asked.Values || len(asked.By) > 0 { // which there are is known before their values come
		first = append(first, r.kindQuestion(asked))
	}
	timed := func(ask func(span int, s slice) []lightAsked) (todo []lightAsked) {
		for i, s := range spans {
			if from, until := max(s.From, allTimes.from), min(s.Until, allTimes.until); from < until {
				todo = append(todo, ask(i, slice{from, until})...)
			}
		}
		return todo
	}
	first = append(first, timed(func(span int, s slice) []lightAsked { return r.minuteQuestions(asked, span, s) })...)
	ctx, stop := context.WithCancelCause(outer)
	defer stop(nil)
	l := lightAsking{reader: r, ctx: ctx, stop: stop, see: see}
	each(first, askedAtOnce, l.ask)
	each(timed(func(span int, s slice) []lightAsked { return r.lightQuestions(asked, span, s) }), askedAtOnce, l.ask)
	err := context.Cause(ctx)
	if err == nil && len(r.left) <= mostNamed {
		err = l.total.check(len(asked.By) > 0)
	}
	if err == nil || outer.Err() != nil || errors.Is(err, scan.ErrManyValues) {
		return err
	}
	return r.fail(err)
}

// askedAtOnce is how many questions are asked at a time: while one is read here, and another
// one is put together by one core there, a third keeps the others busy.
const askedAtOnce = 3

// lightAsking asks questions, some at once, and shows what is answered.
type lightAsking struct {
	reader *Reader
	ctx    context.Context
	stop   context.CancelCauseFunc
	mu     sync.Mutex
	total  lightTotal
	see    func(*scan.LightCounts)
}

// ask asks a question, in parts where its answer is too long.
func (l *lightAsking) ask(q lightAsked) {
	if l.ctx.Err() != nil {
		return
	}
	into := new(answerBuffer)
	err := l.reader.fetchInto(l.ctx, into, q.statement, q.settings...)
	if q.isMany(err) {
		for _, part := range q.divide() {
			l.ask(part)
		}
		return
	}
	if err == nil && l.ctx.Err() == nil {
		err = l.show(&q, into)
	}
	if err != nil {
		l.stop(err)
	}
}

func (l *lightAsking) show(q *lightAsked, from *answerBuffer) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return q.show(from, func(c *scan.LightCounts) {
		l.total.add(c)
		l.see(c)
	})
}

// lightTotal is how many rows the answers have.
type lightTotal struct{ byMinute, bySource, shown, taken, grouped int64 }

func (t *lightTotal) add(c *scan.LightCounts) {
	for i := range c.Minutes {
		t.byMinute += c.Minutes[i].Rows
	}
	for _, one := range c.Sources {
		t.bySource, t.shown = t.bySource+one.Rows, t.shown+one.Shown
	}
	for _, one := range c.Taken {
		t.taken += one.Rows
	}
	for i := range c.Groups {
		t.grouped += c.Groups[i].Rows
	}
}

// check holds that all answers are of the same rows.
func (t *lightTotal) check(grouped bool) error {
	if grouped && t.grouped != t.shown {
		return meanwhile(fmt.Errorf("expected the engine to count the same rows in groups and by file, found %d and %d", t.grouped, t.shown))
	}
	if t.byMinute != t.bySource || t.taken > t.shown {
		return meanwhile(fmt.Errorf("expected the engine to count the same rows by the minute and by file, found %d and %d, and %d with a time-taken of %d", t.byMinute, t.bySource, t.taken, t.shown))
	}
	return nil
}

// show shows what was answered. Of groups, which may be many, a block after the other.
func (q *lightAsked) show(from *answerBuffer, see func(*scan.LightCounts)) error {
	out := &scan.LightCounts{Span: q.span}
	err := from.read(q.columns, func(a *answer) error {
		for i := range a.rows {
			if err := q.read(a, i, out); err != nil {
				return err
			}
		}
		if len(out.Groups) > 0 {
			see(out)
			out.Groups = out.Groups[:0]
		}
		return nil
	})
	if err == nil {
		see(out)
	}
	return err
}

// minuteQuestions are those of the rows of which no more than numbers count, by the minute.
func (r *Reader) minuteQuestions(asked *scan.Asked, span int, s slice) []lightAsked {
	return []lightAsked{{
		span: span, statement: "SELECT status AS o1, substatus AS o2, win32 AS o3, " + minuteColumns + " FROM " + r.table(rowsTable) + " WHERE " +
			both(lightRows, both(counted(asked), both(r.filter(asked).sure, r.whereTimed(s)))) + " GROUP BY status, substatus, win32, minute", columns: 7,
		read: func(a *answer, i int, out *scan.LightCounts) error {
			c := a.columns
			o := scan.LightOutcome{Status: int32(c[0].number(i)), Substatus: int32(c[1].number(i)), Win32: int64(c[2].number(i)), Verdict: codes.OK}
			out.Minutes = append(out.Minutes, lightOf(a, i, o, 3))
			return nil
		},
	}}
}

// lightQuestions are the other ones of a span. Those of the longest answers come first: while
// these are read here the engine counts for the others.
func (r *Reader) lightQuestions(asked *scan.Asked, span int, s slice) (todo []lightAsked) {
	from := " FROM " + r.table(rowsTable) + " WHERE "
	all := both(r.filter(asked).sure, r.whereTimed(s))
	shown := noRows
	filter, any := asked.Shown(span)
	if any {
		shown = codesFit(&filter).sure
		todo = r.shownQuestions(asked, span, s, shown)
	}
	if asked.Values {
		todo = append(todo, lightAsked{
			span: span, statement: "SELECT kind AS k, " + minuteColumns + from + both(valuedRows, all) + " GROUP BY kind, minute", columns: 5,
			read: func(a *answer, i int, out *scan.LightCounts) error {
				o, err := r.kindAt(a.columns[0].number(i))
				out.Minutes = append(out.Minutes, lightOf(a, i, o, 1))
				return err
			},
		})
	}
	return append(todo, lightAsked{
		span: span, statement: "SELECT file AS f, count() AS n, " + countOf(shown) + " AS m" + from + both(counted(asked), all) + " GROUP BY file", columns: 3,
		read: func(a *answer, i int, out *scan.LightCounts) error {
			if source, known := r.index[a.columns[0].number(i)]; known {
				out.Sources = append(out.Sources, scan.LightSource{Source: source, Rows: int64(a.columns[1].number(i)), Shown: int64(a.columns[2].number(i))})
			}
			return nil
		},
	})
}

// shownQuestions are those of the rows of a span that are shown.
func (r *Reader) shownQuestions(asked *scan.Asked, span int, s slice, shown string) (todo []lightAsked) {
	from := " FROM " + r.table(rowsTable) + " WHERE "
	all := both(shown, both(r.filter(asked).sure, r.whereTimed(s)))
	if asked.Values {
		todo = r.valueQuestions(span, from+both(valuedRows, all)+" AND ")
	}
	if len(asked.By) > 0 {
		todo = append(todo, r.groupQuestions(asked, span, s, both(shown, both(counted(asked), r.filter(asked).sure)))...)
	}
	if asked.ForwardedFor == "" {
		todo = append(todo, r.redirectQuestion(span, from+both(counted(asked), all)+" AND "))
	}
	return append(todo, lightAsked{
		span: span, statement: "SELECT taken AS t, count() AS n" + from + both(counted(asked), both("taken >= 0 AND status != 101", all)) + " GROUP BY taken", columns: 2,
		read: func(a *answer, i int, out *scan.LightCounts) error {
			out.Taken = append(out.Taken, scan.LightTaken{Taken: int64(a.columns[0].number(i)), Rows: int64(a.columns[1].number(i))})
			return nil
		},
	})
}

// countOf is how many rows fit a condition.
func countOf(condition string) string {
	if condition == allRows {
		return "count()"
	}
	return "sum(" + condition + ")"
}

// minuteColumns are what rows of a minute are counted by.
const minuteColumns = "count() AS n, intDiv(toUInt32(time), 60) AS minute, toUInt32(min(time)) AS first_time, toUInt32(max(time)) AS last_time"

// lightOf are the rows of an outcome: from a column on stand how many they are, and behind
// the next one when they came.
func lightOf(a *answer, i int, o scan.LightOutcome, at int) scan.Light {
	c := a.columns
	return scan.Light{LightOutcome: o, Rows: int64(c[at].number(i)), First: c[at+2].second(i), Last: c[at+3].second(i)}
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
