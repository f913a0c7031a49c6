package parser

import (
	"strings"
	"testing"
)

func TestParseDay(t *testing.T) {
	for _, s := range []string{
		"1970-01-01", "2024-02-29", "2000-02-29", "1900-02-28", "9998-12-31", "9999-01-01", "9999-12-31", "0001-01-01", "0000-01-01", "1601-01-01", "1899-12-31", "1900-01-01",
		"2024-01-31", "2024-03-31", "2024-04-30", "2024-05-31", "2024-06-30", "2024-07-31", "2024-08-31",
		"2024-09-30", "2024-10-31", "2024-11-30", "2024-12-31",
		// None of these is a day.
		"2023-02-29", "1900-02-29", "2024-04-31", "2024-06-31", "2024-09-31", "2024-11-31", "2024-02-30", "2024-01-32", "2024-13-01",
		"2024-00-01", "2024-01-00", "2024-1-01", "2024/01/01", "24-01-01", "2024-01-1", "2024-01-01 ", "-024-01-01", "2o24-01-01",
		"2024-01-0:", "2024-01-/1", "", "-", "Jan 1 2024", "\x00\x00\x00\x00-\x00\x00-\x00\x00",
	} {
		want, wantOK := refDay(s)
		got, ok := parseDay([]byte(s))
		equal(t, wantOK, ok, s)
		equal(t, want, got, s)
	}
}

func TestParseClock(t *testing.T) {
	for _, s := range []string{
		"00:00:00", "23:59:59", "12:34:56", "12:34:56.7", "12:34:56.789", "12:34:56.789012345678",
		// None of these is a time.
		"24:00:00", "25:61:61", "12:60:00", "12:00:60", "1:02:03", "01:2:03", "01:02:3", "12:34", "12:34:56.", "12:34:56.x",
		"12:34:56.7x", "12:34:56,7", "12:34:567", "12-34-56", "12:34:56Z", "", "-", "1a:00:00", "00:a1:00", "00:00:1a", ":::::::::",
	} {
		want, wantOK := refClock(s)
		got, ok := parseClock([]byte(s))
		equal(t, wantOK, ok, s)
		equal(t, want, got, s)
	}
}

// TestEverySecondOfADay goes through the memory of the row before, up and down.
func TestEverySecondOfADay(t *testing.T) {
	var c clock
	line := []byte("2024-02-29 00:00:00 x")
	day, _ := refDay("2024-02-29")
	for i := range 2 * 86400 {
		second := min(i, 2*86400-1-i)
		for at, n := range map[int]int{11: second / 3600, 14: second / 60 % 60, 17: second % 60} {
			line[at], line[at+1] = byte('0'+n/10), byte('0'+n%10)
		}
		if got, ok := c.at(line, ' '); !ok || got != day+int64(second) {
			t.Fatalf("%s: got %d, %v", line, got, ok)
		}
	}
}

