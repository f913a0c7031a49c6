package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestUnknownReasons: a word in s-reason that the tables do not have is named, whatever the status;
// not where some rows of the same status have none, or stand in the log of a site.
func TestUnknownReasons(t *testing.T) {
	const kernel = "#Fields: date time c-ip cs-uri sc-status s-siteid s-reason s-queuename\n"
	const site = "#Fields: date time c-ip cs-uri-stem sc-status\n"
	row := func(status, reason string) string {
		return "2024-03-01 08:00:01 192.0.2.1 /a " + status + " 1 " + reason + " Shop\n"
	}
	rare, other, four := row("503", "Brand_New"), row("503", "Newer"), ""
	for i := range 4 {
		four += row("-", fmt.Sprint("Kind_", i))
	}
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"one":             {kernel + rare + rare, []string{"unknown-reason Brand_New 503"}},
		"two":             {kernel + rare + other + other, []string{"unknown-reason Newer, Brand_New 503"}},
		"four, no status": {kernel + four, []string{"unknown-reason Kind_0, Kind_1, Kind_2, … "}},
		"some have none":  {kernel + rare + row("503", "-"), []string{"capacity  "}},
		"of a site, too":  {kernel + rare + site + "2024-03-01 08:00:01 192.0.2.1 /a 503\n", []string{"capacity  "}},
		"no reason":       {kernel + row("-", "-"), []string{"no-status  "}},
		"a known one":     {kernel + row("503", "QueueFull"), []string{"capacity QueueFull "}},
	} {
		var got []string
		for _, f := range reportOf(t, options(t), c.text).Findings {
			if f.Rule != "httperr" && f.Rule != "missing-field" {
				got = append(got, strings.Join([]string{f.Rule, evidenceOf(f, "reason"), evidenceOf(f, "status")}, " "))
			}
		}
		assert.Equal(t, c.want, got, name)
	}
}
