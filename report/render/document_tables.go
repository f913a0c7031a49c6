package render

import "slices"

// kind is what a column of a table holds.
type kind uint8

const (
	wordsColumn    kind = iota
	valueColumn         // values of the log
	numberColumn        // flushed right
	changeColumn        // numbers behind a sign, which begin where their column does
	sentenceColumn      // may be long; text puts it last and breaks it
	barColumn           // bars of the rows, without cells of their own
)

// column is one of a table.
type column struct {
	Head   string
	Kind   kind
	In     medium
	Shrink bool // text may shorten it
	Wide   bool // text shows it where it has much room
	Spare  bool // text leaves it out where the others would be cut, the last such first
}

// columns are columns of one kind, named by the messages of the keys.
func (z times) columns(k kind, keys ...string) (all []column) {
	for _, key := range keys {
		all = append(all, column{Head: z.say(key), Kind: k})
	}
	return all
}

// table is rows of cells.
type table struct {
	Title, TextTitle string // TextTitle is "" where text has the same
	Class            string // of the section in HTML
	Edge             bool   // text writes it from the edge, its title as a head
	Columns          []column
	Rows             []row
	Most             int       // rows that text and Markdown show; 0 is all
	Groups           [2]string // headings of the rows that need attention and of the others, where HTML parts them
}

// row is a line of a table, a cell for each column.
type row struct {
	Cells []string
	Tone  tone
	Need  bool   // needs attention
	Bar   int64  // how long its bar is beside those of the others; 0 for none
	Note  string // a sentence that text writes below it
}

// show returns the table of those columns that a format has.
func (t table) show(w medium, wide bool) table {
	out := t
	out.Columns, out.Rows = nil, make([]row, len(t.Rows))
	copy(out.Rows, t.Rows)
	for i := range out.Rows {
		out.Rows[i].Cells = nil
	}
	for i, c := range t.Columns {
		if !c.In.shows(w) || c.Wide && !wide {
			continue
		}
		out.Columns = append(out.Columns, c)
		for j, r := range t.Rows {
			out.Rows[j].Cells = append(out.Rows[j].Cells, r.Cells[i])
		}
	}
	return out
}

// without is a table without one of its columns.
func (t table) without(at int) table {
	t.Columns, t.Rows = slices.Delete(slices.Clone(t.Columns), at, at+1), slices.Clone(t.Rows)
	for i, r := range t.Rows {
		t.Rows[i].Cells = slices.Delete(slices.Clone(r.Cells), at, at+1)
	}
	return t
}

// longestBar is the length of the longest bar.
func (t table) longestBar() (top int64) {
	for _, r := range t.Rows {
		top = max(top, r.Bar)
	}
	return top
}

// heads are the heads of its columns.
func (t table) heads() []string {
	return each(t.Columns, func(c column) string { return c.Head })
}

// seenHead is the head of a table of values; it says so where they are estimated.
func (z times) seenHead(s seen) string {
	if s.Estimated {
		return z.say("estimated", word("field", s.Label))
	}
	return s.Label
}

// seenTable is a table of it. That sentences were left out is always said, that
// values were where a reader can unfold more.
func (z times) seenTable(s seen, more bool) table {
	t := table{Columns: append([]column{{Head: z.seenHead(s)}}, z.columns(numberColumn, "head.rows")...)}
	for _, r := range s.Rows {
		text := r.Text
		if s.Values {
			text = quote(text)
		}
		t.Rows = append(t.Rows, row{Cells: []string{text, thousands(r.Rows)}})
	}
	if s.More > 0 && (more || !s.Values) {
		t.Rows = append(t.Rows, row{Cells: []string{z.say("more", count("n", int64(s.More))), ""}})
	}
	return t
}

// days are the days up to the newest, with those that have no log.
type days struct {
	Title string
	Heads []string // of the name and of the numbers
	Note  string   // head of the notes
	Days  []day
}

// table is what text and Markdown write of them.
func (d days) table() table {
	t := table{Title: d.Title, Columns: []column{
		{Head: d.Heads[0], Shrink: true}, {Kind: barColumn, In: inMarkdown}, {Head: d.Note, In: inMarkdown}}}
	for _, head := range d.Heads[1:] {
		t.Columns = append(t.Columns, column{Head: head, Kind: numberColumn})
	}
	t.Columns = append(t.Columns, column{Kind: barColumn, In: inText})
	for _, one := range d.Days {
		cells := append(append([]string{one.Name, "", one.Note}, one.Numbers...), "")
		t.Rows = append(t.Rows, row{Cells: cells, Bar: one.Attention, Note: one.Note})
	}
	return t
}

// day is one of them.
type day struct {
	Date, Name      string
	Missing, Newest bool
	Rows, Attention int64
	Numbers         []string
	Note            string // what is new on it, which hours there are
}
