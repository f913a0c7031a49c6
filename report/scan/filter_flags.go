package scan

import (
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// FilterFlag is a flag that chooses rows by what they hold: a row of the one
// table from which the command line, the matching, the notes on absent fields,
// the printed commands and the redaction take what they know of it. A new filter
// flag is a new row, and a line of help.
type FilterFlag struct {
	Name string // without its dashes: uri
	// Fields are those that it compares; any of them will do. A cause by one of
	// them becomes the flag in a printed command. What the first can give away, a
	// value of the flag can give away as well. Nil where each value names its own.
	Fields []string
	// Offer lists values for a shell to complete; nil values where no list would
	// help.
	Offer func() []string

	match match                         // how values are compared with rows
	set   func(*Filter, []string) error // for what has a place of its own in Filter, in place of match
}

// FilterFlags returns the table, in the order of --help.
func FilterFlags() []FilterFlag {
	return []FilterFlag{
		{Name: "status", Fields: []string{"sc-status"},
			Offer: some("4xx", "5xx", "401.x", "403.x", "404.x", "500.x", "502.x", "503.x"), set: setStatus},
		{Name: "verdict", Fields: []string{"sc-status", "s-reason"},
			Offer: verdictNames, set: setVerdicts},
		{Name: "site", Fields: []string{"s-sitename", "s-siteid"},
			Offer: some(), match: match{textCost, sites}},
		{Name: "server", Fields: []string{"s-computername", "s-ip"},
			Offer: some(), match: match{textCost, servers}},
		{Name: "host", Fields: []string{"cs-host"},
			Offer: some(), match: texts(textCost, field(parser.Host), sameHost)},
		{Name: "pool", Fields: []string{"s-queuename"},
			Offer: some(), match: anyCase(parser.Queue)},
		{Name: "uri", Fields: []string{"cs-uri-stem", "cs-uri"},
			Offer: some(), match: globs((*parser.Row).Path)},
		{Name: "query", Fields: []string{"cs-uri-query", "cs-uri"},
			Offer: some(), match: globs((*parser.Row).Query)},
		{Name: "client", Fields: []string{"c-ip"},
			Offer: some(), match: match{addressCost, addresses}},
		{Name: userFlag, Fields: []string{"cs-username"},
			Offer: some(), match: match{globCost, users}},
		{Name: "method", Fields: []string{"cs-method"},
			Offer: some("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"), match: anyCase(parser.Method)},
		{Name: "agent", Fields: []string{"cs(User-Agent)"},
			Offer: some(), match: globs(field(parser.UserAgent))},
		{Name: "referer", Fields: []string{"cs(Referer)"},
			Offer: some(), match: globs(field(parser.Referer))},
		{Name: "port", Fields: []string{"s-port"},
			Offer: some("80", "443"), match: match{textCost, ports}},
		{Name: "win32", Fields: []string{"sc-win32-status"},
			Offer: some("5", "64", "1326", "1330"), match: match{numberCost, win32s}},
		{Name: "reason", Fields: []string{"s-reason"},
			Offer: reasonNames, match: anyCase(parser.Reason)},
		{Name: "taken", Fields: []string{"time-taken"},
			Offer: some("1s..", "5s..", "30s.."), match: match{numberCost, durations}},
		{Name: timeFlag, Fields: []string{"time", "date"}, Offer: some(), match: match{numberCost, times}},
		{Name: customFlag, Offer: some(), match: match{globCost, customs}},
	}
}

// FilterFlagOf returns the flag of a name without dashes, and false for a name that
// is none of a filter flag.
func FilterFlagOf(name string) (FilterFlag, bool) {
	return filterFlag(func(f FilterFlag) bool { return f.Name == name })
}

// FilterFlagBy returns the flag that compares a field, under the name that IIS
// writes: c-ip. Codes and verdicts are no values of one field.
func FilterFlagBy(field string) (FilterFlag, bool) {
	if IsCustom(field) {
		return FilterFlagOf(customFlag)
	}
	return filterFlag(func(f FilterFlag) bool { return f.set == nil && slices.Contains(f.Fields, field) })
}

func filterFlag(is func(FilterFlag) bool) (FilterFlag, bool) {
	all := FilterFlags()
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], true
	}
	return FilterFlag{}, false
}

// Set makes the values of the flag, as typed, a part of a filter. Its error names
// the value that was not understood, and not the flag.
func (flag *FilterFlag) Set(f *Filter, values []string) error {
	if len(values) == 0 {
		return nil
	}
	if flag.set != nil {
		return flag.set(f, values)
	}
	if _, err := flag.match.test(values); err != nil {
		return err
	}
	f.Fields = append(f.Fields, FieldFilter{flag.Name, values})
	return nil
}

// Takes reports whether the flag understands a value.
func (flag *FilterFlag) Takes(value string) bool {
	return flag.Set(&Filter{}, []string{value}) == nil
}

// isSet reports whether a filter asks for values of the flag.
func (flag *FilterFlag) isSet(f *Filter) bool {
	switch flag.Name {
	case "status":
		return len(f.Status)+len(f.NotStatus) > 0
	case "verdict":
		return len(f.Verdicts)+len(f.NotVerdicts) > 0
	}
	return slices.ContainsFunc(f.Fields, func(field FieldFilter) bool { return field.Flag == flag.Name })
}

func setStatus(f *Filter, values []string) (err error) {
	f.Status, f.NotStatus, err = parseBoth(values, ParseStatus)
	return err
}

func setVerdicts(f *Filter, values []string) (err error) {
	f.Verdicts, f.NotVerdicts, err = parseBoth(values, codes.ParseVerdict)
	return err
}

// parseBoth reads what is wanted and, behind a '!', what is not.
func parseBoth[T any](values []string, parse func(string) (T, error)) (wanted, unwanted []T, err error) {
	these, not := divide(values)
	if wanted, err = parseEach(these, parse); err == nil {
		unwanted, err = parseEach(not, parse)
	}
	return wanted, unwanted, err
}

// divide sets the values apart that begin with '!', which it takes off.
func divide(values []string) (wanted, unwanted []string) {
	for _, v := range values {
		if rest, not := strings.CutPrefix(v, "!"); not {
			unwanted = append(unwanted, rest)
		} else {
			wanted = append(wanted, v)
		}
	}
	return wanted, unwanted
}

func some(values ...string) func() []string { return func() []string { return values } }

func verdictNames() (all []string) {
	for v := codes.OK; v <= codes.Unknown; v++ {
		all = append(all, v.String())
	}
	return all
}

// reasonNames are those that the tables explain.
func reasonNames() (all []string) {
	book, err := codes.Open(codes.English)
	if err != nil {
		return nil
	}
	for _, r := range book.Reasons() {
		all = append(all, r.Reason)
	}
	return all
}
