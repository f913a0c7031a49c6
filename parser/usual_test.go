package parser

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// seenRow is what a row says by every way to it.
type seenRow struct {
	Number, Offset, Second, Taken, Win32 int64
	Status, Substatus                    int32
	Codes                                uint64
	Line, Asked, Values                  string
	Posts, Missing                       bool
}

func seeRow(r *Row) seenRow {
	values := []string{}
	for i := range r.Layout.Names {
		values = append(values, string(r.At(i)))
	}
	return seenRow{
		r.Number, r.Offset, r.Second, r.Taken, r.Win32, r.Status, r.Substatus, r.Codes(), string(r.Line), string(r.Asked()),
		strings.Join(values, "|"), r.Posts(), r.Missing(Username),
	}
}

// rowsOf are the rows of a text, twice, as what is known grows: by Scan alone, or by Usual
// where it takes them. It returns how many it took.
func rowsOf(t *testing.T, text string, byUsual bool) (rows []seenRow, tally Tally, took int) {
	t.Helper()
	var s Scanner
	for range 2 {
		rows, took = nil, 0
		s.Reset(Chunk{Text: []byte(text), Header: NewHeader(), Offset: 1000})
		for {
			var usual []Usual
			if byUsual {
				usual = s.Usual()
			}
			for i := range usual {
				u := &usual[i]
				row := seeRow(s.UsualRow(i))
				equal(t, [4]int64{u.Offset, u.Second, u.Taken, int64(u.Size)}, [4]int64{row.Offset, row.Second, row.Taken, int64(len(row.Line))}, row.Line)
				equal(t, row.Codes, u.Codes, "codes: "+row.Line)
				equal(t, row.Asked, string(u.Asked), "asked: "+row.Line)
				equal(t, row.Missing, s.IsUserless(i), "no user: "+row.Line)
				if client, path, ok := s.CallerUsual(i); ok {
					equal(t, string(s.UsualRow(i).Field(ClientIP)), string(client), "client: "+row.Line)
					equal(t, string(s.UsualRow(i).Path()), string(path), "path: "+row.Line)
				}
				if s.header.Layout.Has(Method) {
					equal(t, row.Posts, s.PostsUsual(i), "posts: "+row.Line)
				}
				rows = append(rows, row)
			}
			took += len(usual)
			if !s.Scan() {
				break
			}
			rows = append(rows, seeRow(s.Row()))
		}
	}
	return rows, *s.Tally(), took
}

// Rows that Usual takes are those that Scan reads, whatever stands between them.
func TestUsual(t *testing.T) {
	if !vectors {
		t.Skip("this processor has no vector code here")
	}
	heads := []string{
		plainFields, plainFields + " X-Forwarded-For", strings.Replace(plainFields, "time-taken", "sc-bytes cs-bytes time-taken", 1),
		"#Date: 2024-01-02 00:00:00\n#Fields: time c-ip cs-method cs-uri-stem sc-status",
		"#Fields: date time c-ip cs-username cs-method cs-uri-stem cs-uri-query sc-status sc-substatus",
		"#Fields: date time cs-uri-stem sc-status sc-substatus time-taken",
	}
	codes := [][3]string{
		{"200", "0", "0"}, {"304", "0", "0"}, {"401", "1", "2148074252"}, {"404", "11", "0"}, {"500", "0", "64"}, {"500", "19", "2147942405"},
		{"401", "2", "5"}, {"-", "-", "-"}, {"200", "0", "-"}, {"99", "0", "0"}, {"1200", "0", "0"}, {"200", "x", "0"},
	}
	odd := []string{"#Remark: x", "", "a b", "\t", "2024-01-02 03:04:05 x\x00", plainRow + "more", strings.Repeat("x ", 5000)}
	dice := rand.New(rand.NewPCG(3, 4))
	one := func(of ...string) string { return of[dice.IntN(len(of))] }
	mostly := func(usual string, others ...string) string {
		if dice.IntN(200) > 0 {
			return usual
		}
		return one(others...)
	}
	for _, head := range heads {
		var text strings.Builder
		fields := strings.Fields(head[strings.Index(head, "#Fields:")+len("#Fields:"):])
		text.WriteString(head + "\n")
		for i := range 4000 {
			c := codes[dice.IntN(1+dice.IntN(len(codes)))]
			for j, field := range fields {
				value := one("-", "a", "192.0.2.1", "Mozilla/5.0+(X)", strings.Repeat("y", dice.IntN(80)+1))
				switch field {
				case "date":
					value = mostly("2024-01-02", "2024-01-03", "2024-13-02")
				case "time":
					value = fmt.Sprintf("03:%02d:%02d", i/600, i/10%60)
				case "cs-method":
					value = one("GET", "POST", "POSTS", "-")
				case "cs-username":
					value = one("-", "-", "kim", "-x")
				case "sc-status":
					value = c[0]
				case "sc-substatus":
					value = c[1]
				case "sc-win32-status":
					value = c[2]
				case "time-taken":
					value = mostly(one("0", "15", "1234567"), "12345678", "4294966296", "-", "1.5", "x")
				}
				if j > 0 {
					text.WriteString(mostly(" ", "  ", mostly(" ", "\t")))
				}
				text.WriteString(value)
			}
			text.WriteString(mostly("\r\n", "\n", " \n", "\r\r\n"))
			if dice.IntN(200) == 0 {
				text.WriteString(one(odd...) + "\n")
			}
		}
		want, wantTally, _ := rowsOf(t, text.String(), false)
		got, tally, took := rowsOf(t, text.String(), true)
		equal(t, wantTally, tally, head)
		equal(t, len(want), len(got), head)
		for i := range want {
			equal(t, want[i], got[i], head)
		}
		if took < 100 || took == len(got) {
			t.Fatalf("%s: %d of %d rows are usual", head, took, len(got))
		}
	}
}

