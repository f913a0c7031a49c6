package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// TestSlowerPathsAreToldTogether: two slower paths of a side have a line each, more have one; those
// of other sides, and what is worse otherwise, keep theirs.
func TestSlowerPathsAreToldTogether(t *testing.T) {
	slower := func(n int) (all []report.Change) {
		now, was := int64(900), int64(90)
		for i := range n {
			c := report.Change{Path: fmt.Sprintf("/p%d", i), P50: &now, P95: &now, OtherP50: &was, OtherP95: &was}
			c.Trend = report.ChangeSlower
			all = append(all, c)
		}
		return all
	}
	worse := report.Change{}
	worse.Code, worse.Trend = "500.0", report.ChangeWorse
	r := afterDeployment("en")
	r.Comparison.Mode, r.Comparison.Field, r.Comparison.Values = report.ModeBetween, "server", 9
	r.Comparison.Pairs = []report.Pair{
		{Value: "WEB1", Trend: report.TrendWorse, Changes: slices.Concat([]report.Change{worse}, slower(5))},
		{Value: "WEB2", Trend: report.TrendSlower, Changes: slower(2)},
	}
	b := builderOfReport(r, Options{})
	var told []string
	for _, one := range together(b.comparing().rises()) {
		told = append(told, fmt.Sprint(one.of.Value, one.Code, one.Path, " and ", one.like))
	}
	assert.Equal(t, []string{"WEB1500.0 and 0", "WEB1/p0 and 4", "WEB2/p0 and 0", "WEB2/p1 and 0"}, told)
	shown := strings.Join(strings.Fields(brief(t, r, 80)), " ")
	assert.Contains(t, shown, "WEB1: 5 paths are slower, such as /p0: half of the requests")
	assert.Contains(t, shown, "WEB1 is worse than the others: ")
	r.Comparison.Pairs[1].Trend = report.TrendWorse
	assert.Contains(t, strings.Join(strings.Fields(brief(t, r, 80)), " "), "WEB1 is worse than the others, as is 1 more: ")
	assert.Contains(t, shown, "2 of 9 servers, those with most requests")
	b.report.Comparison.Values = 2
	assert.Equal(t, "2 servers, each with all others", b.comparing().valuesFact().Text)
}
