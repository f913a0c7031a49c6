package render

import (
	"fmt"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// surge is a spike as the page shows it: bursts that come back every day with
// the same cause are one, told by the strongest.
type surge struct {
	report.Spike
	number int         // from 1, on the page
	starts []time.Time // of all bursts, in order
}

// surgeList is a part of the page.
type surgeList struct {
	key    string // of its heading
	surges []surge
}

// mostSurges is how many are told in full; the others get a sentence.
const mostSurges = 10

// surgeLists are the spikes in the order of the report: news first, then what
// needs nobody, then what comes back every day.
func (p *page) surgeLists() (lists []surgeList) {
	lists = []surgeList{{key: "spike.need"}, {key: "spike.rest"}, {key: "spike.again"}}
	for _, s := range p.report.Spikes {
		list := &lists[sectionOf(s)]
		if i := slices.IndexFunc(list.surges, func(o surge) bool { return sameBurst(o.Spike, s) }); i >= 0 {
			list.surges[i].starts = append(list.surges[i].starts, s.Start)
			continue
		}
		list.surges = append(list.surges, surge{Spike: s, starts: append([]time.Time{s.Start}, s.Returns...)})
	}
	number := 0
	for _, list := range lists {
		for i := range list.surges {
			number++
			s := &list.surges[i]
			s.number = number
			slices.SortFunc(s.starts, time.Time.Compare)
			s.starts = slices.CompactFunc(s.starts, time.Time.Equal)
		}
	}
	return slices.DeleteFunc(lists, func(l surgeList) bool { return len(l.surges) == 0 })
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

// sameBurst reports whether two recurring spikes are one thing that comes back.
func sameBurst(a, b report.Spike) bool {
	return a.Recurring && b.Recurring && labelOf(a.Code, a.Log, a.Reason) == labelOf(b.Code, b.Log, b.Reason) &&
		a.Verdict == b.Verdict && slices.Equal(firstWhere(a), firstWhere(b))
}

func firstWhere(s report.Spike) report.Values {
	if len(s.Causes) == 0 {
		return nil
	}
	return s.Causes[0].Where
}

// toneOfSpike is how urgent a spike is.
func (p *page) toneOfSpike(s report.Spike) tone {
	if !s.Attention || s.Recurring {
		return healthy
	}
	return max(look, p.toneOf(s.Verdict))
}

// spikesConclude is the finding in one sentence.
func (p *page) spikesConclude() string {
	lists, total := p.surgeLists(), p.report.Total
	if len(lists) == 0 {
		if total.Rows == 0 || p.dateless() {
			return p.conclusion()
		}
		key := "spike.none"
		if total.Attention > 0 { // all along, or there is nothing to compare with
			key = "spike.steady"
		}
		return p.words.say(key, count("rows", total.Rows), count("n", total.Attention))
	}
	strongest := lists[0].surges[0]
	return p.words.say(openingKeys[lists[0].key], count("n", int64(len(lists[0].surges))),
		word("name", p.riseName(strongest.Spike)), word("at", p.moment(strongest.Start)),
		count("observed", strongest.Observed), word("usual", p.usual(strongest.Expected)))
}

// openingKeys are the openings of the page by its first list.
var openingKeys = map[string]string{
	"spike.need": "spike.opening", "spike.rest": "spike.calm", "spike.again": "spike.onlyagain",
}

// spikeMood is the tone of that sentence.
func (p *page) spikeMood() tone {
	most := healthy
	for _, s := range p.report.Spikes {
		most = max(most, p.toneOfSpike(s))
	}
	if p.report.Total.Rows == 0 {
		return plain
	}
	return most
}

// tell is what is said of a spike below its sentence, the numbers first.
func (p *page) tell(s surge) []fact {
	facts := []fact{
		{p.words.say("spike.numbers"), p.numbersSaid(s.Spike)},
		{p.words.say("spike.returns"), p.returnsSaid(s)},
		{p.words.say("spike.together"), p.words.items(s.Together)},
		{p.words.say("label.meaning"), p.meaningSaid(s.Spike)}, {p.words.say("label.cause"), s.Cause}, {p.words.say("label.check"), s.Check},
	}
	return slices.DeleteFunc(facts, func(f fact) bool { return f.said == "" })
}

// meaningSaid is the name of a code and what it means.
func (p *page) meaningSaid(s report.Spike) string {
	if s.Name == "" || s.Meaning == "" {
		return s.Name + s.Meaning
	}
	return p.words.pair(s.Name, s.Meaning)
}

// numbersSaid weighs a spike against the usual.
func (p *page) numbersSaid(s report.Spike) string {
	key := "spike.times"
	if s.Expected < 1 {
		key = "spike.against" // so many times nothing is no number
	}
	said := p.words.say(key, count("n", s.Observed), word("usual", p.usual(s.Expected)),
		word("ratio", rate(s.Ratio)), word("score", rate(s.Score)))
	if s.Estimated {
		said = p.words.list([]string{said, p.words.say("spike.estimated")})
	}
	return said
}

// returnsSaid lists when a burst that comes back began.
func (p *page) returnsSaid(s surge) string {
	if !s.Recurring {
		return ""
	}
	var times []string
	for _, at := range s.starts {
		times = append(times, p.moment(at))
	}
	return p.words.say("spike.began", count("n", int64(len(times))), word("dates", p.some(times)))
}

// causeCells are the causes as a table: rows, usual, share, who or where.
func (p *page) causeCells(s report.Spike) (cells [][]string) {
	for _, c := range s.Causes {
		cells = append(cells, []string{thousands(c.Observed), median(c.Expected), percent(c.Share), p.causeSaid(c)})
	}
	return cells
}

func (p *page) causeSaid(c report.SpikeCause) string {
	if c.Even {
		return p.evenSaid(c)
	}
	said := p.phrases(c.Where)
	if len(c.Also) > 0 {
		said = p.words.say("spike.also", word("a", said), word("b", p.phrases(c.Also)))
	}
	said += p.clientsSaid(c)
	if c.New {
		said += p.words.say("spike.unseen")
	}
	return said
}

// proof is where a row stands and the row, whose ends tell most: who asked for
// what, and what was answered.
func (p *page) proof(at report.Place) string {
	const rowWidth = 300
	where := quote(fmt.Sprintf("%s:%d", p.middle(at.Source, valueWidth), at.Line))
	return p.words.pair(where, quote(p.middle(at.Text, rowWidth)))
}

func (p *page) causeHeads() []string {
	return []string{p.words.say("head.rows"), p.words.say("daily.usually"), p.words.say("spike.share"), p.words.say("spike.causes")}
}
