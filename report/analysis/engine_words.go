package analysis

import (
	"bytes"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// An application that fails says why in a place of its own: classic ASP in the query,
// PHP in its error log, Exchange in that of its proxy, .NET in the events of Windows. What is told of it depends on
// which of them the pages are of.

// tellEngine says in a finding on an application that failed what classic ASP wrote of it,
// and where PHP and Exchange do.
func (a *Analysis) tellEngine(f *report.Finding, i *issue) {
	if i.Verdict != codes.Application || i.Code.FTP || i.Reason != "" || i.Code.Status != 500 || i.Code.Substatus > 0 {
		return
	}
	sample := a.sampleOf(i)
	wrote := map[aspError]int{}
	for _, row := range sample {
		if e, ok := aspErrorOf(row.Row.Query()); ok {
			wrote[e]++
		}
	}
	most := aspError{}
	for e, n := range wrote {
		if n > wrote[most] || n == wrote[most] && e.before(most) {
			most = e
		}
	}
	switch {
	case wrote[most] > 0:
		f.Check = ""
		f.Evidence = append(f.Evidence, most.evidence(a.names.Value("cs-uri-query", most.text))...)
	case a.isTold(i):
	case arePHP(sample):
		f.Check = ""
		f.Evidence = append(f.Evidence, report.Evidence{What: "engine", Text: "php"})
	case areExchange(sample):
		f.Check = ""
		f.Evidence = append(f.Evidence, report.Evidence{What: "engine", Text: "exchange"})
	}
}

// isTold reports whether the Win32 number of an issue tells by itself what happened: a program
// that crashed has written nothing into a log of its own.
func (a *Analysis) isTold(i *issue) bool {
	number, _ := i.mostWin32()
	_, known := a.pair(i)
	return number > 0 && known
}

// arePHP reports whether some pages are of PHP, and none is of ASP.
func arePHP(rows []scan.SampledRow) (php bool) {
	for _, row := range rows {
		name := bytes.ToLower(row.Row.Path()[bytes.LastIndexByte(row.Row.Path(), '/')+1:])
		switch _, ending, _ := bytes.Cut(name, []byte{'.'}); {
		case bytes.HasPrefix(ending, []byte("as")):
			return false
		case string(ending) == "php":
			php = true
		}
	}
	return php
}

// beginningsOfExchange are how the paths begin that clients of Exchange ask for, and hardly those of another site.
var beginningsOfExchange = []string{"/owa/", "/ecp/", "/mapi/", "/oab/", "/microsoft-server-activesync", "/ews/exchange.asmx", "/autodiscover/autodiscover."}

// areExchange reports whether all pages are of Exchange.
func areExchange(rows []scan.SampledRow) bool {
	return len(rows) > 0 && !slices.ContainsFunc(rows, func(row scan.SampledRow) bool {
		path := strings.ToLower(string(row.Row.Path()))
		return !slices.ContainsFunc(beginningsOfExchange, func(begin string) bool { return strings.HasPrefix(path, begin) })
	})
}

// aspError is what classic ASP adds to the query of a page that failed: |line|number|text.
type aspError struct{ line, number, text string }

// evidence tells it by a text that may be shown; - is the line of an error of the whole page. IIS writes
// blanks as underscores.
func (e aspError) evidence(text string) []report.Evidence {
	where := []report.Evidence{{What: "engine", Text: "asp"}, {What: "asp-line", Text: e.line}}
	if e.line == "-" {
		where = []report.Evidence{{What: "engine", Text: "asp-page"}}
	}
	return append(where, report.Evidence{What: "asp-number", Text: e.number},
		report.Evidence{What: "asp-text", Text: strings.ReplaceAll(text, "_", " ")})
}

func (e aspError) before(other aspError) bool {
	return e.line+"|"+e.number+"|"+e.text < other.line+"|"+other.number+"|"+other.text
}

// aspErrorOf reads it; false where the query ends otherwise. The text may have a | in it.
func aspErrorOf(query []byte) (e aspError, ok bool) {
	_, rest, ok := strings.Cut(string(query), "|")
	for ; ok; _, rest, ok = strings.Cut(rest, "|") {
		parts := strings.SplitN(rest, "|", 3)
		if len(parts) == 3 && isAspLine(parts[0]) && isAspNumber(parts[1]) && parts[2] != "" {
			return aspError{parts[0], parts[1], string(scan.Shorten([]byte(parts[2])))}, true
		}
	}
	return e, false
}

// isAspLine reports whether it is the number of a line, or the - of none.
func isAspLine(s string) bool {
	return s == "-" || s != "" && strings.Trim(s, "0123456789") == "" && len(s) < 8
}

// isAspNumber reports whether it is an HRESULT of an error, a number of ASP's own, or both:
// 800a0009, ASP_0113, ASP_0251_:_80004005.
func isAspNumber(s string) bool {
	own, hresult, both := strings.Cut(strings.ToLower(s), "_:_")
	if both {
		return isOwnNumber(own) && isErrorNumber(hresult)
	}
	return isOwnNumber(own) || isErrorNumber(own)
}

func isErrorNumber(s string) bool {
	return len(s) == 8 && s[0] == '8' && strings.Trim(s, "0123456789abcdef") == ""
}

func isOwnNumber(s string) bool {
	return len(s) == 8 && strings.HasPrefix(s, "asp_") && strings.Trim(s[4:], "0123456789") == ""
}
