package render

import (
	"maps"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// timeline is the rows of each class, and those that need attention, over a
// period. Each line is drawn against its own peak: errors would vanish beside
// what was served.
type timeline struct {
	Start         time.Time
	End           time.Time // of the last bucket
	BucketSeconds int64
	Buckets       int
	Tracks        []track
}

// track is a line of it.
type track struct {
	Name   string
	Counts []int64
	Tone   tone
}

// timeline is the chart of the report, with the first of its spikes.
func (b *builder) timeline() chart {
	t := b.report.Timeline
	if t == nil || t.BucketSeconds <= 0 {
		return chart{}
	}
	line := timelineOf(t.Start, t.BucketSeconds, buckets(*t))
	line.Tracks = b.tracks(*t)
	return chart{
		Title:   b.say("timeline.title", word("period", b.between(line.Start, line.End, toTheMinute))),
		Name:    b.say("timeline.name"),
		Caption: b.between(line.Start, line.End, toTheMinute), Timeline: line, Marks: b.marks(line.Start),
	}
}

func timelineOf(start time.Time, seconds int64, buckets int) timeline {
	return timeline{Start: start, BucketSeconds: seconds, Buckets: buckets,
		End: start.Add(time.Duration(buckets) * time.Duration(seconds) * time.Second)}
}

// buckets is the number of buckets.
func buckets(t report.Timeline) int {
	n := len(t.Attention)
	for _, counts := range t.Classes {
		n = max(n, len(counts))
	}
	return n
}

// tracks lists the classes by name, "-" last, then attention; those without
// rows are left out.
func (b *builder) tracks(t report.Timeline) (tracks []track) {
	add := func(name string, counts []int64, tone tone) {
		if peak(counts) > 0 {
			tracks = append(tracks, track{name, counts, tone})
		}
	}
	for _, class := range slices.Sorted(maps.Keys(t.Classes)) {
		if class != "-" {
			add(class, t.Classes[class], plain)
		}
	}
	add("-", t.Classes["-"], plain)
	add(b.say("head.attention"), t.Attention, now)
	return tracks
}

// marks are the spikes, each a link to what is said of it.
func (b *builder) marks(start time.Time) (all []mark) {
	for _, list := range b.spikeLists() {
		for _, s := range list.spikes {
			all = append(all, mark{Number: s.number, Tone: b.toneOfSpike(s.Spike), Label: b.spikeName(s.Spike),
				When: b.fromTo(s.Start, s.End), From: s.Start.Sub(start), Until: s.End.Sub(start)})
		}
	}
	return all
}

// scale says how the buckets of a timeline are summed, so that few enough are drawn.
type scale struct {
	timeline
	per     int   // buckets summed into one
	sums    int   // number of sums
	seconds int64 // length of a sum
	layout  string
}

// scaled sums the buckets so that there are at most so many.
func (t timeline) scaled(most int) scale {
	s := scale{timeline: t, layout: t.layout()}
	s.per = (t.Buckets + most - 1) / most
	s.sums = (t.Buckets + s.per - 1) / s.per
	s.seconds = int64(s.per) * t.BucketSeconds
	return s
}

// start is when a sum begins.
func (s scale) start(sum int) time.Time {
	return s.Start.Add(time.Duration(sum) * time.Duration(s.seconds) * time.Second)
}

// layout is how times of a timeline are written: those of one day as clock.
func (t timeline) layout() string {
	if t.End.Sub(t.Start) > 24*time.Hour {
		return "01-02 15:04"
	}
	return clockOnly
}

// trackPeak says of a track when most of its rows came.
type trackPeak struct {
	track
	Sums []int64
	Rows int64 // over the whole period
	Most int64 // in one sum
	At   string
}

// peaks lists the tracks with their peaks.
func (z times) peaks(s scale) (all []trackPeak) {
	for _, t := range s.Tracks {
		p := trackPeak{track: t, Sums: resample(t.Counts, s.per), Rows: resample(t.Counts, len(t.Counts))[0]}
		top := slices.Index(p.Sums, peak(p.Sums))
		p.Most, p.At = p.Sums[top], z.at(s.start(top), s.layout)
		all = append(all, p)
	}
	return all
}

// attentionFirst puts what needs attention before the others, as tables and
// drawings begin with it.
func attentionFirst(all []trackPeak) []trackPeak {
	slices.SortStableFunc(all, func(a, b trackPeak) int { return int(b.Tone) - int(a.Tone) })
	return all
}

// bucketLength is the length of a sum: rows per 15 min, rows per day.
func (z times) bucketLength(seconds int64) string {
	one := map[int64]string{60: "span.oneminute", 3600: "span.onehour", 86400: "span.oneday"}
	if key, whole := one[seconds]; whole {
		return z.say("timeline.bucket", word("span", z.say(key)))
	}
	return z.say("timeline.bucket", word("span", z.span(seconds)))
}
