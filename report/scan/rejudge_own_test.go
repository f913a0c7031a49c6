package scan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/codes"
)

// missed are how many rows of a log are probes and how many were not found otherwise. Its
// lines are "CLIENT PATH PAGE STATUS", a second apart, after those of a site that is visited.
func missed(t *testing.T, referers bool, lines ...string) string {
	t.Helper()
	fields := "#Fields: date time cs-method cs-uri-stem cs-uri-query cs-username c-ip cs(Referer) sc-status sc-substatus sc-win32-status\n"
	if !referers {
		fields = strings.Replace(fields, "cs(Referer)", "x-page", 1)
	}
	var site []string
	for i := range 10 {
		site = append(site, fmt.Sprintf("198.51.100.%d /shop.aspx http://www.example.com/ 200", i), fmt.Sprintf("198.51.100.%d /site.css http://www.example.com/shop.aspx 200", i))
	}
	text := fields
	for i, line := range append(site, lines...) {
		f := strings.Fields(line)
		substatus := " 0 0"
		if f[3] == "404" {
			substatus = " 0 2"
		}
		text += fmt.Sprintf("2026-01-10 10:%02d:%02d GET %s - - %s %s %s%s\n", i/60, i%60, f[1], f[0], f[2], f[3], substatus)
	}
	rows := map[codes.Verdict]int64{}
	for _, o := range Read(t.Context(), filesOf(t, text), options(t)).Outcomes {
		rows[o.Verdict] += o.Rows
	}
	return fmt.Sprintf("%d probes, %d not found", rows[codes.Probe], rows[codes.NotFound])
}

// each repeats lines for some clients, whose number stands for %d.
func each(n int, lines ...string) (all []string) {
	for i := range n {
		for _, line := range lines {
			all = append(all, strings.ReplaceAll(line, "%d", fmt.Sprint(i+1)))
		}
	}
	return all
}

// TestLinkedPathsAreNoProbes: what pages of the site send its visitors to is missing, even
// where scanners look for such names. Who only says that a page sent him is a scanner.
func TestLinkedPathsAreNoProbes(t *testing.T) {
	f := func(want string, lines ...string) {
		t.Helper()
		assert.Equal(t, want, missed(t, true, lines...), "%q", lines)
	}
	const front, page = " http://www.example.com/ ", " http://www.example.com/shop.aspx "
	visit := []string{"192.0.2.%d /shop.aspx - 200", "192.0.2.%d /site.css" + page + "200"}
	asks := func(n int, line string) []string { return each(n, append(visit, line)...) }
	const logo, secret = "192.0.2.%d /wp-content/logo.png", "192.0.2.%d /App_Data/logo.png"

	f("0 probes, 4 not found", asks(4, logo+front+"404")...)
	f("2 probes, 0 not found", asks(2, logo+front+"404")...)
	f("4 probes, 0 not found", each(4, logo+front+"404")...)
	f("4 probes, 0 not found", asks(4, logo+" - 404")...)
	f("4 probes, 0 not found", asks(4, logo+" http://elsewhere.example/ 404")...)
	f("4 probes, 0 not found", asks(4, "192.0.2.%d /wp-login.php http://www.example.com/wp-login.php 404")...)
	f("0 probes, 1 not found", asks(1, logo+page+"404")...)
	f("1 probes, 0 not found", each(1, logo+page+"404")...)

	f("0 probes, 3 not found", asks(3, secret+page+"404")...)
	f("2 probes, 0 not found", asks(2, secret+page+"404")...)
	f("9 probes, 3 not found", append(asks(3, secret+page+"404"), each(9, "203.0.113.%d /.env - 404")...)...)
}

// TestVisitorsMissParts: where the log has no referers, many visitors miss a part of a page,
// and no name that is asked for on its own.
func TestVisitorsMissParts(t *testing.T) {
	f := func(want string, n int, line string) {
		t.Helper()
		visit := []string{"192.0.2.%d /shop.aspx - 200", "192.0.2.%d /site.css - 200"}
		assert.Equal(t, want, missed(t, false, each(n, append(visit, line)...)...), line)
	}
	f("0 probes, 5 not found", 5, "192.0.2.%d /wp-content/logo.png - 404")
	f("4 probes, 0 not found", 4, "192.0.2.%d /wp-content/logo.png - 404")
	f("5 probes, 0 not found", 5, "192.0.2.%d /wp-login.php - 404")
	f("5 probes, 0 not found", 5, "203.0.113.%d /wp-content/logo.png - 404")
}

// TestMonitorsAreNoScanners: a machine of the own network that asks for one thing again and
// again watches the site.
func TestMonitorsAreNoScanners(t *testing.T) {
	f := func(want string, n int, lines ...string) {
		t.Helper()
		assert.Equal(t, want, missed(t, true, each(n, lines...)...), "%q", lines)
	}
	f("0 probes, 20 not found", 20, "10.0.0.9 /actuator/health - 404")
	f("19 probes, 0 not found", 19, "10.0.0.9 /actuator/health - 404")
	f("20 probes, 0 not found", 20, "203.0.113.9 /actuator/health - 404")
	f("60 probes, 0 not found", 20, "10.0.0.9 /actuator/health - 404", "10.0.0.9 /actuator/env - 404", "10.0.0.9 /wp-login.php - 404")
	f("20 probes, 0 not found", 20, "10.0.0.9 /actuator/health - 404", "10.0.0.9 /shop.aspx - 200", "10.0.0.9 /site.css - 200")
}

