package render

import (
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// burst is a spike as people see it: bursts that come back every day with the
// same cause are one, and the strongest stands for all.
type burst struct {
	report.Spike
	number int         // from 1, in the document
	starts []time.Time // of all, in order
}

// spikeList is a part of the document.
type spikeList struct {
	key    string // of its heading
	spikes []burst
}

// mostExplained is how many are explained; the others get a sentence.
const mostExplained = 10

// spikesDocument shows the unusual rises: a sentence for each, its numbers, what to
// do, rows that prove it.
func (b *builder) spikesDocument() document {
	b.timed = true
	if b.report.Total.Rows == 0 && len(b.report.Filters) > 0 {
		return b.reportDocument() // which says what took them
	}
	o := b.opening()
	o.Headline, o.Tone = b.spikesConclusion(), b.toneOfSpikes()
	blocks := append([]block{o, only{inHTML, b.timeline()}}, b.spikeBlocks(false, b.explain)...)
	return document{times: b.times, title: b.windowTitle("spike.title"), blocks: append(blocks, b.ledger())}
}

// spikeLists are the spikes in the order of the report: those that need attention,
// those of kinds that need none, and those that come back every day. They are asked for
// with each finding and each spike, of which there may be hundreds, and put together once.
func (b *builder) spikeLists() []spikeList {
	if b.spikes == nil {
		b.spikes = listSpikes(b.report.Spikes)
	}
	return b.spikes
}

// samePause is how far apart two beginnings of a burst are at most that are one, with a pause.
const samePause = time.Hour

// listSpikes puts spikes into lists: those of one burst are one.
func listSpikes(spikes []report.Spike) []spikeList {
	lists := []spikeList{{key: "spike.need"}, {key: "spike.rest"}, {key: "spike.again"}}
	type place struct{ list, burst int }
	at := map[place]int{} // in its list
	for _, s := range spikes {
		where := place{sectionOf(s), s.Burst}
		list := &lists[where.list]
		if i, ok := at[where]; ok && s.Burst > 0 {
			list.spikes[i].starts = append(list.spikes[i].starts, s.Start)
			continue
		}
		at[where] = len(list.spikes)
		list.spikes = append(list.spikes, burst{Spike: s, starts: append([]time.Time{s.Start}, s.Returns...)})
	}
	number := 0
	for _, list := range lists {
		for i := range list.spikes {
			number++
			s := &list.spikes[i]
			s.number = number
			slices.SortFunc(s.starts, time.Time.Compare)
			s.starts = slices.CompactFunc(s.starts, func(x, y time.Time) bool { return x.Sub(y).Abs() < samePause })
		}
	}
	return slices.DeleteFunc(lists, func(l spikeList) bool { return len(l.spikes) == 0 })
}

func sectionOf(s report.Spike) int {
	switch {
	case s.Recurring:
		return 2
	case !s.Attention:
		return 1
	}
	return 0
}

// spikeSentences are the spikes on a document about something else.
func (b *builder) spikeSentences() list {
	l := list{Title: b.say("spike.title")}
	for _, part := range b.spikeLists() {
		for _, s := range part.spikes {
			l.Items = append(l.Items, item{Tone: b.toneOfSpike(s.Spike), Text: b.spikeSentence(s.Spike)})
		}
	}
	return l
}

// spikeBlocks are the lists of spikes, each in a sentence. more adds to the first ones,
// or to all of a brief list, what else is said of them.
func (b *builder) spikeBlocks(brief bool, more func(*spike, burst)) (all []block) {
	for _, list := range b.spikeLists() {
		out := spikes{Title: b.say(list.key), Brief: brief}
		for _, s := range list.spikes {
			one := spike{Number: s.number, Tone: b.toneOfSpike(s.Spike), Name: b.spikeName(s.Spike), Text: b.spikeSentence(s.Spike)}
			if brief || s.number <= mostExplained {
				more(&one, s)
			}
			out.Spikes = append(out.Spikes, one)
		}
		all = append(all, out)
	}
	return all
}

// link adds what else is told of a spike on a page about all.
func (b *builder) link(out *spike, s burst) { out.Links = b.spikeLinks(s) }

// explain adds the rows around a spike, its numbers, what to do, who or
// what accounts for it, and rows that prove it.
func (b *builder) explain(out *spike, s burst) {
	out.Explained, out.Curve, out.Facts, out.Command = true, b.curve(s.Curve), b.spikeFacts(s), s.Command
	if s.Taken == 0 {
		out.Causes = b.causes(s.Spike)
	}
	for _, at := range s.Samples {
		out.Samples = append(out.Samples, place(at))
	}
}

// explainOfDay adds the rows around a spike of a day. Those that come back every
// day and those that need nobody have no more.
func (b *builder) explainOfDay(out *spike, s burst) {
	out.Curve = b.curve(s.Curve)
	if label := labelOf(s.Code, s.Log, s.Reason); slices.Contains(b.carded, label) {
		out.Links = []link{{codeID(label), b.say("link.code", word("code", label))}}
	}
	if s.Attention && !s.Recurring {
		out.Facts, out.Command = b.spikeFacts(s), s.Command
	}
}

// toneOfSpike is how urgent a spike is.
func (b *builder) toneOfSpike(s report.Spike) tone {
	if s.Taken > 0 {
		return look
	}
	if !s.Attention || s.Recurring {
		return healthy
	}
	return max(look, b.tone(s.Verdict))
}

// toneOfSpikes is that of the most urgent one.
func (b *builder) toneOfSpikes() tone {
	if b.report.Total.Rows == 0 {
		return plain
	}
	most := healthy
	for _, s := range b.report.Spikes {
		most = max(most, b.toneOfSpike(s))
	}
	return most
}

// curve draws the rows around a spike, nil where there is nothing to draw.
func (b *builder) curve(c report.Curve) *curve {
	const mostCells = 48
	top := peak(c.Counts)
	if top <= 0 || c.BucketSeconds <= 0 {
		return nil
	}
	t := timelineOf(c.Start, c.BucketSeconds, len(c.Counts))
	at := t.Start.Add(time.Duration(slices.Index(c.Counts, top)) * time.Duration(c.BucketSeconds) * time.Second)
	most := b.say("timeline.most", word("n", thousands(top)), word("at", b.moment(at)))
	return &curve{
		Drawn:  dotted(spark(resample(c.Counts, t.scaled(mostCells).per))),
		Span:   b.fromTo(t.Start, t.End),
		Counts: c.Counts,
		Said:   b.words.list([]string{b.bucketLength(c.BucketSeconds), most}),
		First:  b.moment(t.Start), Last: b.moment(t.End),
	}
}
