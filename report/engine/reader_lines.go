package engine

import (
	"fmt"
	"strconv"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// lineWriter makes lines of columns again. It is good for one goroutine.
type lineWriter struct {
	reader  *Reader
	numbers numbers
	plans   map[uint64]*layoutPlan
	plan    *layoutPlan
	rowsOf  scan.ShippedRows // of one layout, that are shown together
	places  [columnCount]int // of the columns in an answer; -1 for none
	counted int              // of the column that says whether Light counts a row; -1 for none
	answer  answerBuffer
}

func newLineWriter(r *Reader) *lineWriter {
	return &lineWriter{reader: r, plans: map[uint64]*layoutPlan{}}
}

// has notes which columns answers have, in their order, and whether there is one behind them
// that says whether Light counts a row.
func (l *lineWriter) has(columns []int, counted bool) {
	if l.counted = -1; counted {
		l.counted = len(columns)
	}
	for c := range l.places {
		l.places[c] = -1
	}
	for i, c := range columns {
		l.places[c] = i
	}
}

// mostShown is how many rows are shown at once.
const mostShown = 1 << 12

// rows makes the rows of an answer, and shows them.
func (l *lineWriter) rows(a *answer, see func(*scan.ShippedRows) error) error {
	for i := range a.rows {
		source, known := l.reader.index[l.number(a, colFile, i)]
		if !known {
			continue // a file that was left out
		}
		p, err := l.planOf(l.number(a, colLayout, i))
		if err != nil {
			return err
		}
		if p != l.plan || len(l.rowsOf.Rows) >= mostShown {
			if err := l.show(see); err != nil {
				return err
			}
			l.plan, l.rowsOf.Layout = p, p.layout
		}
		one, err := l.row(a, i, source)
		if err != nil {
			return err
		}
		l.rowsOf.Rows = append(l.rowsOf.Rows, one)
		l.line(a, i, one.Second)
		l.rowsOf.Text = append(l.rowsOf.Text, '\n')
	}
	return l.show(see)
}

func (l *lineWriter) show(see func(*scan.ShippedRows) error) error {
	if len(l.rowsOf.Rows) == 0 {
		return nil
	}
	err := see(&l.rowsOf)
	l.rowsOf.Rows, l.rowsOf.Text = l.rowsOf.Rows[:0], l.rowsOf.Text[:0]
	return err
}

func (l *lineWriter) planOf(id uint64) (*layoutPlan, error) {
	if p := l.plans[id]; p != nil {
		return p, nil
	}
	layout := l.reader.layouts[id]
	if layout == nil {
		return nil, ofAnother(fmt.Errorf("expected the fields of layout %d, found none: another program wrote the rows", id))
	}
	l.plans[id] = planFor(layout)
	return l.plans[id], nil
}

// row is what is known of a row besides its line.
func (l *lineWriter) row(a *answer, i, source int) (one scan.ShippedRow, err error) {
	one = scan.ShippedRow{
		Source: source, Second: l.beyond(a, i), Offset: int64(l.number(a, colOffset, i)), Line: a.columns[l.places[colLine]].second(i),
		Attack: l.number(a, colAttack, i) == 1, Name: l.text(a, colName, i),
	}
	if one.Second == 0 {
		one.Second = a.columns[l.places[colTime]].second(i)
	}
	one.Verdict, one.Family, err = l.reader.judgement(l.text(a, colVerdict, i), l.text(a, colFamily, i))
	one.Counted = l.counted >= 0 && a.columns[l.counted].number(i) == 1
	return one, err
}

// beyond is the time of a row that no column of times holds, 0 for one that does.
func (l *lineWriter) beyond(a *answer, i int) int64 {
	if l.places[colBeyond] < 0 {
		return 0
	}
	return int64(l.number(a, colBeyond, i))
}

func (l *lineWriter) number(a *answer, column, i int) uint64 {
	return a.columns[l.places[column]].number(i)
}

func (l *lineWriter) text(a *answer, column, i int) []byte {
	return a.columns[l.places[column]].text(i)
}

// line appends the line of a row.
func (l *lineWriter) line(a *answer, i int, second int64) {
	if whole := l.text(a, colText, i); len(whole) > 0 {
		l.rowsOf.Text = append(l.rowsOf.Text, whole...)
		return
	}
	p := l.plan
	for at, from := range p.from {
		if at > 0 {
			l.rowsOf.Text = append(l.rowsOf.Text, ' ')
		}
		l.value(a, i, from, second)
	}
}

// value appends one value of a row.
func (l *lineWriter) value(a *answer, i int, from origin, second int64) {
	switch {
	case from.other >= 0:
		c := &a.columns[l.places[colOthers]]
		first, _ := c.span(i)
		l.rowsOf.Text = append(l.rowsOf.Text, c.text(first+from.other)...)
	case from.field == parser.Date:
		l.rowsOf.Text = append(l.rowsOf.Text, l.numbers.stampOf(second)[:10]...)
	case from.field == parser.Time:
		l.rowsOf.Text = append(l.rowsOf.Text, l.numbers.stampOf(second)[11:]...)
	case from.field == parser.URI:
		l.rowsOf.Text = append(l.rowsOf.Text, l.text(a, colPath, i)...)
		if query := l.text(a, colQuery, i); len(query) > 0 {
			l.rowsOf.Text = append(append(l.rowsOf.Text, '?'), query...)
		}
	case from.isNumber:
		l.rowsOf.Text = appendWritten(l.rowsOf.Text, int64(l.number(a, from.column, i)))
	default:
		l.rowsOf.Text = append(l.rowsOf.Text, l.text(a, from.column, i)...)
	}
}

// appendWritten appends a number as servers write it: "-" for none.
func appendWritten(to []byte, n int64) []byte {
	if n < 0 {
		return append(to, '-')
	}
	return strconv.AppendInt(to, n, 10)
}