// TestLinkedPathsAreThoseOfAnyReading: of many clients some are chosen, the same in every
// reading, also where half of them were sent.
func TestLinkedPathsAreThoseOfAnyReading(t *testing.T) {
	var lines []string
	for i := range 3 * mostAskers {
		client := fmt.Sprintf("192.0.2.%d", i)
		page := []string{"http://www.example.com/shop.aspx", "-"}[i%2]
		lines = append(lines, client+" /shop.aspx - 200", client+" /site.css - 200", client+" /App_Data/logo.png "+page+" 404")
	}
	want := missed(t, true, lines...)
	for range 20 {
		assert.Equal(t, want, missed(t, true, lines...))
	}
}

// TestRecordsOfAnInterface: who asks for many records that are not there, where others are
// served such records, is no scanner; who asks for names that nobody is served is one.
func TestRecordsOfAnInterface(t *testing.T) {
	lines := each(9, "198.51.100.%d /api/orders/%d0%d - 200")
	for i := range 40 {
		lines = append(lines, fmt.Sprintf("192.0.2.7 /api/orders/%d - 404", 9000+7*i))
	}
	assert.Equal(t, "0 probes, 40 not found", missed(t, true, lines...))
	lines = lines[:9]
	for i := range 40 {
		lines = append(lines, fmt.Sprintf("192.0.2.7 /api/staff/%d - 404", 9000+7*i))
	}
	assert.Equal(t, "40 probes, 0 not found", missed(t, true, lines...))
}

// TestFailuresOfAProductThatRunsHere: what fails of a product of which clients are served
// pages is a failure of the site; what is missing of it is still a probe, and so is what fails
// where nobody is served any, or the same page alone.
func TestFailuresOfAProductThatRunsHere(t *testing.T) {
	f := func(want string, lines ...string) {
		t.Helper()
		assert.Equal(t, want, missed(t, false, lines...), "%q", lines)
	}
	fails, lacks := "192.0.2.%d /wp-admin/admin-ajax.php - 500", "192.0.2.%d /wp-admin/setup-config.php - 404"
	pages := []string{"192.0.2.%d /wp-content/themes/site.css - 200", "192.0.2.%d /wp-json/wp/v2/posts - 200", "192.0.2.%d /wp-includes/js/jquery.js - 200"}
	f("0 probes, 0 not found", each(3, append(pages, fails)...)...)
	f("3 probes, 0 not found", each(3, append(pages, lacks)...)...)
	f("2 probes, 0 not found", each(2, append(pages, fails)...)...)
	f("3 probes, 0 not found", each(3, "192.0.2.%d /wp-login.php - 200", fails)...)
	f("3 probes, 0 not found", each(3, "192.0.2.%d /shop.aspx - 200", fails)...)
}

// TestPathServedHoursBefore: a path that failed for hours is the site's own where it was
// served before that.
func TestPathServedHoursBefore(t *testing.T) {
	verdicts := func(served int) map[codes.Verdict]int64 {
		text := "#Fields: date time cs-method cs-uri-stem cs-uri-query cs-username c-ip sc-status sc-substatus sc-win32-status\n"
		row := func(hour, i, status int, path string) {
			text += fmt.Sprintf("2026-01-10 %02d:%02d:00 POST %s - - 192.0.2.%d %d 0 0\n", hour, i, path, i, status)
		}
		for i := range 20 {
			path := "/wp-cron.php"
			if i >= served {
				path = "/cron.php"
			}
			row(2, i, 200, path)
		}
		for i := range 20 {
			row(16, i, 500, "/wp-cron.php")
		}
		rows := map[codes.Verdict]int64{}
		for _, o := range Read(t.Context(), filesOf(t, text), options(t)).Outcomes {
			rows[o.Verdict] += o.Rows
		}
		return rows
	}
	assert.EqualValues(t, 20, verdicts(20)[codes.Application])
	assert.EqualValues(t, 20, verdicts(2)[codes.Probe])
}

// TestOwnSpans: of a log that is too long to look at all, time beside that which is asked for is
// looked at as far as it is little.
func TestOwnSpans(t *testing.T) {
	for megabytes, beside := range map[int64]int64{4: besideProbes, 7: besideProbes, 10: besideProbes / 2, 25: besideProbes / 4, 1000: besideMisses} {
		var all []chunkPlace
		for minute := range int64(24 * 60) {
			all = append(all, chunkPlace{size: megabytes << 20 / 60, first: minute * 60, last: minute*60 + 59})
		}
		const middle = 12 * 3600
		asked := []Span{{middle, middle + 900, true}}
		look := &secondLook{asked: asked, sources: []lookedAt{{input: filesOf(t, "a")[0], chunks: all}}}
		r := &run{counts: &counts{outcomes: &outcomeTable{}}}
		assert.Empty(t, r.ownSpans(look), "no probe")
		r.counts.outcomes.all = []outcomeCount{{verdict: codes.Probe, first: middle, last: middle + 899}}
		assert.Equal(t, []Span{{middle - beside, middle + 899 + beside, true}}, r.ownSpans(look), megabytes)
		look.asked = nil
		assert.Equal(t, []Span{{middle - besideProbes, middle + 899 + besideProbes, true}}, r.ownSpans(look), "all time is asked for")
		look.sources[0].chunks = all[:1]
		assert.Equal(t, []Span{{-anyTime, anyTime, true}}, r.ownSpans(look), "a short log")
	}
}
