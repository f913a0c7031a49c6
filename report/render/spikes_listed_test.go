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
