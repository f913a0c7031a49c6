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
	if plainASCII(s) {
		return len(s)
	}
	return uniseg.StringWidth(s)
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
		if word != "" && plainASCII(word) { // nothing in it is wide
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
