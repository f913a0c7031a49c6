package parser

import (
	"strings"
	"testing"
)

// TestRowsOfFTP: sites may write their numbers in any order too, and then their
// methods tell.
func TestRowsOfFTP(t *testing.T) {
	for _, c := range []struct {
		fields, row string
		want        bool
	}{
		{"date time c-ip cs-method cs-uri-stem sc-status sc-win32-status sc-substatus x-session", "2024-01-02 00:00:00 192.0.2.1 PASS *** 530 1326 41 5f0d7c1e", true},
		{"sc-status sc-substatus sc-win32-status x-session", "530 41 1326 5f0d7c1e", true},
		{"cs-method cs-uri-stem sc-status sc-win32-status sc-substatus", "RETR a.txt 550 2 3", true},
		{"cs-method cs-uri-stem sc-status sc-win32-status sc-substatus", "ControlChannelOpened - - 0 0", true},
		{"cs-method cs-uri-stem sc-status sc-win32-status sc-substatus", "GET /a 404 2 0", false},
		{"cs-method cs-uri-stem sc-status sc-win32-status sc-substatus", "- - 400 0 0", false},
		{"cs-uri-stem sc-status sc-win32-status sc-substatus", "/a 404 2 0", false},
		{"cs-method sc-win32-status sc-substatus sc-status", "USER 5 2 401", false},
		{"cs-method sc-status sc-win32-status sc-substatus cs(User-Agent)", "BREW 404 2 0 x", false},
		{"cs-method cs-uri-stem sc-status sc-substatus sc-win32-status", "PASS /a 401 1 1326", false},
		{"time c-ip cs-method cs-uri-stem sc-status", "16:44:49 192.0.2.1 [2]USER anonymous 331", true},
		{"time c-ip cs-method cs-uri-stem cs-uri-query sc-status", "16:44:49 192.0.2.1 [2]USER anonymous - 331", true},
		{"time c-ip cs-method cs-uri-stem sc-status", "16:44:49 192.0.2.1 GET / 200", false},
		{"sc-status", "200", false},
		{"cs-method cs-uri-stem cs-uri-query sc-status X-Session", "GET /a - 500 s1", false},
	} {
		text := "#Fields: " + c.fields + "\n" + c.row + "\n"
		chunk, err := NewCutter(strings.NewReader(text)).Next(make([]byte, 0, len(text)))
		equal(t, nil, err, "error of reading "+c.row)
		var s Scanner
		s.Reset(chunk)
		equal(t, true, s.Scan(), c.row+" is a row")
		equal(t, c.want, s.Row().IsFTP(), c.fields+": "+c.row)
	}
}
