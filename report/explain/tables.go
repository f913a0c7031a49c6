package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// TableNames lists the tables, in the order in which they are shown.
func TableNames() []string {
	return []string{"status", "pair", "win32", "reason", "ftp", "event", "noise"}
}

// SelectTables returns the entries of the named tables that fit one of the
// patterns; all entries, where there are no patterns. A pattern is a code
// (401.1, 401.x, 5xx), a Win32 number (1326, 0x8009030E), or text that stands in
// a name, a symbol or a reason, in any case.
func SelectTables(o scan.Options, tables, patterns []string) *report.Tables {
	s := selection{Options: o}
	for _, p := range patterns {
		s.wanted = append(s.wanted, parsePattern(p))
	}
	out := &report.Tables{
		Schema: report.Schema, Command: "codes", Lang: string(o.Book.Lang()),
		Codes: []report.CodeEntry{}, Win32: []report.Win32Entry{}, Reasons: []report.ReasonEntry{},
	}
	for name, add := range map[string]func(*report.Tables){
		"status": s.addStatuses, "win32": s.addWin32s, "reason": s.addReasons,
		"ftp": s.addFTPs, "pair": s.addPairs, "event": s.addEvents, "noise": s.addNoise,
	} {
		if slices.Contains(tables, name) {
			add(out)
		}
	}
	return out
}

// selection chooses entries.
type selection struct {
	scan.Options
	wanted []pattern
}

// pattern is one thing to look for.
type pattern struct {
	status scan.StatusPattern
	isCode bool
	number int64  // Win32; -1 for none
	word   string // in lower case; "" where it is a code or a number
}

func parsePattern(s string) pattern {
	p := pattern{number: -1}
	var err error
	p.status, err = scan.ParseStatus(s)
	p.isCode = err == nil
	if n, err := codes.ParseWin32(s); err == nil {
		p.number = int64(n)
	}
	if !p.isCode && p.number < 0 {
		p.word = strings.ToLower(s)
	}
	return p
}

func (s *selection) any(fits func(pattern) bool) bool {
	return len(s.wanted) == 0 || slices.ContainsFunc(s.wanted, fits)
}

// hasCode reports whether a code is wanted. A status as a whole fits its own patterns: 401 is among 401.x, but not 401.1.
func (p pattern) hasCode(c codes.Code) bool {
	return p.isCode && p.status.Fits(c)
}

// substatusOf is the substatus of a code, nil where it has none.
func substatusOf(c codes.Code) *int {
	if c.Substatus < 0 {
		return nil
	}
	return &c.Substatus
}

func (p pattern) hasWord(texts ...string) bool {
	return p.word != "" && slices.ContainsFunc(texts, func(t string) bool {
		return strings.Contains(strings.ToLower(t), p.word)
	})
}

func textsOf(t codes.Text, source string) report.Texts {
	return report.Texts{Name: t.Name, Meaning: t.Meaning, Cause: t.Cause, Check: t.Check, Source: source}
}

func (s *selection) verdict(o codes.Outcome) string {
	return lookup{book: s.Book, rules: s.Rules}.verdict(o).String()
}

func (s *selection) addStatuses(t *report.Tables) {
	for _, e := range s.Book.Statuses() {
		if !s.any(func(p pattern) bool { return p.hasCode(e.Code) || p.hasWord(e.Name) }) {
			continue
		}
		c := report.CodeEntry{
			Code: e.Code.String(), Status: e.Status, Substatus: substatusOf(e.Code), Versions: e.Versions, Texts: textsOf(e.Text, e.Source),
			Verdict: s.verdict(codes.Outcome{Status: e.Status, Substatus: e.Substatus, Win32: codes.None}),
		}
		t.Codes = append(t.Codes, c)
	}
}

func (s *selection) addWin32s(t *report.Tables) {
	for _, e := range s.Book.Win32s() {
		if s.any(func(p pattern) bool { return p.number == int64(e.Number) || p.hasWord(e.Name, e.Symbol) }) {
			number := uint64(e.Number)
			t.Win32 = append(t.Win32, report.Win32Entry{
				Code: number, Hex: codes.Hex(number), Symbol: e.Symbol, Texts: textsOf(e.Text, e.Source),
			})
		}
	}
}

func (s *selection) addReasons(t *report.Tables) {
	for _, e := range s.Book.Reasons() {
		if s.any(func(p pattern) bool {
			return p.hasCode(codes.Code{Status: e.Status, Substatus: codes.None}) || p.hasWord(e.Name, e.Reason)
		}) {
			o := codes.Outcome{Log: codes.HTTPERR, Status: e.Status, Substatus: codes.None, Win32: codes.None, Reason: e.Reason}
			t.Reasons = append(t.Reasons, report.ReasonEntry{
				Reason: e.Reason, Status: e.Status, Verdict: s.verdict(o), Texts: textsOf(e.Text, e.Source),
			})
		}
	}
}

func (s *selection) addFTPs(t *report.Tables) {
	for _, e := range s.Book.FTPs() {
		if !s.any(func(p pattern) bool { return p.hasCode(e.Code) || p.hasWord(e.Name) }) {
			continue
		}
		c := report.CodeEntry{Code: e.Code.String(), Texts: textsOf(e.Text, e.Source)}
		if e.Status == codes.None {
			c.Code, c.Substatus = fmt.Sprintf("x.%d", e.Substatus), substatusOf(e.Code)
		} else {
			c.Status = e.Status
			c.Verdict = s.verdict(codes.Outcome{Log: codes.FTPLog, Status: e.Status, Substatus: codes.None, Win32: codes.None})
		}
		t.FTP = append(t.FTP, c)
	}
}

func (s *selection) addPairs(t *report.Tables) {
	for _, e := range s.Book.Pairs() {
		if s.any(func(p pattern) bool {
			return p.hasCode(e.Code) || p.number == e.Win32 || p.hasWord(e.Name)
		}) {
			number := uint64(e.Win32)
			t.Pairs = append(t.Pairs, report.PairEntry{
				Code: e.Label(), Win32: number, Hex: codes.Hex(number), Verdict: s.verdict(e.Outcome()), Texts: textsOf(e.Text, e.Source),
			})
		}
	}
}

func (s *selection) addEvents(t *report.Tables) {
	for _, e := range s.Book.AllEvents() {
		if s.any(func(p pattern) bool { return p.number == int64(e.Number) || p.hasWord(e.Name, e.Provider) }) {
			t.Events = append(t.Events, report.EventEntry{
				Event: uint64(e.Number), Provider: e.Provider, Log: e.Log, With: e.With, Texts: textsOf(e.Text, e.Source),
			})
		}
	}
}

func (s *selection) addNoise(t *report.Tables) {
	if s.Options.Noise == nil {
		return
	}
	for i := range s.Options.Noise.Count() {
		e, _ := s.Book.Noise(s.Options.Noise.Name(i))
		if s.any(func(p pattern) bool { return p.hasWord(e.Name, e.Family) }) {
			t.Noise = append(t.Noise, report.NoiseEntry{Family: e.Family, Texts: report.Texts{Name: e.Name, Meaning: e.Meaning, Check: e.Check}})
		}
	}
}
