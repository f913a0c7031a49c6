package render

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// rise words a spike: what rose, when, who or where, whether it is new. Values
// of the log are written by each.
func (p *page) rise(s report.Spike) string {
	said := p.words.say("spike.sentence", word("rose", p.roseSaid(s)), word("behind", p.behindRise(s)))
	return strings.TrimSpace(said)
}

// roseSaid is the first half: 403.14 (configuration faults) rose from 1 to 34 an
// hour between 00:06 and 00:17 UTC.
func (p *page) roseSaid(s report.Spike) string {
	what, when := word("what", p.riseName(s)), word("when", p.riseTime(s))
	switch n := count("n", s.Observed); {
	case s.Recurring:
		return p.words.say("spike.recurs", what, when, n)
	case s.New && s.Earlier:
		return p.words.say("spike.otherwise", what, when, n)
	case s.New:
		return p.words.say("spike.came", what, when, n)
	}
	seconds, unit := p.rateUnit(s)
	per := float64(seconds) / max(1, s.End.Sub(s.Start).Seconds())
	return p.words.say("spike.rose", what, when, word("unit", unit),
		word("usual", rate(s.Expected*per)), word("rate", rate(float64(s.Observed)*per)))
}

// riseName is the code with its Win32 number and its verdict.
func (p *page) riseName(s report.Spike) string {
	label := labelOf(s.Code, s.Log, s.Reason)
	code := p.words.sayOr("code."+label, label)
	if s.Win32 != nil {
		code = p.words.say("spike.win32", word("code", code), word("number", strconv.FormatUint(*s.Win32, 10)))
	}
	return p.words.say("headline.code", word("code", code), word("verdict", p.verdictName(s.Verdict)))
}

// riseTime is from when to when, with the zone.
func (p *page) riseTime(s report.Spike) string {
	first, last := p.ends(s.Start, s.End)
	return p.words.say("spike.when", word("first", first), word("last", last), word("zone", p.at(s.Start, "MST")))
}

// rateUnit is the unit of time in which a rise of that length is told.
func (p *page) rateUnit(s report.Spike) (seconds int64, unit string) {
	switch length := s.End.Sub(s.Start); {
	case length < time.Hour:
		return 60, p.words.say("spike.minute")
	case length < 48*time.Hour:
		return 3600, p.words.say("spike.hour")
	}
	return 86400, p.words.say("spike.day")
}

// rate writes a number of rows in a span of time as short as it may be.
func rate(n float64) string {
	switch {
	case n >= 10:
		return thousands(int64(math.Round(n)))
	case n > 0 && n < 0.05:
		return "<0.1"
	}
	return decimal(math.Round(n*10) / 10)
}

// behindRise is the second half: who or what accounts for the rise.
func (p *page) behindRise(s report.Spike) string {
	if len(s.Causes) == 0 {
		return ""
	}
	first := s.Causes[0]
	if first.Even {
		return p.words.say("spike.behind", word("said", p.evenSaid(first)))
	}
	said := p.shareSaid(first.Share, p.where(first)) + p.clientsSaid(first)
	if first.New && !s.New {
		said += p.words.say("spike.unseen")
	}
	if len(s.Causes) > 1 {
		next := s.Causes[1]
		said += p.words.say("spike.second", word("share", percent(next.Share)), word("where", p.where(next)))
	}
	return p.words.say("spike.behind", word("said", said))
}

// nearlyAll is the share from which a cause is all there is.
const nearlyAll = 0.995

func (p *page) shareSaid(share float64, where string) string {
	if share >= nearlyAll {
		return p.words.say("spike.all", word("where", where))
	}
	return p.words.say("spike.part", word("share", percent(share)), word("where", where))
}

// evenSaid says that nothing stands out, and what all rows have in common.
func (p *page) evenSaid(c report.SpikeCause) string {
	clients := word("clients", p.clientsSaid(c))
	if len(c.Where) == 0 {
		return p.words.say("spike.even", clients)
	}
	return p.words.say("spike.evenwith", word("where", p.phrases(c.Where)), clients)
}

// clientsSaid says from how many clients, where these are not the cause.
func (p *page) clientsSaid(c report.SpikeCause) string {
	if c.Clients < 2 || namesField(c.Where, "c-ip") || namesField(c.Also, "c-ip") {
		return ""
	}
	return p.words.say("spike.clients", count("n", c.Clients))
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
func (p *page) where(c report.SpikeCause) string {
	const beside = 2
	all := append(report.Values(nil), c.Where...)
	return p.phrases(append(all, c.Also[:min(beside, len(c.Also))]...))
}

func (p *page) phrases(values report.Values) string {
	said := ""
	for i, v := range values {
		phrase := p.phraseOf(v)
		if i > 0 {
			phrase = p.words.say("spike.and", word("a", said), word("b", phrase))
		}
		said = phrase
	}
	return said
}

// phraseOf names a value with the word for its field: from client 203.0.113.7,
// below /portal/, on *.php.
func (p *page) phraseOf(v report.FieldValue) string {
	key, value := "where."+whereKey(v), v.Value
	if key == "where.folder" {
		value = strings.TrimSuffix(value, "*")
	}
	return p.words.sayOr(key, p.words.pair(v.Field, p.value(value)), word("value", p.value(value)))
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
func (p *page) summaryOf(s report.Spike) string {
	whole := *p
	whole.value = func(v string) string { return v }
	return strings.ReplaceAll(whole.rise(s), nbsp, " ")
}
