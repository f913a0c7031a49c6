package parser

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestColumnOf(t *testing.T) {
	for c := range Columns {
		for _, name := range []string{c.String(), strings.ToUpper(c.String()), strings.ReplaceAll(c.String(), "-", "")} {
			got, ok := ColumnOf(name)
			equal(t, c, got, name)
			equal(t, true, ok, name)
		}
	}
	for name, want := range map[string]Column{
		"sc-Sub-status": Substatus, "cs(UserAgent)": UserAgent, "cs(Referrer)": Referer, "cs(Host)": Host, "TIME_TAKEN": Taken,
	} {
		got, ok := ColumnOf(name)
		equal(t, want, got, name)
		equal(t, true, ok, name)
	}
	for _, name := range []string{"", "-", "X-Forwarded-For", "cs(Accept)", "status", "sc-status2", "unknown column"} {
		if c, ok := ColumnOf(name); ok {
			t.Errorf("%q is no known field, but taken for %s", name, c)
		}
	}
	equal(t, "unknown column", Columns.String(), "name beyond the last")
}

func TestLayout(t *testing.T) {
	l := NewLayout([]string{"Date", "X-Forwarded-For", "sc-Sub-Status", "date", "crypt-protocol"})
	equal(t, 0, l.Index(Date), "place of the first date")
	equal(t, 2, l.Index(Substatus), "place of the substatus")
	equal(t, -1, l.Index(Status), "place of an absent field")
	equal(t, true, l.Has(Date), "has a date")
	equal(t, false, l.Has(Time), "has a time")
	for name, want := range map[string]int{
		"x-forwarded-for": 1, "X-FORWARDED-FOR": 1, "xforwardedfor": 1, "sc-substatus": 2, "DATE": 0, "time": -1, "crypt-cipher": -1,
	} {
		equal(t, want, l.Lookup(name), name)
	}
	equal(t, 0, NewLayout([]string{"cs(Referrer)"}).Lookup("cs(Referer)"), "another spelling")
}

func TestLayoutOfHTTPERR(t *testing.T) {
	for fields, want := range map[string]bool{
		"date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename": true,
		"date time c-ip cs-method cs-uri-stem sc-status sc-substatus sc-win32-status":                           false,
	} {
		equal(t, want, NewLayout(strings.Fields(fields)).IsHTTPERR(), fields)
	}
}

// everyField is a row of all the fields there are, each value unlike the others.
var everyField = map[string]string{
	"date": "2024-02-29", "time": "23:59:58", "s-sitename": "W3SVC7", "s-computername": "WEB1", "s-ip": "192.0.2.1",
	"s-port": "443", "cs-method": "POST", "cs-uri-stem": "/a", "cs-uri-query": "b=1", "cs-uri": "/a?b=1", "cs-username": `D\u`,
	"c-ip": "2001:db8::9%4", "c-port": "50000", "cs-version": "HTTP/2.0", "cs(User-Agent)": "Agent/5.0", "cs(Cookie)": "c=2",
	"cs(Referer)": "https://r.example/", "cs-host": "h.example", "sc-status": "401", "sc-substatus": "1", "sc-win32-status": "2148074254",
	"sc-bytes": "1293", "cs-bytes": "512", "time-taken": "78", "s-siteid": "7", "s-reason": "Timer_AppPool", "s-queuename": "Pool",
	"x-session": "b1c5", "X-Forwarded-For": "198.51.100.7,+192.0.2.3", "crypt-protocol": "400",
}

// TestFieldsInAnyOrder reads rows of any subset of fields in any order and case.
func TestFieldsInAnyOrder(t *testing.T) {
	names := make([]string, 0, len(everyField))
	for c := range Columns {
		names = append(names, c.String())
	}
	names = append(names, "X-Forwarded-For", "crypt-protocol")
	dice := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		dice.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		some := names[:2+dice.IntN(len(names)-1)]
		spelt := strings.Join(some, " ")
		if dice.IntN(2) == 0 {
			spelt = strings.ToUpper(spelt)
		}
		var row []string
		for _, name := range some {
			row = append(row, everyField[name])
		}
		checkFields(t, some, "#Fields: "+spelt+" \r\n"+strings.Join(row, " ")+"\r\n")
	}
}

func checkFields(t *testing.T, names []string, text string) {
	t.Helper()
	var s Scanner
	s.Reset(Chunk{Header: NewHeader(), Text: []byte(text), Last: true})
	if !s.Scan() {
		t.Fatalf("no row in %q", text)
	}
	has := map[string]bool{}
	for i, name := range names {
		has[name] = true
		equal(t, everyField[name], string(s.Row().At(i)), name+" by place of "+text)
		equal(t, i, s.Row().Layout.Lookup(name), "place of "+name)
	}
	for c := range Columns {
		want := []byte(nil)
		if has[c.String()] {
			want = []byte(everyField[c.String()])
		}
		equal(t, want, s.Row().Field(c), c.String()+" of "+text)
	}
	number := func(c Column) int64 {
		if n, err := strconv.ParseInt(everyField[c.String()], 10, 64); has[c.String()] && err == nil {
			return n
		}
		return None
	}
	r := s.Row()
	equal(t, number(Status), int64(r.Status), "status of "+text)
	equal(t, number(Substatus), int64(r.Substatus), "substatus of "+text)
	equal(t, number(Win32), r.Win32, "Win32 of "+text)
	equal(t, number(Taken), r.Taken, "time-taken of "+text)
	equal(t, map[string]int64{}, readText(t, text).faults(), "faults of "+text)
}

