package codes

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"strings"
	"unicode"
	"unicode/utf8"
)

// customLimit bounds the size of a file of a site's own, in bytes. A table of every
// code there is has a twentieth of it; a device or a log given by mistake has more.
const customLimit = 4 << 20

// customTable is what a file of own meanings looks like: check, and cause before it, may
// be missing throughout, and any row may end after its first text.
func customTable() shape {
	return shape{columns: []string{"code", "name", "meaning", "cause", "check"}, header: 3, cells: 2}
}

// customKey is the code of an own meaning, in one form however it is written.
type customKey struct {
	table  string // "" for statuses, "win32" or "reason"
	status Code
	win32  uint32
	reason string // in lower case
}

// Add reads a site's own meanings and merges them into the tables. The file is
// UTF-8 with cells between tabs, and a header line of
//
//	code<TAB>name<TAB>meaning<TAB>cause<TAB>check
//
// where cause and check may be missing. A code is 404, 403.14, win32:1326 or
// reason:QueueFull; it changes that entry alone, so 404 does not reach into
// 404.0. An empty cell keeps the built-in text, hence a code that the tables do
// not know needs a name and a meaning. Blank lines and lines that start with #
// are left out; CRLF and a byte order mark do no harm. The name stands as Source
// in what Add changed, and in errors, which read NAME:LINE: what was expected,
// what was found. After an error the Book is as it was before.
func (b *Book) Add(name string, r io.Reader) error {
	rows, err := readCustom(name, r)
	if err != nil {
		return err
	}
	next := b.clone()
	lines := make(map[customKey]int, len(rows))
	for _, r := range rows {
		code, err := r.customKey()
		if err != nil {
			return err
		}
		if before, ok := lines[code]; ok {
			return r.errorf("expected each code once, found %s again after line %d", r.cells[0], before)
		}
		lines[code] = r.line
		if err := next.merge(code, r); err != nil {
			return err
		}
	}
	*b = *next
	return nil
}

func readCustom(name string, r io.Reader) ([]row, error) {
	text, err := io.ReadAll(io.LimitReader(r, customLimit+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	start := row{table: name, line: 1}
	if len(text) > customLimit {
		return nil, start.errorf("expected a table of at most %d MiB, found more", customLimit>>20)
	}
	if bom := string(text[:min(2, len(text))]); bom == "\xff\xfe" || bom == "\xfe\xff" {
		return nil, start.errorf("expected UTF-8, found UTF-16")
	}
	rows, err := readTable(name, string(text), customTable())
	for _, r := range rows {
		if err := r.tidy(); err != nil {
			return nil, err
		}
	}
	return rows, err
}

// tidy trims the cells, and refuses what could upset a terminal.
func (r row) tidy() error {
	for i, cell := range r.cells {
		if !utf8.ValidString(cell) {
			return r.errorf("expected UTF-8, found %q", cell)
		}
		r.cells[i] = strings.TrimSpace(cell)
		if at := strings.IndexFunc(r.cells[i], unicode.IsControl); at >= 0 {
			return r.errorf("expected printable text, found %q", r.cells[i])
		}
	}
	return nil
}

// customKey reads the code in the first cell. Statuses run to 999 here, since
// servers in front of IIS invent some beyond 599.
func (r row) customKey() (code customKey, err error) {
	fail := r.errorf("expected a code such as 404, 403.14, win32:1326 or reason:QueueFull, found %q", r.cells[0])
	table, _, prefixed := strings.Cut(r.cells[0], ":")
	switch code.table = strings.ToLower(table); {
	case !prefixed:
		code.table = ""
		if code.status, err = ParseCode(r.cells[0]); err != nil || code.status.Status < 100 {
			return code, fail // no class either
		}
	case code.table == "win32":
		if code.win32, err = ParseWin32(r.word()); err != nil {
			return code, fail
		}
	case code.table == "reason" && r.word() != "" && !strings.Contains(r.word(), " "):
		code.reason = strings.ToLower(r.word())
	default:
		return code, fail
	}
	return code, nil
}

// word returns what follows the colon in the first cell.
func (r row) word() string {
	_, word, _ := strings.Cut(r.cells[0], ":")
	return strings.TrimSpace(word)
}

// merge puts the texts of a row over those of the entry of its code. After an error the
// Book is of no use.
func (b *Book) merge(code customKey, r row) error {
	switch code.table {
	case "win32":
		w := b.win32s[code.win32]
		w.Number, w.Source = code.win32, r.table
		err := r.mergeInto(&w.Text)
		b.win32s[w.Number] = w
		return err
	case "reason":
		known, _ := b.Reason(code.reason)
		known.Reason, known.Source, known.Meanings = cmp.Or(known.Reason, r.word()), r.table, 0
		err := r.mergeInto(&known.Text)
		b.putReason(known)
		return err
	}
	s := b.statuses[code.status]
	s.Code, s.Source, s.Meanings = code.status, r.table, 0
	err := r.mergeInto(&s.Text)
	b.statuses[code.status] = s
	return err
}

// mergeInto puts the texts of the row over those of an entry.
func (r row) mergeInto(text *Text) error {
	mine := r.text()
	if mine == (Text{}) {
		return r.errorf("expected a text for %s, found none", r.cells[0])
	}
	text.Name = cmp.Or(mine.Name, text.Name)
	text.Meaning = cmp.Or(mine.Meaning, text.Meaning)
	text.Cause = cmp.Or(mine.Cause, text.Cause)
	text.Check = cmp.Or(mine.Check, text.Check)
	if text.Name == "" || text.Meaning == "" {
		return r.errorf("expected a name and a meaning, as no table knows %s, found one of them missing", r.cells[0])
	}
	return nil
}

// clone returns a Book that can change without changing this one.
func (b *Book) clone() *Book {
	b.readAll()
	next := newBook(b.lang)
	maps.Copy(next.statuses, b.statuses)
	maps.Copy(next.win32s, b.win32s)
	maps.Copy(next.reasons, b.reasons)
	maps.Copy(next.ftps, b.ftps)
	maps.Copy(next.folded, b.folded)
	maps.Copy(next.symbols, b.symbols)
	maps.Copy(next.pairs, b.pairs)
	maps.Copy(next.cases, b.cases)
	maps.Copy(next.events, b.events)
	return next
}
