package analysis_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
)

// folderOf writes logs below a folder, by their paths, and reads it.
func folderOf(t *testing.T, files map[string]string) *report.Report {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	sources, _, errs := input.Find([]string{dir}, nil)
	require.Empty(t, errs)
	return analysisOf(sources, options(t)).Report(t.Context())
}

// siteRows is half a day of a site, a request each twenty seconds but between two minutes.
func siteRows(fields, row string, from, until int) string {
	var b strings.Builder
	b.WriteString("#Fields: date time " + fields + "\n")
	for third := range 3 * 12 * 60 {
		if minute := third / 3; minute < from || minute >= until {
			fmt.Fprintf(&b, "2026-01-10 %02d:%02d:%02d %s\n", minute/60, minute%60, third%3*20, strings.ReplaceAll(row, "%d", fmt.Sprint(third%200)))
		}
	}
	return b.String()
}

// kernelRows are refusals of HTTP.sys in some minutes, two each.
func kernelRows(from, until int, site, reason, queue string) string {
	var b strings.Builder
	b.WriteString("#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename\n")
	for half := 2 * from; half < 2*until; half++ {
		fmt.Fprintf(&b, "2026-01-10 %02d:%02d:%02d 198.51.100.%d 50000 10.0.0.5 443 HTTP/1.1 GET /shop/p%d.aspx 503 %s %s %s\n", half/2/60, half/2%60, half%2*30, half%200, half%7, site, reason, queue)
	}
	return b.String()
}

const namedFields = "s-sitename s-computername s-ip cs-method cs-uri-stem c-ip sc-status sc-substatus sc-win32-status"

// TestHTTPERRNamesNoOtherServer: HTTP.sys writes the address of a server, and the site its name: these
// are one server, of which nobody says that the other one works. Of two servers that are both named by
// address one may fail.
func TestHTTPERRNamesNoOtherServer(t *testing.T) {
	row := "W3SVC1 %s10.0.0.5 GET /shop/a.aspx 198.51.100.%d 200 0 0"
	kernel := kernelRows(300, 320, "1", "QueueFull", "Shop")
	f := func(told bool, files map[string]string) {
		t.Helper()
		assert.Equal(t, told, len(ruled(folderOf(t, files), "server")) == 1)
	}
	f(false, map[string]string{"W3SVC1/u_ex260110.log": siteRows(namedFields, strings.Replace(row, "%s", "WEB01 ", 1), 0, 0), "HTTPERR/httperr1.log": kernel})
	unnamed := strings.Replace(namedFields, "s-computername ", "", 1)
	row = strings.Replace(row, "%s", "", 1)
	f(false, map[string]string{"W3SVC1/u_ex260110.log": siteRows(unnamed, row, 0, 0), "HTTPERR/httperr1.log": kernel})
	f(true, map[string]string{"W3SVC1/u_ex260110.log": siteRows(unnamed, row, 0, 0), "HTTPERR/httperr1.log": kernel,
		"B/W3SVC1/u_ex260110.log": siteRows(unnamed, strings.Replace(row, "10.0.0.5", "10.0.0.6", 1), 0, 0)})
}

// TestStoppedPoolIsOneStory: while the pool of a site is off its own log has no rows, and HTTPERR has
// those that came. That is told once, with the reason and what to do about it.
func TestStoppedPoolIsOneStory(t *testing.T) {
	files := func(site, reason string, from, until int) map[string]string {
		return map[string]string{
			"W3SVC1/u_ex260110.log": siteRows(namedFields, "W3SVC1 WEB01 10.0.0.5 GET /a.aspx 198.51.100.%d 200 0 0", 0, 0),
			"W3SVC2/u_ex260110.log": siteRows(namedFields, "W3SVC2 WEB01 10.0.0.5 GET /shop/p1.aspx 198.51.100.%d 200 0 0", from, until),
			"HTTPERR/httperr1.log":  kernelRows(300, 330, site, reason, "Shop"),
		}
	}
	r := folderOf(t, files("2", "AppOffline", 300, 330))
	found := ruled(r, "outage")
	require.Len(t, found, 1)
	assert.Equal(t, "AppOffline", evidenceOf(found[0], "code"))
	assert.EqualValues(t, 60, found[0].Rows)
	assert.Contains(t, found[0].Check, "WAS")
	assert.Contains(t, found[0].Command, "--site 2 --reason AppOffline")
	assert.Empty(t, ruled(r, "capacity"), "it is told once")

	r = folderOf(t, files("1", "QueueFull", 300, 330)) // of the other site, by chance at the same time
	require.Len(t, ruled(r, "outage"), 1)
	assert.Empty(t, evidenceOf(ruled(r, "outage")[0], "code"))
	assert.Len(t, ruled(r, "capacity"), 1)

	all := files("2", "AppOffline", 300, 330) // the other site wrote nothing either
	all["W3SVC1/u_ex260110.log"] = siteRows(namedFields, "W3SVC1 WEB01 10.0.0.5 GET /a.aspx 198.51.100.%d 200 0 0", 300, 330)
	r = folderOf(t, all)
	require.Len(t, ruled(r, "outage"), 1)
	assert.Empty(t, evidenceOf(ruled(r, "outage")[0], "site"))

	r = folderOf(t, files("2", "QueueFull", 0, 0)) // the site went on
	assert.Empty(t, ruled(r, "outage"))
	assert.Len(t, ruled(r, "capacity"), 1)
}

// TestOutageGivesTheReason: where nothing was served at all, HTTP.sys says why.
func TestOutageGivesTheReason(t *testing.T) {
	r := folderOf(t, map[string]string{
		"W3SVC1/u_ex260110.log": siteRows(namedFields, "W3SVC1 WEB01 10.0.0.5 GET /shop/p1.aspx 198.51.100.%d 200 0 0", 300, 330),
		"HTTPERR/httperr1.log":  kernelRows(300, 330, "1", "AppOffline", "Shop"),
	})
	found := ruled(r, "outage")
	require.Len(t, found, 1)
	assert.Equal(t, "AppOffline", evidenceOf(found[0], "code"))
	assert.Contains(t, found[0].Check, "WAS")
}

// TestSessionsLeavePauses: a site that is asked by a few jobs, or sessions of FTP, sends nothing for
// as long as nobody comes. One that many people ask was off.
func TestSessionsLeavePauses(t *testing.T) {
	f := func(told bool, apart, atOnce int) {
		t.Helper()
		var b strings.Builder
		for second := 0; second < 12*3600; second += 10 {
			fmt.Fprintf(&b, "%d W3SVC1 10.0.1.%d /a.aspx 200\n", second, second/10%90)
			if second%apart < 10 && (second < 5*3600 || second >= 5*3600+70*60) {
				for i := range atOnce {
					fmt.Fprintf(&b, "%d W3SVC2 10.9.9.%d /in/%d.csv 200\n", second, second/10%9, i)
				}
			}
		}
		text := logOf(t, "date time s-sitename c-ip cs-uri-stem sc-status", b.String())
		assert.Equal(t, told, isTold(t, "outage", text), "%d rows every %d s", atOnce, apart)
	}
	f(true, 10, 1)
	f(true, 60, 3)
	f(false, 1500, 60)
	f(false, 2400, 100)
}
