package parser

import (
	"strings"
	"testing"
)

// Zero bytes are what a crash leaves of the blocks that were not written.
func TestZeroBytes(t *testing.T) {
	const head = "#Fields: a b c\n"
	block := strings.Repeat("\x00", 700)
	one := map[string]int64{"zero-bytes": 1}
	for _, s := range []sample{
		{"start of the source", block + head + "1 2 3\n", []string{"1|2|3"}, one},
		{"before a row", head + block + "1 2 3\n", []string{"1|2|3"}, one},
		{"behind a row", head + "1 2 3" + block + "\n4 5 6\n", []string{"1|2|3", "4|5|6"}, one},
		{"before the CR of a row", head + "1 2 3" + block + "\r\n", []string{"1|2|3"}, one},
		{"a line of their own", head + "1 2 3\n" + block + "\n4 5 6\n", []string{"1|2|3", "4|5|6"}, one},
		{"end of the source", head + "1 2 3\n" + block, []string{"1|2|3"}, one},
		{"behind the last row", head + "1 2 3" + block, []string{"1|2|3"}, one},
		{"behind a row cut short", head + "1 2" + block, nil, map[string]int64{"zero-bytes": 1, "cut-short": 1}},
		{"then a directive", head + "1 2 3\n4 5" + block + "#Fields: a b\n6 7\n", []string{"1|2|3", "6|7"}, one},
		{"then blanks and a directive", head + block + " \t#Fields: a b\n6 7\n", []string{"6|7"}, one},
		{"behind a directive", "#Fields: a b c" + block + "\n1 2 3\n", []string{"1|2|3"}, one},
		{"behind a directive, then a directive", "#Fields: a" + block + "#Fields: a b c\n1 2 3\n", []string{"1|2|3"}, one},
		{"behind the last directive", head + "1 2 3\n#Softw" + block, []string{"1|2|3"}, one},
		{"from row to row", head + "1 2" + block + "4 5 6\n", []string{"4|5|6"}, one},
		{"from the first value to a row", head + "1" + block + "4 5 6\n", []string{"4|5|6"}, one},
		{"within a value", head + "1 2\x003 4\n", []string{"1|2\x003|4"}, one},
		{"between halves of rows", head + "1" + block + "6 7\n", nil, map[string]int64{"zero-bytes": 1, "too-few-values": 1}},
		{"two blocks", head + "\x001 2" + block + "3\x004 5 6\n", []string{"4|5|6"}, one},
		{"between tabs", head + block + "1\t2\t3\n", []string{"1|2|3"}, one},
		{"without fields", block + "x\n", nil, map[string]int64{"zero-bytes": 1, "no-fields": 1}},
		{"nothing else", block, nil, one},
		{"blanks between", head + "\x00 \x00 \t\x00\n", nil, one},
	} {
		s.run(t)
	}
}

// TestZeroBytesBeforeGuessedRow: a row without directives stands behind zeros.
func TestZeroBytesBeforeGuessedRow(t *testing.T) {
	text := "2024-01-17 01:00\x00\x00\x00" + iis8 + "\n"
	out := readText(t, text)
	equal(t, map[string]int64{"zero-bytes": 1, "fields-guessed": 1}, out.faults(), "faults")
	equal(t, []string{strings.ReplaceAll(iis8, " ", "|")}, out.values(), "values")
	agree(t, text, 64)
}