// A row whose time-taken is no number is left to Scan, wherever it stands in its stretch, also
// where other values stand around it.
func TestUsualTakenIsNoNumber(t *testing.T) {
	head := strings.Replace(plainFields, "time-taken", "sc-bytes cs-bytes time-taken x-tenant", 1) + "\n"
	for _, taken := range []string{"x", "1.5", "\xe4", "123456789", "-"} {
		text := head + strings.Repeat(strings.TrimSuffix(plainRow, " 15\r\n")+" 1 2 "+taken+" t\n", 500)
		want, wantTally, _ := rowsOf(t, text, false)
		got, tally, _ := rowsOf(t, text, true)
		equal(t, wantTally, tally, taken)
		equal(t, 500, len(got), taken)
		for i := range want {
			equal(t, want[i], got[i], taken)
		}
	}
}

// Codes of a row stay what they were when later rows of the same stretch have others, of
// whatever length.
func TestUsualCodesStay(t *testing.T) {
	if !vectors {
		t.Skip("this processor has no vector code here")
	}
	var text strings.Builder
	text.WriteString(plainFields + "\n")
	for i := range 3000 {
		text.WriteString(strings.Replace(plainRow, "200 0 0", fmt.Sprintf("%d %d %d", 200+i%400, i%7, i*7919%100_000_000), 1))
	}
	want, _, _ := rowsOf(t, text.String(), false)
	got, _, _ := rowsOf(t, text.String(), true)
	for i := range want {
		equal(t, want[i], got[i], "codes of many kinds")
	}
}

// A stamp is no time of day, though a row before had the same one under other fields.
func TestUsualTimeOfOtherFields(t *testing.T) {
	if !vectors {
		t.Skip("this processor has no vector code here")
	}
	row := "2024-01-02 03:04:05 GET /a.aspx 200\n"
	text := "#Date: 2024-01-02 00:00:00\n#Fields: date time cs-method cs-uri-stem sc-status\n" + strings.Repeat(row, 5) +
		"#Fields: time c-ip cs-method cs-uri-stem sc-status\n" + strings.Repeat(row, 5)
	want, wantTally, _ := rowsOf(t, text, false)
	got, tally, took := rowsOf(t, text, true)
	equal(t, fmt.Sprint(want), fmt.Sprint(got), text)
	equal(t, wantTally, tally, text)
	equal(t, 4, took, "rows of a date and a time")
}

func FuzzUsual(f *testing.F) {
	f.Add(plainFields+"\n", plainRow, "200 0 0 15", "401 1 2148074252 -")
	f.Add("#Fields: date time sc-status\n", "2024-01-02 03:04:05 200\n", "200", "304")
	f.Fuzz(func(t *testing.T, head, row, this, that string) {
		text := head + strings.Repeat(row+strings.ReplaceAll(row, this, that), 5)
		want, wantTally, _ := rowsOf(t, text, false)
		got, tally, _ := rowsOf(t, text, true)
		equal(t, wantTally, tally, text)
		equal(t, fmt.Sprint(want), fmt.Sprint(got), text)
	})
}

// The caller of a usual row is seen where it stands near what was asked for, and is the one
// that the row has.
func TestCallerUsual(t *testing.T) {
	if !vectors {
		t.Skip("this processor has no vector code here")
	}
	row := func(path, query, agent string, i int) string {
		return fmt.Sprintf("2024-01-02 03:04:05 10.0.0.1 GET %s %s 443 - 192.0.2.%d %s 200 0 0 15\n", path, query, i%250, agent)
	}
	whole := "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken\n"
	for _, c := range []struct {
		name, fields string
		sees         bool
		row          func(i int) string
	}{
		{"as IIS writes it", whole, true, func(i int) string { return row("/a/b.aspx", strings.Repeat("q", 1+i%200), "Mozilla/5.0", i) }},
		{"a path that is long", whole, false, func(i int) string { return row("/"+strings.Repeat("p", 100+i%100), "-", "x", i) }},
		{"what UrlScan refused", whole, false, func(i int) string { return row("/Rejected-By-UrlScan", "~/a", "x", i) }},
		{"the client first", "#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query s-port sc-status sc-substatus sc-win32-status time-taken\n", false,
			func(i int) string { return "2024-01-02 03:04:05 192.0.2.1 GET /a - 443 200 0 0 15\n" }},
	} {
		text := c.fields
		for i := range 500 {
			text += c.row(i)
		}
		var s Scanner
		s.Reset(Chunk{Text: []byte(text), Header: NewHeader()})
		rows, seen := 0, 0
		for {
			usual := s.Usual()
			for i := range usual {
				client, path, ok := s.CallerUsual(i)
				if rows++; !ok {
					continue
				}
				seen++
				equal(t, string(s.UsualRow(i).Field(ClientIP)), string(client), c.name)
				equal(t, string(s.UsualRow(i).Path()), string(path), c.name)
			}
			if !s.Scan() {
				break
			}
		}
		equal(t, true, rows > 400, c.name)
		equal(t, c.sees, seen > rows*9/10, c.name)
		equal(t, c.sees, seen > 0, c.name)
	}
}
