package parser

import "bytes"

// The ways in which a line may hold its values. IIS separates them by single
// blanks; CloudFront by tabs; Advanced Logging quotes some and doubles blanks.
// A line is tried in the order tabs, single blanks, quoted, runs of blanks, and
// is a row when one of them gives as many values as there are fields. Quotes
// come late because a '"' in IIS is part of a value.

// splitQuoted appends the values of a line in which blanks separate and values
// that begin with '"' run to the next '"' that a blank or the end follows. A
// quotation that does not end is no value: it returns false.
func splitQuoted(values [][]byte, line []byte) ([][]byte, bool) {
	for {
		line = bytes.TrimLeft(line, " \t")
		if len(line) == 0 {
			return values, true
		}
		var end int
		if line[0] == '"' {
			end = quoteEnd(line)
			if end < 0 {
				return values, false
			}
			values = append(values, line[1:end])
			end++
		} else {
			end = bytes.IndexAny(line, " \t")
			if end < 0 {
				end = len(line)
			}
			values = append(values, line[:end])
		}
		line = line[end:]
	}
}

// quoteEnd returns the place of the '"' that ends the quotation at the start of
// a line, or -1.
func quoteEnd(line []byte) int {
	for i := 1; i < len(line); i++ {
		if line[i] == '"' && (i+1 == len(line) || line[i+1] == ' ' || line[i+1] == '\t') {
			return i
		}
	}
	return -1
}

// splitRuns appends the values between runs of blanks.
func splitRuns(values [][]byte, line []byte) [][]byte {
	for {
		line = bytes.TrimLeft(line, " \t")
		if len(line) == 0 {
			return values
		}
		end := bytes.IndexAny(line, " \t")
		if end < 0 {
			end = len(line)
		}
		values = append(values, line[:end])
		line = line[end:]
	}
}

// splitAt appends the values between single separators.
func splitAt(values [][]byte, line []byte, sep byte) [][]byte {
	for {
		i := bytes.IndexByte(line, sep)
		if i < 0 {
			return append(values, line)
		}
		values = append(values, line[:i])
		line = line[i+1:]
	}
}
