package spike

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFind(t *testing.T) {
	f := func(name, healthy, errors string, want ...string) {
		t.Helper()
		tl := timeline(t, healthy, errors)
		assert.ElementsMatch(t, want, told(tl, Find(tl, Options{})), name)
	}
	f("a code never seen before, in an hour", "100x60", "0x30 8x5 0x25", "a 30..34 40 new")
	f("the same in three months", "100x129600", "0x60000 8x5 0x69595", "a 60000..60004 40 new")
	f("with no other traffic at all", "0x1440", "0x600 8x5 0x835", "a 600..604 40 new")
	f("too few to speak of", "100x1440", "0x600 3x4 0x836")
	f("always there", "100x1440", "8x1440")
	f("three per cent more", "1000x1440", "100x600 103x120 100x720")
	f("a tenth more, for a day", "1000x8640", "100x4320 110x1440 100x2880")
	f("three times as many", "1000x1440", "100x600 300x20 100x820", "a 600..619 6000")
	f("three times as many, with three times the traffic", "1000x600 3000x20 1000x820", "100x600 300x20 100x820")
	f("and for hours, and rare", "100x4000 300x600 100x4040", "(1 0x19)x200 (3 0x19)x30 (1 0x19)x202")
	f("six times as many, with three times the traffic", "1000x600 3000x20 1000x820", "100x600 600x20 100x820", "a 600..619 12000")
	f("fewer errors", "1000x1440", "100x600 0x120 100x720")
	f("less traffic, as many errors", "1000x600 300x120 1000x720", "100x1440")

	f("from some moment on", "100x1440", "0x900 2x540", "a 900..1439 1080 new")
	f("and before most of the traffic", "4x300 (1 0)x90 9x700 4x260", "0x300 4x1140", "a 300..1439 4560 new")
	f("for most of the hour", "100x60", "0x15 9x45", "a 15..59 405 new")
	f("one in ten minutes, for ten hours", "100x4320", "0x1500 (1 0x19)x30 0x2220", "a 1500..2080 30 new")
	f("nearly as many, from two visitors", "100x4320", "0x1500 9 0x290 9 0x2528")
	f("until some moment", "100x1440", "4x300 0x1140", "a 0..299 1200 new")
	f("one in ten minutes, for two days", "100x8640", "0x2880 (1 0x9)x288 0x2880", "a 2880..5750 288 new")
	f("a burst within", "100x8640", "0x2880 (1 0x9)x140 10x10 0x10 (1 0x9)x146 0x2880",
		"a 2880..5750 286 new", "a 4280..4289 100 new")
	f("a burst before a slow rise", "100x20160", "0x1000 10x30 0x2300 (1 0x9)x288 0x2880 0x11070",
		"a 1000..1029 300 new", "a 3330..6200 288 new")
	f("bursts before and within", "100x20160", "0x1000 10x30 0x2300 (1 0x9)x140 10x30 (1 0x9)x148 0x2850 0x11070",
		"a 1000..1029 300 new", "a 3330..6230 287 new", "a 4730..4760 301 new")
	f("with a pause", "100x1440", "0x700 10x10 0x8 10x10 0x712", "a 700..727 200 new")
	f("two of them, hours quietGap", "100x1440", "0x300 10x10 0x600 10x10 0x520", "a 300..309 100 new", "a 910..919 100 new")
	f("dying away", "100x1440", "0x700 100 60 40 25 15 10 6 4 2 1 0x730", "a 700..709 263 new")
	f("from some moment on, and less at night", "100x2160", "0x1200 (1 0x4)x120 (1 0x59)x6", "a 1200..2100 126 new")
	f("for a time, and once on the next day", "100x4320", "0x1200 (1 0x4)x120 0x1440 1 0x1079", "a 1200..1795 120")
	f("for a day, and what trickles on for days", "100x4320", "6x1440 (0x9 1)x288", "a 0..1439 8640")
	f("and less at night, but seen before", "100x2160", "0x10 1 0x1189 (1 0x4)x120 (1 0x59)x6", "a 1200..1800 121")
}

func TestFindAtGaps(t *testing.T) {
	f := func(name, healthy, errors string, want ...string) {
		t.Helper()
		tl := timeline(t, healthy, errors)
		assert.ElementsMatch(t, want, told(tl, Find(tl, Options{})), name)
	}
	f("after a gap all is as before", "100x600 _x120 100x720", "5x600 0x120 5x720")
	f("after a long one", "100x60 _x5000 100x60", "5x60 0x5000 5x60")
	f("after a week", "100x4320 _x10080 100x4320", "5x4320 0x10080 5x4320")
	f("clients come back all at once", "100x600 _x120 500x10 100x710", "5x600 0x120 25x10 5x710")
	f("something new after a gap", "100x600 _x120 100x720", "5x600 0x120 60x10 5x710", "a 720..729 600")
	f("hardly any traffic is no gap", "(1 0x59)x24", "0x600 8x5 0x835", "a 600..604 40 new")
	f("a calm day before busy ones has no gaps", "(1 0x9)x144 20x2880", "(1 0x4)x864")
	f("a spike on both sides is one", "100x1440", "5x700 60x10 5x730", "a 700..709 600")
}

