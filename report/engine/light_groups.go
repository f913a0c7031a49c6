package engine

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Rows that --by puts into groups are counted here as well: by the columns that hold the
// values, by how they ended, and by the step of how long they took.

// mostGrouped is how many groups are asked for at once: more are asked for a piece of time
// after the other.
const mostGrouped = mostGroups

// groupValue is how the values of a field of --by are asked for in rows of a layout.
type groupValue struct {
	columns []string // expressions; none where the layout has no such field, or their kind tells it
	// read makes the value of them: they stand in an answer from a column on.
	read func(to []byte, a *answer, i, at int) []byte
	// plain says that a line has to be told by its columns: a number may be written otherwise.
	plain bool
}

// groupPlan is how the fields of --by are asked for in rows of some layouts.
type groupPlan struct {
	layouts []string // nil for all
	values  []groupValue
}

// columns are the expressions of all fields.
func (p *groupPlan) columns() (all []string) {
	for _, v := range p.values {
		all = append(all, v.columns...)
	}
	return all
}

// groupPlans are those of all layouts: those in which the fields are asked for alike are one.
func (r *Reader) groupPlans(asked *scan.Asked) (all []*groupPlan) {
	if len(asked.By) == 0 {
		return nil
	}
	alike := map[string]*groupPlan{}
	for _, id := range slices.Sorted(maps.Keys(r.layouts)) {
		p := &groupPlan{}
		plan := planFor(r.layouts[id])
		for _, by := range asked.By {
			p.values = append(p.values, r.groupValue(by, asked.ForwardedFor, plan))
		}
		key := strings.Join(p.columns(), "\n")
		if alike[key] == nil {
			alike[key], all = p, append(all, p)
		}
		alike[key].layouts = append(alike[key].layouts, strconv.FormatUint(id, 10))
	}
	if len(all) == 1 {
		all[0].layouts = nil
	}
	return all
}

// groupsPlain reports whether groups are counted of those rows alone whose lines their columns
// tell.
func (r *Reader) groupsPlain(asked *scan.Asked) bool {
	return slices.ContainsFunc(r.groupPlans(asked), func(p *groupPlan) bool {
		return slices.ContainsFunc(p.values, func(v groupValue) bool { return v.plain })
	})
}

// What the log says of site and server, as scan finds it; "" where only the folder tells it.
const (
	siteLogged   = "if(sitename NOT IN ('', '-'), sitename, if(siteid IN ('', '-'), '', if(match(siteid, '^[0-9]+$'), concat('W3SVC', siteid), siteid)))"
	serverLogged = "if(computer NOT IN ('', '-'), computer, if(ip NOT IN ('', '-'), ip, ''))"
)

// groupValue is that of one field.
func (r *Reader) groupValue(by, forwardedFor string, p *layoutPlan) groupValue {
	switch by {
	case scan.ByCode, scan.ByVerdict:
		return groupValue{}
	case scan.BySite:
		return r.placeValue(siteLogged, func(s *scan.Source) string { site, _ := s.Folders(); return site })
	case scan.ByServer:
		return r.placeValue(serverLogged, func(s *scan.Source) string { _, server := s.Folders(); return server })
	case scan.ByFile:
		return groupValue{columns: []string{"file"}, read: func(to []byte, a *answer, i, at int) []byte {
			return append(to, r.sourceOf(a.columns[at].number(i)).Name...)
		}}
	case scan.ByHour:
		return groupValue{columns: []string{"intDiv(toUInt32(time), 3600)"}, read: func(to []byte, a *answer, i, at int) []byte {
			return strconv.AppendInt(to, 3600*a.columns[at].second(i), 10)
		}}
	case scan.ByURI:
		return textValue(plainText(colPath))
	case scan.ByClient:
		return clientValue(forwardedFor, p)
	}
	return p.fieldValue(p.layout.Lookup(by))
}

func textValue(expression string) groupValue {
	return groupValue{columns: []string{expression}, read: func(to []byte, a *answer, i, at int) []byte {
		return append(to, a.columns[at].text(i)...)
	}}
}

// placeValue is what a log says, or else the folder of its file.
func (r *Reader) placeValue(logged string, folder func(*scan.Source) string) groupValue {
	logged = "CAST(" + logged + " AS String)"
	return groupValue{columns: []string{logged, "if(" + logged + " = '', file, toUInt64(0))"}, read: func(to []byte, a *answer, i, at int) []byte {
		if v := a.columns[at].text(i); len(v) > 0 {
			return append(to, v...)
		}
		return append(to, folder(r.sourceOf(a.columns[at+1].number(i)))...)
	}}
}

// sourceOf is the source of a file; an empty one where it was left out.
func (r *Reader) sourceOf(file uint64) *scan.Source {
	if i, known := r.index[file]; known {
		return &r.files[i].source
	}
	return &scan.Source{}
}

// clientValue is the real client behind a proxy where a field tells it, else that of the log.
func clientValue(forwardedFor string, p *layoutPlan) groupValue {
	client := textValue(plainText(colClient))
	if forwardedFor == "" {
		return client
	}
	behind := p.fieldValue(p.layout.Lookup(forwardedFor))
	if behind.columns == nil {
		return client
	}
	return groupValue{columns: append(behind.columns, client.columns...), plain: behind.plain, read: func(to []byte, a *answer, i, at int) []byte {
		if first := scan.FirstAddress(behind.read(nil, a, i, at)); len(first) > 0 {
			return append(to, first...)
		}
		return client.read(to, a, i, at+len(behind.columns))
	}}
}

