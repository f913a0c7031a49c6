package parser

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestNumbersInRows reads four values by every path: from the end of the line,
// too far from the end, between tabs, and quoted.
func TestNumbersInRows(t *testing.T) {
	f := func(status, sub, code, ms string, want [4]int64, readable bool) {
		t.Helper()
		values := []any{status, sub, code, ms}
		for fields, row := range map[string]string{
			"a sc-status sc-substatus sc-win32-status time-taken": fmt.Sprintf("x %s %s %s %s\r\n", values...),
			"sc-status sc-substatus sc-win32-status time-taken a": fmt.Sprintf("%s %s %s %s x\n", values...),
			"sc-status sc-substatus sc-win32-status time-taken":   fmt.Sprintf("%s\t%s\t%s\t%s\n", values...),
			"sc-status sc-substatus  sc-win32-status time-taken ": fmt.Sprintf("  %s  %s  %s \"%s\"", values...),
			"sc-status a sc-substatus b c d e f g sc-win32-status time-taken sc-status": fmt.Sprintf(
				"%s - %s - - - - - - %s %s 999\n", values...),
		} {
			text := "#Fields: " + fields + "\n" + row
			out := readText(t, text)
			if out.Rows != 1 {
				t.Fatalf("%q: %d rows", text, out.Rows)
			}
			r := out.Records[0]
			equal(t, want, [4]int64{r.Status, r.Substatus, r.Win32, r.Taken}, text)
			equal(t, readable, out.Counts[UnreadableNumber] == 0, "all readable: "+text)
			agree(t, text, 64)
		}
	}
	f("200", "0", "0", "15", [4]int64{200, 0, 0, 15}, true)
	f("-", "-", "-", "-", [4]int64{None, None, None, None}, true)
	f("100", "65534", "4294967295", "0", [4]int64{100, 65534, 4294967295, 0}, true)
	f("999", "0", "2147483647", "1", [4]int64{999, 0, 2147483647, 1}, true)
	f("401", "1", "2147483648", "1", [4]int64{401, 1, 2147483648, 1}, true)
	f("401", "1", "2148074254", "1", [4]int64{401, 1, 2148074254, 1}, true)
	f("401", "1", "-2146893042", "1", [4]int64{401, 1, 2148074254, 1}, true)
	f("401", "1", "-2147483648", "1", [4]int64{401, 1, 2147483648, 1}, true)
	f("401", "1", "-1", "1", [4]int64{401, 1, 4294967295, 1}, true)
	f("401", "1", "4294967296", "1", [4]int64{401, 1, 4294967296, 1}, true)
	f("200", "0", "0", "0.015", [4]int64{200, 0, 0, 15}, true)
	f("200", "0", "0", "1.5", [4]int64{200, 0, 0, 1500}, true)
	f("200", "0", "0", "2.123987", [4]int64{200, 0, 0, 2123}, true)
	f("200", "0", "0", "4294966295", [4]int64{200, 0, 0, 4294966295}, true)
	f("000", "0", "0", "1", [4]int64{None, 0, 0, 1}, true)
	f("0", "00", "0000", "007", [4]int64{None, 0, 0, 7}, true)
	f("200", "000000000000000001", "0", "1", [4]int64{200, 1, 0, 1}, true)

	f("99", "0", "0", "1", [4]int64{None, 0, 0, 1}, false)
	f("1000", "0", "0", "1", [4]int64{None, 0, 0, 1}, false)
	f("4294967496", "0", "0", "1", [4]int64{None, 0, 0, 1}, false) // 200 in 32 bits
	f("OK", "0", "0", "1", [4]int64{None, 0, 0, 1}, false)
	f("-200", "0", "0", "1", [4]int64{None, 0, 0, 1}, false)
	f("200", "65535", "0", "1", [4]int64{200, None, 0, 1}, false)
	f("200", "4294967296", "0", "1", [4]int64{200, None, 0, 1}, false) // 0 in 32 bits
	f("200", "1x", "0", "1", [4]int64{200, None, 0, 1}, false)
	f("200", "0", "-2147483649", "1", [4]int64{200, 0, None, 1}, false)
	f("200", "0", "-0", "1", [4]int64{200, 0, None, 1}, false)
	f("200", "0", "0x8009030E", "1", [4]int64{200, 0, None, 1}, false)
	f("200", "0", "18446744073709551616", "1", [4]int64{200, 0, None, 1}, false) // 0 in 64 bits
	f("200", "0", "0", "-5", [4]int64{200, 0, 0, None}, false)
	f("200", "0", "0", "4294967291", [4]int64{200, 0, 0, None}, false) // -5 as unsigned
	f("200", "0", "0", "4294966296", [4]int64{200, 0, 0, None}, false) // -1000
	f("200", "0", "0", "1.", [4]int64{200, 0, 0, None}, false)
	f("200", "0", "0", ".5", [4]int64{200, 0, 0, None}, false)
	f("200", "0", "0", "1.2.3", [4]int64{200, 0, 0, None}, false)
	f("200", "0", "0", "1,5", [4]int64{200, 0, 0, None}, false)
	f("200", "0", "0", "12ms", [4]int64{200, 0, 0, None}, false)
	f("200", "0", "0", "+12", [4]int64{200, 0, 0, None}, false)
}