// days repeats a day, some of them with another.
func days(n int, usual string, other map[int]string) string {
	text := ""
	for d := range n {
		if o, ok := other[d]; ok {
			text += " " + o
		} else {
			text += " " + usual
		}
	}
	return text
}

func TestFindRhythm(t *testing.T) {
	const (
		office = "10x420 200x600 10x420"
		calm   = "1x420 10x600 1x420"
	)
	f := func(name, healthy, errors string, want ...string) {
		t.Helper()
		tl := timeline(t, healthy, errors)
		assert.Equal(t, want, told(tl, Find(tl, Options{})), name)
	}
	f("every day alike", days(6, office, nil), days(6, calm, nil), []string{}...)
	f("a night like a day", days(6, office, nil), days(6, calm, map[int]string{3: "1x60 10x300 1x60 10x600 1x420"}),
		"a 4380..4679 3000")
	f("a day like the others, and one of rest", days(6, office, map[int]string{3: "10x1440"}), days(6, calm, map[int]string{3: "1x1440"}), []string{}...)
	f("twice as busy, all day", days(6, office, map[int]string{3: "20x420 400x600 20x420"}),
		days(6, calm, map[int]string{3: "2x420 20x600 2x420"}), []string{}...)

	const none, some = "0x1440", "(0x9 1)x144"
	f("from the Saturday of the only weekend on", days(7, office, nil), days(7, none, map[int]string{5: "0x570 (0x9 1)x87", 6: some}),
		"a 7779..10079 231 new")
	f("at weekends alone, which the second shows", days(14, office, nil), days(14, none, map[int]string{5: some, 6: some, 12: some, 13: some}), []string{}...)
	f("on all days of a week, as many at its weekend", days(7, office, nil), days(7, some, nil), []string{}...)
}

func TestFindRecurring(t *testing.T) {
	const calm, nightly, weekly = "0x1440", "0x180 10x10 0x1250", "0x600 20x30 0x810"
	f := func(name string, n int, errors string, want ...string) {
		t.Helper()
		tl := timeline(t, days(n, "100x1440", nil), errors)
		assert.Equal(t, want, told(tl, Find(tl, Options{})), name)
	}
	f("each night", 3, days(3, nightly, nil),
		"a 180..189 100 new recurring 2", "a 1620..1629 100 new recurring 2", "a 3060..3069 100 new recurring 2")
	f("each night, once too few to be found", 4, days(4, "0x180 6x5 0x1255", map[int]string{2: "0x180 3x5 0x1255"}),
		"a 180..184 30 recurring 3", "a 1620..1624 30 recurring 3", "a 4500..4504 30 recurring 3")
	f("on both days", 2, days(2, nightly, nil), "a 180..189 100 new recurring 1", "a 1620..1629 100 new recurring 1")
	f("for hours on both days, one an hour later", 2, days(2, "0x780 (1 0x5)x50 0x360", map[int]string{1: "0x850 (1 0x5)x50 0x290"}),
		"a 780..1074 50 new", "a 2290..2584 50 new")
	f("two nights of six are too few to tell", 6, days(6, calm, map[int]string{1: nightly, 4: nightly}),
		"a 1620..1629 100 new", "a 5940..5949 100 new")
	f("each Tuesday", 28, days(28, calm, map[int]string{1: weekly, 8: weekly, 15: weekly, 22: weekly}),
		"a 2040..2069 600 new recurring 3", "a 12120..12149 600 new recurring 3",
		"a 22200..22229 600 new recurring 3", "a 32280..32309 600 new recurring 3")
	f("news come first", 4, days(4, nightly, map[int]string{2: "0x180 10x10 0x710 6x10 0x530"}),
		"a 3780..3789 60 new", "a 180..189 100 new recurring 3", "a 1620..1629 100 new recurring 3",
		"a 3060..3069 100 new recurring 3", "a 4500..4509 100 new recurring 3")
	f("at the same time, but ten times as large", 4, days(4, nightly, map[int]string{2: "0x180 100x10 0x1250"}),
		"a 3060..3069 1000 new", "a 180..189 100 new recurring 2", "a 1620..1629 100 new recurring 2",
		"a 4500..4509 100 new recurring 2")
}

// In the night to 29 March 2026 clocks in Europe went forward: a job at three
// o'clock runs an hour earlier in UTC from then on.
func TestFindFollowsTheClockOnTheWall(t *testing.T) {
	const winter, summer = "0x120 10x10 0x1310", "0x60 10x10 0x1370"
	tl := timeline(t, days(4, "100x1440", nil), days(4, winter, map[int]string{2: summer, 3: summer}))
	tl.Start = 1774569600 // 27 March, 00:00 UTC
	change := tl.Start + 2*day + hour
	assert.Equal(t, 0, count(Find(tl, Options{})), "in UTC two days each are too few")
	tl.Offset = func(second int64) int64 {
		if second >= change {
			return 2 * hour
		}
		return hour
	}
	assert.Equal(t, 4, count(Find(tl, Options{})))
}

