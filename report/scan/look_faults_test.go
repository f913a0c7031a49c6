package scan

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// A file that became another one between two looks is told, whatever became of it; one
// that grew is the same.
func TestChangedBetweenTwoLooks(t *testing.T) {
	const fields = "#Fields: date time c-ip cs-uri-stem sc-status sc-substatus sc-win32-status\n"
	rows := func(client string, n int) string {
		return fields + strings.Repeat("2026-11-21 10:00:00 "+client+" /a 500 0 64\n", n)
	}
	before := rows("203.0.113.7", 100)
	f := func(told string, change func(file string) error) {
		t.Helper()
		file := filepath.Join(t.TempDir(), "u_ex261121.log")
		require.NoError(t, os.WriteFile(file, []byte(before), 0o600))
		sources, _, errs := input.Find([]string{file}, nil)
		require.Empty(t, errs)
		result := Read(t.Context(), sources, options(t))
		require.NoError(t, change(file))
		whole := result.Rows.Look(t.Context(), []Span{{From: 0, Until: 1 << 40}}, Wanted{}, func(int, *parser.Row, codes.Verdict) {})
		changed := result.Changed()
		assert.Equal(t, told == "", whole)
		if told == "" {
			assert.Empty(t, changed)
			return
		}
		require.Len(t, changed, 1)
		assert.Contains(t, changed[0].Reason(), told)
	}
	write := func(text string) func(string) error {
		return func(file string) error { return os.WriteFile(file, []byte(text), 0o600) }
	}
	f("", func(string) error { return nil })
	f("", write(before+"2026-11-21 10:00:01 203.0.113.7 /a 200 0 0\n"))
	f("cut meanwhile", write(before[:len(before)/2]))
	f("cut meanwhile", write(""))
	f("overwritten", write(rows("198.51.10.9", 100)))
	f("nothing of that name", os.Remove)
	f("another one of that name", func(file string) error {
		if err := os.WriteFile(file+".new", []byte(before+before), 0o600); err != nil {
			return err
		}
		return os.Rename(file+".new", file)
	})
}
