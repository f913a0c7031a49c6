package scan

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// told writes groups as "a b: rows errors attention", sorted: a result has no order
// of them.
func told(groups []Group) []string {
	var all []string
	for _, g := range groups {
		all = append(all, fmt.Sprintf("%s: %d %d %d", strings.Join(g.Key, " "), g.Rows, g.Errors, g.Attention))
	}
	slices.Sort(all)
	return all
}

func TestGroups(t *testing.T) {
	text := "#Fields: s-sitename c-ip sc-status sc-substatus sc-win32-status\n" +
		strings.Repeat("W3SVC1 10.0.0.1 200 0 0\n", 5) + strings.Repeat("W3SVC2 10.0.0.1 500 0 0\n", 2) +
		"W3SVC1 10.0.0.2 404 0 2\n" + "W3SVC1 10.0.0.2 404 0 64\n" + "W3SVC1 10.0.0.3 - - -\nW3SVC1 10.0.0.4 700 0 0\n"
	f := func(by string, want ...string) {
		t.Helper()
		o := options(t)
		o.By = strings.Split(by, ",")
		assert.Equal(t, want, told(resultOf(t, o, text).Groups), by)
	}
	f("s-sitename", "W3SVC1: 9 2 3", "W3SVC2: 2 2 2")
	f("c-ip", "10.0.0.1: 7 2 2", "10.0.0.2: 2 2 1", "10.0.0.3: 1 0 1", "10.0.0.4: 1 0 1")
	f("s-sitename,c-ip", "W3SVC1 10.0.0.1: 5 0 0", "W3SVC1 10.0.0.2: 2 2 1", "W3SVC1 10.0.0.3: 1 0 1", "W3SVC1 10.0.0.4: 1 0 1", "W3SVC2 10.0.0.1: 2 2 2")
	f("S_SiteName", "W3SVC1: 9 2 3", "W3SVC2: 2 2 2")
	f("x-absent", "-: 11 4 5")
	f("x-absent,s-sitename", "- W3SVC1: 9 2 3", "- W3SVC2: 2 2 2")
	assert.Empty(t, resultOf(t, options(t), text).Groups, "without --by")
}

// A field stands elsewhere, or nowhere, after the next #Fields.
func TestGroupsOfLayouts(t *testing.T) {
	o := options(t)
	o.By = []string{"cs-host"}
	r := resultOf(t, o, "#Fields: cs-host sc-status\na 200\na 200\n#Fields: sc-status cs-host\n200 a\n200 b\n#Fields: sc-status\n200\n")
	assert.Equal(t, []string{"-: 1 0 0", "a: 3 0 0", "b: 1 0 0"}, told(r.Groups))
}

// A leg has the verdict that its neighbours gave it.
func TestGroupsOfHandshakes(t *testing.T) {
	o := options(t)
	o.By = []string{"cs-uri-stem"}
	r := resultOf(t, o, logOf(pairFields, `
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.1 u /a ie 200 0 0
		0 10.0.0.1 - /b ie 401 2 5`))
	assert.Equal(t, []string{"/a: 2 1 0", "/b: 1 1 1"}, told(r.Groups))
}

// Values with zero bytes in them, as a crash leaves, stay with their fields.
func TestGroupsWithZeroBytes(t *testing.T) {
	o := options(t)
	o.By = []string{"cs-uri-stem", "cs-host"}
	r := resultOf(t, o, "#Fields: cs-host cs-uri-stem sc-status\nhost /a\x00b 200\nhost /a 200\n")
	require.Len(t, r.Groups, 2)
	for _, g := range r.Groups {
		assert.Equal(t, "host", g.Key[1])
	}
}

// manyGroups is a log with more groups than are held, in an order that a step makes. Ports
// are all different, those of one row; 7 came often, and 9 failed.
func manyGroups(step int) string {
	var b strings.Builder
	b.WriteString("#Fields: c-port sc-status sc-substatus sc-win32-status sc-bytes time-taken\n")
	const n = maxGroups + 500
	for i := range n {
		port := i * step % n
		fmt.Fprintln(&b, 100_000+port, 200, 0, 0, port, port%4000)
		if i%3000 == 0 {
			b.WriteString("100007 200 0 0 10 30\n")
		}
		if i%5000 == 0 {
			b.WriteString("9 500 0 0 10 70000\n")
		}
	}
	return b.String()
}

// Any number of groups is counted to the last row, and which are told depends on no order.
func TestGroupsThatDoNotFit(t *testing.T) {
	var want *Result
	for _, sort := range []string{"", "rows", "p95"} {
		for i, step := range []int{1, 65_537} {
			o := options(t)
			o.By, o.BySort, o.Workers, o.ChunkSize = []string{"c-port"}, sort, 1+i, 256<<10
			r := resultOf(t, o, manyGroups(step))
			require.NoError(t, r.GroupsErr)
			order := GroupOrder(sort)
			slices.SortFunc(r.Groups, func(x, y Group) int { return order(&x, &y) })
			for j := range r.Groups {
				r.Groups[j].times = Durations{}
			}
			r.Rest.times = Durations{}
			if i > 0 {
				require.Equal(t, want.Groups, r.Groups, "%s, step %d", sort, step)
				require.Equal(t, want.Rest, r.Rest)
				continue
			}
			want = r
			require.Len(t, r.Groups, maxGroups)
			switch sort {
			case "":
				assert.EqualValues(t, 501, r.Rest.Rows)
				assert.Equal(t, []string{"9"}, r.Groups[0].Key, "all its rows need attention")
				assert.EqualValues(t, 14, r.Groups[0].Rows)
			case "rows":
				assert.Equal(t, []string{"100007"}, r.Groups[0].Key)
				assert.EqualValues(t, 24, r.Groups[0].Rows)
			}
		}
	}
}

// Values that are long are bounded by what they take.
func TestGroupsOfLongValues(t *testing.T) {
	var b strings.Builder
	b.WriteString("#Fields: cs-uri-stem sc-status\n")
	for i := range 2 * groupBytes / maxLength {
		fmt.Fprintf(&b, "/%06d%s 200\n", i, strings.Repeat("x", maxLength))
	}
	o := options(t)
	o.By = []string{"uri"}
	r := resultOf(t, o, b.String())
	require.NoError(t, r.GroupsErr)
	assert.Len(t, r.Groups, groupBytes/(maxLength+1))
	assert.EqualValues(t, 2*groupBytes/maxLength-len(r.Groups), r.Rest.Rows)
}

// A disk that takes nothing is told: rows would be missing.
func TestGroupsThatCannotBeWritten(t *testing.T) {
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, filepath.Join(t.TempDir(), "absent"))
	}
	o := options(t)
	o.By = []string{"c-port"}
	r := Read(t.Context(), sourcesOf(manyGroups(1)), o)
	assert.ErrorContains(t, r.GroupsErr, "--by: expected to write groups to a temporary file: ")
	o.By = []string{"sc-status"}
	assert.NoError(t, resultOf(t, o, manyGroups(1)).GroupsErr)
}

func TestParseField(t *testing.T) {
	for _, name := range []string{"c-ip", "cs(User-Agent)", "X-Forwarded-For", "s-sitename"} {
		got, err := ParseField(name)
		require.NoError(t, err)
		assert.Equal(t, name, got)
	}
	for _, name := range []string{"", "a b", "a,b", "a\tb", "a\x00"} {
		_, err := ParseField(name)
		assert.ErrorContains(t, err, "expected the name of a field", "%q", name)
	}
}
