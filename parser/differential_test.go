package parser

import (
	"fmt"
	"strings"
	"testing"
)

// seeds are texts behind which the fuzzer goes on.
var seeds = []string{
	"", "\n", "\r", "\r\n", "\x00", "#", "#Fields", "#Fields:", "#Fields: \n", "a b c", "a b c\r\n", "a  b\tc\n",
	"2024-01-02 03:04:05 /a 200 0 0 15\r\n2024-01-02 03:04:06 /b 404 0 2 1\r\n",
	"2024-01-02\t03:04:05\t/a b\t200\t0\t0\t15\n",
	"2024-01-02 03:04:05\t/a\t200\t0\t0\t15\t-\n",
	"404 \"a \"\"b c\"\" d\" 0\n\"\"\"\" \"x\"\"\" \"\"\n",
	"\xef\xbb\xbf#Fields: a b\n\xef\xbb\xbfx y\n\x00\xef\xbb\xbfx y\n",
	"2024-01-02 03:04:05.123 \"a b\" 401 1 -2146893042 0.015\n",
	"2024-01-02 25:61:61 /a 200 0 2148074254 4294967295\n",
	"#Fields: date time sc-status\n2024-01-02 03:04:05 200\n#fields: sc-status time\n200 03:04:05\n",
	"#Date: 2024-01-02 00:00:00\n#Fields: time sc-status sc-substatus\n03:04:05 200 0\n",
	"2024-01-02 03:\x00\x00\x00#Fields: a b\nx y\n\x00\x00x y\nx y\x00\n",
	"2024-0\x00\x002024-01-02 03:04:05 /a 200 0 0 15\n",
	"\"\" \"a\" \"b c\" \"d\"e\" - -\n", "\xff\xfe\xc3\x28 - - - - - -\n",
	" 2024-01-02 03:04:05 /a 200 0 0 15 \n", "a\rb c\rd e f\r",
	"2024-01-17 01:00:00 192.0.2.1 GET /old.aspx - 80 - 192.0.2.9 Agent/5.0 - 200 0 0 50\n",
	"2002-07-05 18:45:09 192.0.2.6 2094 192.0.2.1 80 HTTP/1.1 GET /a.txt 503 - ConnLimit\n",
}

// heads are texts before which nothing was read.
var heads = []string{
	"",
	"#Fields: date time cs-uri-stem sc-status sc-substatus sc-win32-status time-taken\n",
	"#Date: 2024-01-02 00:00:00\r\n#Fields: time cs-uri-stem sc-status\r\n",
	"#Fields: a b c\n",
	"#Fields: sc-status sc-win32-status sc-substatus time-taken date a b time\n",
	"#Fields: date time\n",
	"#Fields: sc-status\n",
	"#Fields: date-local time-local s-sitename c-ip cs-method sc-status\n",
	"date,time,cs-uri-stem,sc-status\n",
}

func FuzzScanner(f *testing.F) {
	for head := range heads {
		for _, text := range seeds {
			f.Add(byte(head), text)
		}
	}
	f.Fuzz(func(t *testing.T, head byte, text string) {
		agree(t, heads[int(head)%len(heads)]+text, 64, 4096)
	})
}

func TestSeedsAgreeAtEveryCapacity(t *testing.T) {
	for _, head := range heads {
		for _, text := range seeds {
			agree(t, head+text, 0, 1, 7, 64, 100, 513, 4096, 1<<20)
		}
	}
}

// TestAllShortTexts goes through every text of a few bytes that matter.
func TestAllShortTexts(t *testing.T) {
	const alphabet = "a -\"#\r\n\t\x00"
	longest := 5
	if testing.Short() {
		longest = 4
	}
	for _, head := range []string{"#Fields: a\n", "#Fields: a b\n", "#Fields: a b c\n"} {
		t.Run(head[:len(head)-1], func(t *testing.T) {
			everyText(alphabet, longest, func(text string) { agreeScanning(t, head, text) })
		})
	}
	t.Run("no fields", func(t *testing.T) {
		everyText(alphabet, longest-1, func(text string) { agree(t, text, 64) })
	})
	t.Run("cut", func(t *testing.T) {
		everyText(alphabet, longest-1, func(text string) { agree(t, "#Fields: a b\n"+text, 1) })
	})
}

// agreeScanning is agree without a Cutter, which would take most of the time.
func agreeScanning(t *testing.T, head, text string) {
	t.Helper()
	want, got := reference(head+text), new(reading)
	got.scan(new(Scanner), Chunk{Header: NewHeader(), Text: []byte(head + text), Last: true})
	same(t, want, got, fmt.Sprintf("%q", head+text))
}

// everyText calls f for each text over an alphabet up to that length.
func everyText(alphabet string, longest int, f func(string)) {
	text := make([]byte, longest)
	var grow func(n int)
	grow = func(n int) {
		f(string(text[:n]))
		if n == longest {
			return
		}
		for i := range len(alphabet) {
			text[n] = alphabet[i]
			grow(n + 1)
		}
	}
	grow(0)
}

// FuzzDirective compares the headers after a text, found the fast way and line
// by line.
func FuzzDirective(f *testing.F) {
	for _, text := range seeds {
		f.Add(text)
	}
	for _, text := range []string{
		"#Fields:a b", "# fields : a\tb \n", "#FIELDS: a b\n#Fields:\n", "a # b\n  #Fields: c\n", "a\x00#Fields: d\x00\x00\n",
		"#Start-Date: 2024-02-29 1", "#date: 2023-02-29", "#Date:2024-01-02 // noon", "##Fields: a", "#Fields a: b", "# # #\n #",
		"#Fields: e\x00#Fields: f\n", "\xef\xbb\xbf\xef\xbb\xbf#Fields: h\n", "x\n\xef\xbb\xbf#Fields: g\n", "\u00bf#Fields: g\n", "#Fields: e \x00\n",
	} {
		f.Add(text)
	}
	f.Add(logParserHead + logParserRow + "#Fields: a\n")
	f.Add("x\n\x00\xef\xbb\xbfdate time cs-uri sc-status\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		want := refHeader{day: NoTime}
		for _, line := range strings.Split(text, "\n") {
			line = strings.TrimSuffix(line, "\r")
			if d, ok := refDirective(line); ok && len(line) <= MaxLine {
				want.apply(d)
			} else if want.names == nil && len(line) <= MaxLine {
				want.applyExport(trimMarks(strings.Trim(line, "\x00 ")))
			}
		}
		got := NewHeader()
		got.applyAll([]byte(text))
		equal(t, want.day, got.Day, "day")
		var names []string
		if got.Layout != nil {
			names = got.Layout.Names
		}
		if want.names == nil && want.export != nil {
			want.names = want.export.Names
		}
		equal(t, want.names, names, "fields")
	})
}
