package spike

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCalendarLaysHours(t *testing.T) {
	c := newCalendar(&Timeline{Start: monday + 30*60, Step: 60}, 3*1440)
	assert.True(t, c.seasonal)
	assert.Equal(t, 24, c.cells)
	assert.Equal(t, 4, c.days)
	assert.Equal(t, []int{1, 2, 3, 4}, c.weekday)
	assert.Equal(t, block{0, 30, 0, 0}, c.blocks[0], "the rest of the first hour")
	assert.Equal(t, block{30, 90, 0, 1}, c.blocks[1])
	assert.Equal(t, block{1410, 1470, 1, 0}, c.blocks[24])
	assert.Equal(t, 3*1440, c.blocks[len(c.blocks)-1].until)
}

func TestCalendarFollowsOffsets(t *testing.T) {
	const change = monday + day + hour // clocks go back by an hour
	c := newCalendar(&Timeline{Start: monday, Step: 60, Offset: func(s int64) int64 {
		if s < change {
			return 2 * hour
		}
		return hour
	}}, 3*1440)
	assert.Equal(t, block{0, 60, 0, 2}, c.blocks[0])
	assert.Equal(t, block{1440, 1560, 1, 2}, c.blocks[24], "the hour comes twice")
	assert.Equal(t, 1440+600, c.daysLater(600-60, 1), "an hour later in UTC")
}

func TestCalendarOfAShortLog(t *testing.T) {
	c := newCalendar(&Timeline{Start: monday, Step: 60}, 60)
	assert.False(t, c.seasonal)
	assert.Len(t, c.blocks, 30)
	assert.Equal(t, block{58, 60, 0, 29}, c.blocks[29])
}

func TestCalendarBefore1970(t *testing.T) {
	c := newCalendar(&Timeline{Start: -3 * day, Step: hour}, 72)
	assert.Equal(t, []int{1, 2, 3}, c.weekday, "29 to 31 December 1969 were Monday to Wednesday")
}

func TestGaps(t *testing.T) {
	f := func(name, total string, live int64) {
		t.Helper()
		tl := timeline(t, total)
		g := newBaseline(&tl)
		assert.Equal(t, live, g.live[g.buckets], name)
	}
	f("none", "5x1440", 1440)
	f("an hour", "5x600 0x60 5x780", 1380)
	f("a minute is too short to tell", "5x600 0x1 5x839", 1440)
	f("calm nights are none", "0x420 5x600 0x420 0x420 5x600 0x420 0x420 5x600 0x420", 3*1440)
	f("a day of five", "5x2880 0x1440 5x2880", 4*1440)
	f("hardly any traffic", "(1 0x59)x48", 48*60)
}

func TestGrowthIsNeverBelowOne(t *testing.T) {
	tl := timeline(t, "100x600 300x60 30x60 100x720")
	g := newBaseline(&tl)
	assert.InDelta(t, 2.85, g.growth(600, 660), 0.15)
	assert.Equal(t, 1.0, g.growth(660, 720))
}

func TestWidths(t *testing.T) {
	assert.Equal(t, []int{1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48}, widths(60))
	assert.Empty(t, widths(1))
}
