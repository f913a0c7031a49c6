package analysis

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/contrast"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// nearlyAll is the share of its rows that a value must have to be what a finding's
	// rows have in common, and of all rows that a value must not have.
	nearlyAll = 0.9
	// sampledNearlyAll is the same where only a sample tells: with fewer it could be
	// less than nearlyAll.
	sampledNearlyAll = 0.97
	// fewestSampled is how many rows of a sample tell of all at least.
	fewestSampled = 30
	// commonToAll is the share of all rows from which a value tells nothing. It is less
	// than nearlyAll as only a sample of all rows tells it.
	commonToAll = 0.75
	mostWhere   = 2
	mostAlso    = 3
)

// trait is a value that nearly all of some rows have.
type trait struct {
	field, value string
	usual        float64 // share of all rows that have it
}

// inCommon says what nine of ten rows have in common and nine of ten of all rows have
// not, the least usual first. rows are all of them, or a fair sample of n.
func (a *Analysis) inCommon(rows []scan.SampledRow, n int64) (where, also report.Values) {
	least := nearlyAll
	if int64(len(rows)) < n {
		if len(rows) < fewestSampled {
			return nil, nil
		}
		least = sampledNearlyAll
	}
	d := a.dimensions()
	var traits []trait
	for _, one := range d {
		if one.Kind == contrast.Outcome { // what became of rows is told, and no place
			continue
		}
		value, share := mostCommon(rows, one)
		if one.Name == "cs(User-Agent)" && share < least {
			one = productsOf(one)
			value, share = mostCommon(rows, one)
		}
		if value == "" || value == "-" || share < least {
			continue
		}
		usual := a.usualShare(one, value)
		if one.Name == "cs(User-Agent)" || one.Name == queryField {
			usual = max(usual, shareOf(a.ofSamePath(rows, least), one, value))
		}
		if usual < commonToAll && (one.Name != "cs(User-Agent)" || a.isNoChance(rows, usual)) {
			traits = append(traits, trait{one.Name, value, usual})
		}
	}
	slices.SortStableFunc(traits, func(x, y trait) int { return cmp.Compare(x.usual, y.usual) })
	for i, t := range traits {
		v := report.FieldValue{Field: t.field, Value: a.names.Value(t.field, t.value)}
		switch {
		case i < mostWhere:
			where = append(where, v)
		case i < mostWhere+mostAlso:
			also = append(also, v)
		}
	}
	return where, also
}

// mostCommon returns the value of most rows, and the share of rows that have it.
func mostCommon(rows []scan.SampledRow, d dimension) (value string, share float64) {
	counts, all := map[string]int64{}, int64(0)
	for _, row := range rows {
		counts[d.of(row.Source, row.Row)] += row.Rows
		all += row.Rows
	}
	var most int64
	for v, n := range counts {
		if n > most || n == most && v < value {
			value, most = v, n
		}
	}
	return value, float64(most) / float64(max(1, all))
}

// productsOf are the programs and their versions that agents begin with, whatever they say of the
// device: "ShopApp/5.2.0*". All browsers begin alike.
func productsOf(agents dimension) dimension {
	return dimension{Dimension: agents.Dimension, of: func(source int, r *parser.Row) string {
		product, _, _ := strings.Cut(agents.of(source, r), "+")
		if name, version, ok := strings.Cut(product, "/"); !ok || name == "Mozilla" || name == "" || version == "" {
			return ""
		}
		return product + "*"
	}}
}

// ofSamePath are the rows of all traffic to the path that nearly all of some rows share: who calls
// it mostly calls it with the same program. None where they share no path or few rows tell.
func (a *Analysis) ofSamePath(rows []scan.SampledRow, least float64) (all []scan.SampledRow) {
	paths := a.dimensions().named("cs-uri-stem")
	path, share := mostCommon(rows, paths)
	if path == "" || share < least {
		return nil
	}
	for _, row := range a.Traffic {
		if paths.of(row.Source, row.Row) == path {
			all = append(all, row)
		}
	}
	if len(all) < fewestSampled {
		return nil
	}
	return all
}

// chance is below which part nobody takes for chance that all clients of some rows have what
// a share of all rows has.
const chance = 0.01

// isNoChance reports whether the clients of rows are that many. Of one client it is what it has.
func (a *Analysis) isNoChance(rows []scan.SampledRow, usual float64) bool {
	clients, of := map[string]bool{}, a.Client()
	for _, row := range rows {
		clients[string(of(row.Row))] = true
	}
	return len(clients) < fewClients || math.Pow(usual, float64(len(clients))) < chance
}

// fewClients are so few that what they ask with is no news.
const fewClients = 3

// shareOf is the share of some rows that have a value.
func shareOf(rows []scan.SampledRow, d dimension, value string) float64 {
	var has, all int64
	for _, row := range rows {
		all += row.Rows
		if d.of(row.Source, row.Row) == value {
			has += row.Rows
		}
	}
	return float64(has) / float64(max(1, all))
}

// without are some values but for those of a field.
func without(values report.Values, field string) report.Values {
	return slices.DeleteFunc(values, func(v report.FieldValue) bool { return v.Field == field })
}
