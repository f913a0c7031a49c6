package analysis_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

// plantedSpikes plants an incident of a kind into a day, and returns the spikes.
func plantedSpikes(t *testing.T, name string, events int) []report.Spike {
	t.Helper()
	for _, k := range kinds {
		if k.name != name {
			continue
		}
		p := plant(t, backgrounds[1], 77)
		p.at, p.lasts, p.events = p.from.Add(80*time.Hour), 40*time.Minute, events
		k.happen(p)
		return spikesIn(t, options(t), p.save(t)).Spikes
	}
	require.Fail(t, "no kind "+name)
	return nil
}

// Legs before a refused logon are no spikes of their own: they are counted for it.
func TestSpikeCountsItsLegs(t *testing.T) {
	spikes := plantedSpikes(t, "expired password by NTLM", 120)
	require.Len(t, spikes, 1)
	assert.Equal(t, "logon-failure", spikes[0].Verdict)
	assert.EqualValues(t, 40, spikes[0].Observed)
	assert.EqualValues(t, 80, spikes[0].Legs)
}

// What a scanner is known by and what it makes up are one rise.
func TestSpikeOfAScanner(t *testing.T) {
	spikes := plantedSpikes(t, "a scanner", 80)
	require.Len(t, spikes, 1)
	s := spikes[0]
	assert.Equal(t, "probe", s.Verdict)
	assert.Equal(t, []string{"probe", "not-found"}, s.Verdicts)
	assert.False(t, s.Attention)
	assert.GreaterOrEqual(t, s.Causes[0].Observed, int64(80))
	assert.Contains(t, s.Command, "--verdict probe,not-found --client 203.0.113.")
}

// A rise of one path that others hide says of what it is one.
func TestSpikeThatOthersHide(t *testing.T) {
	spikes := plantedSpikes(t, "an address on one server, hidden by others", 60)
	require.Len(t, spikes, 1)
	s := spikes[0]
	if len(s.Of) > 0 {
		assert.Equal(t, report.Values{{Field: "cs-uri-stem", Value: "/api/v1/orders"}}, s.Of)
		assert.EqualValues(t, 60, s.Observed)
	}
	assert.Equal(t, report.FieldValue{Field: "cs-uri-stem", Value: "/api/v1/orders"}, s.Causes[0].Where[0])
	assert.Contains(t, s.Causes[0].Also, report.FieldValue{Field: "s-computername", Value: "WEB02"})
	assert.Contains(t, s.Command, "--uri /api/v1/orders")
}

// A rise of seconds is told by the minute that it was in, not by what a minute of it
// would hold.
func TestSpikeOfSecondsHasTheRateOfAMinute(t *testing.T) {
	p := plant(t, backgrounds[1], 78)
	for i := range 60 {
		p.addAt(p.from.Add(80*time.Hour+time.Duration(i%6)*time.Second), "code", "500 0 0", "cs-uri-stem", "/broken.aspx")
	}
	spikes := spikesIn(t, options(t), p.save(t)).Spikes
	require.Len(t, spikes, 1)
	s := spikes[0]
	assert.Equal(t, 6*time.Second, s.End.Sub(s.Start))
	assert.EqualValues(t, 60, s.PerSeconds)
	assert.InDelta(t, 60, s.Rate, 0)
	assert.Less(t, s.UsualRate, 1.0)
}

// A burst within a slow rise of the same code is a rise of its own, and the other says that
// it is not counted there; two bursts on their own say nothing of each other.
func TestSpikeLeavesOutTheBurstInIt(t *testing.T) {
	f := func(from time.Duration, without int) {
		p := plant(t, backgrounds[1], 81)
		for i := range 48 {
			p.addAt(p.from.Add(80*time.Hour+time.Duration(i)*5*time.Minute), "code", "500 0 0", "cs-uri-query", "promo=1")
		}
		for i := range 30 {
			p.addAt(p.from.Add(from+time.Duration(2*i)*time.Second), "code", "500 0 0", "cs-uri-stem", "/broken.aspx")
		}
		path := p.save(t)
		spikes := spikesIn(t, options(t), path).Spikes
		assert.Empty(t, judge(t, path, judgedRows(t, path), spikes))
		require.Len(t, spikes, 2)
		told := 0
		for _, s := range spikes {
			told += len(s.Without)
		}
		assert.Equal(t, without, told)
	}
	f(82*time.Hour, 1)
	f(100*time.Hour, 0)
}

// A cause is not new where an earlier spike of the code has it.
func TestCauseOfAnEarlierSpikeIsNotNew(t *testing.T) {
	p := plant(t, backgrounds[1], 79)
	for _, day := range []int{2, 4} {
		for i := range 60 {
			p.addAt(p.from.Add(time.Duration(24*day+9)*time.Hour+time.Duration(10*i)*time.Second), "code", "405 0 1", "cs-uri-stem", "/broken.aspx")
		}
	}
	spikes := spikesIn(t, options(t), p.save(t)).Spikes
	require.Len(t, spikes, 2)
	for _, s := range spikes {
		first := s.Start.Before(p.from.Add(72 * time.Hour))
		assert.Equal(t, first, s.New)
		assert.Equal(t, !first, s.Earlier)
		assert.Equal(t, first, s.Causes[0].New)
	}
}
