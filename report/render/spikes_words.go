package render

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// spikeSentence words a spike: what rose, when, who or where, whether it is new.
func (b *builder) spikeSentence(s report.Spike) string {
	if s.Taken > 0 {
		return b.slowSentence(s)
	}
	text := b.say("spike.sentence", word("rose", b.whatRose(s)), word("behind", b.whoOrWhat(s)))
	return strings.TrimSpace(text)
}

// slowSentence words a rise of the time that requests take.
func (b *builder) slowSentence(s report.Spike) string {
	key := "spike.slower"
	if s.Estimated {
		key = "spike.slowabout" // of which only some rows were looked at
	}
	return b.say(key, word("what", b.slowWhat(s)), word("when", b.spikeTime(s)), count("n", s.Observed),
		word("taken", duration(s.Taken)), word("usual", duration(s.UsualTaken)))
}

// slowWhat names what takes longer: requests on a path, on a server, or all.
func (b *builder) slowWhat(s report.Spike) string {
	if len(s.Causes) == 0 {
		return b.say("spike.requests")
	}
	return b.say("spike.and", word("a", b.say("spike.requests")), word("b", b.phrases(s.Causes[0].Where)))
}

// whatRose is the first half: 403.14 (configuration faults) rose from 1 to 34 an
// hour between 00:06 and 00:17 UTC.
func (b *builder) whatRose(s report.Spike) string {
	what, when := word("what", b.spikeName(s)), word("when", b.spikeTime(s)+b.butFor(s.Without))
	switch n := count("n", s.Observed); {
	case s.Recurring:
		return b.say("spike.recurs", what, when, n)
	case s.New && s.Earlier:
		return b.say("spike.otherwise", what, when, n)
	case s.New:
		return b.say("spike.came", what, when, n)
	}
	return b.say("spike.rose", what, when, word("unit", b.rateUnit(s)), word("usual", b.rate(s.UsualRate)), word("rate", b.rate(s.Rate)))
}

// spikeName is the code with its Win32 number, what it was narrowed to, and its verdicts.
func (b *builder) spikeName(s report.Spike) string {
	if s.Taken > 0 {
		return b.say("spike.slow", word("what", b.slowWhat(s)))
	}
	if s.Code == "" && s.Reason == "" {
		return b.say("spike.everything")
	}
	code := b.inSentence(labelOf(s.Code, s.Log, s.Reason))
	if s.Win32 != nil {
		code = b.say("spike.win32", word("code", code), word("number", strconv.FormatUint(*s.Win32, 10)))
	}
	if len(s.Of) > 0 {
		code = b.say("spike.and", word("a", code), word("b", b.phrases(s.Of)))
	}
	verdicts := []string{s.Verdict}
	if len(s.Verdicts) > 0 {
		verdicts = s.Verdicts
	}
	return b.say("headline.code", word("code", code), word("verdict", b.words.items(each(verdicts, b.verdictName))))
}

// spikeTime is when the first row came and when the last, with the zone.
func (b *builder) spikeTime(s report.Spike) string {
	until := s.Last
	if until.IsZero() {
		until = s.End
	}
	zone := word("zone", b.at(s.Start, "MST"))
	if s.State == report.GoingOn && s.Start.Before(until) {
		from, _ := b.ends(s.Start, until)
		return b.say("spike.since", word("first", from), zone)
	}
	if first, last := b.ends(s.Start, until); b.at(s.Start, toTheMinute) != b.at(until, toTheMinute) {
		return b.say("spike.when", word("first", first), word("last", last), zone)
	}
	return b.say(b.onDay("spike.at", "spike.on"), word("first", b.moment(s.Start)), zone)
}

// butFor says which times of a rise belong to shorter ones.
func (b *builder) butFor(times []report.Period) string {
	if len(times) == 0 {
		return ""
	}
	return b.say("spike.butfor", word("times", b.words.items(each(times, func(p report.Period) string { return b.fromTo(p.First, p.Last) }))))
}

