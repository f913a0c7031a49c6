package analysis

import (
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// One page may show many things: its query says which report, which record. Where nearly all
// failures of a kind have one and the same query, as few others of their page have, the query is
// named as it is; else by the names of its parameters alone.

// queryOf is the query of a row as causes name it.
func (a *Analysis) queryOf(r *parser.Row) string {
	q := r.Query()
	if len(q) <= longestShape && a.named()[string(q)] {
		return string(q)
	}
	return queryShape(q)
}

// findNamedQueries are the queries that are named as they are.
func (a *Analysis) findNamedQueries() map[string]bool {
	named := map[string]bool{}
	whole := dimension{of: func(_ int, r *parser.Row) string { return string(r.Query()) }}
	for _, i := range a.issues() {
		rows := a.sampleOf(i)
		if len(rows) < fewestSampled {
			continue
		}
		query, share := mostCommon(rows, whole)
		if share < sampledNearlyAll || query == queryShape([]byte(query)) {
			continue
		}
		if others := a.ofSamePath(rows, sampledNearlyAll); others != nil && shareOf(others, whole, query) < commonToAll && !isMostAsked(others, whole, query) {
			named[query] = true
		}
	}
	return named
}

// isMostAsked reports whether some rows have hardly any other query than one.
func isMostAsked(rows []scan.SampledRow, whole dimension, query string) bool {
	others := map[string]bool{}
	for _, r := range rows {
		if q := whole.of(r.Source, r.Row); q != query && len(q) > 1 {
			others[q] = true
		}
	}
	return len(others) < 2
}
