package main

import (
	"bytes"
	"compress/gzip"
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

// The newest day is guessed from the beginnings and ends of files. Whatever those hold, the
// summary is that of the newest row.
func TestNewestDayIsThatOfTheNewestRow(t *testing.T) {
	const fields = "#Fields: date time cs-method cs-uri-stem sc-status sc-substatus sc-win32-status\n"
	const many = 5000 // rows, more than a guess looks at
	rows := func(times ...string) string {
		var b strings.Builder
		for _, from := range times {
			at, err := time.Parse("2006-01-02 15:04", from)
			require.NoError(t, err)
			for i := range many {
				fmt.Fprintf(&b, "%s GET /page/%04d 404 0 2\n", at.Add(time.Duration(i)*time.Second).Format(time.DateTime), i)
			}
		}
		return b.String()
	}
	f := func(what, newest string, begun bool, tz string, files ...string) {
		t.Helper()
		dir := t.TempDir()
		for i := 0; i < len(files); i += 2 {
			name, text := files[i], []byte(files[i+1])
			if strings.HasSuffix(name, ".gz") {
				text = zipped(t, text)
			}
			require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), text, 0o600))
		}
		var out, complaints bytes.Buffer
		status := run(t.Context(), []string{"daily", "--tz", tz, "--days", "1", "-f", "json", dir}, nil, &out, &complaints)
		assert.Equal(t, exitDone, status, "%s: %s", what, &complaints)
		assert.Equal(t, begun, strings.Contains(complaints.String(), "has only begun"), "%s: %s", what, &complaints)
		var told report.Report
		require.NoError(t, json.Unmarshal(out.Bytes(), &told), what)
		require.Len(t, told.Days, 1, what)
		assert.Equal(t, newest, told.Days[0].Date, what)
	}
	three := rows("2026-11-20 08:00", "2026-11-24 08:00", "2026-11-22 08:00")
	f("in order", "2026-11-21", false, "UTC", "a.log", fields+rows("2026-11-20 08:00", "2026-11-21 08:00"))
	f("the newest in the middle", "2026-11-24", false, "UTC", "a.log", fields+three)
	f("of many days, named by the first, beside a folder of others", "2026-11-24", false, "UTC",
		"W3SVC1/u_ex261121.log", fields+rows("2026-11-21 08:00"), "W3SVC2/u_ex261120.log", fields+three)
	f("packed, of three days", "2026-11-24", false, "UTC", "a.log.gz", fields+three)
	f("packed, with names", "2026-11-21", false, "UTC",
		"u_ex261120.log.gz", fields+rows("2026-11-20 08:00"), "u_ex261121.log.gz", fields+rows("2026-11-21 04:10"))
	f("soon after midnight, with a file of its own", "2026-11-20", true, "UTC",
		"u_ex261120.log", fields+rows("2026-11-20 08:00"), "u_ex261121.log", fields+rows("2026-11-21 00:10"))
	f("of hours, soon after midnight", "2026-11-20", true, "UTC", "u_ex26112019.log", fields+rows("2026-11-20 19:00"),
		"u_ex26112100.log", fields+rows("2026-11-21 00:10"))
	f("the first day, of hours", "2026-11-21", false, "UTC", "u_ex26112100.log", fields+rows("2026-11-21 00:00"), "u_ex26112101.log", fields+rows("2026-11-21 01:10"))
	f("a name that lies", "2026-11-24", false, "UTC", "u_ex261120.log", fields+three, "u_ex261119.log", fields+rows("2026-11-19 08:00"))
	f("of two, the first has the newest", "2026-11-24", false, "UTC", "a.log", fields+three, "b.log", fields+rows("2026-11-23 08:00"))
	f("no time at both ends", "2026-11-21", false, "UTC", "a.log",
		"#Fields: time cs-uri-stem\n"+strings.Repeat("08:00:00 /\n", 20_000)+fields+rows("2026-11-21 08:00")+"#Fields: cs-uri-stem\n"+strings.Repeat("/\n", 90_000))
	f("columns that change", "2026-11-22", false, "UTC", "a.log",
		fields+rows("2026-11-20 08:00")+"#Fields: cs-uri-stem date time\n"+strings.Repeat("/2026-11-29 2026-11-22 08:00:00\n", many))
	f("a day that has only begun", "2026-11-21", true, "Europe/Zurich", "u_ex261121.log.gz", fields+rows("2026-11-21 08:00", "2026-11-21 22:10"))
	dates := "#Fields: date cs-uri-stem sc-status\n" + strings.Repeat("2026-11-20 / 200\n", 900) + strings.Repeat("2026-11-21 / 200\n", 900)
	f("dates alone", "2026-11-21", false, "UTC", "dates.log", dates)
	f("one that lasts", "2026-11-22", false, "Europe/Zurich", "u_ex261121.log", fields+rows("2026-11-21 08:00", "2026-11-22 01:00"))
}

// Times that a log gives by the clock of its server are of the day that they are in there.
func TestNewestDayByTheClockOfTheServer(t *testing.T) {
	const row = "192.0.2.7, -, %s, %s, W3SVC1, WEB1, 192.0.2.1, 15, 300, 500, 404, 2, GET, /a, -,\n"
	path := filepath.Join(t.TempDir(), "in.log")
	text := fmt.Sprintf(row, "11/20/26", "20:00:00") + fmt.Sprintf(row, "11/21/26", "21:30:00")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	for _, args := range [][]string{{"daily", "--days", "1"}, {"report", "--last", "1h"}} {
		var out, complaints bytes.Buffer
		status := run(t.Context(), append(args, "--tz", "Asia/Shanghai", "-f", "json", path), nil, &out, &complaints)
		assert.Equal(t, exitDone, status, &complaints)
		var told report.Report
		require.NoError(t, json.Unmarshal(out.Bytes(), &told))
		assert.Equal(t, int64(1), told.Total.Rows, args)
	}
}

func zipped(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}
