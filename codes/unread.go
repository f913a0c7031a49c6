package codes

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

// A report names some ten codes of nine hundred. A Book therefore reads of its tables the
// entries that it is asked for. To read all took a millisecond, a tenth of what the report on
// a short log takes.

// mostFirsts is how many first cells of a table are looked for before all of it is read: a log
// of numbers that no table knows would search it through for each.
const mostFirsts = 256

// bookTable is a table of a Book.
type bookTable struct {
	name    string
	keys    int // columns of the facts that the texts repeat
	columns []string
	put     func(*Book, entry) error
}

var (
	statusTable = bookTable{"status", 2, []string{"status", "substatus", "versions", "meanings", "source"}, (*Book).putStatus}
	win32Table  = bookTable{"win32", 1, []string{"number", "symbol", "source"}, (*Book).putWin32}
	reasonTable = bookTable{"reason", 1, []string{"reason", "status", "meanings", "source"}, (*Book).putReasonOf}
	ftpTable    = bookTable{"ftp", 2, []string{"status", "substatus", "meanings", "source"}, (*Book).putFTP}
	pairTable   = bookTable{"pair", 3, []string{"status", "substatus", "win32", "meanings", "source"}, (*Book).putPair}
	eventTable  = bookTable{"event", 2, []string{"event", "provider", "log", "codes", "source"}, (*Book).putEvent}
	caseTable   = bookTable{"case", 3, []string{"status", "substatus", "verdict", "meanings", "source"}, (*Book).putCase}
)

// headOfTexts are the columns of the texts.
func (t bookTable) headOfTexts() []string {
	return append(slices.Clone(t.columns[:t.keys]), "name", "meaning", "cause", "check")
}

func bookTables() []bookTable {
	return []bookTable{statusTable, win32Table, reasonTable, ftpTable, pairTable, caseTable, eventTable}
}

// entries returns those of the whole table, from files below data.
func (t bookTable) entries(files fs.FS, lang Lang) ([]entry, error) {
	facts, err := fileTable(files, t.name+".tsv", t.columns...)
	if err != nil {
		return nil, err
	}
	texts, err := fileTable(files, t.name+"."+string(lang)+".tsv", t.headOfTexts()...)
	if err != nil {
		return nil, err
	}
	if len(texts) != len(facts) {
		return nil, fmt.Errorf("data/%s.%s.tsv: expected %d entries, found %d", t.name, lang, len(facts), len(texts))
	}
	return join(facts, texts, t.keys)
}

// load reads a whole table from files below data.
func (b *Book) load(of bookTable, files fs.FS) error {
	entries, err := of.entries(files, b.lang)
	if err != nil {
		return err
	}
	return b.put(of, entries)
}

func (b *Book) put(of bookTable, entries []entry) error {
	for _, e := range entries {
		if err := of.put(b, e); err != nil {
			return err
		}
	}
	return nil
}

// unread is what a Book has not read of the built-in tables.
type unread struct {
	reading sync.Mutex        // whoever reads the maps of the Book, which others fill
	shelves map[string]*shelf // by the name of the table
}

// shelf is a table of which entries are read by their first cell.
type shelf struct {
	whole        bool // all of it is read
	facts, texts sheet
	read         map[string]bool // first cells
}

// sheet is a file of a table. Lines of one first cell stand together in it, which a test
// holds. To look for them takes less than to note where they all stand.
type sheet struct {
	name string
	text []byte
}

func sheetOf(name string) sheet {
	text, _ := tables.ReadFile("data/" + name) // it is part of the program
	return sheet{name, text}
}

// rows returns the lines of a first cell.
func (s *sheet) rows(first string, columns []string) ([]row, error) {
	cell := []byte("\n" + first + "\t")
	start := bytes.Index(s.text, cell) + 1
	end := start
	for start > 0 && bytes.HasPrefix(s.text[end-1:], cell) {
		if line := bytes.IndexByte(s.text[end:], '\n'); line >= 0 {
			end += line + 1
		} else {
			end = len(s.text)
		}
	}
	return readTable("data/"+s.name, strings.Join(columns, "\t")+"\n"+string(s.text[start:end]), strict(columns...))
}

// reading reads the entries of a table with one of the first cells, and keeps others from
// reading more until the function that it returns is called.
func (b *Book) reading(of bookTable, firsts ...string) (done func()) {
	if b.unread == nil {
		return func() {}
	}
	b.unread.reading.Lock()
	for _, first := range firsts {
		b.take(of, first)
	}
	return b.unread.reading.Unlock
}

// readingAll is reading for all entries of a table.
func (b *Book) readingAll(of bookTable) (done func()) {
	done = b.reading(of)
	if b.unread != nil {
		b.takeAll(of)
	}
	return done
}

// readAll reads what is left.
func (b *Book) readAll() {
	for _, of := range bookTables() {
		b.readingAll(of)()
	}
}

func (b *Book) shelf(of bookTable) *shelf {
	s := b.unread.shelves[of.name]
	if s == nil {
		s = &shelf{read: map[string]bool{}}
		b.unread.shelves[of.name] = s
	}
	return s
}

func (b *Book) takeAll(of bookTable) {
	s := b.shelf(of)
	if !s.whole {
		s.whole = true
		_ = b.load(of, tables) // tests hold that the tables are well formed
	}
}

func (b *Book) take(of bookTable, first string) {
	s := b.shelf(of)
	if s.whole || s.read[first] {
		return
	}
	if len(s.read) == mostFirsts {
		b.takeAll(of)
		return
	}
	if s.facts.text == nil {
		s.facts, s.texts = sheetOf(of.name+".tsv"), sheetOf(of.name+"."+string(b.lang)+".tsv")
	}
	s.read[first] = true
	facts, _ := s.facts.rows(first, of.columns)
	texts, _ := s.texts.rows(first, of.headOfTexts())
	entries, _ := join(facts, texts, of.keys)
	_ = b.put(of, entries)
}
