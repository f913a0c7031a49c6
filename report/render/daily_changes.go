package render

import (
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// What is new, worse and better on the newest day, each code in one sentence.

func isNew(c report.DayCode) bool    { return c.New && !c.Gone }
func isWorse(c report.DayCode) bool  { return c.Worse }
func isBetter(c report.DayCode) bool { return c.Better }

func (b *dailyBuilder) newCodes() list { return b.changes("daily.new", isNew, b.newNote) }

func (b *dailyBuilder) worseCodes() list { return b.changes("daily.worse", isWorse, b.changeNote) }

// betterCodes are good news: nothing of them is urgent.
func (b *dailyBuilder) betterCodes() list {
	l := b.changes("daily.better", isBetter, b.betterNote)
	for i := range l.Items {
		l.Items[i].Tone, l.Items[i].Label = healthy, ""
	}
	return l
}

func (b *dailyBuilder) changes(key string, wanted func(report.DayCode) bool, note func(report.DayCode) string) list {
	var items []item
	for _, c := range b.picked(wanted) {
		items = append(items, item{Tone: b.toneOfCode(c), Label: b.attentionLabel(c.Attention > 0), Text: note(c)})
	}
	return b.cutShort(key, items)
}

// cutShort is a list of the first items.
func (b *builder) cutShort(key string, items []item) list {
	shown := min(len(items), mostNotes)
	return list{Title: b.say(key), Items: items[:shown], More: len(items) - shown}
}

// attentionLabel is what tells what needs attention apart without colours.
func (b *builder) attentionLabel(need bool) string {
	if !need {
		return ""
	}
	return b.say("daily.look")
}

func (b *dailyBuilder) newNote(c report.DayCode) string {
	blanks := []blank{word("code", b.calledFully(c)), count("n", c.Count), word("kind", b.kindOfCode(c))}
	if c.Since.IsZero() {
		return b.say("daily.notenew", blanks...)
	}
	return b.say("daily.notesince", append(blanks, word("since", b.moment(c.Since)))...)
}

func (b *dailyBuilder) changeNote(c report.DayCode) string {
	text := b.say("daily.notechange", word("code", b.calledFully(c)), count("n", c.Count),
		word("usual", b.usual(usualCount(c))), word("change", b.changeOf(c)))
	if c.Attention > 0 && c.Attention < c.Count {
		text = b.words.also([]string{text, b.say("daily.need", count("n", c.Attention))})
	}
	return text
}

func (b *dailyBuilder) betterNote(c report.DayCode) string {
	if c.Gone {
		return b.say("daily.notegone", word("code", b.calledFully(c)), word("typical", median(usualCount(c))))
	}
	return b.changeNote(c)
}

// isToldAbove reports whether an incident of the day tells the very rows of a spike, or the
// outages of which it is one, of which it has no more to say.
func (b *dailyBuilder) isToldAbove(s report.Spike) bool {
	plain := len(s.Causes) == 0 || s.Causes[0].Even
	return slices.ContainsFunc(s.Findings, func(n int) bool {
		return n <= len(b.told) && slices.Contains(b.day.Findings, n) &&
			(b.told[n-1].Rows == s.Observed || plain && b.told[n-1].Rule == "short-outages")
	})
}

// spikeNotes are the spikes of the day that no incident tells, each with its curve.
func (b *dailyBuilder) spikeNotes() list {
	var items []item
	for _, s := range b.day.Spikes {
		if b.isToldAbove(s) {
			continue
		}
		items = append(items, item{Tone: b.toneOfSpike(s), Label: b.attentionLabel(s.Attention && !s.Recurring),
			Text: b.spikeSentence(s), Curve: b.curve(s.Curve)})
	}
	return b.cutShort("daily.spikes", items)
}
