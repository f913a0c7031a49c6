package render

import (
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// spikeColumn is a column of the table of spikes and causes.
type spikeColumn struct {
	head string
	cell func(report.Spike, report.SpikeCause) string
}

// spikeColumns lists the columns: the rise, one cause of it, what it means, a
// row that proves it.
func (p *page) spikeColumns() []spikeColumn {
	return append(append(p.columnsOfRise(), columnsOfCause()...), columnsOfProof()...)
}

func ofRise(head string, cell func(report.Spike) string) spikeColumn {
	return spikeColumn{head, func(s report.Spike, _ report.SpikeCause) string { return cell(s) }}
}

func (p *page) columnsOfRise() []spikeColumn {
	return []spikeColumn{
		ofRise("code", func(s report.Spike) string { return known(s.Code) }),
		ofRise("log", func(s report.Spike) string { return s.Log }),
		ofRise("reason", func(s report.Spike) string { return s.Reason }),
		ofRise("win32", func(s report.Spike) string {
			if s.Win32 == nil {
				return ""
			}
			return strconv.FormatUint(*s.Win32, 10)
		}),
		ofRise("verdict", func(s report.Spike) string { return s.Verdict }),
		ofRise("attention", func(s report.Spike) string { return strconv.FormatBool(s.Attention) }),
		ofRise("start", func(s report.Spike) string { return stamp(s.Start) }),
		ofRise("end", func(s report.Spike) string { return stamp(s.End) }),
		ofRise("observed", func(s report.Spike) string { return digits(s.Observed) }),
		ofRise("expected", func(s report.Spike) string { return plainFloat(s.Expected) }),
		ofRise("ratio", func(s report.Spike) string { return plainFloat(s.Ratio) }),
		ofRise("score", func(s report.Spike) string { return plainFloat(s.Score) }),
		ofRise("new", func(s report.Spike) string { return strconv.FormatBool(s.New) }),
		ofRise("recurring", func(s report.Spike) string { return strconv.FormatBool(s.Recurring) }),
		ofRise("estimated", func(s report.Spike) string { return strconv.FormatBool(s.Estimated) }),
		ofRise("summary", func(s report.Spike) string { return p.summaryOf(s) }),
	}
}

func columnsOfCause() []spikeColumn {
	of := func(head string, cell func(report.SpikeCause) string) spikeColumn {
		return spikeColumn{head, func(_ report.Spike, c report.SpikeCause) string {
			if c.Observed == 0 && len(c.Where) == 0 {
				return "" // nothing was found behind the rise
			}
			return cell(c)
		}}
	}
	return []spikeColumn{
		of("where", func(c report.SpikeCause) string { return pairs(c.Where) }),
		of("also", func(c report.SpikeCause) string { return pairs(c.Also) }),
		of("even", func(c report.SpikeCause) string { return strconv.FormatBool(c.Even) }),
		of("where_rows", func(c report.SpikeCause) string { return digits(c.Observed) }),
		of("where_expected", func(c report.SpikeCause) string { return plainFloat(c.Expected) }),
		of("where_share", func(c report.SpikeCause) string { return plainFloat(c.Share) }),
		of("where_new", func(c report.SpikeCause) string { return strconv.FormatBool(c.New) }),
		of("clients", func(c report.SpikeCause) string {
			if c.Clients == 0 {
				return ""
			}
			return digits(c.Clients)
		}),
	}
}

func columnsOfProof() []spikeColumn {
	sample := func(of func(report.Place) string) func(report.Spike) string {
		return func(s report.Spike) string {
			if len(s.Samples) == 0 {
				return ""
			}
			return of(s.Samples[0])
		}
	}
	return []spikeColumn{
		ofRise("name", func(s report.Spike) string { return s.Name }),
		ofRise("meaning", func(s report.Spike) string { return s.Meaning }),
		ofRise("cause", func(s report.Spike) string { return s.Cause }),
		ofRise("check", func(s report.Spike) string { return s.Check }),
		ofRise("source", sample(func(p report.Place) string { return p.Source })),
		ofRise("line", sample(func(p report.Place) string { return digits(p.Line) })),
		ofRise("row", sample(func(p report.Place) string { return p.Text })),
		ofRise("command", func(s report.Spike) string { return s.Command }),
	}
}

// pairs writes what rows have in common: c-ip=203.0.113.7; cs-method=GET.
func pairs(values report.Values) string {
	var said []string
	for _, v := range values {
		said = append(said, v.Field+"="+v.Value)
	}
	return strings.Join(said, "; ")
}

func plainFloat(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// spikeRecords has a line for each spike and cause.
func (p *page) spikeRecords() [][]string {
	columns := p.spikeColumns()
	records := make([][]string, 1)
	for _, c := range columns {
		records[0] = append(records[0], c.head)
	}
	for _, s := range p.report.Spikes {
		causes := s.Causes
		if len(causes) == 0 {
			causes = make([]report.SpikeCause, 1)
		}
		for _, cause := range causes {
			cells := make([]string, len(columns))
			for i, c := range columns {
				cells[i] = c.cell(s, cause)
			}
			records = append(records, cells)
		}
	}
	return records
}
