package render

import (
	"github.com/iiswhy/iiswhy/report"
)

// spikesConclusion is the finding in one sentence.
func (b *builder) spikesConclusion() string {
	lists, total := b.spikeLists(), b.report.Total
	if len(lists) == 0 {
		if total.Rows == 0 || b.dateless() {
			return b.conclusion()
		}
		key := "spike.none"
		if total.Attention > 0 { // all along, or there is nothing to compare with
			key = "spike.steady"
		}
		return b.say(key, count("rows", total.Rows), count("n", total.Attention))
	}
	strongest := lists[0].spikes[0]
	if strongest.Taken > 0 {
		return b.say("spike.openslow", count("n", int64(len(lists[0].spikes))), word("name", b.spikeName(strongest.Spike)),
			word("at", b.moment(strongest.Start)))
	}
	return b.say(openingKeys[lists[0].key], count("n", int64(len(lists[0].spikes))),
		word("name", b.spikeName(strongest.Spike)), word("at", b.moment(strongest.Start)),
		count("observed", strongest.Observed), word("usual", b.usual(strongest.Expected)))
}

// openingKeys are the openings of the page by its first list.
var openingKeys = map[string]string{
	"spike.need": "spike.opening", "spike.rest": "spike.calm", "spike.again": "spike.onlyagain",
}

// spikeFacts are what is said of a spike below its sentence, the numbers first.
func (b *builder) spikeFacts(s burst) []fact {
	if s.Taken > 0 {
		return facts(b.labelled("spike.numbers", b.say("spike.slownumbers", word("taken", duration(s.Taken)), word("usual", duration(s.UsualTaken)))),
			b.labelled("label.check", b.checkOf(s.Spike)))
	}
	return facts(
		b.labelled("label.findings", b.findingsOf(s.Spike)), b.labelled("spike.numbers", b.spikeNumbers(s.Spike)), b.labelled("spike.returns", b.returnsOf(s)),
		b.labelled("spike.together", b.words.items(s.Together)), b.labelled("label.meaning", b.meaningOf(s.Spike)),
		b.labelled("label.cause", s.Cause), b.labelled("label.check", s.Check),
	)
}

// findingsOf are the sentences of the findings that tell the same as a spike and say more
// than which code it is.
func (b *builder) findingsOf(s report.Spike) string {
	var told []string
	for _, n := range s.Findings {
		if n < 1 || n > len(b.report.Findings) || b.report.Findings[n-1].Rule == s.Verdict {
			continue
		}
		f := b.report.Findings[n-1]
		told = append(told, b.words.pair(b.sayOr("severity."+f.Severity, f.Severity), b.words.phrase(f, b.evidenceText, b.besides(f)...).title))
	}
	return b.words.sentences(told)
}

// checkOf is what the finding that tells the same as a spike says to do.
func (b *builder) checkOf(s report.Spike) string {
	for _, n := range s.Findings {
		if n >= 1 && n <= len(b.report.Findings) {
			return b.words.phrase(b.report.Findings[n-1], b.evidenceText, b.besides(b.report.Findings[n-1])...).check
		}
	}
	return s.Check
}

// meaningOf is the name of a code and what it means.
func (b *builder) meaningOf(s report.Spike) string {
	if s.Name == "" || s.Meaning == "" {
		return s.Name + s.Meaning
	}
	return b.words.pair(s.Name, s.Meaning)
}

// spikeNumbers weighs a spike against the usual.
func (b *builder) spikeNumbers(s report.Spike) string {
	key := "spike.times"
	if s.Expected < 1 {
		key = "spike.against" // so many times nothing is no number
	}
	text := b.say(key, count("n", s.Observed), word("usual", b.usual(s.Expected)),
		word("ratio", b.rate(s.Ratio)), word("score", b.rate(s.Score)))
	if s.Legs > 0 {
		text = b.words.list([]string{text, b.say("spike.legs", count("n", s.Legs))})
	}
	if s.Estimated {
		text = b.words.list([]string{text, b.say("spike.estimated")})
	}
	return text
}

// returnsOf lists when a burst that comes back began.
func (b *builder) returnsOf(s burst) string {
	if !s.Recurring {
		return ""
	}
	times := each(s.starts, b.moment)
	return b.say("spike.began", count("n", int64(len(times))), word("dates", b.some(times)))
}

// causes are a table: who or where, rows, usual, share.
func (b *builder) causes(s report.Spike) table {
	t := table{Columns: append(b.columns(sentenceColumn, "spike.causes"),
		b.columns(numberColumn, "head.rows", "daily.usually", "spike.share")...)}
	for _, c := range s.Causes {
		t.Rows = append(t.Rows, row{Cells: []string{b.causeSentence(c), thousands(c.Observed), median(c.Expected), percent(c.Share)}})
	}
	return t
}

func (b *builder) causeSentence(c report.SpikeCause) string {
	if c.Even {
		return b.spreadEvenly(c)
	}
	text := b.phrases(c.Where)
	if len(c.Also) > 0 {
		text = b.say("spike.also", word("a", text), word("b", b.phrases(c.Also)))
	}
	text += b.fromClients(c)
	if c.New {
		text += b.say("spike.unseen")
	}
	return text
}