// TestTimesInRows tells what a row's time is, and what of it is a fault.
func TestTimesInRows(t *testing.T) {
	day := mustDay(t, "2024-01-02")
	const noon = 12 * 3600
	f := func(name, fields, row string, want int64, faults ...string) {
		t.Run(name, func(t *testing.T) {
			text := "#Fields: " + fields + "\n" + row + "\n"
			out := readText(t, text)
			all := map[string]int64{}
			for _, f := range faults {
				all[f] = 1
			}
			equal(t, all, out.faults(), "faults")
			equal(t, int64(1), out.Rows, "rows")
			equal(t, want, out.Records[0].Second, "time")
			agree(t, text, 64)
		})
	}
	f("usual", "date time a", "2024-01-02 12:00:01 x", day+noon+1)
	f("nothing behind", "date time", "2024-01-02 12:00:01", day+noon+1)
	f("trailing blanks", "date time", "2024-01-02 12:00:01  ", day+noon+1)
	f("milliseconds", "date time a", "2024-01-02 12:00:01.987 x", day+noon+1)
	f("milliseconds, nothing behind", "date time", "2024-01-02 12:00:01.987", day+noon+1)
	f("quoted", "date time a", `2024-01-02  12:00:01.987  "x y"`, day+noon+1)
	f("quoted date", "date time a", `"2024-01-02"  "12:00:01"  "x y"`, day+noon+1)
	f("tabs", "date time a", "2024-01-02\t12:00:01\tx y", day+noon+1)
	f("other order", "a time date", "x 12:00:01 2024-01-02", day+noon+1)
	f("time further on", "date a time", "2024-01-02 11:11:11 12:00:01", day+noon+1)
	f("date further on", "time date", "12:00:01 2024-01-02", day+noon+1)
	f("date alone", "date a", "2024-01-02 x", day)
	f("time alone", "time a", "12:00:01 x", NoTime)
	f("neither", "a b", "2024-01-02 12:00:01", NoTime)
	f("last moment", "date time a", "2024-01-02 23:59:59 x", day+86399)
	f("25:61:61", "date time a", "2024-01-02 25:61:61 x", NoTime, "unreadable-time")
	f("February 30", "date time a", "2024-02-30 12:00:01 x", NoTime, "unreadable-time")
	f("-", "date time a", "- - x", NoTime, "unreadable-time")
	f("words", "date time a", "yesterday noon x", NoTime, "unreadable-time")
	f("leap second", "date time a", "2024-01-02 23:59:60 x", NoTime, "unreadable-time")
	f("date and time in one value", "date time a", "2024-01-02 12:00:01\tx\ty", NoTime, "unreadable-time")
	f("a tab behind the time", "date time a", "2024-01-02 12:00:01\tx y", NoTime, "unreadable-time")
	f("a tab between date and time", "date time a b", "2024-01-02\t12:00:01 x y z", NoTime, "unreadable-time")
}

// TestUnreadableTimeBetween: a bad row leaves the times of the next as they are.
func TestUnreadableTimeBetween(t *testing.T) {
	text := "#Fields: date time a\n" + strings.Join([]string{
		"2024-01-02 12:00:58 x", "2024-01-02 12:00:61 x", "2024-01-02 12:00:59 x", "2024-01-02 12:00:5x x",
		"2024-01-02 12:00:58.5 x", "2024-01-02 12:61:58 x", "2024-01-02 12:00:00 x", "2024-01-02\t12:00:00\tx", "2024-01-02 11:59:59 x",
	}, "\n")
	agree(t, text, 64, 4096)
	equal(t, map[string]int64{"unreadable-time": 3}, readText(t, text).faults(), "faults")
}

// FuzzStamp compares with time.Parse. Two stamps in a row go through the memory
// of the clock.
func FuzzStamp(f *testing.F) {
	for _, s := range [][2]string{
		{"2024-01-02 03:04:05", "2024-01-02 03:04:06"}, {"2024-01-02\t03:04:05", "2024-01-02 03:04:05"},
		{"2024-01-02 03:04:05", "2024-01-02 03:04:60"}, {"2024-01-02 03:04:05.678", "2024-01-02 03:04:05"},
		{"2024-01-02 03:04:59", "2024-01-02 03:05:00"}, {"2024-02-29 23:59:59", "2024-03-01 00:00:00"}, {"-", "0000-00-00 00:00:00"},
		{"2024-01-02 03:04:05", "2024-01-02 03:04:05x"}, {"2024-01-02 03:04:05", "2024-01-02 03:04:06x"},
		{"2024-01-02 03:04:05", "2024-01-02 03:04x06"}, {"2024-01-02 03:04:05", "2024-01-02 03:04:06.7"},
	} {
		f.Add(s[0], s[1], true)
		f.Add(s[0], s[1], false)
	}
	f.Fuzz(func(t *testing.T, before, stamp string, tabs bool) {
		sep := byte(' ')
		if tabs {
			sep = '\t'
		}
		var c clock
		for _, s := range []string{before, stamp, before} {
			line := s + string(sep) + "x"
			got, ok := c.at([]byte(line), sep)
			want, wantOK := refStamp(line, sep)
			if len(line) < 20 {
				wantOK = false
			}
			equal(t, wantOK, ok, line)
			if ok {
				equal(t, want, got, line)
			}
		}
	})
}

// refStamp reads the first two values of a line.
func refStamp(line string, sep byte) (int64, bool) {
	values := strings.Split(line, string(sep))
	if len(values) < 2 {
		return 0, false
	}
	day, ok1 := refDay(values[0])
	sec, ok2 := refClock(values[1])
	return day + sec, ok1 && ok2
}
