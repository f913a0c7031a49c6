package analysis_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
)

// corpora holds logs that others published, byte for byte, and what an
// independent counter found in them.
const corpora = "../../../shared/corpora"

// counted is what the counter says about one file, or a report about it.
type counted struct {
	Rows      int64
	Accepted  int64
	Malformed int64
	Format    string
	Class     map[string]int64 `json:"by_class"`
	Code      map[string]int64 `json:"by_code"`
	CodeWin32 map[string]int64 `json:"by_code_win32"`
	FirstDate string           `json:"first_date"`
	LastDate  string           `json:"last_date"`
}

func TestCorpora(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(corpora, "EXPECTED.json"))
	if err != nil {
		t.Skip("the published sample logs are not here: ", err)
	}
	var expected map[string]counted
	require.NoError(t, json.Unmarshal(text, &expected))
	require.NotEmpty(t, expected)
	var names []string
	for name, want := range expected {
		names = append(names, filepath.Join(corpora, name))
		t.Run(name, func(t *testing.T) { agreesWithCounter(t, filepath.Join(corpora, name), want) })
	}
	t.Run("all at once", func(t *testing.T) { sumsUp(t, names, expected) })
}

func agreesWithCounter(t *testing.T, name string, want counted) {
	a, r := readFiles(t, []string{name}, 1)
	in := r.Input
	if want.Format == "headerless" {
		assert.Equal(t, want.Rows, in.Rows+in.Malformed, "used and refused")
		return
	}
	got := countIn(a, r, want.Format)
	if want.FirstDate == "" {
		// The counter looks at the column only, not at #Date.
		got.FirstDate, got.LastDate = "", ""
	}
	assert.Equal(t, want.merged(), got)
}

// sumsUp reads all files as one input: the sum of the parts.
func sumsUp(t *testing.T, names []string, expected map[string]counted) {
	slices.Sort(names)
	_, r := readFiles(t, names, 2)
	var rows int64
	for _, want := range expected {
		rows += want.Rows
	}
	assert.Equal(t, rows, r.Input.Rows+r.Input.Malformed)
	assert.Len(t, r.Input.Sources, len(expected))
	assert.False(t, r.Input.Partial)
}

func readFiles(t *testing.T, names []string, workers int) (*analysis.Analysis, *report.Report) {
	sources, _, errs := input.Find(names, nil)
	require.Empty(t, errs)
	o := options(t)
	o.Workers, o.ChunkSize = workers, 4<<10
	a := analysisOf(sources, o)
	r := a.Report(context.Background())
	agrees(t, r)
	return a, r
}

// merged is what the counter found in the words of a report: it tells "-" from
// absent, and 0 from the other Win32 numbers, where a report does not.
func (c counted) merged() counted {
	join := func(m map[string]int64) map[string]int64 {
		all := map[string]int64{}
		for key, n := range m {
			if key == "absent" {
				key = "-"
			}
			all[key] += n
		}
		return all
	}
	c.Class, c.Code = join(c.Class), join(c.Code)
	win32 := map[string]int64{}
	for key, n := range join(c.CodeWin32) {
		if strings.Count(key, ".") == 2 && !strings.HasSuffix(key, ".0") {
			win32[key] += n
		}
	}
	c.CodeWin32 = win32
	return c
}

// countIn brings a report into the form of the counter. The Win32 numbers are those of
// all rows; a report shows those of the rows that need attention.
func countIn(a *analysis.Analysis, r *report.Report, format string) counted {
	c := counted{
		Rows: r.Input.Rows + r.Input.Malformed, Accepted: r.Input.Rows, Malformed: r.Input.Malformed, Format: format,
		Class: map[string]int64{}, Code: map[string]int64{}, CodeWin32: map[string]int64{},
	}
	for _, class := range r.Classes {
		c.Class[class.Class] += class.Count
	}
	for _, code := range r.Codes {
		c.Code[code.Code] += code.Count
	}
	for _, o := range a.Outcomes {
		if o.Win32 > 0 && o.Rows > 0 {
			c.CodeWin32[o.Code.String()+"."+strconv.FormatInt(o.Win32, 10)] += o.Rows
		}
	}
	if !r.Period.First.IsZero() {
		c.FirstDate, c.LastDate = r.Period.First.Format("2006-01-02"), r.Period.Last.Format("2006-01-02")
	}
	return c
}

// Codes of the FTP service are another language than those of HTTP.
func TestCorporaNameTheService(t *testing.T) {
	name := filepath.Join(corpora, "tstack__lnav", "test__logfile_w3c.2")
	if _, err := os.Stat(name); err != nil {
		t.Skip("the published sample logs are not here: ", err)
	}
	_, r := readFiles(t, []string{name}, 1)
	for _, c := range r.Codes {
		assert.Equal(t, "ftp", c.Log, c.Code)
	}
}
