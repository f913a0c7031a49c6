package render

import (
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// dayNote is one thing that changed, in one sentence.
type dayNote struct {
	tone  tone
	need  bool // rows of it need attention
	text  string
	curve string // of a spike, drawn
	under string // what the curve spans
}

// dayNotes is a list of them under a heading.
type dayNotes struct {
	key   string
	notes []dayNote
	more  int // that are not in it
}

const mostNotes = 8 // in a list: what matters is at its top

// changes are what is new, worse and better, and the spikes of the day; lists
// without anything are left out.
func (p *dayPage) changes() []dayNotes {
	return append(p.codeChanges(), cutShort(dayNotes{key: "daily.spikes", notes: p.spikeNotes()})...)
}

// codeChanges are those without the spikes.
func (p *dayPage) codeChanges() []dayNotes {
	return cutShort(
		dayNotes{key: "daily.new", notes: p.noted(p.newCodes(), p.newNote)},
		dayNotes{key: "daily.worse", notes: p.noted(p.worseCodes(), p.changeNote)},
		dayNotes{key: "daily.better", notes: calmed(p.noted(p.betterCodes(), p.betterNote))},
	)
}

// cutShort cuts long lists, and leaves out empty ones.
func cutShort(all ...dayNotes) (lists []dayNotes) {
	for _, list := range all {
		if n := len(list.notes); n > mostNotes {
			list.notes, list.more = list.notes[:mostNotes], n-mostNotes
		}
		if len(list.notes) > 0 {
			lists = append(lists, list)
		}
	}
	return lists
}

func (p *dayPage) noted(codes []report.DayCode, word func(report.DayCode) string) (notes []dayNote) {
	for _, c := range codes {
		notes = append(notes, dayNote{tone: p.toneOfCode(c), need: c.Attention > 0, text: word(c)})
	}
	return notes
}

// calmed takes the alarm out of good news.
func calmed(notes []dayNote) []dayNote {
	for i := range notes {
		notes[i].tone, notes[i].need = healthy, false
	}
	return notes
}

func (p *dayPage) newNote(c report.DayCode) string {
	blanks := []blank{word("code", p.calledFully(c)), count("n", c.Count), word("kind", p.kindSaid(c))}
	if c.Since.IsZero() {
		return p.words.say("daily.notenew", blanks...)
	}
	return p.words.say("daily.notesince", append(blanks, word("since", p.moment(c.Since)))...)
}

func (p *dayPage) changeNote(c report.DayCode) string {
	said := p.words.say("daily.notechange", word("code", p.calledFully(c)), count("n", c.Count),
		word("usual", p.usual(usualCount(c))), word("change", p.changeOf(c)))
	if c.Attention > 0 && c.Attention < c.Count {
		said = p.semicolons([]string{said, p.words.say("daily.need", count("n", c.Attention))})
	}
	return said
}

func (p *dayPage) betterNote(c report.DayCode) string {
	if c.Gone {
		return p.words.say("daily.notegone", word("code", p.calledFully(c)), word("typical", median(usualCount(c))))
	}
	return p.changeNote(c)
}

// spikeNotes are the spikes of the day, each with its curve.
func (p *dayPage) spikeNotes() (notes []dayNote) {
	for _, s := range p.day.Spikes {
		n := dayNote{tone: p.toneOfSpike(s), need: s.Attention && !s.Recurring, text: p.rise(s)}
		n.curve, n.under = p.curveOf(s.Curve)
		notes = append(notes, n)
	}
	return notes
}

// curveOf draws a curve, and says from when to when it goes.
func (p *page) curveOf(c report.Curve) (drawn, span string) {
	const most = 48
	n := len(c.Counts)
	if n == 0 || c.BucketSeconds <= 0 || peak(c.Counts) <= 0 {
		return "", ""
	}
	t := report.Timeline{BucketSeconds: c.BucketSeconds, Start: c.Start, Attention: c.Counts}
	s := scaleIn(t, most)
	drawn = strings.ReplaceAll(p.glyphs.spark(resample(c.Counts, s.per)), " ", p.sign("·", " "))
	return drawn, p.fromTo(s.first, s.end)
}
