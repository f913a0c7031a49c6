package render

import (
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// How many values are shown with a code where no number was asked for: few, as
// the page is to be read in one go.
const (
	dayTopWritten = 1
	dayTopFolded  = 3
)

const (
	mostCodes = 30 // in a table of one page
	mostNotes = 8  // in a list: what matters is at its top
)

// dailyBuilder builds the page of the newest day against the days before it. Its
// report is narrowed to that day, so that verdicts, shares and times are those of
// the day; the ledger is of all that was read.
type dailyBuilder struct {
	*builder
	day report.Day // the newest
}

// dailyDocument is the page for the morning: what matters, what changed, the
// numbers, the days before, the ledger.
func (b *builder) dailyDocument() document {
	b.timed = true
	if len(b.report.Days) == 0 {
		return b.reportDocument()
	}
	labels := b.labels()
	d := b.daily()
	blocks := []block{d.opening(), d.leftOut(), d.incidents(), d.newCodes(), d.worseCodes(), d.betterCodes(),
		only{written, d.spikeNotes()}, only{inHTML, d.timeline()}}
	d.carded = each(d.needing(), labelOfCode)
	blocks = append(blocks, onlyIn(inHTML, d.spikeBlocks(false, d.explainOfDay))...)
	blocks = append(blocks, only{written, d.sumTable()}, d.codeTable(), d.verdicts(), d.classes(),
		only{inText | inHTML, d.causeCards()}, only{inMarkdown, d.causeTable()}, d.lastDays(d.dayNote), d.ledger())
	return document{times: b.times, title: d.windowTitle(), labels: labels, blocks: blocks}
}

// daily narrows a builder to the newest day.
func (b *builder) daily() *dailyBuilder {
	if b.told == nil { // and not narrowed before
		b.told = b.report.Findings
	}
	d := &dailyBuilder{b, b.report.Days[len(b.report.Days)-1]}
	d.narrow()
	return d
}

func (b *dailyBuilder) narrow() {
	r, day := &b.report, b.day
	if r.Read.First.IsZero() {
		r.Read = r.Period // findings are of the whole log
	}
	r.Period = report.Period{First: day.First, Last: day.Last}
	b.period = r.Period
	r.Total = report.Total{Rows: day.Rows, Errors: day.Errors, Attention: day.Attention}
	r.Classes, r.Verdicts, r.Timeline, r.Spikes, r.Findings = day.Classes, day.Verdicts, day.Timeline, day.Spikes, nil
	b.attention, b.urgentLabels, b.spikes = attentionOf(day.Verdicts), nil, nil
}

func (b *dailyBuilder) windowTitle() string {
	title := b.say("daily.htmltitle")
	if _, known := dateOf(b.day.Date); known {
		return b.words.pair(title, b.dayName(b.day.Date))
	}
	return title
}

// compared reports whether there are days to compare with.
func (b *dailyBuilder) compared() bool { return len(b.day.Against) > 0 && b.day.Typical != nil }

func (b *dailyBuilder) opening() opening {
	return opening{Headline: b.conclusion(), Tone: b.toneOfDay(), Warning: b.warning(), Figures: b.figures(),
		Facts: append(facts(b.hoursFact(), b.usualFact(), b.missingFact(), b.periodFact(), b.filterFact()), b.origin()...)}
}

// toneOfDay is red only when something is worse than usual, so that a red page
// means something every morning.
func (b *dailyBuilder) toneOfDay() tone {
	switch {
	case b.day.Rows == 0:
		return plain
	case b.newIncident() != "":
		return toneOfSeverity(b.told[b.day.Findings[0]-1].Severity)
	case b.day.Attention == 0:
		return healthy
	case !b.compared() || b.day.Unusual:
		return b.mostUrgent()
	}
	return look
}

// hoursFact says which hours the page is about when it is not the whole day.
func (b *dailyBuilder) hoursFact() fact {
	hours := b.hours(b.day, "daily.lacksfrom", "daily.lacksuntil", "daily.lackswithin")
	label, until := b.say("daily.sofar"), word("until", b.day.Until)
	switch {
	case hours == "":
		return fact{}
	case b.day.Gap && b.compared():
		return b.labelled("daily.gap", b.words.also([]string{hours, b.say("daily.samehours")}))
	case b.day.Gap:
		return b.labelled("daily.gap", hours)
	case b.compared():
		return fact{Label: label, Text: b.say("daily.until", until)}
	}
	return fact{Label: label, Text: b.say("daily.untilonly", until)}
}

// hours words the hours of a day of which there is a log, by one of three
// messages; "" for a whole day.
func (b *builder) hours(d report.Day, from, until, within string) string {
	key := within
	switch {
	case d.From == "" && d.Until == "":
		return ""
	case d.Until == "":
		key = from
	case d.From == "":
		key = until
	}
	return b.say(key, word("from", d.From), word("until", d.Until))
}

func (b *dailyBuilder) usualFact() fact {
	f := b.againstFact()
	if len(b.day.Partial) > 0 {
		f.Text = b.words.also([]string{f.Text, b.say("daily.partial", word("dates", b.some(b.day.Partial)))})
	}
	return f
}

// againstFact names the days that are compared with.
func (b *dailyBuilder) againstFact() fact {
	against := b.day.Against
	if !b.compared() {
		return b.labelled("daily.usual", b.say("daily.first"))
	}
	key := "daily.median"
	switch {
	case len(against) == 1:
		key = "daily.single"
	case b.day.SameWeekday:
		key = "daily.weekday"
	}
	return b.labelled("daily.usual", b.say(key, count("n", int64(len(against))),
		word("weekday", b.weekday(b.day.Date, weekdays)), word("dates", b.some(against))))
}

func (b *dailyBuilder) missingFact() fact {
	if len(b.report.Missing) == 0 {
		return fact{}
	}
	return b.labelled("daily.missing", b.say("daily.nolog", word("dates", b.some(b.report.Missing))))
}

// some lists the first of many.
func (b *builder) some(names []string) string {
	const most = 7
	shown := slices.Clone(names[:min(len(names), most)])
	if more := len(names) - len(shown); more > 0 {
		shown = append(shown, b.say("more", count("n", int64(more))))
	}
	return b.words.items(shown)
}

// dateOf reads the date of a day, and reports whether it is one.
func dateOf(date string) (time.Time, bool) {
	at, err := time.Parse(dateOnly, date)
	return at, err == nil
}

// weekday names the day of the week of a date, by one of seven messages; "" of what
// is no date.
func (b *builder) weekday(date string, keys [7]string) string {
	at, known := dateOf(date)
	if !known {
		return ""
	}
	return b.say(keys[at.Weekday()])
}

var (
	weekdays = [7]string{"daily.sunday", "daily.monday", "daily.tuesday", "daily.wednesday",
		"daily.thursday", "daily.friday", "daily.saturday"}
	shortWeekdays = [7]string{"daily.sun", "daily.mon", "daily.tue", "daily.wed", "daily.thu", "daily.fri", "daily.sat"}
)

// dayName is a date with its day of the week in full, for a sentence.
func (b *builder) dayName(date string) string { return b.named(date, weekdays) }

// dayShort is a date with its day of the week in short, for a table.
func (b *builder) dayShort(date string) string { return b.named(date, shortWeekdays) }

func (b *builder) named(date string, keys [7]string) string {
	return strings.TrimSpace(b.say("daily.day", word("weekday", b.weekday(date, keys)), word("date", date)))
}
