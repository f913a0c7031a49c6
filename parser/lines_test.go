package parser

import (
	"strings"
	"testing"
)

func TestLineEnds(t *testing.T) {
	for _, s := range []sample{
		{"LF", "#Fields: a b\n1 2\n3 4\n", []string{"1|2", "3|4"}, nil},
		{"CRLF", "#Fields: a b\r\n1 2\r\n3 4\r\n", []string{"1|2", "3|4"}, nil},
		{"CR alone", "#Fields: a b\r1 2\r\r3 4\r", []string{"1|2", "3|4"}, nil},
		{"mixed", "#Fields: a b\r\n1 2\n3 4\r\n5 6\n", []string{"1|2", "3|4", "5|6"}, nil},
		{"no end", "#Fields: a b\n1 2\n3 4", []string{"1|2", "3|4"}, nil},
		{"no end but CR", "#Fields: a b\r\n1 2\r\n3 4\r", []string{"1|2", "3|4"}, nil},
		{"CR alone, no end", "#Fields: a b\r1 2\r3 4", []string{"1|2", "3|4"}, nil},
		{"one CR a line", "#Fields: a b\n1 2\r\r\n", []string{"1|2\r"}, nil},
		{"CR within a value", "#Fields: a b\n1\r2 3\n", []string{"1\r2|3"}, nil},
		{"nothing", "", nil, nil},
		{"one CR", "\r", nil, nil},
		{"nothing but ends", "\n\r\n\n", nil, nil},
	} {
		s.run(t)
	}
}

// TestFirstLineEndsWithTheLook: whether lines end in CR alone is seen by the
// first 4096 bytes, which may end between CR and LF.
func TestFirstLineEndsWithTheLook(t *testing.T) {
	for n := 4090; n < 4100; n++ {
		first := "#" + strings.Repeat("x", n-1)
		agree(t, first+"\r\n#Fields: a b\r\n1 2\r\n", 64, 8192)
		equal(t, int64(3), readText(t, first+"\r\n#Fields: a b\r\n1 2\r\n").Lines, "lines ended by CRLF")
	}
	first := "#" + strings.Repeat("x", 4000)
	equal(t, int64(3), readText(t, first+"\r#Fields: a b\r1 2\r").Lines, "lines ended by CR")
}

func TestCutShort(t *testing.T) {
	for _, s := range []sample{
		{"too few at the end", "#Fields: a b c\n1 2 3\n4 5", []string{"1|2|3"}, map[string]int64{"cut-short": 1}},
		{"too few before the end", "#Fields: a b c\n4 5\n", nil, map[string]int64{"too-few-values": 1}},
		{"too many at the end", "#Fields: a b c\n1 2 3 4", nil, map[string]int64{"too-many-values": 1}},
		{"between CR and LF", "#Fields: a b c\r\n4 5\r", nil, map[string]int64{"cut-short": 1}},
		{"without fields", "1 2", nil, map[string]int64{"no-fields": 1}},
	} {
		s.run(t)
	}
}

