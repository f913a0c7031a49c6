package scan

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
)

// missedOnSite is missed on a site of so many pages that its hosts are known at once, by
// what is noted of its rows and by judging them again.
func missedOnSite(t *testing.T, lines ...string) string {
	t.Helper()
	text := new(strings.Builder)
	text.WriteString("#Fields: date time cs-method cs-uri-stem cs-uri-query cs-username c-ip cs(Referer) sc-status sc-substatus sc-win32-status\n")
	second := 0
	add := func(line string) {
		f := strings.Fields(line)
		substatus := " 0 0"
		if f[3] == "404" {
			substatus = " 0 2"
		}
		fmt.Fprintf(text, "2026-01-10 %02d:%02d:%02d GET %s - - %s %s %s%s\n", 8+second/3600, second/60%60, second%60, f[1], f[0], f[2], f[3], substatus)
		second++
	}
	pages := func() {
		for i := range 4200 {
			add(fmt.Sprintf("198.51.100.%d /page%d.aspx http://www.example.com/ 200", i%97, i%13))
		}
	}
	pages()
	for _, line := range lines {
		add(line)
	}
	pages()
	var told []string
	for _, noted := range []int{0, 1} {
		o := options(t)
		o.mostNoted = noted
		rows := map[codes.Verdict]int64{}
		r := read(t.Context(), filesOf(t, text.String()), o.divided(), nil)
		require.GreaterOrEqual(t, int(namedHosts(&r.counts.hosts)), fewHosts)
		for _, one := range Read(t.Context(), filesOf(t, text.String()), o).Outcomes {
			rows[one.Verdict] += one.Rows
		}
		told = append(told, fmt.Sprintf("%d probes, %d not found", rows[codes.Probe], rows[codes.NotFound]))
	}
	assert.Equal(t, told[1], told[0], "judged again, and noted")
	return told[0]
}

func namedHosts(hosts *valueTable) (rows int64) {
	for _, v := range hosts.values() {
		rows += v.Count
	}
	return rows
}

// TestOwnPathsAreFoundInSteps: some rows of each client tell as much as all of them would.
func TestOwnPathsAreFoundInSteps(t *testing.T) {
	f := func(want string, lines ...string) {
		t.Helper()
		assert.Equal(t, want, missedOnSite(t, lines...), "%q", lines[:min(9, len(lines))])
	}
	const page = " http://www.example.com/shop.aspx "
	logo := "192.0.2.%d /wp-content/logo.png" + page + "404"
	visit := []string{"192.0.2.%d /shop.aspx - 200", "192.0.2.%d /site.css" + page + "200"}
	f("0 probes, 4 not found", each(4, append(visit, logo)...)...)
	f("4 probes, 0 not found", each(4, logo)...)
	f("4 probes, 0 not found", each(4, append(visit, "192.0.2.%d /wp-content/logo.png - 404")...)...)
	// Who is served the front page alone reads nothing, however often.
	f("4 probes, 0 not found", each(4, append(slices.Repeat([]string{"192.0.2.%d / - 200"}, 30), logo)...)...)
	f("0 probes, 4 not found", each(4, append(slices.Concat(slices.Repeat([]string{"192.0.2.%d / - 200"}, 30), visit), logo)...)...)

	watch := each(20, "10.0.0.9 /actuator/health - 404")
	f("0 probes, 20 not found", watch...)
	f("20 probes, 0 not found", append(watch, each(5, "10.0.0.9 /shop.aspx - 200", "10.0.0.9 /site.css - 200")...)...)
	f("22 probes, 0 not found", append(watch, "10.0.0.9 /shop.aspx - 404", "10.0.0.9 /site.css - 404")...)

	var reads, looks []string
	for i := range 12 {
		reads = append(reads, fmt.Sprintf("192.0.2.7 /phpmyadmin/page%c.php - 200", 'a'+i))
		looks = append(looks, "192.0.2.7 /phpmyadmin/index.php - 200")
	}
	setup := "192.0.2.7 /phpmyadmin/setup.php - 404"
	f("0 probes, 1 not found", append(reads, setup)...)
	f("1 probes, 0 not found", append(looks, setup)...)
	f("1 probes, 0 not found", append(slices.Clone(reads[:6]), setup)...)
	f("1 probes, 0 not found", append(reads, strings.Replace(setup, "192.0.2.7", "203.0.113.5", 1))...)
}
