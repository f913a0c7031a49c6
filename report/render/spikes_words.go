package render

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// spikeSentence words a spike: what rose, when, who or where, whether it is new.
func (b *builder) spikeSentence(s report.Spike) string {
	text := b.say("spike.sentence", word("rose", b.whatRose(s)), word("behind", b.whoOrWhat(s)))
	return strings.TrimSpace(text)
}

// whatRose is the first half: 403.14 (configuration faults) rose from 1 to 34 an
// hour between 00:06 and 00:17 UTC.
func (b *builder) whatRose(s report.Spike) string {
	what, when := word("what", b.spikeName(s)), word("when", b.spikeTime(s))
	switch n := count("n", s.Observed); {
	case s.Recurring:
		return b.say("spike.recurs", what, when, n)
	case s.New && s.Earlier:
		return b.say("spike.otherwise", what, when, n)
	case s.New:
		return b.say("spike.came", what, when, n)
	}
	seconds, unit := b.rateUnit(s)
	per := float64(seconds) / max(1, s.End.Sub(s.Start).Seconds())
	return b.say("spike.rose", what, when, word("unit", unit),
		word("usual", b.rate(s.Expected*per)), word("rate", b.rate(float64(s.Observed)*per)))
}

// spikeName is the code with its Win32 number and its verdict.
func (b *builder) spikeName(s report.Spike) string {
	code := b.inSentence(labelOf(s.Code, s.Log, s.Reason))
	if s.Win32 != nil {
		code = b.say("spike.win32", word("code", code), word("number", strconv.FormatUint(*s.Win32, 10)))
	}
	return b.say("headline.code", word("code", code), word("verdict", b.verdictName(s.Verdict)))
}

// spikeTime is from when to when, with the zone.
func (b *builder) spikeTime(s report.Spike) string {
	first, last := b.ends(s.Start, s.End)
	return b.say("spike.when", word("first", first), word("last", last), word("zone", b.at(s.Start, "MST")))
}

// rateUnit is the unit of time for a rise of that length.
func (b *builder) rateUnit(s report.Spike) (seconds int64, unit string) {
	switch length := s.End.Sub(s.Start); {
	case length < time.Hour:
		return 60, b.say("spike.minute")
	case length < 48*time.Hour:
		return 3600, b.say("spike.hour")
	}
	return 86400, b.say("spike.day")
}

// rate writes a number of rows in a span of time as short as it may be.
func (b *builder) rate(n float64) string {
	switch {
	case n >= 10:
		return thousands(int64(math.Round(n)))
	case n > 0 && n < 0.05:
		return b.say("rate.least")
	}
	return decimal(math.Round(n*10) / 10)
}

// whoOrWhat is the second half: who or what accounts for the rise.
func (b *builder) whoOrWhat(s report.Spike) string {
	if len(s.Causes) == 0 {
		return ""
	}
	first := s.Causes[0]
	if first.Even {
		return b.say("spike.behind", word("said", b.spreadEvenly(first)))
	}
	text := b.shareOfRise(first.Share, b.where(first)) + b.fromClients(first)
	if first.New && !s.New {
		text += b.say("spike.unseen")
	}
	if len(s.Causes) > 1 {
		next := s.Causes[1]
		text += b.say("spike.second", word("share", percent(next.Share)), word("where", b.where(next)))
	}
	return b.say("spike.behind", word("said", text))
}

// nearlyAll is the share from which a cause is all there is.
const nearlyAll = 0.995

func (b *builder) shareOfRise(share float64, where string) string {
	if share >= nearlyAll {
		return b.say("spike.all", word("where", where))
	}
	return b.say("spike.part", word("share", percent(share)), word("where", where))
}

// spreadEvenly says that nothing stands out, and what all rows have in common.
func (b *builder) spreadEvenly(c report.SpikeCause) string {
	clients := word("clients", b.fromClients(c))
	if len(c.Where) == 0 {
		return b.say("spike.even", clients)
	}
	return b.say("spike.evenwith", word("where", b.phrases(c.Where)), clients)
}

// fromClients says from how many clients, where these are not the cause.
func (b *builder) fromClients(c report.SpikeCause) string {
	if c.Clients < 2 || namesField(c.Where, "c-ip") || namesField(c.Also, "c-ip") {
		return ""
	}
	return b.say("spike.clients", count("n", c.Clients))
}

func namesField(values report.Values, field string) bool {
	for _, v := range values {
		if v.Field == field && !strings.Contains(v.Value, "/") {
			return true
		}
	}
	return false
}

// where says what the rows of a cause have in common; of what they have beside,
// the two most telling.
func (b *builder) where(c report.SpikeCause) string {
	const beside = 2
	all := append(report.Values(nil), c.Where...)
	return b.phrases(append(all, c.Also[:min(beside, len(c.Also))]...))
}

func (b *builder) phrases(values report.Values) string {
	text := ""
	for i, v := range values {
		phrase := b.phraseOf(v)
		if i > 0 {
			phrase = b.say("spike.and", word("a", text), word("b", phrase))
		}
		text = phrase
	}
	return text
}

// phraseOf names a value with the word for its field: from client 203.0.113.7,
// below /portal/, on *.php.
func (b *builder) phraseOf(v report.FieldValue) string {
	key, value := "where."+whereKey(v), v.Value
	switch key {
	case "where.folder":
		value = strings.TrimSuffix(value, "*")
	case "where." + agentField:
		value = agentName(value)
	}
	return b.sayOr(key, b.words.pair(v.Field, quote(value)), word("value", quote(value)))
}

// whereKey is the kind of a value of a cause.
func whereKey(v report.FieldValue) string {
	switch {
	case v.Field == "c-ip" && strings.Contains(v.Value, "/"):
		return "network"
	case v.Field == "cs-uri-stem" && strings.HasSuffix(v.Value, "/*"):
		return "folder"
	}
	return v.Field
}

// summaryOf is the sentence of a spike for programs: nothing is cut.
func (b *builder) summaryOf(s report.Spike) string {
	return strings.ReplaceAll(unmarked(b.spikeSentence(s)), nbsp, " ")
}
