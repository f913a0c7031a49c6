package analysis

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/scan"
)

// rowsCommand shows the rows of this side or the other: those of a kind, nil for all, and
// of a path, "" for all. It is "" where no flags choose exactly these.
func (p *pair) rowsCommand(this bool, k *scan.Subject, path string) string {
	c := p.newCommand("rows")
	if !p.chooseSide(c, this) {
		return ""
	}
	if k != nil {
		p.chooseKind(c, k)
	}
	if path != "" {
		uri, ok := p.uriOf(path)
		if !ok {
			return ""
		}
		c.flag("--uri", uri)
	}
	return c.String()
}

// chooseSide chooses the rows of a side by their time, or by the value of the field.
func (p *pair) chooseSide(c *command, this bool) bool {
	if p.field == "" {
		span := p.Spans[p.side]
		if !this {
			span = p.Spans[1-p.side]
		}
		if span.From > math.MinInt64 {
			c.words = append(c.words, "--since "+clockWord(span.From))
		}
		if span.Until < math.MaxInt64 {
			c.words = append(c.words, "--until "+clockWord(span.Until))
		}
		return true
	}
	if from, until := p.asked(); len(p.Spans) > 0 {
		if from > math.MinInt64 {
			c.words = append(c.words, "--since "+clockWord(from))
		}
		if until < math.MaxInt64 {
			c.words = append(c.words, "--until "+clockWord(until))
		}
	}
	return p.chooseValue(c, this)
}

// chooseValue chooses the rows of the value that is compared, or of all others.
func (p *pair) chooseValue(c *command, this bool) bool {
	value := p.Sides.Names[p.side]
	if p.field == scan.ByFile {
		c.paths = []string{value}
		return this && !strings.ContainsAny(value, "!*?[") // no flag chooses all others
	}
	field := scan.FieldOf(p.field)
	by, ok := scan.FilterFlagBy(field)
	if !ok || !p.names.Shows(field, value) {
		return false
	}
	typed := by.Value(field, safeGlob(value))
	if !by.Takes(typed) {
		return false
	}
	if this {
		c.flag("--"+by.Name, quoted(typed))
		return true
	}
	if p.nameless {
		return false // a row without the field is not of the others, and has not the value either
	}
	c.flag("--"+by.Name, quoted("!"+typed))
	return true
}

func clockWord(second int64) string { return stamp(second).Format("2006-01-02T15:04:05Z07:00") }

// chooseKind chooses the rows of a code with a verdict, or where verdicts are not told of
// a status.
func (p *pair) chooseKind(c *command, k *scan.Subject) {
	if p.byStatus {
		if k.Code.Status != codes.None {
			c.flag("--status", k.Code.String())
		}
		return
	}
	c.kind(k.Code.String(), k.Reason, k.Verdict.String())
	if k.Win32 >= 0 {
		c.flag("--win32", strconv.FormatInt(k.Win32, 10))
	}
}

// mostExcluded is how many other paths a command leaves out one by one.
const mostExcluded = 4

// uriOf is the value of --uri that chooses the rows of a path and of no other that was
// counted, and false where there is none.
func (p *pair) uriOf(path string) (value string, ok bool) {
	if !p.names.Shows("cs-uri-stem", path) {
		return "", false
	}
	glob := safeGlob(path)
	words := []string{glob}
	if strings.ContainsAny(glob, "*?") {
		others := p.alsoFitting(path, glob)
		if below := glob + "/*"; strings.HasSuffix(glob, "*") && !scan.FitsGlob(below, path) && anyFits(below, others) {
			words = append(words, "!"+below)
			others = notFitting(below, others)
		}
		if len(others) > mostExcluded {
			return "", false
		}
		for _, other := range others {
			if scan.FitsGlob(safeGlob(other), path) {
				return "", false
			}
			words = append(words, "!"+safeGlob(other))
		}
	}
	return quoted(strings.Join(words, ",")), true
}

// alsoFitting are the other paths of both sides that a glob chooses, in order.
func (p *pair) alsoFitting(path, glob string) (others []string) {
	for _, paths := range []map[string]*pathCounts{p.this.paths, p.other.paths} {
		for other := range paths {
			if other != path && scan.FitsGlob(glob, other) {
				others = append(others, other)
			}
		}
	}
	slices.Sort(others)
	return slices.Compact(others)
}

func anyFits(glob string, paths []string) bool { return len(notFitting(glob, paths)) < len(paths) }

func notFitting(glob string, paths []string) (kept []string) {
	for _, path := range paths {
		if !scan.FitsGlob(glob, path) {
			kept = append(kept, path)
		}
	}
	return kept
}
