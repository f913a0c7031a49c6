//go:build unix

package engine

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// oddValues are values that flags compare, and that mean something elsewhere.
var oddValues = []string{
	"*", "?", "**", "*a*", "/*", "*.aspx", "/a*x", "*a*b*", "???", "/?*", "A", "/", "-", "'", "''", `\`, `\'`, `*\*`, "%", "_", "*%*", "*'); DROP*", "*日*", "É", "*\xff*", "k", "K",
	"GET", "get", "p*", "W3SVC1", "1", "w3svc*", "FTPSVC1", "W3SVCFTPSVC2", "WEB*", "192.0.2.10", "*.example.com", "www.example.com", "WWW.EXAMPLE.COM:443", "[::1]", "CONTOSO\\*", "*anna*", "*login*",
	strings.Repeat("a", 200) + "*", "*" + strings.Repeat("long/", 30) + "*",
}

// filtersTried are filters of each flag.
func filtersTried(t testing.TB) (all []scan.Filter) {
	values := map[string][]string{
		"status": {"404", "4xx", "401.1", "200", "500.19"}, "verdict": {"ok", "not-found", "handshake"}, "port": {"443", "80", "0080"},
		"win32": {"0", "5", "0x8009030E", "64"}, "taken": {"50ms..", "..10ms", "1s..2s"},
		"client": {"192.0.2.1", "10.0.0.0/8", "0.0.0.0/0", "10.1.2.3/32", "::1", "::ffff:10.0.0.1", "2001:db8::/32", "10.*", "*", "172.16.0.0/12"},
		"time":   {"2000-01-01T00:00:00Z..2100-01-01T00:00:00Z", "2026-11-21T14:00:00Z..2026-11-21T15:00:00Z", "1990-01-01T00:00:00+02:00..1990-01-02T00:00:00Z"},
	}
	for i, v := range oddValues {
		values["field"] = append(values["field"], []string{"cs-version", "X-Forwarded-For", "cs(cookie)", "x-none", "sc-bytes"}[i%5]+"="+v)
	}
	values["field"] = append(values["field"], "x-forwarded-for=*", "X-Forwarded-For=*.*", "X-Forwarded-For=-", "x-none=", "x-none=*", "crypt-protocol=*")
	for _, flag := range scan.FilterFlags() {
		of := values[flag.Name]
		if of == nil {
			of = oddValues
		}
		set := func(values ...string) {
			var f scan.Filter
			if err := flag.Set(&f, values); assert.NoError(t, err, "%s %q", flag.Name, values) {
				all = append(all, f)
			}
		}
		for i, v := range of {
			set(v)
			if i%3 == 0 {
				set(v, of[(i+1)%len(of)], "!"+of[(i+2)%len(of)])
			}
		}
	}
	return all
}

// TestClausesOfFilters holds, for each filter and row, that a row is taken which surely
// fits, and is not taken which may not fit.
func TestClausesOfFilters(t *testing.T) {
	engines(t, func(t *testing.T, base string) {
		dir := t.TempDir()
		madeLog(t, dir, "u_ex1.log", logtest.Bench(20<<10))
		madeLog(t, dir, "u_ex2.log", seeded(logtest.Auth(20<<10), 2))
		madeLog(t, dir, "u_ex3.log", seeded(logtest.Hostile(30<<10), 3))
		paths := withRows(t, append(handMade(t), dir, nasty(t)))
		c := database(t, base, "clauses", Schema{})
		_, err := shipTo(t, c, "WEB01", &clock{at: later}, paths...)
		require.NoError(t, err)
		reader, err := OpenReader(t.Context(), c, judging(t).Noise)
		require.NoError(t, err)
		for _, f := range filtersTried(t) {
			taken := takenBy(t, f, paths)
			clause := reader.filter(&scan.Asked{Filter: f})
			sure, may := reader.placesOf(t, clause.sure), reader.placesOf(t, clause.may)
			for place := range sure {
				if len(f.Verdicts)+len(f.NotVerdicts) > 0 {
					break // which verdict a row has in the end is asked here
				}
				require.True(t, taken[place], "%+v surely takes %s: %s", f, place, clause.sure)
			}
			for place := range taken {
				require.True(t, may[place], "%+v may take %s: %s", f, place, clause.may)
			}
		}
	})
}

// takenBy are the places of the rows of files that a filter takes.
func takenBy(t testing.TB, f scan.Filter, paths []string) map[string]bool {
	o := judging(t)
	o.Filter = f
	sources := sourcesOf(t, paths...)
	places := map[string]bool{}
	var mu sync.Mutex
	o.Each = func(source int, r *parser.Row, v codes.Verdict) {
		mu.Lock()
		defer mu.Unlock()
		places[fmt.Sprint(sources[source].Name, " ", r.Offset)] = true
	}
	scan.Read(t.Context(), sources, o)
	return places
}

// placesOf are the places of the rows of a condition.
func (r *Reader) placesOf(t testing.TB, condition string) map[string]bool {
	places := map[string]bool{}
	err := r.each(t.Context(), "SELECT file, offset FROM "+r.table(rowsTable)+" WHERE "+r.counting(condition, ""), 2, func(a *answer) error {
		for i := range a.rows {
			f := &r.files[r.index[a.columns[0].number(i)]]
			places[fmt.Sprint(f.path, " ", a.columns[1].number(i))] = true
		}
		return nil
	})
	require.NoError(t, err, condition)
	return places
}
