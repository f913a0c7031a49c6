package explain

import (
	"bytes"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// What holds for the lines as a whole, and what they lack.

// generalRemarks says what holds for the lines as a whole.
func (x *Explainer) generalRemarks() (all []report.Finding) {
	for _, remarks := range []func() []report.Finding{x.forwarded, x.missingColumns, x.guesses, x.limits, x.otherServices, x.unreadLines} {
		all = append(all, remarks()...)
	}
	return all
}

// forwarded names the column that holds the real clients behind a proxy.
func (x *Explainer) forwarded() []report.Finding {
	if x.options.ForwardedFor != "" {
		return nil
	}
	field, proxy := "", ""
	seen := map[string]bool{}
	var clients []report.Key
	for _, r := range x.rows {
		at := slices.IndexFunc(r.Layout.Names, isForwarded)
		if at < 0 || scan.FirstAddress(r.At(at)) == nil {
			continue
		}
		field, proxy = r.Layout.Names[at], string(r.Field(parser.ClientIP))
		for one := range bytes.SplitSeq(r.At(at), []byte{','}) {
			if address := string(scan.FirstAddress(one)); address != "" && !seen[address] {
				seen[address] = true
				clients = append(clients, report.Key{Key: x.names.Value("c-ip", address)})
			}
		}
	}
	if field == "" {
		return nil
	}
	return []report.Finding{note("forwarded", text("field", field), text("list", firstFew(clients)), text("proxy", x.names.Value("c-ip", proxy)))}
}

func isForwarded(name string) bool {
	switch strings.ToLower(strings.ReplaceAll(name, "_", "-")) {
	case "x-forwarded-for", "x-real-ip", "true-client-ip", "cf-connecting-ip", "x-original-for", "x-client-ip":
		return true
	}
	return false
}

// missingColumns names the fields without which the errors of a site cannot be
// explained.
func (x *Explainer) missingColumns() (all []report.Finding) {
	for _, field := range []struct {
		column   parser.Column
		statuses []int32 // for which it decides
	}{
		{parser.Substatus, []int32{401, 403, 404, 500, 502}},
		{parser.Win32, []int32{401, 404, 500, 502}},
		{parser.Username, []int32{401}},
	} {
		if rows, fixed := x.lacking(field.column, field.statuses); rows > 0 {
			all = append(all, note("missing-column", text("field", field.column.String()), amount("rows", rows, "rows")))
		} else if fixed > 0 {
			all = append(all, note("form-lacks", text("field", field.column.String()), amount("rows", fixed, "rows")))
		}
	}
	return all
}

// lacking counts the rows of those statuses whose #Fields does not name a field, and
// those of a form in which there is no such field.
func (x *Explainer) lacking(c parser.Column, statuses []int32) (rows, fixed int64) {
	for _, r := range x.rows {
		site := !r.Layout.IsHTTPERR() && !r.IsFTP() && r.repair != lastValues
		told := c == parser.Substatus && (lookup{rules: x.options.Rules, outcome: scan.OutcomeOf(r.Row)}).isByNumber()
		if !site || told || r.Layout.Has(c) || !slices.Contains(statuses, r.Status) {
			continue
		}
		if r.Layout.Form == parser.NCSA || r.Layout.Form == parser.IIS {
			fixed++
		} else {
			rows++
		}
	}
	return rows, fixed
}

// guesses says which lines a report would refuse or read with care, and what was
// made of them.
func (x *Explainer) guesses() (all []report.Finding) {
	for _, made := range []struct {
		repair repair
		rule   string
	}{{joinedBlanks, "blank-inside"}, {guessedFields, "guessed"}, {lastValues, "tailed"}} {
		var found []*keptRow
		for _, r := range x.rows {
			if r.repair == made.repair {
				found = append(found, r)
			}
		}
		if len(found) > 0 {
			all = append(all, note(made.rule, lineList(found)))
		}
	}
	return all
}

// limits says what was counted without being looked at.
func (x *Explainer) limits() (all []report.Finding) {
	var counted int64
	for _, g := range x.groups {
		counted += g.count
	}
	if more := counted - int64(len(x.rows)); more > 0 {
		all = append(all, note("counted-only", amount("rows", more, "rows")))
	}
	if x.missed > 0 {
		all = append(all, note("kinds-missed", amount("rows", x.missed, "rows")))
	}
	return all
}

// otherServices says that rows are of a service that is no web server.
func (x *Explainer) otherServices() []report.Finding {
	at, rows := x.OtherService()
	if rows == 0 {
		return nil
	}
	return []report.Finding{note("other-service", amount("rows", rows, "rows"), amount("line", at.Line, "line"))}
}

// OtherService returns the place of the first row of the SMTP or NNTP service, and how
// many there are.
func (x *Explainer) OtherService() (first report.Place, rows int64) {
	for _, p := range x.pasted {
		if len(p.mail) > 0 && rows == 0 {
			first = report.Place{Source: p.source.Name, Line: p.mail[0]}
		}
		rows += int64(len(p.mail))
	}
	return first, rows
}

// unreadLines names lines that were neither rows nor codes.
func (x *Explainer) unreadLines() (all []report.Finding) {
	for _, at := range x.cutShort {
		all = append(all, note("cut-short", amount("line", at.Line, "line")))
	}
	if x.unreadCount == 0 {
		return all
	}
	return append(all, note("unread", amount("rows", x.unreadCount, "lines"), amount("line", x.unread[0].Line, "line")))
}
