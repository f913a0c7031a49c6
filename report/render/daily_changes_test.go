package render

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// What comes back every day is told without an alarm, as the page of spikes does.
func TestDayNotesOfSpikes(t *testing.T) {
	r := richDays("en")
	spikes := r.Days[len(r.Days)-1].Spikes
	spikes[0].Recurring = true
	notes := builderOfDay(r).spikeNotes().Items
	assert.Equal(t, []bool{false, true}, []bool{notes[0].Label != "", notes[1].Label != ""})
	assert.Equal(t, []tone{healthy, now}, []tone{notes[0].Tone, notes[1].Tone})
}

// A spike is left out where an incident of the day tells its very rows, and not where that is
// of more or other rows.
func TestSpikesThatIncidentsTell(t *testing.T) {
	f := func(want int, incident report.Finding) {
		t.Helper()
		r := richDays("en")
		day := &r.Days[len(r.Days)-1]
		all := len(day.Spikes)
		r.Findings = append(r.Findings, incident)
		n := len(r.Findings)
		day.Findings = []int{n}
		day.Spikes[0].Findings = []int{n}
		assert.Len(t, builderOfDay(r).spikeNotes().Items, all-want)
	}
	rows := richDays("en")
	observed := rows.Days[len(rows.Days)-1].Spikes[0].Observed
	f(1, report.Finding{Rule: "auth-locked", Rows: observed})
	f(0, report.Finding{Rule: "auth-locked", Rows: observed + 1})
	f(0, report.Finding{Rule: "short-outages", Rows: observed + 1}) // which has a cause that the outages as a whole have not
}

// Of several short outages each is a rise, which says no more than that it was.
func TestSpikesOfShortOutages(t *testing.T) {
	f := func(want int, causes ...report.SpikeCause) {
		t.Helper()
		r := richDays("en")
		day := &r.Days[len(r.Days)-1]
		all := len(day.Spikes)
		r.Findings = append(r.Findings, report.Finding{Rule: "short-outages", Rows: 1 << 20})
		day.Findings = []int{len(r.Findings)}
		day.Spikes[0].Findings, day.Spikes[0].Causes = day.Findings, causes
		assert.Len(t, builderOfDay(r).spikeNotes().Items, all-want)
	}
	f(1)
	f(1, report.SpikeCause{Even: true})
	f(0, report.SpikeCause{Where: report.Values{{Field: "c-ip", Value: "192.0.2.7"}}})
}
