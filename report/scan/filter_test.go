package scan

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
)

// taken lists the values of column c-port in the rows that a filter takes.
func taken(t *testing.T, change func(*Options), fields, rows string) string {
	t.Helper()
	o := options(t)
	o.By = []string{"c-port"}
	change(&o)
	r := resultOf(t, o, "#Fields: c-port "+fields+"\n"+strings.TrimSpace(rows)+"\n")
	names := map[string]bool{}
	for _, g := range r.Groups {
		names[g.Key[0]] = true
	}
	var all []string
	for i := range 20 {
		if name := fmt.Sprint(i); names[name] {
			all = append(all, name)
		}
	}
	assert.EqualValues(t, strings.Count(strings.TrimSpace(rows), "\n")+1, total(r).Rows+total(r).Filtered)
	return strings.Join(all, " ")
}

// where is a filter by one flag.
func where(flag string, values ...string) []FieldFilter { return []FieldFilter{{flag, values}} }

func TestFilterOfTimes(t *testing.T) {
	const fields = "date time"
	const rows = "1 2026-11-03 09:59:59\n2 2026-11-03 10:00:00\n3 2026-11-03 10:00:01\n4 2026-11-03 11:00:00\n5 - -"
	at := func(text string) time.Time {
		v, err := time.Parse(time.RFC3339Nano, "2026-11-03T"+text)
		require.NoError(t, err)
		return v
	}
	f := func(want, since, until string) {
		t.Helper()
		assert.Equal(t, want, taken(t, func(o *Options) {
			if since != "" {
				o.Filter.Since = at(since)
			}
			if until != "" {
				o.Filter.Until = at(until)
			}
		}, fields, rows), "%s to %s", since, until)
	}
	f("1 2 3 4 5", "", "")
	f("2 3 4", "10:00:00Z", "")
	f("1", "", "10:00:00Z")
	f("2 3", "10:00:00Z", "11:00:00Z")
	f("2 3", "11:00:00+01:00", "12:00:00+01:00")
	// Between two seconds.
	f("3 4", "10:00:00.5Z", "")
	f("1 2", "", "10:00:00.5Z")
}

// A filter that takes all costs nothing.
func TestNoFilterIsNoMatcher(t *testing.T) {
	c := &columns{}
	assert.Nil(t, newMatcher(&Options{}, c))
	assert.Nil(t, newMatcher(&Options{Filter: Filter{Verdicts: []codes.Verdict{codes.OK}}}, c), "verdicts are asked last")
	assert.NotNil(t, newMatcher(&Options{Filter: Filter{Fields: where("method", "GET")}}, c))
}
