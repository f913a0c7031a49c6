package render

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// TestListedSpikes: spikes of one burst are one, those of another list and those of none are
// not, and where a document is narrowed to its newest day that one's are listed.
func TestListedSpikes(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 11, day, 8, 0, 0, 0, time.UTC) }
	b := newBuilder("en", nil, Options{})
	b.report.Spikes = []report.Spike{
		{Attention: true, Burst: 1, Start: at(9)}, {Attention: true, Start: at(1)}, {Burst: 1, Start: at(2)},
		{Attention: true, Burst: 1, Start: at(3)}, {Attention: true, Start: at(4)}, {Attention: true, Burst: 2, Start: at(5)},
		{Attention: true, Burst: 1, Start: at(3).Add(10 * time.Minute)}, // after a pause
	}
	lists := b.spikeLists()
	assert.Len(t, lists, 2)
	var numbers []int
	for _, list := range lists {
		for _, s := range list.spikes {
			numbers = append(numbers, s.number)
		}
	}
	assert.Equal(t, []int{1, 2, 3, 4, 5}, numbers)
	assert.Equal(t, []time.Time{at(3), at(9)}, lists[0].spikes[0].starts)
	b.report.Days = []report.Day{{Spikes: b.report.Spikes[2:3]}}
	b.daily()
	assert.Equal(t, listSpikes(b.report.Spikes), b.spikeLists())
	assert.Len(t, b.spikeLists(), 1)
}

// TestRiseThatGoesOn: "since" is said of what goes on alone, in either language, and of the time that requests take as well.
func TestRiseThatGoesOn(t *testing.T) {
	at := time.Date(2026, 11, 14, 16, 0, 0, 0, time.UTC)
	s := report.Spike{Code: "500.0", Verdict: "application", Start: at, Last: at.Add(30 * time.Hour), Observed: 40, Rate: 32, UsualRate: 2, PerSeconds: 86400}
	f := func(want, lang, state string, taken int64) {
		t.Helper()
		s.State, s.Taken, s.UsualTaken = state, taken, taken/4
		assert.Equal(t, want, newBuilder(lang, nil, Options{}).summaryOf(s))
	}
	f("500.0 (application failures) rose from 2 to 32 a day since 2026-11-14 16:00 UTC.", "en", report.GoingOn, 0)
	f("500.0 (application failures) rose from 2 to 32 a day between 2026-11-14 16:00 and 2026-11-15 22:00 UTC.", "en", report.Over, 0)
	f("500.0（应用程序故障）自 2026-11-14 16:00 起（UTC）从每天 2 次升至 32 次。", "zh", report.GoingOn, 0)
	f("requests took 4,000 ms where 1,000 ms is usual, since 2026-11-14 16:00 UTC: 40 requests were that slow.", "en", report.GoingOn, 4000)
}
