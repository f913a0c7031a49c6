package render

import (
	"testing"

	"github.com/stretchr/testify/assert"
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
