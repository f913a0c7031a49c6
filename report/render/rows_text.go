package render

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// rowText writes a line a row. Time, code, method, path, client and user are always
// there; wider screens show more.
type rowText struct {
	*builder
	out     io.Writer
	columns []rowColumn
	dated   bool
	begun   bool
}

// rowColumn is a column of a line.
type rowColumn struct {
	head  string // key of its message
	width int
	right bool
	cell  func(*report.Row) string
}

func newRowText(w io.Writer, list report.RowList, o RowOptions) (RowWriter, error) {
	b := newBuilder(list.Lang, nil, o.Options)
	if o.Full {
		return &rowWhole{builder: b, out: w}, nil
	}
	t := &rowText{builder: b, out: w, dated: o.Dated}
	t.columns = t.chosen(list)
	return t, nil
}

// chosen are the columns that fit into the width, the path with what is left.
func (t *rowText) chosen(list report.RowList) []rowColumn {
	form, zone := timeForm(list.Period, t.location), t.location
	switch {
	case list.DatesOnly:
		form, zone = dateOnly, time.UTC
	case t.dated:
		form = longestForm
	}
	code := 6
	if list.Reasons {
		code = 20
	}
	path := rowColumn{"rows.path", 0, false, func(r *report.Row) string { return r.Path }}
	all := []rowColumn{
		{"rows.time", len(form), false, func(r *report.Row) string { return timeOf(r, form, zone) }},
		{"rows.code", code, false, codeOrReason},
		{"rows.method", 6, false, func(r *report.Row) string { return r.Method }},
		path,
		{"rows.client", 15, false, func(r *report.Row) string { return r.Client }},
		{"rows.user", 14, false, func(r *report.Row) string { return userWithin(r.User, 14) }},
	}
	left := t.width()
	for _, c := range all {
		left -= c.width + 1
	}
	left++
	for _, c := range t.more() {
		if left-c.width-1 >= longEnough {
			all, left = append(all, c), left-c.width-1
		}
	}
	for i := range all {
		if all[i].width == 0 {
			all[i].width = max(left, 8)
		}
	}
	return all
}

// longEnough is how many columns a path should keep before there is more to see.
const longEnough = 30

// more are the columns for wider screens, what tells most first.
func (t *rowText) more() []rowColumn {
	return []rowColumn{
		{"rows.verdict", 20, false, func(r *report.Row) string { return t.sayOr("verdict."+r.Verdict, r.Verdict) }},
		{"rows.taken", 9, true, func(r *report.Row) string { return takenOf(r) }},
		{"rows.place", 28, false, func(r *report.Row) string { return placeOf(r) }},
		{"rows.name", 30, false, func(r *report.Row) string { return r.Name }},
		{"rows.server", 12, false, func(r *report.Row) string { return r.Server }},
		{"rows.site", 10, false, func(r *report.Row) string { return r.Site }},
	}
}

// Write writes a line.
func (t *rowText) Write(r *report.Row) error {
	if !t.begun {
		t.begun = true
		heads := make([]string, len(t.columns))
		for i, c := range t.columns {
			heads[i] = t.message(c.head)
		}
		if err := t.line(heads, healthy, -1); err != nil {
			return err
		}
	}
	cells := make([]string, len(t.columns))
	for i, c := range t.columns {
		cells[i] = t.visible(c.cell(r))
		if cells[i] == "" {
			cells[i] = "-"
		}
	}
	return t.line(cells, t.tone(r.Verdict), 1)
}

// inTone puts a text into a tone, where there are colours.
func (b *builder) inTone(t tone, s string) string {
	if !b.options.Color {
		return s
	}
	return t.paint(s)
}

// line writes cells, the one at a place, or all, in a tone.
func (t *rowText) line(cells []string, tone tone, at int) error {
	var b strings.Builder
	for i, c := range t.columns {
		cell := middle(cells[i], c.width)
		switch {
		case c.right:
			cell = padLeft(cell, c.width)
		case i < len(t.columns)-1:
			cell = pad(cell, c.width)
		}
		if i == at || at < 0 {
			cell = t.inTone(tone, cell)
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(cell)
	}
	_, err := fmt.Fprintln(t.out, strings.TrimRight(b.String(), " "))
	return err
}

// Close writes nothing.
func (t *rowText) Close() error { return nil }

// rowWhole writes whole rows, each below its place and what it is.
type rowWhole struct {
	*builder
	out io.Writer
}

// Write writes a row.
func (t *rowWhole) Write(r *report.Row) error {
	said := t.sayOr("verdict."+r.Verdict, r.Verdict)
	if r.Name != "" {
		said = t.words.pair(said, r.Name)
	}
	head := t.inTone(t.tone(r.Verdict), t.visible(codeOrReason(r)+" "+said))
	_, err := fmt.Fprintf(t.out, "%s: %s\n    %s\n", t.visible(placeIn(r)), strings.ReplaceAll(head, nbsp, " "), t.visible(r.Text))
	return err
}

// Close writes nothing.
func (t *rowWhole) Close() error { return nil }

const longestForm = "2006-01-02 15:04:05"

// timeForm is as much of a time as tells the rows apart, all of one width.
func timeForm(p report.Period, zone *time.Location) string {
	first, last := p.First.In(zone), p.Last.In(zone)
	switch {
	case first.Year() != last.Year():
		return longestForm
	case first.YearDay() != last.YearDay():
		return "01-02 15:04:05"
	}
	return "15:04:05"
}

func timeOf(r *report.Row, form string, zone *time.Location) string {
	if r.Time.IsZero() {
		return ""
	}
	return r.Time.In(zone).Format(form)
}

// userWithin leaves the domain of a user out where there is no room for it.
func userWithin(user string, width int) string {
	if _, name, ok := strings.Cut(user, `\`); ok && columns(user) > width {
		return name
	}
	return user
}

func codeOrReason(r *report.Row) string {
	switch {
	case r.Reason == "" || r.Reason == "-":
		return r.Code
	case r.Code == "-":
		return r.Reason
	}
	return r.Code + " " + r.Reason
}

// takenOf is time-taken with its unit, in milliseconds as long as there is room.
func takenOf(r *report.Row) string {
	const room = 100_000
	switch {
	case r.Taken == nil:
		return ""
	case *r.Taken < room:
		return thousands(*r.Taken) + " ms"
	}
	return thousands(*r.Taken/1000) + " s"
}

// placeOf is the name of the file and the line, placeIn the same with the whole path.
func placeOf(r *report.Row) string {
	name := r.Source
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	return placeName(name, r.Line, r.Byte)
}

func placeIn(r *report.Row) string { return placeName(r.Source, r.Line, r.Byte) }
