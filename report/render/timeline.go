package render

import (
	"maps"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// track is a line of the timeline.
type track struct {
	name   string
	counts []int64
	tone   tone
}

// timeline draws the rows of each class, and those that need attention, over
// the period. Each line is drawn against its own peak: errors would vanish
// beside what was served.
func (p *page) timeline() {
	t := p.report.Timeline
	if !p.drawable(t) {
		return
	}
	s, tracks := p.scaleOf(*t), p.tracks(*t)
	g := grid{right: []int{2}, heads: []string{"", p.bucketSaid(s),
		p.words.say("timeline.peak"), p.words.say("timeline.at")}}
	for _, track := range tracks {
		sums := resample(track.counts, s.per)
		top := slices.Index(sums, peak(sums))
		g.rows = append(g.rows, []string{track.name, stretch(p.glyphs.spark(sums), s.cells),
			thousands(sums[top]), p.at(s.start(top), s.layout)})
	}
	if axis := p.axis(s); axis != "" {
		g.rows = append(g.rows, []string{"", axis, "", ""})
	}
	p.section(p.timelineSaid(*t))
	p.grid(g, margin, func(i int) tone { return append(tracks, track{tone: healthy})[i].tone })
}

// drawable reports whether there is anything to draw.
func (p *page) drawable(t *report.Timeline) bool {
	return t != nil && t.BucketSeconds > 0 && len(p.tracks(*t)) > 0
}

// scale says how the buckets of a timeline are laid on columns.
type scale struct {
	per     int    // buckets summed into one
	cells   int    // columns that each sum takes
	sums    int    // number of sums
	seconds int64  // length of a sum
	layout  string // of the times beside it
	first   time.Time
	end     time.Time
}

func (s scale) start(sum int) time.Time {
	return s.first.Add(time.Duration(sum) * time.Duration(s.seconds) * time.Second)
}

// scaleOf finds the scale that fills the width. The column of the peaks is
// taken as wide as the whole would need.
func (p *page) scaleOf(t report.Timeline) scale {
	const widest = 8
	room := max(8, p.options.Width-margin-p.besideSpark(t)-len(layoutOf(t))-3*gap)
	s := scaleIn(t, room)
	s.cells = min(widest, room/s.sums)
	return s
}

// scaleIn sums the buckets so that there are at most so many.
func scaleIn(t report.Timeline, most int) scale {
	n := buckets(t)
	s := scale{first: t.Start, end: endOf(t), layout: layoutOf(t)}
	s.per = (n + most - 1) / most
	s.sums = (n + s.per - 1) / s.per
	s.seconds = int64(s.per) * t.BucketSeconds
	return s
}

// layoutOf is how times of a timeline are written: those of one day as clock.
func layoutOf(t report.Timeline) string {
	const day = 24 * time.Hour
	if endOf(t).Sub(t.Start) > day {
		return "01-02 15:04"
	}
	return clockOnly
}

// endOf is the time at which the last bucket ends.
func endOf(t report.Timeline) time.Time {
	return t.Start.Add(time.Duration(buckets(t)) * time.Duration(t.BucketSeconds) * time.Second)
}

// besideSpark is the room for names and peaks.
func (p *page) besideSpark(t report.Timeline) int {
	name, count := 0, columns(p.words.say("timeline.peak"))
	for _, track := range p.tracks(t) {
		name = max(name, columns(track.name))
		count = max(count, columns(thousands(resample(track.counts, len(track.counts))[0])))
	}
	return name + count
}

// tracks lists the classes by name, "-" last, then attention; those without
// rows are left out.
func (p *page) tracks(t report.Timeline) (tracks []track) {
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
	add(p.words.say("head.attention"), t.Attention, now)
	return tracks
}

// buckets is the number of buckets.
func buckets(t report.Timeline) int {
	n := len(t.Attention)
	for _, counts := range t.Classes {
		n = max(n, len(counts))
	}
	return n
}

// axis names the ends of the sparklines, where there is room for both.
func (p *page) axis(s scale) string {
	first, last := p.at(s.first, s.layout), p.at(s.end, s.layout)
	width := s.sums * s.cells
	if width < len(first)+gap+len(last) {
		return ""
	}
	return pad(first, width-len(last)) + last
}