// rateUnit is the unit of time in which the rates of a rise are.
func (b *builder) rateUnit(s report.Spike) string {
	const hour, day = 3600, 86400
	switch s.PerSeconds {
	case hour:
		return b.say("spike.hour")
	case day:
		return b.say("spike.day")
	}
	return b.say("spike.minute")
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
	if f, ok := b.outageOf(s); ok {
		return b.say("spike.behind", word("said", b.outageSaid(f)))
	}
	if len(s.Causes) == 0 {
		return ""
	}
	first := without(s.Causes[0], s.Of)
	if first.Even || len(first.Where) == 0 {
		return b.say("spike.behind", word("said", b.spreadEvenly(first)))
	}
	text := b.shareOfRise(first.Share, b.where(first)) + b.fromClients(first)
	if first.New && !s.New {
		text += b.say("spike.unseen")
	}
	if len(s.Causes) > 1 {
		next := without(s.Causes[1], s.Of)
		text += b.say("spike.second", word("share", percent(next.Share)), word("where", b.where(next)))
	}
	return b.say("spike.behind", word("said", text))
}

// outageSaid says when nothing was served: of what recurs that is no time from its first to its last.
func (b *builder) outageSaid(f report.Finding) string {
	if f.State == report.Recurring {
		return b.say("spike.outages", word("when", b.happened(f.State, f.First, f.Last)))
	}
	from, to := b.ends(f.First, f.Last)
	return b.say("spike.outage", word("first", from), word("last", to))
}

// outageOf is the finding that nothing was served while nearly all rows of a rise came:
// then it is of no matter what they asked for.
func (b *builder) outageOf(s report.Spike) (f report.Finding, ok bool) {
	const most = 0.8
	all := b.report.Findings
	if len(all) == 0 {
		all = b.told
	}
	for _, n := range s.Findings { // one of a place says where, as the causes do
		if n <= len(all) && isOutage(all[n-1]) && len(all[n-1].Where) == 0 && float64(all[n-1].Rows) >= most*float64(s.Observed) && all[n-1].First.Before(all[n-1].Last) {
			return all[n-1], true
		}
	}
	return f, false
}

// isOutage reports whether a finding is on a time in which nothing was served: where that was since
// nobody could log on, its evidence says how many logons came.
func isOutage(f report.Finding) bool {
	isOfLogons := func(e report.Evidence) bool { return e.What == "logons" }
	return f.Rule == "outage" || f.Rule == "auth-nobody" && slices.ContainsFunc(f.Evidence, isOfLogons)
}

// without is a cause without what the name of its rise says.
func without(c report.SpikeCause, said report.Values) report.SpikeCause {
	isSaid := func(v report.FieldValue) bool { return slices.Contains(said, v) }
	c.Where, c.Also = slices.DeleteFunc(slices.Clone(c.Where), isSaid), slices.DeleteFunc(slices.Clone(c.Also), isSaid)
	return c
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
	for i, v := range oncePerServer(values) {
		phrase := b.phraseOf(v)
		if i > 0 {
			phrase = b.say("spike.and", word("a", text), word("b", phrase))
		}
		text = phrase
	}
	return text
}

// oncePerServer leaves out the address of a server whose name is said.
func oncePerServer(values report.Values) report.Values {
	if !namesField(values, "s-computername") {
		return values
	}
	return slices.DeleteFunc(slices.Clone(values), func(v report.FieldValue) bool { return v.Field == "s-ip" })
}

// phraseOf names a value with the word for its field: from client 203.0.113.7,
// below /portal/, on *.php.
func (b *builder) phraseOf(v report.FieldValue) string {
	key, value := "where."+whereKey(v), v.Value
	switch key {
	case "where.folder":
		value = strings.TrimSuffix(value, "*")
	case "where." + agentField:
		if product, isAny := strings.CutSuffix(value, "*"); isAny { // on whatever device
			value = product
		} else {
			value = agentCause(value)
		}
	}
	return b.sayOr(key, b.say("where.custom", word("field", quote(v.Field)), word("value", quote(value))), word("value", quote(value)))
}

// phraseOfSome names the values of an evidence, whose unit is their field, with the word for them, as
// phraseOf does for one.
func (b *builder) phraseOfSome(e report.Evidence, widest int) string {
	field, values := e.Unit, strings.Split(e.Text, ", ")
	if len(values) == 1 {
		return b.phraseOf(report.FieldValue{Field: field, Value: middle(values[0], widest)})
	}
	key := "where." + whereKey(report.FieldValue{Field: field, Value: values[0]}) + ".some"
	all := b.someOf(e, each(values, func(one string) string { return quote(middle(strings.TrimSuffix(one, "*"), widest)) }))
	return b.sayOr(key, b.say("where.custom.some", word("field", quote(field)), word("value", all)), word("value", all))
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
