package render

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

const ellipsis = "…"

// columns is the width of s on a terminal. Chinese takes two columns, characters
// of ambiguous width (…, é, “) take one.
func columns(s string) int {
	if width, simple := simpleColumns(s); simple {
		return width
	}
	return uniseg.StringWidth(s)
}

// simpleColumns is the width of a text of characters that nothing joins: to take such a
// text apart as UAX #29 says took a tenth of the time of a short report.
func simpleColumns(s string) (width int, simple bool) {
	for i := 0; i < len(s); {
		if s[i] >= ' ' && s[i] <= '~' {
			width, i = width+1, i+1
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		wide := simpleWidth(r)
		if wide == 0 || r == utf8.RuneError {
			return 0, false
		}
		width, i = width+wide, i+size
	}
	return width, true
}

// simpleWidth is the width of a character that joins no other: letters and signs of Latin,
// punctuation, lines and blocks, Chinese. It is 0 for others.
func simpleWidth(r rune) int {
	switch {
	case ' ' <= r && r <= '~', 0xA0 <= r && r < 0x300 && r != 0xAD, 0x2010 <= r && r <= 0x2027, 0x2190 <= r && r <= 0x2193, 0x2500 <= r && r <= 0x259F:
		return 1
	case 0x4E00 <= r && r <= 0x9FFF, 0x3001 <= r && r <= 0x3011, 0xFF01 <= r && r <= 0xFF5E:
		return 2
	}
	return 0
}

// pad fills s with blanks up to a width.
func pad(s string, width int) string { return s + blanks(width-columns(s)) }

// padLeft flushes s right.
func padLeft(s string, width int) string { return blanks(width-columns(s)) + s }

func blanks(n int) string { return strings.Repeat(" ", max(0, n)) }

// cut shortens s at its end.
func cut(s string, width int) string {
	if columns(s) <= width {
		return s
	}
	return head(s, width-columns(ellipsis)) + ellipsis
}

// middle shortens s in its middle: the ends of a path and of an agent tell most.
func middle(s string, width int) string {
	if columns(s) <= width {
		return s
	}
	room := max(0, width-columns(ellipsis))
	first := head(s, (room+1)/2)
	return first + ellipsis + tail(s, room-columns(first))
}

// head returns the start of s that fits into a width.
func head(s string, width int) string {
	if _, simple := simpleColumns(s); simple {
		for i, r := range s {
			if width -= simpleWidth(r); width < 0 {
				return s[:i]
			}
		}
		return s
	}
	end, state := 0, -1
	for rest := s; rest != ""; {
		cluster, after, wide, next := uniseg.FirstGraphemeClusterInString(rest, state)
		if width -= wide; width < 0 {
			break
		}
		end, rest, state = end+len(cluster), after, next
	}
	return s[:end]
}

// tail returns the end of s that fits into a width.
func tail(s string, width int) string {
	excess := columns(s) - width
	if _, simple := simpleColumns(s); simple {
		for i, r := range s {
			if excess <= 0 {
				return s[i:]
			}
			excess -= simpleWidth(r)
		}
		return s[len(s):]
	}
	state := -1
	for rest := s; ; {
		if excess <= 0 || rest == "" {
			return rest
		}
		_, after, wide, next := uniseg.FirstGraphemeClusterInString(rest, state)
		excess, rest, state = excess-wide, after, next
	}
}

// wrap breaks s into lines of a width. Chinese breaks between characters, but
// not before a closing mark; other text breaks at blanks. Words that are too
// long for any line are broken where the line ends.
func wrap(s string, width int) []string {
	width = max(width, 2) // what a Chinese character takes
	var lines []string
	line := ""
	for _, piece := range pieces(s) {
		if line != "" && columns(line)+columns(strings.TrimRight(piece, " ")) > width {
			lines, line = append(lines, strings.TrimRight(line, " ")), ""
		}
		line += piece
		for columns(strings.TrimRight(line, " ")) > width {
			first := head(line, width)
			lines, line = append(lines, first), line[len(first):]
		}
	}
	return append(lines, strings.TrimRight(line, " "))
}

// pieces cuts s where a line may end: after blanks, and beside wide characters
// where UAX #14 allows it. Its other places do not serve here: it would tear
// flags and paths apart after hyphens and slashes, and never breaks before a
// slash, not even after a blank.
func pieces(s string) (out []string) {
	for _, word := range strings.SplitAfter(s, " ") {
		if isNarrow(word) {
			out = append(out, word)
			continue
		}
		piece, state := "", -1
		for word != "" {
			segment, rest, _, next := uniseg.FirstLineSegmentInString(word, state)
			piece, word, state = piece+segment, rest, next
			if word == "" || wideBeside(piece, word) {
				out, piece = append(out, piece), ""
			}
		}
	}
	return out
}

// isNarrow reports whether a word has no wide character, nor any that another joins.
func isNarrow(word string) bool {
	width, simple := simpleColumns(word)
	return simple && width > 0 && width == utf8.RuneCountInString(word)
}

// wideBeside reports whether a wide character stands on a side of the cut.
func wideBeside(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return columns(string(last)) == 2 || columns(string(first)) == 2
}

// Columns is the width of s on a terminal.
func Columns(s string) int { return columns(s) }

// Wrap breaks s into lines of a width, as reports are: Chinese between characters, other
// text at blanks.
func Wrap(s string, width int) []string { return wrap(s, width) }
