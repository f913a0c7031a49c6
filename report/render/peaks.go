package render

import (
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// peakOf says of one line of the timeline when most of its rows came. Tables of
// these carry the timeline where nothing can be drawn.
type peakOf struct {
	track
	rows int64 // over the whole period
	most int64 // in one sum
	at   string
}

// peaks lists the lines of the timeline, what needs attention first, their
// buckets summed.
func (p *page) peaks(t report.Timeline, s scale) (all []peakOf) {
	for _, line := range p.tracks(t) {
		sums := resample(line.counts, s.per)
		top := slices.Index(sums, peak(sums))
		whole := resample(line.counts, len(line.counts))[0]
		line.counts = sums
		one := peakOf{line, whole, sums[top], p.at(s.start(top), s.layout)}
		if line.tone == now {
			all = append([]peakOf{one}, all...)
		} else {
			all = append(all, one)
		}
	}
	return all
}

// bucketSaid is the length of a sum: rows per 15 min.
func (p *page) bucketSaid(s scale) string {
	return p.words.say("timeline.bucket", word("span", p.span(s.seconds)))
}

// timelineSaid is the heading of the timeline, with its period.
func (p *page) timelineSaid(t report.Timeline) string {
	return p.words.say("timeline.title", word("period", p.between(t.Start, endOf(t), minute)))
}
