package codes

import (
	"cmp"
	"embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

//go:embed data/*.tsv
var tables embed.FS

// Book holds every table in one language. Open makes one and Add changes it;
// once neither runs any more, any number of goroutines may look things up. The
// zero Book is empty and finds nothing.
type Book struct {
	lang     Lang
	unread   *unread // what of the built-in tables nobody has asked for yet; nil for nothing
	statuses map[Code]Status
	win32s   map[uint32]Win32
	reasons  map[string]Reason
	ftps     map[Code]FTP
	folded   map[string]string // a reason in lower case → as it is listed
	symbols  map[string]uint32 // in upper case
	pairs    map[pairKey]Pair
	cases    map[caseKey]Case
	events   map[eventKey]Event
}

// Open returns a Book of the built-in tables, which are read as they are asked. It fails on
// a language that is not among Langs.
func Open(lang Lang) (*Book, error) {
	if !slices.Contains(Langs(), lang) {
		return nil, unknownLang(string(lang))
	}
	b := newBook(lang)
	b.unread = &unread{shelves: map[string]*shelf{}}
	return b, nil
}

func newBook(lang Lang) *Book {
	return &Book{
		lang:     lang,
		statuses: make(map[Code]Status),
		win32s:   make(map[uint32]Win32),
		reasons:  make(map[string]Reason),
		ftps:     make(map[Code]FTP),
		folded:   make(map[string]string),
		symbols:  make(map[string]uint32),
		pairs:    make(map[pairKey]Pair),
		cases:    make(map[caseKey]Case),
		events:   make(map[eventKey]Event),
	}
}

// Lang returns the language of the texts.
func (b *Book) Lang() Lang { return b.lang }

// Status returns the entry that fits best: the very status and substatus, else
// what its class says of a substatus that IIS does not have, else the status as a whole,
// else its class. Substatus None asks for the status as a whole, status 1 to 5 for a class.
func (b *Book) Status(status, substatus int) (Status, Match) {
	itself, class := firstCells(status)
	defer b.reading(statusTable, itself, class)()
	if s, ok := b.statuses[webCode(status, substatus)]; ok {
		return s, Exact
	}
	if s, ok := b.statuses[webCode(status, None)]; ok {
		if other, ok := b.statuses[webCode(status/100, Other)]; ok && substatus > 0 {
			return other, ByOther
		}
		return s, ByStatus
	}
	if s, ok := b.statuses[webCode(status/100, None)]; ok {
		return s, ByClass
	}
	return Status{}, NoMatch
}

// Win32 returns the entry of a Win32 error or HRESULT as logs write it,
// unsigned. One that only says a Win32 error in another form, 0x80070035 or
// 0xC000006D, is looked up by that error when it has no entry of its own. The Number of
// the answer says which it was.
func (b *Book) Win32(number uint64) (Win32, bool) {
	if number>>32 != 0 {
		return Win32{}, false
	}
	defer b.reading(win32Table, strconv.FormatUint(number, 10), strconv.FormatInt(win32In(int64(number)), 10))()
	w, ok := b.win32s[uint32(number)]
	if !ok {
		w, ok = b.win32s[uint32(win32In(int64(number)))]
	}
	return w, ok
}

// Symbol returns the entry of a symbol such as ERROR_LOGON_FAILURE, in any
// case.
func (b *Book) Symbol(symbol string) (Win32, bool) {
	if symbol == "" || symbol[0] <= '9' { // a code, mostly: all symbols begin with a letter
		return Win32{}, false
	}
	defer b.readingAll(win32Table)()
	number, ok := b.symbols[strings.ToUpper(symbol)]
	if !ok {
		return Win32{}, false // not the entry of number 0
	}
	return b.win32s[number], true
}

// Reason returns the entry of a reason from an HTTPERR log. Case decides only
// between reasons that differ in nothing else.
func (b *Book) Reason(reason string) (Reason, bool) {
	defer b.readingAll(reasonTable)()
	if r, ok := b.reasons[reason]; ok {
		return r, true
	}
	listed, ok := b.folded[strings.ToLower(reason)]
	return b.reasons[listed], ok
}

// FTP returns the entry that says most: that of the substatus when it is above
// 0 and known, which is Exact, else that of the reply, which is ByStatus where
// the substatus is above 0. Status None asks for a substatus alone, 0 included.
func (b *Book) FTP(status, substatus int) (FTP, Match) {
	defer b.readingAll(ftpTable)()
	if substatus > 0 || status == None {
		if f, ok := b.ftps[Code{None, substatus, true}]; ok {
			return f, Exact
		}
	}
	f, ok := b.ftps[Code{status, None, true}]
	switch {
	case !ok:
		return FTP{}, NoMatch
	case substatus > 0:
		return f, ByStatus
	}
	return f, Exact
}

// Statuses returns every status and substatus, sorted, each status as a whole
// before its substatus; classes are left out.
func (b *Book) Statuses() []Status {
	defer b.readingAll(statusTable)()
	all := slices.SortedFunc(maps.Values(b.statuses), func(x, y Status) int {
		return x.Compare(y.Code)
	})
	return slices.DeleteFunc(all, func(s Status) bool { return s.Status < 100 })
}

// Win32s returns every Win32 error and HRESULT, sorted by number.
func (b *Book) Win32s() []Win32 {
	defer b.readingAll(win32Table)()
	return slices.SortedFunc(maps.Values(b.win32s), func(x, y Win32) int {
		return cmp.Compare(x.Number, y.Number)
	})
}

// Reasons returns every reason, sorted bytewise.
func (b *Book) Reasons() []Reason {
	defer b.readingAll(reasonTable)()
	return slices.SortedFunc(maps.Values(b.reasons), func(x, y Reason) int {
		return cmp.Compare(x.Reason, y.Reason)
	})
}

// FTPs returns every entry of the FTP table, sorted, the replies first.
func (b *Book) FTPs() []FTP {
	defer b.readingAll(ftpTable)()
	return slices.SortedFunc(maps.Values(b.ftps), func(x, y FTP) int {
		return cmp.Or(
			cmp.Compare(min(x.Substatus, 0), min(y.Substatus, 0)), // None is below 0
			x.Compare(y.Code))
	})
}

func (b *Book) putStatus(e entry) (err error) {
	s := Status{Versions: e.cells[2], Source: e.cells[4], Text: e.text}
	if s.Meanings, err = e.meanings(3); err != nil {
		return err
	}
	if s.Status, err = e.statusOrClass(); err != nil {
		return err
	}
	first, last, err := e.numbers(1)
	if err != nil {
		return err
	}
	for s.Substatus = first; s.Substatus <= last; s.Substatus++ {
		b.statuses[s.Code] = s
	}
	return nil
}

// firstCells are how the tables write a status, or a class of 1 to 5, and the class of a
// status.
func firstCells(status int) (itself, class string) {
	itself, class = strconv.Itoa(status), strconv.Itoa(status/100)+"xx"
	if status < 10 {
		itself += "xx"
	}
	return itself, class
}

// statusOrClass reads the first cell: 404, or 4xx for the class 4.
func (r row) statusOrClass() (int, error) {
	class, isClass := strings.CutSuffix(r.cells[0], "xx")
	low, high := 100, 599
	if isClass {
		low, high = 1, 5
	}
	n, err := strconv.Atoi(class)
	if err != nil || n < low || n > high {
		return 0, r.errorf("expected a status of 100 to 599 or a class of 1xx to 5xx, found %q", r.cells[0])
	}
	return n, nil
}

func (b *Book) putWin32(e entry) error {
	n, err := strconv.ParseUint(e.cells[0], 10, 32)
	if err != nil {
		return e.errorf("expected a number below 2^32, found %q", e.cells[0])
	}
	w := Win32{Number: uint32(n), Symbol: e.cells[1], Source: e.cells[2], Text: e.text}
	b.win32s[w.Number] = w
	b.symbols[strings.ToUpper(w.Symbol)] = w.Number
	return nil
}

func (b *Book) putReasonOf(e entry) error {
	status, err := e.number(1)
	if err != nil {
		return err
	}
	meanings, err := e.meanings(2)
	if err != nil {
		return err
	}
	b.putReason(Reason{Reason: e.cells[0], Status: max(status, 0), Meanings: meanings, Source: e.cells[3], Text: e.text})
	return nil
}

func (b *Book) putReason(r Reason) {
	b.reasons[r.Reason] = r
	b.folded[strings.ToLower(r.Reason)] = r.Reason
}

func (b *Book) putFTP(e entry) (err error) {
	f := FTP{Code: Code{FTP: true}, Source: e.cells[3], Text: e.text}
	if f.Meanings, err = e.meanings(2); err != nil {
		return err
	}
	if f.Status, err = e.number(0); err != nil {
		return err
	}
	if f.Substatus, err = e.number(1); err != nil {
		return err
	}
	b.ftps[f.Code] = f
	return nil
}

// ParseLang returns the language of a name as flags and environments write it:
// en, zh, zh-CN, zh_CN.UTF-8, en_US.UTF-8. Region and encoding play no part.
func ParseLang(s string) (Lang, error) {
	name := s
	if end := strings.IndexAny(s, "-_.@"); end >= 0 {
		name = s[:end]
	}
	lang := Lang(strings.ToLower(name))
	if !slices.Contains(Langs(), lang) {
		return "", unknownLang(s)
	}
	return lang, nil
}

func unknownLang(found string) error {
	var names []string
	for _, l := range Langs() {
		names = append(names, string(l))
	}
	return fmt.Errorf("expected one of the languages %s, found %q", strings.Join(names, ", "), found)
}
