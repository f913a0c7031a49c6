package analysis_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
)

// TestIncidentsAreToldOnce: no story has two findings on the same rows, and every code
// that needs attention has a finding that tells its rows.
func TestIncidentsAreToldOnce(t *testing.T) {
	for _, s := range logtest.Stories() {
		tale := s.Write(logtest.Small, 3)
		r := reportOfTale(t, &tale)
		for i, f := range r.Findings {
			for j, o := range r.Findings[:i] {
				same := f.Rows > 1 && f.Rows == o.Rows && f.First.Equal(o.First) && f.Last.Equal(o.Last)
				assert.False(t, same, "%s: %d %s and %d %s tell %d rows twice", s.Name, j+1, o.Rule, i+1, f.Rule, f.Rows)
			}
		}
		for _, c := range r.Codes {
			if !c.AttentionFirst.IsZero() {
				assert.NotEmpty(t, c.Findings, "%s: no finding tells %s", s.Name, c.Code)
			}
			for _, n := range c.Findings {
				require.LessOrEqual(t, n, len(r.Findings))
			}
		}
	}
}

// TestOutageIsToldOnce: what failed in an outage is no finding of its own; what failed
// at other times as well says how much of it was in the outage, and is as grave as the
// rest is.
func TestOutageIsToldOnce(t *testing.T) {
	tell := func(lines string) []report.Finding {
		all := analysisOf(filesOf(t, logOf(t, servedFields, lines)), options(t)).Report(t.Context()).Findings
		return slices.DeleteFunc(all, func(f report.Finding) bool { return f.Rows == 0 })
	}
	down := everyTenSeconds(0, 7200, broken(3000, 3900, "500 0 0"))
	all := tell(down)
	require.Len(t, all, 1)
	assert.Equal(t, "outage", all[0].Rule)
	assert.Equal(t, []string{"500.0"}, all[0].Codes)
	all = tell(down + everyTenSeconds(5000, 5030, func(int) string { return "500 0 0" }))
	require.Len(t, all, 2)
	assert.Equal(t, []string{"outage", "application"}, []string{all[0].Rule, all[1].Rule})
	assert.Equal(t, "90", evidenceOf(all[1], "outage-rows"))
	assert.Equal(t, []any{int64(93), report.Note}, []any{all[1].Rows, all[1].Severity})
}

// TestBrokenLinksAreToldOnce: what was not found because of the site's own links is told
// as that; where they are a part of it, both say so.
func TestBrokenLinksAreToldOnce(t *testing.T) {
	const fields = "date time cs-uri-stem c-ip cs-host cs(Referer) sc-status sc-substatus"
	healthy := traffic(1200, 15, "/ok 192.0.2.%d www.example.com http://www.example.com/ 200 0")
	links := traffic(40, 3, "/gone%d 192.0.2.%d www.example.com http://example.com/page 404 0")
	tell := func(rows []string) (rules []string, last report.Finding) {
		for _, f := range reportOfRows(t, options(t), fields, rows).Findings {
			rules, last = append(rules, f.Rule), f
		}
		return rules, last
	}
	rules, f := tell(of(healthy, links, traffic(10, 9, "/old%d 192.0.2.1 www.example.com - 404 0")))
	assert.Equal(t, []string{"links"}, rules)
	assert.Equal(t, []any{int64(50), "0.8", "3"}, []any{f.Rows, evidenceOf(f, "link-share"), evidenceOf(f, "links")})
	rules, f = tell(of(healthy, links[:12], traffic(100, 90, "/old%d 192.0.2.1 www.example.com - 404 0")))
	assert.ElementsMatch(t, []string{"links", "not-found"}, rules)
	assert.Equal(t, []any{"links", int64(12)}, []any{f.Rule, f.Rows})
	assert.Contains(t, f.Command, `--referer "*//example.com/*"`)
}
