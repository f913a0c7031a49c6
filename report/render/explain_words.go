package render

import (
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// remark words a remark by the first wording for which its evidence suffices,
// else by its rule.
func (v vocabulary) remark(f report.Finding, text func(report.Evidence) string) string {
	blanks := v.blanksOf(f.Evidence, text)
	for _, wording := range v.remarks[f.Rule] {
		if filled, complete := fillWhole(wording, blanks); complete {
			return filled
		}
	}
	return v.bare(f, blanks)
}

// blanksOf makes blanks of evidence, of the kinds that only remarks have too.
func (v vocabulary) blanksOf(evidence []report.Evidence, text func(report.Evidence) string) []blank {
	blanks := v.evidence(evidence, text)
	for i, e := range evidence {
		switch e.Unit {
		case "later":
			blanks[i].text = v.later(int64(e.Value))
		case "lapse":
			blanks[i].text = v.lapse(int64(e.Value))
		case "taken":
			blanks[i].text = v.taken(int64(e.Value))
		case "line":
			blanks[i].text = strconv.FormatInt(int64(e.Value), 10)
		}
		if (e.What == "list" || e.What == "lines") && e.Text != "" {
			blanks[i].text = v.listOf(e, text)
		}
	}
	return blanks
}

// listOf joins the items of an evidence that is a list.
func (v vocabulary) listOf(e report.Evidence, text func(report.Evidence) string) string {
	return v.items(each(strings.Split(e.Text, ", "), func(item string) string {
		return text(report.Evidence{What: e.What, Text: item, Unit: e.Unit})
	}))
}

// later says when something came, -1 for a time that is not known.
func (v vocabulary) later(seconds int64) string {
	switch {
	case seconds < 0:
		return v.say("later.sometime")
	case seconds == 0:
		return v.say("later.same")
	}
	return v.say("later.span", word("span", v.lapse(seconds)))
}

// lapse is a time between rows, in the largest unit of which there are two.
func (v vocabulary) lapse(seconds int64) string {
	for _, unit := range []struct {
		seconds int64
		key     string
	}{{86400, "span.days"}, {3600, "span.hours"}, {60, "span.minutes"}, {1, "span.seconds"}} {
		if seconds >= 2*unit.seconds || seconds == unit.seconds && seconds == 1 {
			return v.say(unit.key, count("n", (seconds+unit.seconds/2)/unit.seconds))
		}
	}
	return v.say("span.none")
}

// taken is a time-taken: 218 ms, 29.9 s.
func (v vocabulary) taken(ms int64) string {
	if ms < 1000 {
		return v.say("taken.ms", count("n", ms))
	}
	return v.say("taken.s", word("n", strconv.FormatFloat(float64(ms)/1000, 'f', 1, 64)))
}
