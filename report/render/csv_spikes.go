package render

import (
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// causeOfSpike is a line of the table of spikes and causes. A spike for which no
// cause was found has one line, without a cause.
type causeOfSpike struct {
	report.Spike
	cause *report.SpikeCause
}

func (b *builder) spikeRecords() [][]string {
	var lines []causeOfSpike
	for _, s := range b.report.Spikes {
		for i := range s.Causes {
			lines = append(lines, causeOfSpike{s, &s.Causes[i]})
		}
		if len(s.Causes) == 0 {
			lines = append(lines, causeOfSpike{Spike: s})
		}
	}
	return recordsOf(b.spikeColumns(), lines)
}

// spikeColumns lists the columns: the rise, one cause of it, what it means, a
// row that proves it.
func (b *builder) spikeColumns() []csvColumn[causeOfSpike] {
	return slices.Concat([]csvColumn[causeOfSpike]{
		{"code", func(s causeOfSpike) string { return logged(s.Code) }},
		{"log", func(s causeOfSpike) string { return s.Log }},
		{"reason", func(s causeOfSpike) string { return s.Reason }},
		{"win32", func(s causeOfSpike) string {
			return optional(s.Win32, func(n uint64) string { return strconv.FormatUint(n, 10) })
		}},
		{"verdict", func(s causeOfSpike) string { return s.Verdict }},
		{"attention", func(s causeOfSpike) string { return strconv.FormatBool(s.Attention) }},
		{"start", func(s causeOfSpike) string { return stamp(s.Start) }},
		{"end", func(s causeOfSpike) string { return stamp(s.End) }},
		{"last", func(s causeOfSpike) string { return stamp(s.Last) }},
		{"observed", func(s causeOfSpike) string { return digits(s.Observed) }},
		{"expected", func(s causeOfSpike) string { return fraction(s.Expected) }},
		{"ratio", func(s causeOfSpike) string { return fraction(s.Ratio) }},
		{"rate", func(s causeOfSpike) string { return fraction(s.Rate) }},
		{"usual_rate", func(s causeOfSpike) string { return fraction(s.UsualRate) }},
		{"per_s", func(s causeOfSpike) string { return digits(s.PerSeconds) }},
		{"of", func(s causeOfSpike) string { return pairs(s.Of) }},
		{"verdicts", func(s causeOfSpike) string { return strings.Join(s.Verdicts, "; ") }},
		{"legs", func(s causeOfSpike) string { return digits(s.Legs) }},
		{"taken_ms", func(s causeOfSpike) string { return digits(s.Taken) }},
		{"usual_taken_ms", func(s causeOfSpike) string { return digits(s.UsualTaken) }},
		{"score", func(s causeOfSpike) string { return fraction(s.Score) }},
		{"new", func(s causeOfSpike) string { return strconv.FormatBool(s.New) }},
		{"recurring", func(s causeOfSpike) string { return strconv.FormatBool(s.Recurring) }},
		{"estimated", func(s causeOfSpike) string { return strconv.FormatBool(s.Estimated) }},
		{"summary", func(s causeOfSpike) string { return b.summaryOf(s.Spike) }},
	}, causeColumns(), []csvColumn[causeOfSpike]{
		{"name", func(s causeOfSpike) string { return s.Name }},
		{"meaning", func(s causeOfSpike) string { return s.Meaning }},
		{"cause", func(s causeOfSpike) string { return s.Cause }},
		{"check", func(s causeOfSpike) string { return s.Check }},
		{"source", func(s causeOfSpike) string { return first(s.Samples, func(p report.Place) string { return p.Source }) }},
		{"line", func(s causeOfSpike) string {
			return first(s.Samples, func(p report.Place) string { return known(p.Line) })
		}},
		{"row", func(s causeOfSpike) string { return first(s.Samples, func(p report.Place) string { return p.Text }) }},
		{"command", func(s causeOfSpike) string { return s.Command }},
	})
}

func causeColumns() []csvColumn[causeOfSpike] {
	of := func(head string, cell func(report.SpikeCause) string) csvColumn[causeOfSpike] {
		return csvColumn[causeOfSpike]{head, func(s causeOfSpike) string { return optional(s.cause, cell) }}
	}
	return []csvColumn[causeOfSpike]{
		of("where", func(c report.SpikeCause) string { return pairs(c.Where) }),
		of("also", func(c report.SpikeCause) string { return pairs(c.Also) }),
		of("even", func(c report.SpikeCause) string { return strconv.FormatBool(c.Even) }),
		of("where_rows", func(c report.SpikeCause) string { return digits(c.Observed) }),
		of("where_expected", func(c report.SpikeCause) string { return fraction(c.Expected) }),
		of("where_share", func(c report.SpikeCause) string { return fraction(c.Share) }),
		of("where_new", func(c report.SpikeCause) string { return strconv.FormatBool(c.New) }),
		of("clients", func(c report.SpikeCause) string {
			if c.Clients == 0 {
				return ""
			}
			return digits(c.Clients)
		}),
	}
}

// pairs writes what rows have in common: c-ip=203.0.113.7; cs-method=GET.
func pairs(values report.Values) string {
	return strings.Join(each(values, func(v report.FieldValue) string { return v.Field + "=" + v.Value }), "; ")
}
