package analysis

import (
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/contrast"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A site can log fields of its own: a tenant, the scheme that a balancer was asked by, the
// release of an application. What fails for one tenant alone is told so.

// mostCustom is how many such fields are looked at. Logs have one or two.
const mostCustom = 8

// writtenByOthers are fields that the program does not know as columns and that are no place
// to look for a cause: times once more, and what numbers connections.
var writtenByOthers = []string{"datelocal", "timelocal", "xfullpath", "xdebug", "streamid", "streamidex", "transport"}

// customFields are the fields of the site's own that rows have, as they are written, in the
// order of rows.
func (a *Analysis) customFields() []string { return a.custom() }

func (a *Analysis) findCustomFields() []string {
	all, seen := []string{}, (*parser.Layout)(nil)
	for _, s := range a.Traffic {
		if s.Row.Layout == seen {
			continue
		}
		seen = s.Row.Layout
		for _, name := range seen.Names {
			if a.isCustom(name) && len(all) < mostCustom && !slices.ContainsFunc(all, func(n string) bool { return strings.EqualFold(n, name) }) {
				all = append(all, name)
			}
		}
	}
	return all
}

// isCustom reports whether a field is looked at: its name can stand in a command.
func (a *Analysis) isCustom(name string) bool {
	odd := strings.ContainsFunc(name, func(r rune) bool { return r >= 0x80 || !isShellSafe(byte(r)) && r != '(' && r != ')' || r == '=' })
	if odd || strings.EqualFold(name, a.ForwardedFor) {
		return false
	}
	plain := strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(name), "-", ""), "_", "")
	return scan.IsCustom(name) && !slices.Contains(writtenByOthers, plain)
}

// customDimension is a field of the site's own. As of places there are few values of most, and
// rows of one may have nothing else in common.
func customDimension(name string) dimension {
	layout, at := (*parser.Layout)(nil), -1
	return dimension{Dimension: contrast.Dimension{Name: name, Broad: true, Place: true}, of: func(_ int, r *parser.Row) string {
		if r.Layout != layout {
			layout, at = r.Layout, r.Layout.Lookup(name)
		}
		if at < 0 {
			return ""
		}
		return string(scan.Shorten(r.At(at)))
	}}
}