// TestTailsInTurn reads rows one after another whose last values and separators
// change, so that nothing of a row before is taken for one behind.
func TestTailsInTurn(t *testing.T) {
	dice := rand.New(rand.NewPCG(5, 6))
	pick := func(of ...string) string { return of[dice.IntN(len(of))] }
	for _, fields := range []string{
		"a sc-status sc-substatus sc-win32-status time-taken", "sc-status sc-substatus sc-win32-status time-taken",
		"a sc-substatus sc-status sc-win32-status time-taken", "a sc-status sc-win32-status sc-substatus time-taken",
		"a sc-status sc-substatus sc-win32-status b", "a sc-status sc-substatus sc-win32-status time-taken b c",
	} {
		text := "#Fields: " + fields + "\n"
		for range 3000 {
			values := []string{"/x", pick("200", "404", "-", "099", "20", "2000", "0"), pick("0", "3", "-", "12", "x", ""),
				pick("0", "2", "64", "-", "-1"), pick("0", "15", "-", "1.5", "4294967295", "x", ""), "y", "z"}
			n := len(strings.Fields(fields))
			if !strings.HasPrefix(fields, "a") {
				values = values[1:]
			}
			text += strings.Join(values[:n], pick(" ", " ", " ", "\t", "  ")) + "\n"
		}
		agree(t, text, 4096, 1<<20)
	}
}

// TestEmptyNumber: an empty value is none, as "-" is.
func TestEmptyNumber(t *testing.T) {
	text := "#Fields: a sc-status sc-substatus time-taken\nx 404  5\n"
	r := readText(t, text).Records[0]
	equal(t, []int64{404, None, None, 5}, []int64{r.Status, r.Substatus, r.Win32, r.Taken}, "numbers")
	agree(t, text, 64)
}

// TestNumbersBehindQuotes: a quoted value that looks like the end of a row is not
// read for it, also when the row before was one between single blanks.
func TestNumbersBehindQuotes(t *testing.T) {
	text := "#Fields: sc-status a\n200 x\n500  \"x 404 y\"\n500   404\n"
	out := readText(t, text)
	equal(t, []string{"200|x", "500|x 404 y", "500|404"}, out.values(), "values")
	equal(t, []int64{200, 500, 500}, []int64{out.Records[0].Status, out.Records[1].Status, out.Records[2].Status}, "status")
	agree(t, text, 64)
}

// TestAbsentNumbers: where a field is not logged its number is None, never 0.
func TestAbsentNumbers(t *testing.T) {
	r := readText(t, "#Fields: a b\n1 2\n").Records[0]
	equal(t, []int64{None, None, None, None}, []int64{r.Status, r.Substatus, r.Win32, r.Taken}, "numbers")
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{
		"", "-", "0", "007", "200", "-1", "-0", "--", "-2147483648", "-2147483649", "4294967295", "999999999999999999",
		"1000000000000000000", "18446744073709551616", "0.001", "1.5", "1.", ".5", "4294966.999", "4294967.0", "1x", "x1", "1 2", "1\t2", "٣",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, parsers := range map[string]struct {
			want func(string) (int64, bool)
			got  func([]byte) (int64, bool)
		}{"number": {refNumber, number}, "win32": {refWin32, win32}, "taken": {refTaken, taken}} {
			want, wantOK := parsers.want(s)
			got, ok := parsers.got([]byte(s))
			equal(t, wantOK, ok, fmt.Sprintf("%s of %q is one", name, s))
			equal(t, want, got, fmt.Sprintf("%s of %q", name, s))
		}
		for _, sep := range []byte{' ', '\t'} {
			checkTail(t, s, sep)
			checkTail(t, "x"+string(sep)+s, sep)
		}
	})
}

// checkTail reads the last value of a line from the right.
func checkTail(t *testing.T, line string, sep byte) {
	t.Helper()
	start := strings.LastIndex(line, string(sep)) + 1
	want, wantOK := refNumber(line[start:])
	wantOK = wantOK && start < len(line) // an empty value needs patience
	if !wantOK {
		want = None
	}
	got, at, ok := tailNumber([]byte(line), len(line), sep)
	equal(t, wantOK, ok, fmt.Sprintf("last value of %q is a number", line))
	equal(t, want, got, fmt.Sprintf("last value of %q", line))
	equal(t, start, at, fmt.Sprintf("start of the last value of %q", line))
}

// TestLastNumber holds the reading of eight bytes at once to that of each digit.
func TestLastNumber(t *testing.T) {
	const alphabet = "0123456789 -\t/:.x\x00\xb0\xff"
	dice := rand.New(rand.NewPCG(3, 4))
	for range 200_000 {
		line := make([]byte, dice.IntN(20))
		for i := range line {
			line[i] = alphabet[dice.IntN(11+dice.IntN(len(alphabet)-10))]
		}
		n, start, ok := lastNumber(line, ' ')
		slow, from, fine := tailNumber(line, len(line), ' ')
		short := len(line) >= 8 && fine && slow != None && from > len(line)-8
		if ok != short || ok && (n != slow || start != from) {
			t.Fatalf("%q: %d from %d, %v; expected %d from %d, %v", line, n, start, ok, slow, from, short)
		}
	}
}
