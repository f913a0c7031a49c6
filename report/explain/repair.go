package explain

import (
	"bytes"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// repairLine finds out how a line that the parser refused can be a row. It returns
// the names of its values, the values with single blanks between them, and what
// was wrong; no names where the line is no row. given are the #Fields in force.
func repairLine(b *codes.Book, given []string, text string) (names []string, row string, what repair) {
	values := strings.Fields(text)
	if len(values) > maxValues {
		return nil, "", unrepaired
	}
	if names, row = joinBlanks(given, values); names != nil {
		return names, row, joinedBlanks
	}
	for _, names := range endLayouts(b, given, values) {
		tail := strings.Join(values[len(values)-len(names):], " ")
		if r := readRow(names, tail); r != nil && hasPlausibleEnd(r) {
			return names, tail, lastValues
		}
	}
	return nil, "", unrepaired
}

// maxValues is how many values a line may have that somebody explains by hand.
const maxValues = 96

// readRow reads one row under a #Fields. It returns nil when the text is no row, or
// when a number or time in it is unreadable. Without names the shape of the row
// decides.
func readRow(names []string, text string) *parser.Row {
	var fields string
	if names != nil {
		fields = "#Fields: " + strings.Join(names, " ") + "\n"
	}
	s := scannerOf(fields + text + "\n")
	defer scanners.Put(s)
	if !s.Scan() || s.Tally().Counts[parser.UnreadableNumber]+s.Tally().Counts[parser.UnreadableTime] > 0 {
		return nil
	}
	return s.Row().Clone()
}

// scanners are used again: one is too large to be made for each line.
var scanners = sync.Pool{New: func() any { return new(parser.Scanner) }}

// scannerOf starts on a text that is a source of its own.
func scannerOf(text string) *parser.Scanner {
	s := scanners.Get().(*parser.Scanner)
	s.Reset(parser.Chunk{Header: parser.NewHeader(), Text: []byte(text), Last: true})
	return s
}

// joinBlanks takes a row that has too many values only because of blanks inside one
// of them. Mostly it is the agent, whose blanks some software does not replace.
func joinBlanks(given []string, values []string) (names []string, row string) {
	if given == nil {
		return joinBlanksByShape(values)
	}
	extra := len(values) - len(given)
	if extra <= 0 {
		return nil, ""
	}
	l := parser.NewLayout(given)
	for _, c := range []parser.Column{parser.UserAgent, parser.Query, parser.Referer} {
		if at := l.Index(c); at >= 0 {
			row := joinValues(values, at, extra)
			if r := readRow(given, row); r != nil && hasPlausibleEnd(r) && hasPlausiblePath(r) {
				return given, row
			}
		}
	}
	return nil, ""
}

// joinBlanksByShape does so where no #Fields names the place of the agent. It tries
// every place until the row has a shape whose agent is the joined value.
func joinBlanksByShape(values []string) (names []string, row string) {
	const widest = 24
	if len(values) < 2 || !isDate(values[0]) {
		return nil, ""
	}
	for extra := 1; extra <= min(widest, len(values)-9); extra++ {
		for at := 7; at+extra < len(values)-1; at++ {
			agent := strings.Join(values[at:at+extra+1], "+")
			if !isAgent(values[at : at+extra+1]) {
				continue
			}
			row := joinValues(values, at, extra)
			if r := readRow(nil, row); r != nil && string(r.Field(parser.UserAgent)) == agent && hasPlausiblePath(r) {
				return r.Layout.Names, row
			}
		}
	}
	return nil, ""
}

// isAgent reports whether words look like a user agent with blanks: names with
// versions, or a bracket around what is between.
func isAgent(words []string) bool {
	first, last := words[0], words[len(words)-1]
	if strings.Contains(last, "://") {
		return false // a referer
	}
	bracketed := strings.Contains(first+" "+words[1], "(") && strings.Contains(last, ")")
	return strings.Contains(first, "/") && (bracketed || strings.Contains(last, "/"))
}

func isDate(s string) bool { return len(s) == 10 && s[4] == '-' && s[7] == '-' && isDigits(s[:4]) }

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// joinValues puts extra+1 values from at on into one, as IIS writes blanks.
func joinValues(values []string, at, extra int) string {
	joined := slices.Clone(values[:at])
	joined = append(joined, strings.Join(values[at:at+extra+1], "+"))
	return strings.Join(append(joined, values[at+extra+1:]...), " ")
}

// hasPlausibleEnd reports whether the numbers of a row, or its reason, are what they
// should be.
func hasPlausibleEnd(r *parser.Row) bool {
	if r.Layout.IsHTTPERR() {
		return isSite(r.Field(parser.SiteID)) && (r.Status == codes.None || r.Status < 600)
	}
	return r.Status >= 100 && r.Status < 600
}

func isSite(site []byte) bool { return len(site) == 0 || string(site) == "-" || isDigits(string(site)) }

// hasPlausiblePath reports whether the values before the agent are what they should be.
func hasPlausiblePath(r *parser.Row) bool {
	path := r.Path()
	return len(path) == 0 || path[0] == '/' || bytes.Contains(path, []byte("://")) || path[0] == '*'
}

// endLayouts lists the names that the last values of a line may have, the likeliest
// first: those of the #Fields in force, and what IIS and HTTP.sys write unless
// somebody changed it.
func endLayouts(b *codes.Book, given, values []string) (all [][]string) {
	if n := len(values); given != nil && n < len(given) && namesStatus(given[len(given)-n:]) {
		all = append(all, given[len(given)-n:])
	}
	all = append(all, reasonEnds(b, values)...)
	for _, tail := range statusEnds {
		if fitsNumbers(values, len(tail)) {
			all = append(all, withFront(values, tail), tail)
		}
	}
	return slices.DeleteFunc(all, func(names []string) bool { return names == nil })
}

// namesStatus reports whether a row of those names has what explains it.
func namesStatus(names []string) bool {
	l := parser.NewLayout(names)
	return l.Has(parser.Status) && (l.Has(parser.Substatus) || l.Has(parser.Reason))
}

var statusEnds = [][]string{
	strings.Fields("sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken"),
	strings.Fields("sc-status sc-substatus sc-win32-status time-taken"),
	strings.Fields("sc-status sc-substatus sc-win32-status"),
	strings.Fields("sc-status sc-substatus sc-win32-status sc-bytes cs-bytes"),
}

// fitsNumbers reports whether the last n values are numbers that begin with a
// status, and either all that the line has or all numbers at its end.
func fitsNumbers(values []string, n int) bool {
	at := len(values) - n
	if at < 0 || at > 0 && isDigits(values[at-1]) {
		return false
	}
	for _, v := range values[at:] {
		if !isDigits(v) {
			return false
		}
	}
	return len(values[at]) == 3 && values[at] >= "100" && values[at] < "600"
}

// commonFront is what nearly every row of a site begins with.
var commonFront = strings.Fields("date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username")

// withFront names the first values too, where they are what IIS writes first,
// and numbers those between: nil where they are not.
func withFront(values, tail []string) []string {
	between := len(values) - len(commonFront) - len(tail)
	if between < 0 || !isDate(values[0]) || !strings.HasPrefix(values[4], "/") || !isDigits(values[6]) {
		return nil
	}
	names := slices.Clone(commonFront)
	for i := range between {
		names = append(names, "x-unnamed-"+string(rune('a'+i%26)))
	}
	if r := readRow(slices.Concat(names, tail), strings.Join(values, " ")); r == nil {
		return nil
	}
	for i, c := range []parser.Column{parser.ClientIP, parser.UserAgent, parser.Referer} {
		if i < between && isAddress(values[len(commonFront)]) {
			names[len(commonFront)+i] = c.String()
		}
	}
	return append(names, tail...)
}

func isAddress(s string) bool { _, err := netip.ParseAddr(s); return err == nil }

// reasonEnds names the last values of a row of HTTP.sys, where the last or the
// last but one is a reason.
func reasonEnds(b *codes.Book, values []string) (all [][]string) {
	for _, tail := range [][]string{
		strings.Fields("cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename"),
		strings.Fields("cs-version cs-method cs-uri sc-status s-siteid s-reason"),
		strings.Fields("sc-status s-siteid s-reason s-queuename"),
		strings.Fields("sc-status s-siteid s-reason"),
	} {
		at := len(values) - len(tail)
		if at >= 0 && fitsReason(b, values[at:], tail) {
			all = append(all, tail)
		}
	}
	return all
}

// fitsReason reports whether values have the form of those that HTTP.sys writes.
// Reasons that no table knows are not taken here: most words could be one.
func fitsReason(b *codes.Book, values, names []string) bool {
	for i, v := range values {
		ok := true
		switch names[i] {
		case "cs-version":
			ok = strings.HasPrefix(v, "HTTP/")
		case "sc-status":
			ok = v == "-" || len(v) == 3 && isDigits(v)
		case "s-siteid":
			ok = isSite([]byte(v))
		case "s-reason":
			_, ok = b.Reason(v)
		}
		if !ok {
			return false
		}
	}
	return true
}
