package render

// headline says in one sentence whether somebody has to do something.
func (p *page) headline() {
	p.hang(title, 0, "", p.conclusion())
}

func (p *page) conclusion() string {
	total, input := p.report.Total, p.report.Input
	switch {
	case total.Rows == 0 && len(p.report.Missing) > 0:
		return p.words.say("headline.nolog", word("dates", p.some(p.report.Missing)))
	case total.Rows == 0 && input.Filtered+input.Malformed > 0:
		return p.words.say("headline.unused",
			count("filtered", input.Filtered), count("malformed", input.Malformed))
	case total.Rows == 0:
		return p.words.say("headline.none")
	case p.dateless():
		return p.words.say("headline.dateless", count("rows", total.Rows))
	case total.Attention == 0 && total.Errors == 0:
		return p.words.say("headline.clean", count("rows", total.Rows))
	case total.Attention == 0:
		return p.words.say("headline.calm", count("rows", total.Rows), count("errors", total.Errors))
	}
	return p.words.say("headline.attention", word("share", p.share(total.Attention)),
		count("n", total.Attention), count("rows", total.Rows), word("behind", p.behind()))
}

// dateless reports whether the command needs times and no row has one.
func (p *page) dateless() bool {
	needs := p.report.Command == "daily" || p.report.Command == "spikes"
	return needs && p.report.Total.Rows > 0 && p.report.Period.First.IsZero()
}

// behind names the one or two codes with the most rows that need attention.
// The second is named only where it weighs. Reasons stand in where a log has no
// codes.
func (p *page) behind() string {
	const weighs = 5 // at least a fifth of the first
	top := needing(p.codeEntries())
	if len(top) == 0 {
		top = needing(p.reasonEntries())
	}
	switch {
	case len(top) == 0:
		return ""
	case len(top) == 1 || top[1].need*weighs < top[0].need:
		return p.words.say("headline.one", word("a", p.called(top[0])))
	}
	return p.words.say("headline.two", word("a", p.called(top[0])), word("b", p.called(top[1])))
}

// called names an entry, what it is mostly about and since when it was seen:
// 500.19 (configuration faults, since 12:58).
func (p *page) called(e entry) string {
	code := word("code", p.words.sayOr("code."+e.label, e.label))
	verdict := word("verdict", p.verdictName(e.main()))
	if e.first.IsZero() {
		return p.words.say("headline.code", code, verdict)
	}
	return p.words.say("headline.seen", code, verdict, word("since", p.moment(e.first)))
}