// fieldValue is the value at a place of a line; none for -1.
func (p *layoutPlan) fieldValue(at int) groupValue {
	if at < 0 {
		return groupValue{}
	}
	from := p.from[at]
	switch {
	case from.other < 0 && from.field == parser.URI:
		return groupValue{columns: []string{plainText(colPath), plainText(colQuery)}, plain: true, read: func(to []byte, a *answer, i, at int) []byte {
			to = append(to, a.columns[at].text(i)...)
			if query := a.columns[at+1].text(i); len(query) > 0 {
				to = append(append(to, '?'), query...)
			}
			return to
		}}
	case from.other < 0 && (from.field == parser.Date || from.field == parser.Time):
		return stampValue(from.field == parser.Date)
	case from.isNumber:
		return groupValue{columns: []string{"toInt64(" + rowsTable.columns[from.column].name + ")"}, plain: true, read: func(to []byte, a *answer, i, at int) []byte {
			return appendWritten(to, int64(a.columns[at].number(i)))
		}}
	}
	return textValue(from.text())
}

// stampValue is the day or the time of day of a row.
func stampValue(day bool) groupValue {
	expression, from, to := "intDiv(toUInt32(time), 86400) * 86400", 0, len("2006-01-02")
	if !day {
		expression, from, to = "toUInt32(time) % 86400", len("2006-01-02 "), len("2006-01-02 15:04:05")
	}
	n := new(numbers)
	return groupValue{columns: []string{"toUInt32(" + expression + ")"}, plain: true, read: func(b []byte, a *answer, i, at int) []byte {
		return append(b, n.stampOf(a.columns[at].second(i))[from:to]...)
	}}
}

// takenStep is one number for each step in which scan.Durations tells times apart, eight for
// each power of two, and -1 where a row has no time of that sort. Half a millisecond more is
// never a power of two, whose logarithm may be rounded to either side.
var takenStep = func() string {
	taken := "least(greatest(taken, toInt64(1)), toInt64(68719476736))"
	power := "toInt64(greatest(floor(log2(" + taken + " + 0.5)) - 3, 0))"
	return fmt.Sprintf("if(taken < 0 OR status = 101, toInt64(-1), if(taken < 8, taken, 8 * (%[2]s + 1) + bitAnd(bitShiftRight(%[1]s, %[2]s), 7)))", taken, power)
}()

// groupsAsked are the groups of some rows.
type groupsAsked struct {
	*groupPlan
	span  int
	which string // but for their time
}

// groupQuestions are those of the groups of some rows.
func (r *Reader) groupQuestions(asked *scan.Asked, span int, s slice, which string) (todo []lightAsked) {
	for _, p := range r.groupPlans(asked) {
		g := groupsAsked{p, span, which}
		if p.layouts != nil {
			g.which = both(which, "layout IN ("+strings.Join(p.layouts, ", ")+")")
		}
		q := r.groupQuestion(&g, s)
		q.divide = func() (all []lightAsked) {
			for _, piece := range r.cut(s.from, s.until, sliceWhole) {
				all = append(all, r.groupQuestion(&g, piece))
			}
			return all
		}
		todo = append(todo, q)
	}
	return todo
}

// groupQuestion is that of a piece of time.
func (r *Reader) groupQuestion(g *groupsAsked, s slice) lightAsked {
	selected := []string{"kind AS k", takenStep + " AS step", "count() AS n", "sum(greatest(sent, toInt64(0))) AS b", "max(if(status = 101, toInt64(-1), taken)) AS t"}
	by := []string{"k", "step"}
	first := len(selected)
	for i, c := range g.columns() {
		name := fmt.Sprintf("g%d", i)
		selected, by = append(selected, c+" AS "+name), append(by, name)
	}
	statement := "SELECT " + strings.Join(selected, ", ") + " FROM " + r.table(rowsTable) + " WHERE " + both(g.which, r.whereTimed(s)) + " GROUP BY " + strings.Join(by, ", ")
	return lightAsked{span: g.span, statement: statement, columns: len(selected), settings: []setting{{"max_rows_to_group_by", strconv.Itoa(r.mostGrouped)}}, read: func(a *answer, i int, out *scan.LightCounts) error {
		c := a.columns
		o, err := r.kindAt(c[0].number(i))
		one := scan.LightGroup{LightOutcome: o, Rows: int64(c[2].number(i)), Bytes: int64(c[3].number(i)), Taken: int64(c[4].number(i))}
		one.Key = g.read(a, i, first)
		out.Groups = append(out.Groups, one)
		return err
	}}
}

// read makes the values of the fields, whose columns stand from one on.
func (p *groupPlan) read(a *answer, i, at int) (key [][]byte) {
	for _, v := range p.values {
		var value []byte
		if v.columns != nil {
			value = v.read(nil, a, i, at)
		}
		key, at = append(key, value), at+len(v.columns)
	}
	return key
}

// isMany reports whether a question has to be divided.
func (q *lightAsked) isMany(err error) bool {
	return q.divide != nil && errors.Is(err, scan.ErrManyValues)
}
