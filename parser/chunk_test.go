package parser

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
)

// changing is a text of all kinds of lines, with fields that change.
var changing = strings.Join([]string{
	"#Software: Microsoft Internet Information Services 10.0\r",
	"#Version: 1.0\r",
	"#Date: 2024-01-02 03:04:05\r",
	"#Fields: date time cs-uri-stem sc-status sc-substatus sc-win32-status time-taken\r",
	"2024-01-02 03:04:05 /a 200 0 0 15\r",
	"2024-01-02 03:04:06 /bb 404 0 2 1\r",
	"\r",
	"2024-01-02 03:04:07 /short 404\r",
	"#Fields: date time cs-uri-stem cs-host sc-status sc-substatus sc-win32-status time-taken\r",
	"2024-01-02 03:04:07 /ccc h.example 401 1 2148074254 3\r",
	"2024-01-02 25:61:61 /d h.example 500 x 64 4\r",
	"# a remark # with #Fields: within\r",
	"2024-01-02 03:04:08 /# h.example 302 0 0 9\r",
	"\x00\x00\x00\x00\x00\x00\x00#Fields: time sc-status\r",
	"#Date: 2024-01-03 00:00:00\r",
	"00:00:01 200\r",
	"  00:00:02   \"503\"  \r",
	"00:00:03 200 - too many\r",
	"#Fields: \r",
	"\t\t\r",
	"00:00:04\t404\r",
	" #Fields: sc-status cs-uri-stem\r",
	"200 /" + strings.Repeat("long", 60) + "\r",
	"#fields: time sc-status",
	"00:00:05 200",
	"00:00:06",
}, "\n")

// TestEveryCapacity puts the cut between two chunks at each place of a text.
func TestEveryCapacity(t *testing.T) {
	want := reference(changing)
	equal(t, map[string]int64{
		"too-few-values": 1, "too-many-values": 1, "cut-short": 1, "zero-bytes": 1, "empty-fields": 1, "unreadable-time": 1, "unreadable-number": 1,
	}, want.faults(), "the text has a bit of everything")
	for capacity := range 400 {
		same(t, want, read(t, strings.NewReader(changing), capacity), fmt.Sprint("capacity ", capacity))
	}
}

// TestBuffersAreReused: what a header keeps is not in the caller's buffer, where
// the next chunk is written over it.
func TestBuffersAreReused(t *testing.T) {
	text := "#Fields: a b\n11111 222222\n#Fields: b a\n11111 222222\n#Fields: a b\n11111 222222\n"
	agree(t, text, 13, 26, 39)
}

// TestEveryShift moves the text over the places of the cuts.
func TestEveryShift(t *testing.T) {
	for shift := range 130 {
		agree(t, "#"+strings.Repeat("x", shift)+"\n"+changing, 128, 512)
	}
}

// TestWorkers scans the chunks of a source at once, and puts them together in
// order.
func TestWorkers(t *testing.T) {
	text := strings.Repeat(changing+"\r\n", 20)
	cutter := NewCutter(strings.NewReader(text))
	var (
		workers sync.WaitGroup
		parts   []*reading
	)
	for {
		chunk, err := cutter.Next(make([]byte, 0, 300))
		if err == io.EOF {
			break
		}
		part := new(reading)
		parts = append(parts, part)
		workers.Go(func() { part.scan(new(Scanner), chunk) })
	}
	workers.Wait()
	got := new(reading)
	for _, part := range parts {
		got.join(part)
	}
	same(t, reference(text), got, "chunks scanned at once")
}

// join appends what was read behind.
func (out *reading) join(next *reading) {
	for _, r := range next.Records {
		r.Line += out.Lines
		out.Records = append(out.Records, r)
	}
	out.add(&Tally{
		Lines: next.Lines, Rows: next.Rows, Refused: next.Refused, Directives: next.Directives, Blank: next.Blank,
		Counts: next.Counts, First: next.First,
	})
}

// TestScannerForgets: a scanner that read other chunks before reads the same.
func TestScannerForgets(t *testing.T) {
	var s Scanner
	scan := func(text string) *reading {
		out := new(reading)
		out.scan(&s, Chunk{Header: NewHeader(), Text: []byte(text), Last: true})
		return out
	}
	first := scan(changing)
	for _, text := range seeds {
		scan(text)
		same(t, first, scan(changing), fmt.Sprintf("after %q", text))
	}
	equal(t, false, s.Scan(), "a row behind the last")
}

// TestPlacesAreTheFirst: a tally keeps few places and short texts.
func TestPlacesAreTheFirst(t *testing.T) {
	long := strings.Repeat("x", maxShown+100)
	out := readText(t, "#Fields: a b\n1 2\n"+strings.Repeat(long+"\n", 5))
	equal(t, int64(5), out.Counts[TooFewValues], "faults")
	want := []Place{{2, 0, long[:maxShown]}, {3, 0, long[:maxShown]}, {4, 0, long[:maxShown]}}
	equal(t, want, out.First[TooFewValues], "places")

	var s Scanner
	s.Reset(Chunk{Header: NewHeader(), Text: []byte("#Fields: a b\n" + strings.Repeat(long+"\n", 5)), Last: true})
	equal(t, false, s.Scan(), "there is a row")
	equal(t, maxPlaces, len(s.Tally().First[TooFewValues]), "places kept")
	for i, p := range s.Tally().First[TooFewValues] {
		equal(t, int64(len("#Fields: a b\n")+i*(len(long)+1)), p.Offset, "place in the source")
		equal(t, maxShown, len(p.Text), "bytes kept")
	}
}

// TestSkim: rows that are read later, or not at all, are the same rows.
func TestSkim(t *testing.T) {
	var scan, skim Scanner
	chunk := Chunk{Header: NewHeader(), Text: []byte(changing), Last: true}
	scan.Reset(chunk)
	skim.Reset(chunk)
	for odd := false; scan.Scan(); odd = !odd {
		equal(t, true, skim.Skim(), "there is a row")
		equal(t, string(scan.Row().Line), string(skim.Row().Line), "row")
		if odd {
			skim.Read()
			equal(t, copyRow(scan.Row(), 0), copyRow(skim.Row(), 0), "row that was read")
		}
	}
	equal(t, false, skim.Skim(), "a row behind the last")
	equal(t, scan.Tally().Rows, skim.Tally().Rows, "rows")
}

func TestFaultNames(t *testing.T) {
	seen := map[string]bool{}
	for f := range Faults {
		equal(t, false, seen[f.String()], "seen before: "+f.String())
		seen[f.String()] = true
		equal(t, f <= OtherService, f.Refused(), "refused: "+f.String())
	}
	equal(t, "unknown fault", Faults.String(), "name beyond the last")
}
