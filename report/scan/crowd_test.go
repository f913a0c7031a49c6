package scan

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
)

// timedLog has 4,000 rows of a path among as many of others, a second apart from a minute on;
// slow says which of them take 2 s, and by its second result what the others are.
func timedLog(path string, minute int, slow func(i int) (slow bool, rest string)) string {
	b := new(strings.Builder)
	b.WriteString("#Fields: date time cs-uri-stem c-ip sc-status sc-substatus sc-win32-status time-taken\n")
	for i := range 4000 {
		at := 60*minute + i
		row := func(path, status string, taken int) {
			fmt.Fprintf(b, "2026-01-10 %02d:%02d:%02d %s 192.0.2.%d %s 0 0 %d\n", at/3600, at/60%60, at%60, path, i%50, status, taken)
		}
		row("/other.aspx", "200", 3000)
		is, rest := slow(i)
		if taken := 20; is {
			row(path, "200", 2000)
		} else if rest != "" {
			row(path, rest, taken)
		}
	}
	return b.String()
}

// TestCrowds: rows of a path are shown where slow ones stand close together, as far as that is
// known without reading them.
func TestCrowds(t *testing.T) {
	crowd := &Crowd{Least: 10, Share: 0.7}
	shows := func(path string, sources []input.Source) bool {
		t.Helper()
		o := options(t)
		o.Compare, o.ChunkSize = true, 16<<10
		r := Read(t.Context(), sources, o)
		require.NotNil(t, r.Rows.(*secondLook).noted)
		var got lines
		require.True(t, r.Rows.Look(t.Context(), []Span{{-anyTime, anyTime, true}}, Wanted{Paths: []string{path}, Crowd: crowd}, got.see))
		of := slices.DeleteFunc(got.rows, func(s sighting) bool { return string(s.row.Path()) != path })
		require.Contains(t, []int{0, int(r.Outcomes[0].Rows) / 2}, len(of), "all or none")
		return len(of) > 0
	}
	f := func(want bool, what, path string, slow func(i int) (bool, string)) {
		t.Helper()
		assert.Equal(t, want, shows(path, filesOf(t, timedLog(path, 0, slow))), what)
	}
	f(true, "14 in a row", "/slow.aspx", func(i int) (bool, string) { return i >= 2000 && i < 2014, "200" })
	f(true, "seven of ten", "/slow.aspx", func(i int) (bool, string) { return i >= 2000 && i < 2020 && i%10 < 7, "200" })
	f(true, "all", "/slow.aspx", func(i int) (bool, string) { return true, "" })
	f(false, "one in fifty", "/slow.aspx", func(i int) (bool, string) { return i%50 == 0, "200" })
	f(false, "nine in a row", "/slow.aspx", func(i int) (bool, string) { return i >= 2000 && i < 2009, "200" })
	f(false, "none", "/slow.aspx", func(i int) (bool, string) { return false, "200" })
	f(true, "none, but others may have the same notes", "/slow/7.aspx", func(i int) (bool, string) { return false, "200" })
	f(true, "nor is it known of a long one", "/a/path/that/is/too/long.aspx", func(i int) (bool, string) { return false, "200" })

	two := func(minute int) []input.Source {
		six := func(from int) func(i int) (bool, string) {
			return func(i int) (bool, string) { return i >= from && i < from+6, "200" }
		}
		return filesOf(t, timedLog("/slow.aspx", 0, six(3994)), timedLog("/slow.aspx", minute, six(0)))
	}
	assert.True(t, shows("/slow.aspx", two(67)), "over the end of a file")
	assert.False(t, shows("/slow.aspx", filesOf(t, timedLog("/slow.aspx", 0, func(i int) (bool, string) { return i < 6, "200" }), timedLog("/slow.aspx", 67, func(i int) (bool, string) { return i < 6, "200" }))), "in the order of time")
	assert.True(t, shows("/slow.aspx", two(0)), "of two servers it is not known")
}

// TestCrowdsAreOfRowsThatWereServed: others between them do not part them.
func TestCrowdsAreOfRowsThatWereServed(t *testing.T) {
	text := timedLog("/slow.aspx", 0, func(i int) (bool, string) { return i >= 2000 && i < 3000 && i%10 == 0, "304" })
	o := options(t)
	o.Compare = true
	r := Read(t.Context(), filesOf(t, text), o)
	var got lines
	require.True(t, r.Rows.Look(t.Context(), []Span{{-anyTime, anyTime, true}}, Wanted{Paths: []string{"/slow.aspx"}, Crowd: &Crowd{10, 0.7}}, got.see))
	assert.NotEmpty(t, got.rows)
}
