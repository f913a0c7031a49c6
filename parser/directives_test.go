package parser

import "testing"

func TestDirectives(t *testing.T) {
	for _, s := range []sample{
		{"usual header", "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: 2024-01-02 00:00:00\r\n#Fields: a b\r\n1 2\r\n",
			[]string{"1|2"}, nil},
		{"other order", "#Date: 2024-01-02 00:00:00\n#Fields: a b\n#Software: IIS\n#Version: 1.0\n1 2\n", []string{"1|2"}, nil},
		{"nothing but fields", "#Fields: a b\n1 2\n", []string{"1|2"}, nil},
		{"blank lines before", "\n\n#Fields: a b\n1 2\n", []string{"1|2"}, nil},
		{"trailing blanks", "#Fields: a b  \t \r\n1 2\r\n", []string{"1|2"}, nil},
		{"names between tabs and runs", "#Fields:\ta\t b  c\n1 2 3\n", []string{"1|2|3"}, nil},
		{"no blank behind the colon", "#Fields:a b\n1 2\n", []string{"1|2"}, nil},
		{"any case", "#FIELDS: a b\n1 2\n#fields: a\n3\n", []string{"1|2", "3"}, nil},
		{"blanks around the name", "  # Fields : a b\n1 2\n", []string{"1|2"}, nil},
		{"repeated", "#Fields: a b\n1 2\n#Fields: a b\n3 4\n", []string{"1|2", "3|4"}, nil},
		{"changed", "#Fields: a b\n1 2\n#Fields: c b a\n3 4 5\n6 7\n", []string{"1|2", "3|4|5"}, map[string]int64{"too-few-values": 1}},
		{"changed back", "#Fields: a b\n#Fields: a\n#Fields: a b\n1 2\n", []string{"1|2"}, nil},
		{"last line is a directive", "#Fields: a b\n1 2\n#Fields: a", []string{"1|2"}, nil},
		{"no names", "#Fields: a b\n1 2\n#Fields: \n3 4\n#Fields\n5 6\n", []string{"1|2", "3|4", "5|6"}, map[string]int64{"empty-fields": 2}},
		{"no names at all", "#Fields:\n1 2\n", nil, map[string]int64{"empty-fields": 1, "no-fields": 1}},
		{"comments", "#Fields: a b\n# 1 2\n#\n####\n 	# 5 6\n7 8\n#Remark: Fields: x\n9 0\n", []string{"7|8", "9|0"}, nil},
		{"other directives", "#Fields: a b\n#FieldsX: a\n#X-Fields: a\n#Fields a\n#Field: a\n1 2\n", []string{"1|2"}, map[string]int64{}},
		{"marks of three programs", "\xef\xbb\xbf\xef\xbb\xbf\xef\xbb\xbf#Fields: a b\n\xef\xbb\xbf\xef\xbb\xbf1 2\n", []string{"1|2"}, nil},
		{"a file with a mark behind another", "#Fields: a b\n1 2\n\xef\xbb\xbf#Fields: a b c\n3 4 5\n", []string{"1|2", "3|4|5"}, nil},
		{"a mark behind zero bytes", "#Fields: a b\n1 2\n\x00\x00\xef\xbb\xbf#Fields: a b c\n3 4 5\n", []string{"1|2", "3|4|5"}, map[string]int64{"zero-bytes": 1}},
		{"a mark before a row", "#Fields: a b\n1 2\n\xef\xbb\xbf3 4\n", []string{"1|2", "3|4"}, nil},
		{"a letter that ends like a mark", "#Fields: a b\n1 2\n\u00bf#Fields: a\n3 4\n", []string{"1|2", "\u00bf#Fields:|a", "3|4"}, nil},
		{"a mark alone", "#Fields: a b\n1 2\n\xef\xbb\xbf\n3 4\n", []string{"1|2", "3|4"}, nil},
		{"a mark within a value", "#Fields: a b\n1 2\n3\xef\xbb\xbf#Fields: 4\n", []string{"1|2", "3\xef\xbb\xbf#Fields:|4"}, nil},
		{"row before", "1 2\n#Fields: a b\n3 4\n", []string{"3|4"}, map[string]int64{"no-fields": 1}},
	} {
		s.run(t)
	}
}

func TestDirectivesAreCounted(t *testing.T) {
	out := readText(t, "#Software: x\n\n#Fields: a b\n1 2\n \t \n#\n3\n 4 5 6\n")
	out.Counts, out.First, out.Records = [Faults]int64{}, [Faults][]Place{}, nil
	equal(t, reading{Lines: 8, Rows: 1, Refused: 2, Directives: 3, Blank: 2}, *out, "kinds of lines")
}

func TestDateDirective(t *testing.T) {
	const fields = "#Fields: time a\n"
	day := mustDay(t, "2024-01-02")
	for _, c := range []struct {
		name, text string
		want       int64
	}{
		{"date and time", "#Date: 2024-01-02 16:44:49\n" + fields + "00:00:01 x\n", day + 1},
		{"date alone", "#Date: 2024-01-02\n" + fields + "00:00:01 x\n", day + 1},
		{"Advanced Logging", "#Start-Date: 2024-01-02 16:44:49.123\n" + fields + "00:00:01.5 x\n", day + 1},
		{"any case, no blank", "#date:2024-01-02\n" + fields + "00:00:01 x\n", day + 1},
		{"remark behind", "#Date: 2024-01-02 16:44:49  // first row\n" + fields + "00:00:01 x\n", day + 1},
		{"behind the fields", fields + "#Date: 2024-01-02\n00:00:01 x\n", day + 1},
		{"the last one counts", "#Date: 2023-12-31\n" + fields + "#Date: 2024-01-02\n00:00:01 x\n", day + 1},
		{"unreadable ones do not", "#Date: 2024-01-02\n#Date: 2024-01-32\n#Date:\n#Date: -\n" + fields + "00:00:01 x\n", day + 1},
		{"none", fields + "00:00:01 x\n", NoTime},
		{"neither date nor time", "#Date: 2024-01-02\n#Fields: a b\n1 2\n", NoTime},
		{"the row's date counts", "#Date: 2023-12-31\n#Fields: date time\n2024-01-02 00:00:01\n", day + 1},
		{"date without time", "#Date: 2023-12-31\n#Fields: date a\n2024-01-02 x\n", day},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := readText(t, c.text)
			equal(t, int64(1), out.Rows, "rows")
			equal(t, c.want, out.Records[0].Second, "time")
			equal(t, map[string]int64{}, out.faults(), "faults")
			agree(t, c.text, 1, 64)
		})
	}
}

func mustDay(t *testing.T, date string) int64 {
	t.Helper()
	day, ok := refDay(date)
	if !ok {
		t.Fatalf("%q is no date", date)
	}
	return day
}

// TestSameFieldsSameLayout: services repeat their header at each start.
func TestSameFieldsSameLayout(t *testing.T) {
	h := NewHeader()
	h.apply([]byte("#Fields: a b"))
	before := h.Layout
	h.apply([]byte("#FIELDS: a b"))
	if h.Layout != before {
		t.Error("the same fields made another layout")
	}
	h.apply([]byte("#Fields: a b c"))
	equal(t, []string{"a", "b", "c"}, h.Layout.Names, "other fields")
	equal(t, []string{"a", "b"}, before.Names, "layout of rows before")
}
