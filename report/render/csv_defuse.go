package render

import (
	"strings"
	"unicode/utf8"
)

// longestCell is what a cell of Excel holds; it spills the rest into the next
// line, where it could be anything.
const longestCell = 32767

// defused returns the cells with formulas made text.
func defused(cells []string) []string {
	return each(cells, func(cell string) string { return limit(defuse(cell)) })
}

// defuse puts an apostrophe before what a spreadsheet would take as a formula,
// also after a character at which one of another region would split the line.
// There, + and - are let be: every other user agent holds "; +Win64". A plain
// number below zero is what it says.
func defuse(cell string) string {
	first, _ := utf8.DecodeRuneInString(cell)
	if first == '-' && plainNumber(cell[1:]) {
		return cell
	}
	if strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		cell = "'" + cell
	}
	return strings.NewReplacer(";=", ";'=", ";@", ";'@", ",=", ",'=", ",@", ",'@", "\t=", "\t'=", "\t@", "\t'@").Replace(cell)
}

// plainNumber reports digits with at most one point among them.
func plainNumber(s string) bool {
	whole, part, pointed := strings.Cut(s, ".")
	return onlyDigits(whole) && (!pointed || onlyDigits(part))
}

func onlyDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// limit cuts a cell at a character. Excel counts units of UTF-16, of which a
// string never has more than bytes of UTF-8.
func limit(cell string) string {
	if len(cell) <= longestCell {
		return cell
	}
	end := longestCell
	for !utf8.RuneStart(cell[end]) {
		end--
	}
	return cell[:end]
}
