package analysis

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

func usually(n float64) *float64 { return &n }

// A code is worse when it needs attention and came more often by more than chance,
// better when it is a fault and came less often by more than chance, or is gone.
func TestWorseAndBetter(t *testing.T) {
	f := func(c report.DayCode, worse, better bool) {
		t.Helper()
		compareCode(&c, 1, 1)
		assert.Equal(t, []bool{worse, better}, []bool{c.Worse, c.Better}, "%+v", c)
	}
	fault := func(n int64, typical float64) report.DayCode {
		return report.DayCode{Code: "500.0", Class: "5xx", Verdict: "application", Count: n, Attention: n, Typical: usually(typical)}
	}
	f(fault(200, 100), true, false)
	f(fault(110, 100), false, false) // chance
	f(fault(12, 9), false, false)    // a third more, and chance all the same
	f(fault(10_900, 10_000), false, false)
	f(fault(50, 100), false, true)
	f(fault(0, 4), false, false)
	gone := fault(0, 100)
	gone.Gone = true
	f(gone, false, true)
	fresh := fault(200, 0)
	fresh.New = true
	f(fresh, false, false)
	first := fault(200, 0)
	first.Typical = nil
	f(first, false, false)

	served := report.DayCode{Code: "200.0", Class: "2xx", Verdict: "ok", Count: 900, Typical: usually(100)}
	f(served, false, false)
	served.Count = 1
	f(served, false, false) // less traffic is nothing to be glad of
	sessions := report.DayCode{Code: "-", Class: "-", Log: "ftp", Verdict: "ok", Typical: usually(100), Gone: true}
	f(sessions, false, false)
	cutOff := report.DayCode{Code: "-", Class: "-", Log: "httperr", Reason: "Timer_MinBytes", Verdict: "client-left", Typical: usually(100), Gone: true}
	f(cutOff, false, true)
	challenges := report.DayCode{Code: "401.2", Class: "4xx", Verdict: "handshake", Count: 900, Typical: usually(100)}
	f(challenges, false, false)
	flagged := report.DayCode{Code: "200.1", Class: "2xx", Verdict: "configuration", Typical: usually(100), Gone: true}
	f(flagged, false, true)
}

// Of what is beyond the usual, the part that needs attention counts.
func TestBeyond(t *testing.T) {
	c := report.DayCode{Class: "4xx", Count: 400, Attention: 100, Typical: usually(200)}
	compareCode(&c, 1, 1)
	assert.InDelta(t, 50, c.Beyond, 1e-9)
	c = report.DayCode{Class: "4xx", Count: 100, Attention: 100, Typical: usually(200)}
	compareCode(&c, 1, 1)
	assert.Zero(t, c.Beyond)
}

func TestTrendOfADay(t *testing.T) {
	f := func(n int64, typical float64, trend string, unusual bool) {
		t.Helper()
		days := []report.Day{{Attention: n, Typical: &report.Sums{Attention: typical}}}
		compareWithUsual(days, nil)
		assert.Equal(t, trend, days[0].Trend)
		assert.Equal(t, unusual, days[0].Unusual)
	}
	f(3, 0, report.TrendNew, true)
	f(2, 0, report.TrendNew, false) // chance
	f(9, 9.5, report.TrendUsual, false)
	f(15, 9.5, report.TrendNear, false)
	f(5, 9.5, report.TrendNear, false)
	f(190, 95, report.TrendAbove, true)
	f(30, 95, report.TrendBelow, false)

	days := []report.Day{{Attention: 190}}
	compareWithUsual(days, nil)
	assert.Equal(t, "", days[0].Trend)
	assert.False(t, days[0].Unusual)
}

// On a busy day the same faults come more often: that is no news, more of them is.
func TestBusyDay(t *testing.T) {
	f := func(rows, faults int64, trend string, worse ...string) {
		t.Helper()
		usual := &report.Sums{Rows: 10_100, Errors: 100, Attention: 100}
		days := []report.Day{{Rows: rows, Errors: faults, Attention: faults, Typical: usual, Previous: usual, Codes: []report.DayCode{
			{Code: "500.0", Class: "5xx", Verdict: "application", Count: faults, Attention: faults, Typical: usually(100)},
		}}}
		compareWithUsual(days, nil)
		assert.Equal(t, trend, days[0].Trend)
		assert.Equal(t, append([]string{}, worse...), days[0].Worse)
		assert.Equal(t, len(worse) > 0, days[0].Unusual)
	}
	f(50_500, 500, report.TrendBusy)
	f(50_500, 1000, report.TrendAbove, "500.0")
	f(10_600, 500, report.TrendAbove, "500.0")
	f(60_100, 50_100, report.TrendAbove, "500.0") // the faults are the traffic
	f(5_050, 500, report.TrendAbove, "500.0")
}

// A day is unusual for one thing that is worse, however many rows there are.
func TestUnusualDay(t *testing.T) {
	f := func(want bool, codes []report.DayCode, spikes ...report.Spike) {
		t.Helper()
		days := []report.Day{{Attention: 100, Typical: &report.Sums{Attention: 100}, Codes: codes, Spikes: spikes}}
		compareWithUsual(days, nil)
		assert.Equal(t, want, days[0].Unusual)
	}
	f(false, nil)
	f(true, []report.DayCode{{Code: "500.0", Class: "5xx", Count: 5, Attention: 5, New: true, Typical: usually(0)}})
	f(false, []report.DayCode{{Code: "404.0", Class: "4xx", Count: 5, New: true, Typical: usually(0)}}) // probes
	f(true, nil, report.Spike{Attention: true})
	f(false, nil, report.Spike{Attention: true, Recurring: true}, report.Spike{})
}

func TestNamesOfADay(t *testing.T) {
	days := []report.Day{{Typical: &report.Sums{}, Codes: []report.DayCode{
		{Code: "404.0", Class: "4xx", Count: 900, Attention: 10, Typical: usually(100)},
		{Code: "530", Log: "ftp", Class: "5xx", Count: 90, Attention: 90, Typical: usually(1)},
		{Code: "-", Reason: "QueueFull", Class: "-", Typical: usually(31), Gone: true},
	}}, {}}
	compareWithUsual(days, nil)
	assert.Equal(t, []string{"FTP 530", "404.0"}, days[0].Worse)
	assert.Equal(t, []string{"QueueFull"}, days[0].Better)
	assert.Equal(t, []string{}, days[1].Worse)
}

// Recurring spikes of one code, verdict and first cause are one burst.
func TestBursts(t *testing.T) {
	from := func(client string) []report.SpikeCause {
		return []report.SpikeCause{{Where: report.Values{{Field: "c-ip", Value: client}}}}
	}
	all := []report.Spike{
		{Code: "401.1", Verdict: "logon-failure", Recurring: true, Causes: from("10.0.0.1")},
		{Code: "401.1", Verdict: "logon-failure", Causes: from("10.0.0.1")}, // came once
		{Code: "401.1", Verdict: "logon-failure", Recurring: true, Causes: from("10.0.0.2")},
		{Code: "401.1", Verdict: "logon-failure", Recurring: true, Causes: from("10.0.0.1")},
		{Code: "401.1", Verdict: "handshake", Recurring: true, Causes: from("10.0.0.1")},
		{Code: "401.1", Log: "ftp", Verdict: "logon-failure", Recurring: true, Causes: from("10.0.0.1")},
	}
	numberBursts(all)
	var got []int
	for _, s := range all {
		got = append(got, s.Burst)
	}
	assert.Equal(t, []int{1, 0, 2, 1, 3, 4}, got)
}
