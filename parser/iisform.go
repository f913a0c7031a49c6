package parser

import (
	"bytes"
	"strings"
)

// iisLayout is that of the format which IIS calls its own (in120101.log). Microsoft
// documents its values and their order: IIS Logging in the documents of the HTTP
// Server API.
var iisLayout = fixedLayout(IIS, "c-ip cs-username date time s-sitename s-computername s-ip time-taken cs-bytes sc-bytes sc-status sc-win32-status cs-method cs-uri-stem cs-uri-query")

func fixedLayout(f Form, fields string) *Layout {
	return newLayout(f, strings.Fields(fields))
}

// splitIIS appends the values of a row in the format of IIS: each ends in a comma,
// and a blank stands before all but the first.
func splitIIS(values [][]byte, line []byte) ([][]byte, bool) {
	line = bytes.TrimSuffix(bytes.TrimRight(line, " "), []byte{','})
	if bytes.Count(line, commaBlank) != len(iisLayout.Names)-1 {
		return values, false
	}
	for range len(iisLayout.Names) - 1 {
		value, rest, _ := bytes.Cut(line, commaBlank)
		values, line = append(values, orDash(value)), rest
	}
	values = append(values, orDash(line))
	return values, looksLikeIIS(values)
}

var commaBlank = []byte(", ")

// looksLikeIIS reports whether the values are what the format says, so that no
// other list with commas is taken for a log.
func looksLikeIIS(values [][]byte) bool {
	for i, value := range values {
		c, _ := ColumnOf(iisLayout.Names[i])
		switch c {
		case Date:
			if _, ok := parseAnyDay(value); !ok {
				return false
			}
		case Time:
			if _, ok := parseAnyClock(value); !ok {
				return false
			}
		case Status: // 0 where a command of FTP was not answered
			if !isNumber(value) || len(value) > 3 {
				return false
			}
		case Method, Stem: // whatever the client or another service wrote
		default:
			if check := checks[c]; check != nil && !check(value) {
				return false
			}
		}
	}
	return true
}

func orDash(value []byte) []byte {
	if len(value) == 0 {
		return none
	}
	return value
}
