package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

// A row that a clock years off has dated spoils neither the period nor the newest day, wherever
// it stands, and is told. Who gives a time gets what is of it.
func TestRowsYearsApart(t *testing.T) {
	const fields = "#Fields: date time cs-method cs-uri-stem sc-status sc-substatus sc-win32-status\n"
	row := func(at time.Time, i int) string {
		return fmt.Sprintf("%s GET /page/%d 404 0 2\n", at.UTC().Format(time.DateTime), i%50)
	}
	ends := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	log := func(stray ...string) string {
		text := fields
		for i := range 3000 {
			if i == 1500 {
				text += strings.Join(stray, "")
			}
			text += row(ends.Add(time.Duration(i-3000)*10*time.Second), i)
		}
		return text
	}
	ahead, behind := row(ends.AddDate(900, 0, 0), 7), row(ends.AddDate(-9, 0, 0), 7)
	f := func(wantRows int64, left int, args []string, files ...string) {
		t.Helper()
		dir := t.TempDir()
		for i, text := range files {
			require.NoError(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.log", i)), []byte(text), 0o600))
		}
		var out, complaints bytes.Buffer
		status := run(t.Context(), append(args, "--lang", "en", "--tz", "UTC", "-f", "json", dir), nil, &out, &complaints)
		assert.Equal(t, exitDone, status, &complaints)
		assert.Equal(t, left, strings.Count(complaints.String(), "left out the rows that are dated"), &complaints)
		var told report.Report
		require.NoError(t, json.Unmarshal(out.Bytes(), &told))
		assert.Equal(t, wantRows, told.Total.Rows, args)
		assert.Len(t, told.Input.Apart, left)
		if left > 0 {
			assert.Less(t, told.Period.Last.Sub(told.Period.First), 48*time.Hour)
		}
	}
	f(3000, 0, []string{"report"}, log())
	f(3000, 1, []string{"report"}, log(ahead))
	f(3000, 1, []string{"report"}, log(behind))
	f(3000, 2, []string{"report"}, log(ahead, behind))
	f(3000, 1, []string{"report"}, log(), fields+ahead)
	f(3000, 1, []string{"spikes"}, log(ahead))
	f(360, 1, []string{"report", "--last", "1h"}, log(ahead))
	f(360, 0, []string{"report", "--last", "1h"}, log(behind))
	f(3000, 1, []string{"daily", "--days", "2"}, log(ahead))
	f(3000, 0, []string{"daily", "--days", "2"}, log(behind))
	// who gives both times means what is between them; one row in a hundred is no stray
	f(3001, 0, []string{"report", "--since", "2001-01-01", "--until", "2999-01-01"}, log(ahead))
	f(3050, 0, []string{"report"}, log(strings.Repeat(ahead, 50)))
}
