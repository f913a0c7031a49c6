package render

import (
	"errors"
	"io"
	"slices"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"github.com/iiswhy/iiswhy/report"
)

// rowParquet writes columns for DuckDB, Spark and the like: the fields of the log under
// their own names, but for date and time, which are in time; then what each row is, and
// its place. What the server did not write is null, as is a number that is none.
type rowParquet struct {
	out     *parquet.GenericWriter[any]
	columns []parquetColumn
	header  string        // of the row before
	at      []int         // place of each column's field in it, -1 for none
	rows    []parquet.Row // that wait: many at once are written faster
}

// parquetColumn is a column and what it holds of a row.
type parquetColumn struct {
	name  string
	node  parquet.Node
	field string                                  // of the log; "" for what the row is
	value func(*report.Row) parquet.Value         // of what the row is
	read  func(text string) (parquet.Value, bool) // of a field
}

// parquetGroup is how many rows stand in memory before they are written.
const (
	parquetGroup = 1 << 16
	parquetBatch = 256
)

func newRowParquet(w io.Writer, list report.RowList, _ RowOptions) (RowWriter, error) {
	p := &rowParquet{rows: make([]parquet.Row, 0, parquetBatch), columns: append(fieldColumns(list), whatColumns()...)}
	slices.SortFunc(p.columns, func(a, b parquetColumn) int { // the order of a Group
		switch {
		case a.name < b.name:
			return -1
		case a.name > b.name:
			return 1
		}
		return 0
	})
	group := parquet.Group{}
	for _, c := range p.columns {
		group[c.name] = parquet.Optional(c.node)
	}
	p.out = parquet.NewGenericWriter[any](w, parquet.NewSchema("row", group),
		parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(parquetGroup))
	return p, nil
}

// fieldColumns are those of the fields of the log; of two of one name, the first.
func fieldColumns(list report.RowList) (all []parquetColumn) {
	seen := map[string]bool{}
	for i, field := range list.Fields {
		kind := report.TextField
		if i < len(list.Kinds) {
			kind = list.Kinds[i]
		}
		name := besideOurs(field)
		if kind == report.DateField || kind == report.TimeField || seen[name] {
			continue
		}
		seen[name] = true
		c := parquetColumn{name: name, field: field, node: parquet.String(), read: func(text string) (parquet.Value, bool) {
			return parquet.ValueOf(text), true
		}}
		if kind == report.NumberField {
			c.node = parquet.Int(64)
			c.read = func(text string) (parquet.Value, bool) {
				n, err := strconv.ParseInt(text, 10, 64)
				return parquet.ValueOf(n), err == nil
			}
		}
		all = append(all, c)
	}
	return all
}

// whatColumns say what a row is, and where it stands.
func whatColumns() []parquetColumn {
	text := func(name string, of func(*report.Row) string) parquetColumn {
		return parquetColumn{name: name, node: parquet.String(), value: func(r *report.Row) parquet.Value {
			if of(r) == "" {
				return parquet.NullValue()
			}
			return parquet.ValueOf(of(r))
		}}
	}
	return []parquetColumn{
		{name: "time", node: parquet.Timestamp(parquet.Millisecond), value: func(r *report.Row) parquet.Value {
			if r.Time.IsZero() {
				return parquet.NullValue()
			}
			return parquet.ValueOf(r.Time.UnixMilli())
		}},
		text("code", func(r *report.Row) string { return r.Code }),
		text("class", func(r *report.Row) string { return r.Class }),
		text("verdict", func(r *report.Row) string { return r.Verdict }),
		{name: "attention", node: parquet.Leaf(parquet.BooleanType), value: func(r *report.Row) parquet.Value { return parquet.ValueOf(r.Attention) }},
		text("family", func(r *report.Row) string { return r.Family }),
		text("name", func(r *report.Row) string { return r.Name }),
		text("site", func(r *report.Row) string { return r.Site }),
		text("server", func(r *report.Row) string { return r.Server }),
		text("source", func(r *report.Row) string { return r.Source }),
		{name: "line", node: parquet.Int(64), value: func(r *report.Row) parquet.Value {
			if r.Line == 0 {
				return parquet.NullValue()
			}
			return parquet.ValueOf(r.Line)
		}},
	}
}

// Write writes a row.
func (p *rowParquet) Write(r *report.Row) error {
	if r.Header != p.header || p.at == nil {
		p.header, p.at = r.Header, p.at[:0]
		for _, c := range p.columns {
			p.at = append(p.at, fieldAt(r, c.field))
		}
	}
	row := p.next()
	for i := range p.columns {
		value := p.columns[i].of(r, p.at[i])
		level := 1
		if value.IsNull() {
			level = 0
		}
		row = append(row, value.Level(0, level, i))
	}
	p.rows[len(p.rows)-1] = row
	if len(p.rows) < cap(p.rows) {
		return nil
	}
	return p.flush()
}

// next is an empty row behind those that wait, with the room of one before.
func (p *rowParquet) next() parquet.Row {
	p.rows = p.rows[:len(p.rows)+1]
	return p.rows[len(p.rows)-1][:0]
}

// flush writes the rows that wait.
func (p *rowParquet) flush() error {
	_, err := p.out.WriteRows(p.rows)
	p.rows = p.rows[:0]
	return err
}

// of is the value of a column, null for none.
func (c *parquetColumn) of(r *report.Row, at int) parquet.Value {
	if c.value != nil {
		return c.value(r)
	}
	if at >= 0 && r.Fields[at].Value != "-" {
		if value, ok := c.read(r.Fields[at].Value); ok {
			return value
		}
	}
	return parquet.NullValue()
}

// Close writes the rest and the footer.
func (p *rowParquet) Close() error { return errors.Join(p.flush(), p.out.Close()) }
