package codes

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// The tables are plain TSV: UTF-8, one header line, cells between tabs, no
// quoting, blank lines and lines that start with # left out. encoding/csv was
// not taken, because it knows quotes, which texts may hold, and because cutting
// at tabs is a third of its time.

// row is one line of a table, with its place for errors.
type row struct {
	table string
	line  int
	cells []string
}

// errorf returns an error that starts with the place of the row.
func (r row) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", r.table, r.line, fmt.Sprintf(format, args...))
}

// shape is what a table has to look like. A table may leave out columns after
// the first header ones, and cells after the first cells ones. What is missing
// reads as empty.
type shape struct {
	columns []string
	header  int
	cells   int
}

// strict is the shape that leaves nothing out.
func strict(columns ...string) shape {
	return shape{columns, len(columns), len(columns)}
}

// readTable returns the rows of a table, each with a cell for every column. Name
// stands in errors.
func readTable(name, text string, want shape) ([]row, error) {
	lines := strings.Count(text, "\n") + 1
	rows := make([]row, 0, lines)
	cells := make([]string, 0, lines*len(want.columns)) // of all rows, in one piece
	width, number := 0, 0
	for line := range strings.SplitSeq(strings.TrimPrefix(text, "\ufeff"), "\n") {
		number++
		line = strings.TrimSuffix(line, "\r")
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		start := len(cells)
		cells = slices.AppendSeq(cells, strings.SplitSeq(line, "\t"))
		r := row{name, number, cells[start:len(cells):len(cells)]}
		if width == 0 {
			if !want.fitsHeader(r.cells) {
				return nil, r.errorf("expected the header %s, found %.80q", want, line)
			}
			width = len(r.cells)
			continue
		}
		if len(r.cells) < want.cells || len(r.cells) > width {
			return nil, r.errorf("expected %s between tabs, found %d", want.cellRange(width), len(r.cells))
		}
		for len(cells)-start < len(want.columns) {
			cells = append(cells, "")
		}
		r.cells = cells[start:len(cells):len(cells)]
		rows = append(rows, r)
	}
	if width == 0 {
		return nil, row{table: name, line: number}.errorf("expected the header %s, found the end of the file", want)
	}
	return rows, nil
}

func (s shape) fitsHeader(cells []string) bool {
	return len(cells) >= s.header && len(cells) <= len(s.columns) &&
		slices.Equal(cells, s.columns[:len(cells)])
}

// String returns the columns as they stand in a message.
func (s shape) String() string { return strings.Join(s.columns, "<TAB>") }

func (s shape) cellRange(width int) string {
	if s.cells == width {
		return fmt.Sprintf("%d cells", width)
	}
	return fmt.Sprintf("%d to %d cells", s.cells, width)
}

// entry is a row of facts and its text.
type entry struct {
	row
	text Text
}

// join returns the entries of facts and their texts. The first keys cells of the facts
// are the key, which the texts repeat.
func join(facts, texts []row, keys int) ([]entry, error) {
	entries := make([]entry, len(facts))
	for i, t := range texts {
		if key := facts[i].cells[:keys]; !slices.Equal(key, t.cells[:keys]) {
			return nil, t.errorf("expected the text of %v, found that of %v", key, t.cells[:keys])
		}
		entries[i] = entry{facts[i], t.text()}
	}
	return entries, nil
}

// builtIn returns the rows of a table that is built in.
func builtIn(file string, columns ...string) ([]row, error) {
	return fileTable(tables, file, columns...)
}

func fileTable(files fs.FS, file string, columns ...string) ([]row, error) {
	text, err := fs.ReadFile(files, "data/"+file)
	if err != nil {
		return nil, err
	}
	return readTable("data/"+file, string(text), strict(columns...))
}

// text returns the last four cells of a row of texts.
func (r row) text() Text {
	last := r.cells[len(r.cells)-4:]
	return Text{Name: last[0], Meaning: last[1], Cause: last[2], Check: last[3]}
}

// number reads the cell of a column that holds a number, "-" for None or "other" for Other.
func (r row) number(column int) (int, error) {
	cell := r.cells[column]
	switch cell {
	case "-":
		return None, nil
	case "other":
		return Other, nil
	}
	n, err := strconv.ParseUint(cell, 10, 31)
	if err != nil {
		return 0, r.errorf("expected a number or -, found %q", cell)
	}
	return int(n), nil
}

// meanings reads the cell that counts the matters published for a key.
func (r row) meanings(column int) (int, error) {
	n, err := strconv.Atoi(r.cells[column])
	if err != nil || n < 1 || n > 9 {
		return 0, r.errorf("expected how many meanings are published, 1 to 9, found %q", r.cells[column])
	}
	return n, nil
}

// numbers reads a cell that may also hold a range, 1004-1018.
func (r row) numbers(column int) (first, last int, err error) {
	low, high, isRange := strings.Cut(r.cells[column], "-")
	if !isRange || low == "" {
		first, err = r.number(column)
		return first, first, err
	}
	a, errLow := strconv.ParseUint(low, 10, 16)
	b, errHigh := strconv.ParseUint(high, 10, 16)
	if errLow != nil || errHigh != nil || a > b {
		return 0, 0, r.errorf("expected a range such as 1004-1018, found %q", r.cells[column])
	}
	return int(a), int(b), nil
}
