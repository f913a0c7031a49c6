package parser

import (
	"regexp"
	"strings"
)

// The reference reader: the rules of the package in the most obvious way, whole
// text in memory, no regard to speed. Tests compare the real reader with it.

// refHeader is what the directives said so far.
type refHeader struct {
	names  []string
	export *Layout // what the first line of an export gave, as long as names are nil
	day    int64
}

// reference reads a text from its start.
func reference(text string) *reading {
	out := new(reading)
	header := refHeader{day: NoTime}
	for number, line := range refLines(text) {
		out.Lines++
		out.refLine(&header, line, int64(number))
	}
	return out
}

// refLine is a line of a text without its end.
type refLine struct {
	text   string
	offset int64
	ended  bool
}

// refLines cuts at line feeds and drops one CR before each. A text whose first
// 4096 bytes hold CRs, other than as their last byte, and no line feed ends its
// lines by CR alone.
func refLines(text string) []refLine {
	head := text[:min(len(text), 4096)]
	if !strings.Contains(head, "\n") && strings.Contains(strings.TrimSuffix(head, "\r"), "\r") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	var lines []refLine
	offset := 0
	for _, piece := range strings.SplitAfter(text, "\n") {
		if piece != "" {
			body, ended := strings.CutSuffix(piece, "\n")
			lines = append(lines, refLine{strings.TrimSuffix(body, "\r"), int64(offset), ended})
		}
		offset += len(piece)
	}
	return lines
}

func (out *reading) refLine(h *refHeader, line refLine, number int64) {
	note := func(f Fault, text string) { out.note(f, number, text) }
	if zero := strings.LastIndex(line.text, "\x00"); len(line.text) > MaxLine && zero > 0 {
		line.text, line.offset = line.text[zero:], line.offset+int64(zero)
	}
	if len(line.text) > MaxLine {
		out.Refused++
		note(LineTooLong, line.text)
		return
	}
	zeros := strings.Contains(line.text, "\x00")
	if zeros {
		note(ZeroBytes, line.text)
	}
	if directive, ok := refDirective(line.text); ok {
		out.Directives++
		if !h.apply(directive) {
			note(EmptyFields, line.text)
		}
		return
	}
	text := trimMarks(strings.Trim(line.text, "\x00"))
	if strings.Trim(text, " \t\x00") == "" {
		out.Blank++
		return
	}
	if h.names == nil && h.applyExport(text) {
		out.Directives++
		return
	}
	row, fault := refRow(h, text)
	if fault == nil && row.isMail() {
		fault = new(Fault)
		*fault = OtherService
	}
	if fault != nil {
		if *fault == TooFewValues && !line.ended {
			*fault = CutShort
		}
		out.Refused++
		note(*fault, text)
		return
	}
	out.Rows++
	row.Line, row.Offset = number, line.offset
	if row.Guessed {
		note(FieldsGuessed, text)
	}
	if !row.refNumbers() {
		note(UnreadableNumber, row.Text)
	}
	if !row.refTime(h.day) {
		note(UnreadableTime, row.Text)
	}
	out.Records = append(out.Records, row)
}

// refDirective returns what follows the '#' of a directive. Zero bytes and
// blanks at the end do not count; of what is left, neither does all up to the
// last zero byte, nor a byte order mark and blanks before the '#'.
func refDirective(line string) (string, bool) {
	line = strings.TrimRight(line, "\x00 \t")
	line = trimMarks(line[strings.LastIndex(line, "\x00")+1:])
	return strings.CutPrefix(strings.TrimLeft(line, " \t"), "#")
}

// apply reports false for a #Fields that names nothing.
func (h *refHeader) apply(directive string) bool {
	name, value, _ := strings.Cut(directive, ":")
	switch strings.ToLower(strings.Trim(name, " \t")) {
	case "fields":
		names := refRuns(value)
		if len(names) == 0 {
			return false
		}
		h.names = names
	case "date", "start-date":
		value = strings.TrimLeft(value, " \t")
		if day, ok := refDay(value[:min(len(value), 10)]); ok {
			h.day = day
		}
	}
	return true
}

// applyExport takes in the first line of an export.
func (h *refHeader) applyExport(text string) bool {
	l := exportLayout([]byte(strings.Trim(text, " ")))
	if l == nil {
		return false
	}
	if h.export = l; l.Form == W3C {
		h.names = l.Names
	}
	return true
}