func TestAtOutside(t *testing.T) {
	var s Scanner
	s.Reset(Chunk{Header: NewHeader(), Text: []byte("#Fields: a b\nx y\n"), Last: true})
	equal(t, true, s.Scan(), "there is a row")
	for _, i := range []int{-1, 2, 1 << 40} {
		equal(t, []byte(nil), s.Row().At(i), "value outside the layout")
	}
}

// TestValuesInAnyOrder: looking at one value does not change another.
func TestValuesInAnyOrder(t *testing.T) {
	for _, row := range []string{
		"2024-01-02 03:04:05 a b c d e f g", "2024-01-02\t03:04:05\ta\tb\tc\td\te\tf g\t", "- - aaaaaa bbbbbbbb c d e f g",
		`2024-01-02 03:04:05  "a b" c d e f g h`, "1  2 3 4  5 6 7",
	} {
		want := reference("#Fields: date time a b c d e f g\n" + row).Records[0].Values
		for first := range want {
			var s Scanner
			s.Reset(lastChunk(t, "#Fields: date time a b c d e f g\n"+row))
			s.Scan()
			for i := range want {
				at := (first + i*4) % len(want)
				equal(t, want[at], string(s.Row().At(at)), row)
			}
		}
	}
}

// TestAppendPlaces goes through lines of bytes that differ from the separator by a
// bit, and by all bits.
func TestAppendPlaces(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 4))
	for range 20000 {
		sep := " \t"[dice.IntN(2)]
		line := make([]byte, dice.IntN(40))
		var want []uint32
		for i := range line {
			line[i] = sep ^ "\x00\x00\x01\x80\xff\x7f\x81\xdf"[dice.IntN(8)]
			if line[i] == sep {
				want = append(want, uint32(i))
			}
		}
		if got := appendPlaces(nil, line, sep); !slices.Equal(want, got) {
			t.Fatalf("%q in %q: want %d, got %d", sep, line, want, got)
		}
	}
}

// TestManyNames has more fields than places of known fields can tell: those are
// as good as unknown.
func TestManyNames(t *testing.T) {
	const many = 1<<16 + 5
	names := strings.Repeat("x ", many) + "sc-status"
	var s Scanner
	s.Reset(Chunk{Header: NewHeader(), Text: []byte("#Fields: " + names + "\n" + strings.Repeat("- ", many) + "404\n")})
	equal(t, true, s.Scan(), "there is a row")
	equal(t, many+1, len(s.Row().Layout.Names), "fields")
	equal(t, "404", string(s.Row().At(s.Row().Layout.Lookup("sc-status"))), "last value")
	equal(t, []any{-1, int32(None)}, []any{s.Row().Layout.Index(Status), s.Row().Status}, "known field")
}

// TestClone: a copy of a row stays what it was, Kept's with the text, Clone's
// without.
func TestClone(t *testing.T) {
	var s Scanner
	text := []byte("#Fields: date time sc-status a b c d\n2024-01-02 03:04:05 404 w x y z\n 2024-01-02  03:04:06 \"500\" w x \"y  z\" -\n1 2\n")
	chunk := Chunk{Header: NewHeader(), Text: text, Seq: 7, Offset: 100}
	var clones []*Row
	var kept []Row
	var want []record
	for s.Reset(chunk); s.Scan(); {
		clones = append(clones, s.Row().Clone())
		var row Row
		s.Row().KeepIn(&row, nil)
		kept = append(kept, row)
		want = append(want, copyRow(s.Row(), 0))
	}
	equal(t, 2, len(clones), "rows")
	for i := range kept {
		equal(t, want[i], copyRow(&kept[i], 0), "kept")
	}
	clear(text)
	for i, c := range clones {
		equal(t, want[i], copyRow(c, 0), "clone")
		equal(t, 7, c.Chunk, "chunk")
	}
}

// TestCloneHoldsItsOwn: a copy holds nothing of the rows before it. Their text may
// be another worker's by now.
func TestCloneHoldsItsOwn(t *testing.T) {
	var s Scanner
	s.Reset(Chunk{Header: NewHeader(), Text: []byte("#Fields: date time sc-status a\n2024-01-02  03:04:05 500 \"w x\"\n2024-01-02 03:04:06 404 w\n")})
	equal(t, true, s.Scan(), "a row of quoted values")
	equal(t, 4, len(s.Row().Clone().values), "its values")
	equal(t, true, s.Scan(), "a row between single blanks")
	equal(t, 0, len(s.Row().Clone().values), "values that are not its own")
}
