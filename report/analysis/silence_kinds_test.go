package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

const hourOfDay = 3600

// TestJobStops: a job that sends some files each hour and then no more is missed, whatever else goes
// on; somebody who comes now and then is not, nor is a job that another address does from then on.
func TestJobStops(t *testing.T) {
	f := func(want bool, jitter int, next string) {
		t.Helper()
		var b strings.Builder
		for hour := range 5 * 24 {
			for minute := range 12 {
				fmt.Fprintf(&b, "%d 10.0.1.%d - /a.aspx Mozilla 200 0 0\n", hour*hourOfDay+minute*300, (hour+minute)%90)
			}
			who := "10.9.9.9"
			if hour >= 3*24 {
				who = next
			}
			for i := range 15 {
				if who != "" {
					fmt.Fprintf(&b, "%d %s - /in/orders.csv Upload 201 0 0\n", hour*hourOfDay+300+hour*7919%(jitter+1)+i/2, who)
				}
			}
		}
		found := ruled(analysisOf(filesOf(t, logOf(t, pairFields, b.String())), options(t)).Report(t.Context()), "silence")
		assert.Equal(t, want, len(found) == 1, "up to %d s late, then %q", jitter, next)
	}
	f(true, 0, "")
	f(true, 600, "")
	f(false, 3000, "")
	f(false, 0, "10.9.9.10")
}

// TestServerEnds: a server that writes no more while others do is noted; one that is there for some
// hours of each day is not, nor is one in whose place another begins.
func TestServerEnds(t *testing.T) {
	for _, field := range []string{"s-computername", "s-ip"} {
		t.Run(field, func(t *testing.T) { serverEnds(t, field) })
	}
}

func serverEnds(t *testing.T, field string) {
	name := map[string]string{"s-computername": "WEB%02d", "s-ip": "10.9.0.%d"}[field]
	f := func(want int, isUp func(server, hour int) bool) {
		t.Helper()
		var b strings.Builder
		for minute := range 3 * 24 * 60 {
			for server := range 3 {
				if isUp(server, minute/60) {
					fmt.Fprintf(&b, "%d "+name+" 10.0.1.%d /a.aspx 200\n", minute*60+server, server, (minute+server)%150)
				}
			}
		}
		text := logOf(t, "date time "+field+" c-ip cs-uri-stem sc-status", b.String())
		found := ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "silence")
		require.Len(t, found, want)
		for _, one := range found {
			assert.Equal(t, report.Note, one.Severity)
			assert.Equal(t, fmt.Sprintf(name, 1), evidenceOf(one, "server"))
			assert.Equal(t, "2026-11-05 09:59:01", one.Last.Format("2006-01-02 15:04:05"))
		}
	}
	f(1, func(server, hour int) bool { return server != 1 || hour < 58 })
	f(0, func(server, hour int) bool { return true })
	f(0, func(server, hour int) bool { return server != 1 || hour%24 >= 8 && hour%24 < 20 })
	f(0, func(server, hour int) bool { return server == 0 || (server == 1) == (hour < 58) })
}

// TestServersOfManyEnd: of a farm of which few rows are kept of each, the one that stops is noted
// by the logs that it wrote; many that stop are told in one. Those that run by day alone, and those
// that others replace, are none.
func TestServersOfManyEnd(t *testing.T) {
	const servers, days = 60, 3
	f := func(want []string, isUp func(server, minute int) bool) {
		t.Helper()
		logs := make([]strings.Builder, servers)
		for minute := range days * 24 * 60 {
			for n := range 3 {
				if server := (minute*3 + n) * 7 % servers; isUp(server, minute) {
					fmt.Fprintf(&logs[server], "%d WEB%02d 10.0.1.%d /a.aspx 200\n", minute*60+n, server, (minute+n)%150)
				}
			}
		}
		var texts []string
		for i := range logs {
			if logs[i].Len() > 0 {
				texts = append(texts, logOf(t, "date time s-computername c-ip cs-uri-stem sc-status", logs[i].String()))
			}
		}
		var got []string
		for _, one := range ruled(analysisOf(filesOf(t, texts...), options(t)).Report(t.Context()), "silence") {
			got = append(got, evidenceOf(one, "server")+evidenceOf(one, "least-silent")+one.Last.Format(" 02 15:04"))
		}
		assert.Equal(t, want, got)
	}
	const gone = 58 * 60
	f(nil, func(_, _ int) bool { return true })
	f([]string{"WEB07 05 09:40"}, func(server, minute int) bool { return server != 7 || minute < gone })
	f([]string{"20 05 09:58"}, func(server, minute int) bool { return server >= 20 || minute < gone })
	f(nil, func(server, minute int) bool { return server >= 20 || minute/60%24 >= 8 && minute/60%24 < 20 })
	f(nil, func(server, minute int) bool { return (server < 30) == (minute < gone) })
}

// TestSiteSleeps: a site that nobody asks at night is not missed on the weekend, and is on a Monday.
func TestSiteSleeps(t *testing.T) {
	f := func(want int, days int) {
		t.Helper()
		var b strings.Builder
		for minute := range days * 24 * 60 {
			fmt.Fprintf(&b, "%d W3SVC1 10.0.1.%d /a.aspx 200\n", minute*60, minute%150)
			if hour := minute / 60 % 24; minute < 4*24*60 && hour >= 7 && hour < 18 { // from Tuesday to Friday
				fmt.Fprintf(&b, "%d W3SVC2 10.0.1.%d /b.aspx 200\n", minute*60+7, minute%150)
			}
		}
		text := logOf(t, "date time s-sitename c-ip cs-uri-stem sc-status", b.String())
		assert.Len(t, ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "silence"), want, "%d days", days)
	}
	f(0, 6)
	f(1, 8)
}
