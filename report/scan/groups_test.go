package scan

import (
	"fmt"
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

func TestGroupsAreBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("#Fields: c-port sc-status\n")
	for i := range maxGroups + 500 {
		fmt.Fprintln(&b, i, 200)
	}
	for range 30 {
		b.WriteString("7 200\n")
	}
	o := options(t)
	o.By = []string{"c-port"}
	r := resultOf(t, o, b.String())
	assert.Len(t, r.Groups, maxGroups)
	assert.Contains(t, told(r.Groups), "7: 31 0 0")
	assert.Equal(t, Group{Rows: 500}, r.Rest, "all that came later")
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
