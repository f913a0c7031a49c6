package render

import (
	"bytes"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// A text that nobody asked to be full ends within a screen where there is little to
// say: what matters, and where the rest is. Where there is much, the gravest comes
// first, and it says how much more there is.

// screen is how many lines somebody sees at once.
const screen = 40

// brevity is how much a brief text says: so many items of a list, what to do about the
// first of them, and in a line that may be cut about the others that are urgent enough.
type brevity struct {
	items, checks int
	hints         tone // the least urgent ones with such a line
}

const (
	mostItems   = 10
	usualItems  = 5 // where so many are urgent: a screen that is too short scrolls
	fewestItems = 3
)

// brevities are the ways to be brief, the fullest first. What is not urgent goes
// first, then most of what to do about all but the first.
func brevities(urgent int) (all []brevity) {
	few := min(max(urgent, fewestItems), usualItems)
	for n := mostItems; n > few; n-- {
		all = append(all, brevity{n, n, look})
	}
	for n := few; n > 0; n-- {
		all = append(all, brevity{few, n, look})
	}
	return append(all, brevity{few, 0, look}, brevity{few, 1, now})
}

// brieflyChecked says of an item of a list as much as the brevity leaves of what to do.
func (b *builder) brieflyChecked(i item, at int) item {
	switch {
	case at < b.brevity.checks:
	case i.Tone >= b.brevity.hints:
		i.InLine = true
	default:
		i.Check = ""
	}
	return i
}

// encodeBrief writes all where that fits on a screen, else the fullest brief text that
// does, else the briefest. What surely does not fit is not tried: a report that has much to
// say was written fourteen times, three quarters of what writing it took.
func encodeBrief(b *builder, k documentKind) ([]byte, error) {
	b.brevity = brevity{items: len(b.report.Findings), checks: len(b.report.Findings)}
	if k.command != "report" || b.leastLines() <= screen {
		if out, err := textOf(b, k.build(b)); err != nil || linesOf(out) <= screen {
			return out, err
		}
	}
	ways := brevities(b.urgent())
	fuller, briefest := ways[:len(ways)-1], ways[len(ways)-1]
	b.brevity = briefest
	last, err := textOf(b, k.brief(b))
	if err != nil {
		return nil, err
	}
	for _, v := range fuller {
		if k.command == "report" && !b.mayFit(v, briefest, linesOf(last)) {
			continue
		}
		b.brevity = v
		if out, err := textOf(b, k.brief(b)); err != nil || linesOf(out) <= screen {
			return out, err
		}
	}
	b.brevity = briefest
	return last, nil
}

func linesOf(text []byte) int { return bytes.Count(text, []byte("\n")) }

// leastLines is how many lines a full report has at least: a heading of each list that is
// not empty, and a line for each item.
func (b *builder) leastLines() (lines int) {
	r := b.report
	for _, items := range []int{len(r.Findings), len(r.Verdicts), len(r.Classes), len(r.Codes), len(r.Links), len(r.Noise)} {
		if items > 0 {
			lines += 1 + items
		}
	}
	return lines
}

// mayFit reports whether a report may fit on a screen, of which the briefest has so many
// lines. The others say all that it says, but for one that says nothing of what to do; and an
// item more takes a line at least, but for the line that there are more.
func (b *builder) mayFit(v, briefest brevity, lines int) bool {
	items := len(b.report.Findings)
	switch {
	case v.checks == 0:
		return true
	case len(b.report.Spikes) == 0 && v.items > max(items, briefest.items):
		return false // the next one says the same
	}
	return lines+max(0, min(v.items, items)-briefest.items-1) <= screen
}

// leftOut is how many findings a brief report of the usual width leaves out.
func (b *builder) leftOut() int {
	k := kindOf(b.report.Command)
	if k.command != "report" {
		return 0
	}
	brief := *b
	brief.options.Width = 0
	if _, err := encodeBrief(&brief, k); err != nil {
		return 0
	}
	return max(0, len(b.report.Findings)-brief.brevity.items)
}

// urgent is how many findings, rises or changes need attention.
func (b *builder) urgent() (n int) {
	for _, f := range b.report.Findings {
		if toneOfSeverity(f.Severity) >= look {
			n++
		}
	}
	for _, s := range b.report.Spikes {
		if s.Attention && !s.Recurring {
			n++
		}
	}
	if b.report.Comparison != nil {
		n += len(b.comparing().rises())
	}
	return n
}

// briefReport says whether somebody has to do something, about what, how much of what
// there is, and when.
func (b *builder) briefReport() document {
	blocks := []block{b.opening(), b.groups(), b.briefFindings(), b.briefly(b.spikeSentences()), b.briefVerdicts()}
	if len(b.report.Groups) == 0 { // who asked for groups wants those on the screen
		blocks = append(blocks, b.briefTimeline())
	}
	return b.briefDocument(blocks, b.pointers())
}

// briefDocument says what was wrong with the input, where anything was, and ends with
// where the rest is.
func (b *builder) briefDocument(blocks []block, rest paragraph) document {
	if l := b.ledger(); len(l.Remarks) > 0 {
		blocks = append(blocks, l)
	}
	return document{times: b.times, labels: b.labels(), blocks: append(blocks, rest)}
}

// briefFindings are the gravest.
func (b *builder) briefFindings() list {
	l := b.firstFindings(b.brevity.items)
	for i := range l.Items {
		l.Items[i].Command = ""
		l.Items[i] = b.brieflyChecked(l.Items[i], i)
	}
	if more := len(b.report.Findings) - len(l.Items); more > 0 {
		l.Note = b.say("findings.more", count("n", int64(more)))
	}
	return withChecksOnce(l)
}

// withChecksOnce is a list that says once what to do, where that is the same for several.
func withChecksOnce(l list) list {
	said := map[string]bool{}
	for i, one := range l.Items {
		if said[one.Check] {
			l.Items[i].Check = ""
		}
		said[one.Check] = true
	}
	return l
}

// briefVerdicts are those that need attention with the most rows, and in one line each
// the others of these and all that need none.
func (b *builder) briefVerdicts() table {
	const most = 5
	t := b.verdicts()
	shown, less, rest := t.Rows[:0], report.VerdictCount{}, report.VerdictCount{}
	for i, c := range b.sortedVerdicts() {
		sum := &rest
		switch {
		case c.Attention && len(shown) < most:
			shown = append(shown, t.Rows[i])
			continue
		case c.Attention:
			sum = &less
		}
		sum.Count, sum.Share = sum.Count+c.Count, sum.Share+c.Share
	}
	if less.Count > 0 {
		shown = append(shown, countRow(b.say("verdicts.less"), less.Count, less.Share, ""))
		shown[len(shown)-1].Cells[0] = sign(true) + b.say("verdicts.less")
	}
	if rest.Count > 0 {
		shown = append(shown, countRow(b.restName(rest.Count), rest.Count, rest.Share, ""))
		shown[len(shown)-1].Tone = healthy
	}
	t.Rows = shown
	return t
}

// restName is what the rows that need no action are called: with the most of them that are
// not served as usual, where these are many, as else somebody looks for those errors.
func (b *builder) restName(rows int64) string {
	const many = 10 // of 100
	name, most := b.say("verdicts.rest"), report.VerdictCount{}
	for _, c := range b.sortedVerdicts() {
		if !c.Attention && c.Verdict != codes.OK.String() && c.Count > most.Count {
			most = c
		}
	}
	if most.Count*100 < many*rows || most.Count == 0 {
		return name
	}
	return b.words.list([]string{name, b.say("verdicts.among", word("what", b.sayOr("count."+most.Verdict, thousands(most.Count)+nbsp+most.Verdict, count("n", most.Count))))})
}

// briefTimeline draws errors and what needs attention; all, where there is neither.
func (b *builder) briefTimeline() chart {
	c := b.timeline()
	var kept []track
	for _, t := range c.Timeline.Tracks {
		if t.Tone == now || strings.HasPrefix(t.Name, "4") || strings.HasPrefix(t.Name, "5") {
			kept = append(kept, t)
		}
	}
	if len(kept) > 0 {
		c.Timeline.Tracks = kept
	}
	return c
}

// pointers say where the rest is: the last thing that stays on the screen.
func (b *builder) pointers() paragraph {
	for _, f := range b.report.Findings {
		if f.Command != "" {
			return paragraph{Text: b.say("brief.restrows"), Command: f.Command}
		}
	}
	return paragraph{Text: b.say("brief.rest")}
}

// briefSpikes are the rises that need attention, a few of them with what to do.
func (b *builder) briefSpikes() document {
	b.timed = true
	o := b.opening()
	o.Headline, o.Tone = b.spikesConclusion(), b.toneOfSpikes()
	blocks, others := []block{o}, 0
	for _, list := range b.spikeLists() {
		if list.key != "spike.need" {
			others += len(list.spikes)
			continue
		}
		shown := min(b.brevity.items, len(list.spikes))
		out := spikes{Title: b.say(list.key), More: len(list.spikes) - shown}
		for _, s := range list.spikes[:shown] {
			out.Spikes = append(out.Spikes, b.briefSpike(s))
		}
		blocks = append(blocks, out)
	}
	if others > 0 && len(blocks) > 1 {
		blocks = append(blocks, paragraph{Text: b.say("brief.others", count("n", int64(others)))})
	} else if others > 0 {
		return b.spikesDocument()
	}
	return b.briefDocument(blocks, paragraph{Text: b.say("brief.restspikes")})
}

func (b *builder) briefSpike(s burst) spike {
	one := spike{Number: s.number, Tone: b.toneOfSpike(s.Spike), Name: b.spikeName(s.Spike), Text: b.spikeSentence(s.Spike)}
	if s.number <= b.brevity.checks {
		one.Explained, one.Curve, one.Command = true, b.curve(s.Curve), s.Command
		one.Facts = facts(b.labelled("label.check", s.Check))
	}
	return one
}

// briefDay is what changed, the codes that matter, and the days before.
func (b *builder) briefDay() document {
	b.timed = true
	if len(b.report.Days) == 0 {
		return b.briefReport()
	}
	d := b.daily()
	blocks := []block{d.opening(), d.briefly(withChecksOnce(d.incidents())), d.briefly(d.newCodes()), d.briefly(d.worseCodes()), d.briefly(d.betterCodes()),
		d.briefly(d.spikeNotes())}
	codes := d.codeTable()
	codes.Most = b.brevity.items
	return b.briefDocument(append(blocks, codes, d.lastDays(d.dayHours)), paragraph{Text: b.say("brief.restdays")})
}

// briefly is the start of a list.
func (b *builder) briefly(l list) list {
	shown := min(b.brevity.items, len(l.Items))
	l.More += len(l.Items) - shown
	l.Items = l.Items[:shown]
	return l
}
