package render

import (
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// riseList is a list of spikes under a heading.
type riseList struct {
	Heading string
	Brief   bool // a sentence each
	Rises   []rise
}

// rise is a spike: a sentence that the chart leads to, and what is behind it.
type rise struct {
	Number     int
	Tone, Text string
	Bars       *riseBars
	Told       []said
	Causes     *plainTable
	Samples    []string
	Command    []string // in parts that should each stay on a line
}

// riseBars are the rows around a spike.
type riseBars struct {
	Sums        int
	Bars, Said  string
	First, Last string
}

func spikeSheetOf(r *report.Report, o Options, style template.CSS) (*page, sheet) {
	p := newPage(r, o).quoting()
	return p, sheet{
		Lang: htmlLang(p.report.Lang), Title: p.spikesTitle(), Style: style,
		Headline: p.spikesConclude(), Tone: p.spikeMood().class(), Warning: p.warning(),
		Figures: p.figures(), Frame: p.frameSaid(), Rises: p.riseLists(p.detail), Chart: p.chart(), Ledger: p.ledgerParts(),
	}
}

func (p *page) spikesTitle() string {
	period := p.report.Period
	if period.First.IsZero() {
		return p.words.say("spike.title")
	}
	return p.words.pair(p.words.say("spike.title"), p.between(period.First, period.Last, minute))
}

// riseLists are the spikes in a sentence each, and what more tells of the first
// ones; it may be nil.
func (p *page) riseLists(more func(*rise, surge)) (lists []riseList) {
	for _, list := range p.surgeLists() {
		out := riseList{Heading: p.words.say(list.key), Brief: more == nil}
		for _, s := range list.surges {
			r := rise{Number: s.number, Tone: p.toneOfSpike(s.Spike).class(), Text: p.rise(s.Spike)}
			if more != nil && s.number <= mostSurges {
				more(&r, s)
			}
			out.Rises = append(out.Rises, r)
		}
		lists = append(lists, out)
	}
	return lists
}

// meaning adds the rows around a spike, its numbers and what to do, and the
// command that shows its rows.
func (p *page) meaning(r *rise, s surge) {
	r.Bars = p.riseBars(s.Curve)
	for _, f := range p.tell(s) {
		r.Told = append(r.Told, said{f.label, f.said})
	}
	r.Command = commandParts(s.Command)
}

// commandParts are the words of a command, each flag with its value: browsers
// break lines behind every hyphen.
func commandParts(command string) []string {
	if command == "" {
		return nil
	}
	parts := strings.Split(command, " --")
	for i := range parts[1:] {
		parts[i+1] = "--" + parts[i+1]
	}
	return parts
}

// news is meaning for what is none every day; of that, only the rows are shown.
func (p *page) news(r *rise, s surge) {
	if s.Recurring || !s.Attention {
		r.Bars = p.riseBars(s.Curve)
		return
	}
	p.meaning(r, s)
}

// detail adds to the meaning who is behind a spike, and the rows that prove it.
func (p *page) detail(r *rise, s surge) {
	p.meaning(r, s)
	if cells := p.causeCells(s.Spike); len(cells) > 0 {
		heads := p.causeHeads()
		r.Causes = &plainTable{Heads: append(heads[3:], heads[:3]...), Right: 1, Rows: turned(cells)}
	}
	for _, at := range s.Samples {
		r.Samples = append(r.Samples, p.proof(at))
	}
}

func (p *page) riseBars(c report.Curve) *riseBars {
	top := peak(c.Counts)
	if top <= 0 || c.BucketSeconds <= 0 {
		return nil
	}
	t := report.Timeline{BucketSeconds: c.BucketSeconds, Start: c.Start, Attention: c.Counts}
	first, last := p.moment(t.Start), p.moment(endOf(t))
	peak := p.words.say("timeline.most", word("n", thousands(top)), word("at", p.moment(startOf(t, c.Counts, top))))
	said := p.words.list([]string{p.words.say("timeline.bucket", word("span", p.span(c.BucketSeconds))), peak})
	return &riseBars{Sums: len(c.Counts), Bars: barsOf(c.Counts, top), Said: said, First: first, Last: last}
}

// startOf is when the first bucket with that many rows begins.
func startOf(t report.Timeline, counts []int64, n int64) time.Time {
	i := slices.Index(counts, n)
	return t.Start.Add(time.Duration(i) * time.Duration(t.BucketSeconds) * time.Second)
}
