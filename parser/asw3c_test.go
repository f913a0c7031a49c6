package parser

import (
	"strings"
	"testing"
	"time"
)

// TestAsW3C: a row of any form, written as W3C, is the same row again.
func TestAsW3C(t *testing.T) {
	zone := time.FixedZone("", 3600)
	for name, text := range map[string]string{
		"W3C":  "#Fields: date time cs-uri-stem sc-status time-taken\n2024-01-02 03:04:05 /a 404 7\n",
		"IIS":  iisRow + "\n",
		"NCSA": `192.0.2.9 - CORP\eve [02/Jan/2024:03:04:05 +0100] "GET /a b.htm?c=1 HTTP/1.0" 404 3401` + "\n",
		"CSV":  logParserHead + logParserRow,
		"JSON": appServiceRow + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			s := Scanner{Zone: zone}
			s.Reset(Chunk{Header: NewHeader(), Text: []byte(text), Last: true})
			equal(t, true, s.Scan(), "there is a row")
			was := s.Row().Clone()
			equal(t, name, was.Layout.Form.String(), "form")
			names, line := was.AsW3C()
			var again Scanner
			again.Reset(Chunk{Header: NewHeader(), Text: []byte("#Fields: " + strings.Join(names, " ") + "\n" + string(line) + "\n"), Last: true})
			equal(t, true, again.Scan(), "it is a row again: "+string(line))
			is := again.Row()
			equal(t, []int64{was.Second, int64(was.Status), int64(was.Substatus), was.Win32, was.Taken},
				[]int64{is.Second, int64(is.Status), int64(is.Substatus), is.Win32, is.Taken}, "time and numbers")
			for c := range Columns {
				if c != Date && c != Time && was.Layout.Has(c) {
					equal(t, strings.ReplaceAll(string(was.Field(c)), " ", "+"), string(is.Field(c)), c.String())
				}
			}
		})
	}
}
