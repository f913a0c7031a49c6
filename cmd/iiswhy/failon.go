package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// condition is one --fail-on: it holds when so many rows, or such a share of
// them, need attention or have a code.
type condition struct {
	text    string
	code    scan.StatusPattern // when not attention
	share   float64            // 0 to 1; 0 when count decides
	count   int64
	needing bool // attention
	spike   bool // an unusual rise that is news and needs attention
	worse   bool // a comparison finds something worse
	slower  bool // or slower
}

// parseCondition reads attention=1%, attention=500, 500.19=1, 5xx=2% or spike. A '>'
// for the '=' asks for more than the number; cmd.exe and PowerShell take it for
// themselves, so it must be quoted there.
func parseCondition(s string) (condition, error) {
	c := condition{text: s}
	switch s {
	case "spike":
		c.spike = true
		return c, nil
	case "worse", "slower":
		c.worse, c.slower = s == "worse", s == "slower"
		return c, nil
	}
	what, limit, more := strings.Cut(s, ">")
	if !more {
		var ok bool
		if what, limit, ok = strings.Cut(s, "="); !ok {
			return c, notCondition(s)
		}
	}
	if c.needing = what == "attention"; !c.needing {
		var err error
		if c.code, err = scan.ParseStatus(what); err != nil {
			return c, notCondition(s)
		}
	}
	return c, c.parseLimit(limit, more)
}

func notCondition(s string) error {
	return fmt.Errorf("expected a condition like attention=1%%, attention=500, 500.19=1, spike or worse, found %q%s", s, suggest(conditionMeant(s)))
}

func (c *condition) parseLimit(limit string, more bool) error {
	if number, ok := strings.CutSuffix(limit, "%"); ok {
		share, err := strconv.ParseFloat(number, 64)
		if err != nil || share <= 0 || share > 100 {
			return fmt.Errorf("expected a share above 0%% and up to 100%% in %q, found %q", c.text, limit)
		}
		c.share = share / 100
		return nil
	}
	n, err := strconv.ParseInt(limit, 10, 64)
	if err != nil || n < 0 || n == 0 && !more {
		return fmt.Errorf("expected a number of rows or a share like 1%% in %q, found %q", c.text, limit)
	}
	c.count = n
	if more {
		c.count++
	}
	return nil
}

func (c *condition) holds(r *report.Report) bool {
	switch {
	case c.spike:
		return hasNews(r)
	case c.worse:
		return hasChanged(r, report.ChangeNew, report.ChangeWorse)
	case c.slower:
		return hasChanged(r, report.ChangeSlower)
	}
	rows := r.Total.Attention
	if !c.needing {
		rows = 0
		for _, code := range r.Codes {
			if code.Log == "" && c.code.Fits(codeOf(&code)) {
				rows += code.Count
			}
		}
	}
	if c.share > 0 {
		return r.Total.Rows > 0 && float64(rows)/float64(r.Total.Rows) >= c.share
	}
	return rows >= c.count
}

// refuseCondition returns an error for a condition that a command does not know: it would
// never hold.
func refuseCondition(all []condition, command string) error {
	for _, c := range all {
		ofComparison := c.worse || c.slower
		if ofComparison && command != "compare" {
			return fmt.Errorf("--fail-on %s: expected the command compare, found %s", c.text, command)
		}
		if !ofComparison && command == "compare" {
			return fmt.Errorf("--fail-on: expected worse or slower, which compare can tell, found %s", c.text)
		}
	}
	return nil
}

// hasChanged reports whether a comparison has changes of some trends, or is worse as a
// whole.
func hasChanged(r *report.Report, trends ...string) bool {
	return r.Comparison != nil && slices.ContainsFunc(r.Comparison.Pairs, func(p report.Pair) bool {
		return p.Trend == report.TrendWorse && trends[0] == report.ChangeNew ||
			slices.ContainsFunc(p.Changes, func(c report.Change) bool { return slices.Contains(trends, c.Trend) })
	})
}

// hasNews reports whether a report tells of a rise that needs attention and does
// not come back every day; of days, on the newest.
func hasNews(r *report.Report) bool {
	spikes := r.Spikes
	if n := len(r.Days); n > 0 {
		spikes = r.Days[n-1].Spikes
	}
	return slices.ContainsFunc(spikes, func(s report.Spike) bool { return s.Attention && !s.Recurring })
}

// codeOf is the code that a part of a report speaks of.
func codeOf(c *report.Code) codes.Code {
	code := codes.Code{Status: c.Status, Substatus: codes.None}
	if c.Substatus != nil {
		code.Substatus = *c.Substatus
	}
	return code
}