func TestSeparators(t *testing.T) {
	few, many := map[string]int64{"too-few-values": 1}, map[string]int64{"too-many-values": 1}
	for _, s := range []sample{
		{"single blanks", "#Fields: a b c\n1 2 3\n", []string{"1|2|3"}, nil},
		{"trailing blanks", "#Fields: a b c\n1 2 3   \n", []string{"1|2|3"}, nil},
		{"an empty value", "#Fields: a b c\n1  3\n", []string{"1||3"}, nil},
		{"an empty first value", "#Fields: a b c\n 2 3\n", []string{"|2|3"}, nil},
		{"runs", "#Fields: a b c\n 1  2   3  \n", []string{"1|2|3"}, nil},
		{"runs of blanks and tabs", "#Fields: a b c\n1 \t 2 3\n 1  2\t3\n", []string{"1|2|3", "1|2|3"}, nil},
		{"tabs", "#Fields: a b c\n1\t2\t3\n", []string{"1|2|3"}, nil},
		{"tabs and blanks within", "#Fields: a b c\n1 2\t\t3 4\n", []string{"1 2||3 4"}, nil},
		{"tabs come first", "#Fields: a b\n1 2\t3\n", []string{"1 2|3"}, nil},
		{"a tab within", "#Fields: a b c\n1\t2 3 4\n", []string{"1\t2|3|4"}, nil},
		{"empty last value behind a tab", "#Fields: a b c\n1\t2\t\n", []string{"1|2|"}, nil},
		{"quotes", "#Fields: a b c\n\"1 2\" 3 \"4 5\"\n", []string{"1 2|3|4 5"}, nil},
		{"empty quotes", "#Fields: a b c\n\"\"  \"\"  \"4 5\"\n", []string{"||4 5"}, nil},
		{"quote within quotes", "#Fields: a b\n\"1\"2 3\" 4\n", []string{"1\"2 3|4"}, nil},
		{"doubled quotes and blanks", "#Fields: a b c d\n404 \" \"\"text\"\" w/ spaces \" 0 359\n", []string{"404| \"text\" w/ spaces |0|359"}, nil},
		{"doubled quotes at the ends", "#Fields: a b\n\"\"\"1 2\"\"\" \"\"\n", []string{"\"1 2\"|"}, nil},
		{"a quotation that ends in a quote", "#Fields: a b c\n\"1 2\"\" \"3\" 4\n", []string{"1 2\"|3|4"}, nil},
		{"blanks before quotes", "#Fields: a b\n1 2\n1  \"2\"\n", []string{"1|2", "1|2"}, nil},
		{"single blanks before quotes", "#Fields: a b c\n\"1 2\" 3\n", []string{"\"1|2\"|3"}, nil},
		{"open quotation", "#Fields: a b c\n\"1  2 3\n", []string{"\"1|2|3"}, nil},
		{"open quotation, other count", "#Fields: a b c\n\"1  2  3  4\n", nil, many},
		{"quotes within a value", "#Fields: a b c\n{\"k\":\"v\"} \"x y\n", []string{"{\"k\":\"v\"}|\"x|y"}, nil},
		{"# within and before a value", "#Fields: a b c\n1#2 #3 #\n", []string{"1#2|#3|#"}, nil},
		{"- everywhere", "#Fields: sc-status sc-substatus sc-win32-status time-taken s-ip\n- - - - -\n", []string{"-|-|-|-|-"}, nil},
		{"too few", "#Fields: a b c\n1 2\n", nil, few},
		{"too many", "#Fields: a b c\n1 2 3 4\n", nil, many},
		{"far too many", "#Fields: a b c\n1 2 3 4 5 6 7 8 9\n", nil, many},
		{"one field", "#Fields: a\n1\n", []string{"1"}, nil},
	} {
		s.run(t)
	}
}

func TestRawBytes(t *testing.T) {
	for _, s := range []sample{
		{"Latin-1", "#Fields: a b\n/caf\xe9 \xff\xfe\n", []string{"/caf\xe9|\xff\xfe"}, nil},
		{"UTF-8", "#Fields: a b\n/日本 Mözill🦊\n", []string{"/日本|Mözill🦊"}, nil},
		{"other spaces are no blanks", "#Fields: a b\n1\u00a02 3\u20034\n", []string{"1\u00a02|3\u20034"}, nil},
		{"control bytes", "#Fields: a b\n\x01\x1b[31m \x7f\v\f\n", []string{"\x01\x1b[31m|\x7f\v\f"}, nil},
		{"percent and friends", "#Fields: a b\n/%2e%2e/{[(<&|>)]} ';--\n", []string{"/%2e%2e/{[(<&|>)]}|';--"}, nil},
		{"in runs and quotes", "#Fields: a b\n \"\xff \xe9\"   \xc3\n", []string{"\xff \xe9|\xc3"}, nil},
		{"in names", "#Fields: \xff \xc3\xa9\n1 2\n", []string{"1|2"}, nil},
	} {
		s.run(t)
	}
}

// TestCloudFront reads the kindred format of a service that is not IIS.
func TestCloudFront(t *testing.T) {
	text := "#Version: 1.0\n" +
		"#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(User-Agent) time-taken x-edge-result-type\n" +
		"2024-01-02\t03:04:05\tFRA2\t392\t192.0.2.9\tGET\td1.example\t/a b\t403\tAgent/5.0%20(X)\t0.012\tError\n" +
		"2024-01-02\t03:04:05\tFRA2\t0\t192.0.2.9\tGET\td1.example\t/c\t000\tAgent/5.0\t61.5\tError\n"
	out := readText(t, text)
	equal(t, map[string]int64{}, out.faults(), "faults")
	equal(t, int64(2), out.Rows, "rows")
	first, second := out.Records[0], out.Records[1]
	equal(t, "/a b", first.Values[7], "stem")
	equal(t, int64(403), first.Status, "status")
	equal(t, int64(12), first.Taken, "time-taken")
	equal(t, int64(None), second.Status, "status of a viewer that left")
	equal(t, int64(61500), second.Taken, "time-taken")
	equal(t, mustDay(t, "2024-01-02")+3*3600+4*60+5, second.Second, "time")
	agree(t, text, 64, 300)
}
