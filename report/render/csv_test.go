package render

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// parsed is a CSV as a map for each line.
func parsed(t *testing.T, out string) (lines []map[string]string) {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	require.NoError(t, err)
	for _, record := range records[1:] {
		line := map[string]string{}
		for i, cell := range record {
			line[records[0][i]] = cell
		}
		assert.Len(t, line, len(records[0]), "a head stands twice")
		lines = append(lines, line)
	}
	return lines
}

func TestCSVHoldsTheCodes(t *testing.T) {
	r := rich("en")
	r.Groups = nil
	lines := parsed(t, write(t, r, CSV, Options{}))
	require.Len(t, lines, len(r.Codes)+len(r.Slow))
	for i, s := range r.Slow { // in columns of their own: sums of the others stay right
		line := lines[len(r.Codes)+i]
		assert.Equal(t, []string{"", "", s.Key, strconv.FormatInt(s.P95, 10)}, []string{line["code"], line["rows"], line["slow_path"], line["slow_p95_ms"]})
	}
	var rows, attention int64
	for i, c := range r.Codes {
		assert.Equal(t, strings.TrimPrefix(c.Code, "-"), lines[i]["code"])
		assert.Equal(t, strconv.FormatInt(c.Count, 10), lines[i]["rows"])
		for v := range codes.NumVerdicts {
			n, err := strconv.ParseInt(lines[i][codes.Verdict(v).String()], 10, 64)
			require.NoError(t, err)
			rows += n
		}
		need, err := strconv.ParseInt(lines[i]["attention"], 10, 64)
		require.NoError(t, err)
		attention += need
	}
	assert.Equal(t, r.Total.Rows, rows)
	assert.Equal(t, r.Total.Attention, attention)
	logon := lines[2]
	assert.Equal(t, "2026-11-21T08:12:03Z", logon["first"])
	assert.Equal(t, "2148074254", logon["win32"])
	assert.Equal(t, "203.0.113.7", logon["c-ip"])
	assert.Equal(t, "3990", logon["c-ip_rows"])
	assert.Equal(t, "logon-failure", logon["verdict"])
	assert.Equal(t, "", lines[len(lines)-1]["class"], "no status")
}

func TestCSVGroups(t *testing.T) {
	lines := parsed(t, write(t, rich("zh"), CSV, Options{}))
	require.Len(t, lines, 3)
	assert.Equal(t, map[string]string{"s-sitename": "W3SVC1", "cs-uri-stem": "/shop/购物车/结算.aspx",
		"rows": "3101", "errors": "3101", "attention": "3101", "p50_ms": "4012", "p95_ms": "9120", "max_ms": "129004", "bytes": "12701696", "partial": "true"}, lines[1])
}

func TestCSVForm(t *testing.T) {
	out := write(t, calm("en"), CSV, Options{})
	assert.True(t, strings.HasPrefix(out, "code,class,status,substatus,rows,share,attention,first,last,name,meaning,cause,check,match,"))
	assert.Equal(t, strings.Count(out, "\n"), strings.Count(out, "\r\n"))
	assert.True(t, strings.HasPrefix(write(t, calm("en"), CSV, Options{BOM: true}), "\ufeffcode,"))
	assert.True(t, strings.HasPrefix(write(t, calm("en"), CSV, Options{Delimiter: ';'}), "code;class;"))
	assert.Equal(t, 1, strings.Count(write(t, empty("en"), CSV, Options{}), "\n"), "the heads alone")

	en, _, _ := strings.Cut(write(t, calm("en"), CSV, Options{}), "\r\n")
	zh, _, _ := strings.Cut(write(t, calm("zh"), CSV, Options{}), "\r\n")
	assert.Equal(t, en, zh, "heads are for programs")
}

// A table that lacks rows says so in each line, and in one where there is no other.
func TestCSVSaysThatItIsPartial(t *testing.T) {
	for _, command := range []string{"report", "daily", "spikes"} {
		r := empty("en")
		r.Command = command
		assert.Empty(t, parsed(t, write(t, r, CSV, Options{})), command)
		r.Input.Partial = true
		lines := parsed(t, write(t, r, CSV, Options{}))
		require.Len(t, lines, 1, command)
		assert.Equal(t, "true", lines[0]["partial"], command)
	}
	for _, line := range parsed(t, write(t, calm("en"), CSV, Options{})) {
		assert.Equal(t, "false", line["partial"])
	}
}

func TestCSVDelimiterIsChecked(t *testing.T) {
	for _, delimiter := range []rune{'"', '\n', '\r', utf8.RuneError, -1, 0xd800} {
		err := Write(io.Discard, calm("en"), CSV, Options{Delimiter: delimiter})
		assert.ErrorContains(t, err, "delimiter must be", "%q", delimiter)
	}
}

func TestDefuse(t *testing.T) {
	f := func(cell, want string) {
		t.Helper()
		assert.Equal(t, want, defuse(cell))
		if isTame(cell) {
			assert.Equal(t, want, cell, "rows write it as it is")
		}
	}
	f("", "")
	f("/index.html", "/index.html")
	f("=1+1", "'=1+1")
	f("+49", "'+49")
	f("-", "'-")
	f("-0.75", "-0.75")
	f("-12", "-12")
	f("-1-1", "'-1-1")
	f("-1.2.3", "'-1.2.3")
	f("-.5", "'-.5")
	f("@SUM(A1)", "'@SUM(A1)")
	f("\t=1", "'\t'=1")
	f("\r=1", "'\r=1")
	f("＝1", "'＝1")
	f("a;=1", "a;'=1")
	f("Mozilla/5.0+(Windows+NT+10.0;+Win64)", "Mozilla/5.0+(Windows+NT+10.0;+Win64)")
	f("1=1", "1=1")
	f("x;+cmd|' /C calc'!A0", "x;'+cmd|' /C calc'!A0")
	f("x;-2+3+cmd|' /C calc'!A0", "x;'-2+3+cmd|' /C calc'!A0")
	f("x,+1", "x,'+1")
	f(`x;"=1"`, `x;'"=1"`)
	f(`",",=1`, `",",'=1`)
	f("x;+HYPERLINK(1)", "x;'+HYPERLINK(1)")
	f("x; =1", "x;' =1")
	f("x\t@SUM(A1)", "x\t'@SUM(A1)")
	f("a|=1", "a|'=1")
	f("Mozilla/5.0 (Windows NT 10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/120.0.0.0", "Mozilla/5.0 (Windows NT 10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/120.0.0.0")
	f("Mozilla/4.0+(compatible;+MSIE+7.0;+.NET4.0C)", "Mozilla/4.0+(compatible;+MSIE+7.0;+.NET4.0C)")
}

func TestLongCellsAreCut(t *testing.T) {
	long := strings.Repeat("张", longestCell)
	r := &report.Report{Codes: []report.Code{{Code: "404.0", Top: map[string][]report.Key{"cs-uri-stem": {{Key: long, Count: 1}}}}}}
	cell := parsed(t, write(t, r, CSV, Options{}))[0]["cs-uri-stem"]
	assert.LessOrEqual(t, len(cell), longestCell)
	assert.Greater(t, len(cell), longestCell-4)
	assert.True(t, utf8.ValidString(cell))
}