// count returns how many spikes recur.
func count(spikes []Spike) int {
	n := 0
	for _, s := range spikes {
		if s.Recurring {
			n++
		}
	}
	return n
}

func TestFindInSeveralSeries(t *testing.T) {
	tl := timeline(t, "100x1440", "0x600 8x30 0x810", "0x601 5x30 0x809", "0x900 20x5 0x535", "0x600 8x30 0x810")
	tl.Series[3].Attention = false
	assert.Equal(t, []string{"a 600..629 240 new with b", "b 601..630 150 new with a", "c 900..904 100 new"}, told(tl, Find(tl, Options{})))
}

func TestFindInParts(t *testing.T) {
	part := func(counts string) Part { return Part{series(t, counts)} }
	f := func(name, whole string, want string, parts ...Part) {
		t.Helper()
		tl := timeline(t, "1000x1440", whole)
		tl.Series[0].Parts = parts
		assert.Equal(t, []string{want}, told(tl, Find(tl, Options{})), name)
	}
	f("a part rises unnoticed", "100x1440", "a 600..619 60 part 1 new",
		part("100x600 97x20 100x820"), part("0x600 3x20 0x820"))
	f("parts rise together", "0x600 9x20 0x820", "a 600..619 180 new",
		part("0x600 4x20 0x820"), part("0x600 5x20 0x820"))

	tl := timeline(t, "1000x1440", "0x600 9x20 4x60 0x760")
	tl.Series[0].Parts = []Part{part("0x600 4x80 0x760"), part("0x600 5x20 0x820")}
	assert.Equal(t, []string{"a 600..679 320 part 0 new", "a 600..619 100 part 1 new"}, told(tl, Find(tl, Options{})),
		"parts rise at times of their own")
}

func TestFindInLongBuckets(t *testing.T) {
	for _, step := range []int64{300, hour, 6 * hour, day, 10 * day} {
		tl := timeline(t, "1000x80", "10x50 300x2 10x28")
		tl.Step = step
		assert.Equal(t, []string{"a 50..51 600"}, told(tl, Find(tl, Options{})), step)
	}
}

func TestFindTellsFigures(t *testing.T) {
	tl := timeline(t, "100x1440", "2x600 20x30 2x810")
	spikes := Find(tl, Options{})
	require.Len(t, spikes, 1)
	s := spikes[0]
	assert.EqualValues(t, monday+600*60, s.From)
	assert.EqualValues(t, monday+630*60, s.Until)
	assert.EqualValues(t, 600, s.Observed)
	assert.InDelta(t, 60, s.Expected, 1)
	assert.InDelta(t, 10, s.Ratio, 0.2)
	assert.Greater(t, s.Score, 10.0)
	assert.Equal(t, -1, s.Part)
	assert.Nil(t, s.Together)
}

func TestSensitivity(t *testing.T) {
	tl := timeline(t, "100x1440", "0x600 3x4 0x836")
	assert.Empty(t, Find(tl, Options{}))
	assert.Len(t, Find(tl, Options{Sensitivity: 2}), 1)
	tl = timeline(t, "100x1440", "0x600 7x4 0x836")
	assert.Len(t, Find(tl, Options{}), 1)
	assert.Empty(t, Find(tl, Options{Sensitivity: 0.5}))
}

func TestFindNothing(t *testing.T) {
	for _, tl := range []Timeline{
		{},
		{Series: []Series{{Counts: []int64{5}}}},
		{Series: []Series{{Attention: true}}},
		{Series: []Series{{Attention: true, Counts: []int64{1, 2, 3, 4}}, {Counts: []int64{1, 2}}}},
		{Step: -5, Series: []Series{{Attention: true, Counts: []int64{-1, -7}}, {Counts: make([]int64, 100)}}},
	} {
		assert.Empty(t, Find(tl, Options{Sensitivity: 5}))
	}
}

// A window that holds most of what was masked keeps all of it out of the usual.
func TestUnusualKeepsTheRestOfAnIncident(t *testing.T) {
	tl := timeline(t, "1x360", "0x227 12 0x16 2x13 0x103")
	d := newDetector(newBaseline(&tl), Options{}.limits(1))
	prefix(d.sums, tl.Series[0].Counts)
	d.found = []window{{span: span{244, 257}, count: 26}}
	assert.Equal(t, []span{{227, 257}}, d.unusual([]span{{227, 257}}))
	d.found[0].count = 20
	assert.Equal(t, []span{{244, 257}}, d.unusual([]span{{227, 257}}))
}