// refRow reads a line as a row. Where zero bytes are left inside, what stands
// behind them is tried first.
func refRow(h *refHeader, text string) (record, *Fault) {
	if i := strings.LastIndex(text, "\x00"); i >= 0 && strings.Trim(text[i+1:], " \t") != "" {
		if row, fault := refTry(h, text[i+1:]); fault == nil {
			return row, nil
		}
	}
	return refTry(h, text)
}

func refTry(h *refHeader, text string) (record, *Fault) {
	switch {
	case h.names != nil:
		return refSplit(text, h.names)
	case h.export != nil:
		return refOther(h.export, text)
	}
	return refGuess(text)
}

// refSplit tries the four ways of holding values, in their order.
func refSplit(text string, names []string) (record, *Fault) {
	n := len(names)
	row := record{Names: names, Text: text}
	if row.Values = strings.Split(text, "\t"); len(row.Values) == n {
		return row, nil
	}
	trimmed := strings.TrimRight(text, " ")
	if row.Values = strings.Split(trimmed, " "); len(row.Values) == n {
		row.Text = trimmed
		return row, nil
	}
	for _, token := range []*regexp.Regexp{doubled, quotation} {
		if row.Values = refJoined(names, refQuoted(text, token)); len(row.Values) == n {
			return row, nil
		}
	}
	if row.Values = refRuns(text); len(row.Values) == n {
		return row, nil
	}
	fault := TooManyValues
	if len(row.Values) < n {
		fault = TooFewValues
	}
	return record{}, &fault
}

var (
	doubled   = regexp.MustCompile(`(?s)^"((?:[^"]|"[^ \t])*?)"([ \t]|$)`)
	quotation = regexp.MustCompile(`(?s)^"(.*?)"([ \t]|$)`)
	word      = regexp.MustCompile(`(?s)^([^ \t]+)`)
)

// refQuoted returns nil where a quotation does not end.
func refQuoted(text string, quoted *regexp.Regexp) []string {
	var values []string
	for text = strings.TrimLeft(text, " \t"); text != ""; text = strings.TrimLeft(text, " \t") {
		token := word
		if text[0] == '"' {
			token = quoted
		}
		m := token.FindStringSubmatch(text)
		if m == nil {
			return nil
		}
		if token == doubled {
			m[1] = strings.ReplaceAll(m[1], `""`, `"`)
		}
		values = append(values, m[1])
		text = text[len(m[0]):]
	}
	return values
}

// refJoined puts a date and a time together where the field is both, in rows that
// are too long.
func refJoined(names, values []string) []string {
	if len(values) <= len(names) {
		return values
	}
	var joined []string
	for len(values) > 0 {
		value, i := values[0], len(joined)
		values = values[1:]
		if i < len(names) && moments[plain(names[i])] && len(values) > 0 {
			_, isDay := refDay(value)
			if _, isClock := refClock(values[0]); isDay && isClock {
				value, values = value+" "+values[0], values[1:]
			}
		}
		joined = append(joined, value)
	}
	return joined
}

func refRuns(text string) []string { return strings.FieldsFunc(text, isBlankRune) }

// refGuess uses the shapes of the package and its checks of values.
func refGuess(text string) (record, *Fault) {
	text = string(withoutQuotes([]byte(strings.TrimRight(text, " "))))
	if text == "" {
		return record{}, &noFields
	}
	if strings.ContainsAny(text[:1], "{[,") {
		if row, fault := refOther(anyObject, text); fault == nil {
			return row, nil
		}
		var o objects
		if o.look([]byte(text)); o.text == nil {
			return record{}, &noFields
		}
		text = strings.TrimRight(string(o.text), " \r\n")
	}
	var shape shapeReader
	if l := shape.find([]byte(text)); l != nil {
		return record{Names: l.Names, Text: text, Values: strings.Split(text, " "), Guessed: true}, nil
	}
	for _, l := range []*Layout{iisLayout, ncsaLayout} {
		if row, fault := refOther(l, text); fault == nil {
			return row, nil
		}
	}
	return record{}, &noFields
}

// refOther reads a row of a form that has tests of its own, with the code of the
// package.
func refOther(l *Layout, text string) (record, *Fault) {
	var s Scanner
	if fault := s.other(l, []byte(text)); fault != nil {
		own := *fault
		return record{}, &own
	}
	row := copyRow(&s.row, 0)
	row.form, row.Offset = s.row.Layout.Form, 0
	row.Second, row.Status, row.Substatus, row.Win32, row.Taken = 0, 0, 0, 0, 0
	return row, nil
}

// trimMarks takes the byte order marks from the front of a text.
func trimMarks(text string) string {
	for strings.HasPrefix(text, "\xef\xbb\xbf") {
		text = text[3:]
	}
	return text
}
