package logtest

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// kindsOf lists the kinds of incident that the layout can show.
func kindsOf(l Layout) []Kind {
	var list []Kind
	for _, r := range recipes() {
		if !r.calm && l.httperr() == (r.reason != "") {
			list = append(list, r.kind)
		}
	}
	return list
}

// claims reports whether the row is as the truth says.
func (t Truth) claims(l line) bool {
	if win32 := l.get("sc-win32-status"); win32 != "" && win32 != strconv.FormatUint(uint64(t.Win32), 10) {
		return false
	}
	if l.code() != t.Code || t.Reason != "" && l.get("s-reason") != t.Reason {
		return false
	}
	for field := range t.Where {
		if !t.Names(field, l.get(field)) {
			return false
		}
	}
	return true
}

// count returns the rows that are as the truth says, and the first and last of
// them, within its time.
func (t Truth) count(lines []line) (n int, first, last time.Time) {
	for _, l := range lines {
		if l.at.Before(t.Start) || l.at.After(t.End) || !t.claims(l) {
			continue
		}
		if n == 0 {
			first = l.at
		}
		n, last = n+1, l.at
	}
	return n, first, last
}

// Each kind writes what its truth claims: that many rows, from Start to End,
// that all hold what Where says, and none of the background looks the same.
func TestEachKindWritesWhatItClaims(t *testing.T) {
	const at = 2 * time.Hour
	for _, layout := range []Layout{IIS10, AllFields, Forwarded, HTTPERR13} {
		for _, kind := range kindsOf(layout) {
			c := Config{Duration: 5 * time.Hour, Rate: Flat(0.3), Layout: layout, Sites: []string{"W3SVC1", "W3SVC7"},
				Incidents: []Incident{{Kind: kind, At: at, Lasts: 2 * time.Hour, Requests: 120}}}
			s, lines, _ := write(t, c)
			require.Len(t, s.Truths, 1, kind)
			truth := s.Truths[0]
			n, first, last := truth.count(lines)
			assert.Equal(t, truth.Requests, n, "%s: rows like its own", kind)
			assert.GreaterOrEqual(t, n, 120, kind)
			assert.Equal(t, truth.Start, first, kind)
			assert.Equal(t, truth.End, last, kind)
			assert.WithinRange(t, truth.Start, c.filled().Start.Add(at), c.filled().Start.Add(at+5*time.Minute), string(kind))
			assert.True(t, truth.Incident)
			assert.Equal(t, kind == Recurring, truth.Recurring)
		}
	}
}

func TestKindsLastAndCountAsUsual(t *testing.T) {
	for _, kind := range kindsOf(IIS10) {
		recipe, _ := recipeOf(kind, IIS10)
		c := Config{Duration: recipe.lasts + time.Hour, Rate: Flat(0.02), Incidents: []Incident{{Kind: kind}}}
		s, _, _ := write(t, c)
		require.NotEmpty(t, s.Truths, kind)
		assert.GreaterOrEqual(t, s.Truths[0].Requests, recipe.requests, kind)
		assert.Less(t, s.Truths[0].End.Sub(s.Truths[0].Start), recipe.lasts, kind)
		assert.Greater(t, s.Truths[0].End.Sub(s.Truths[0].Start), recipe.lasts*9/10, kind)
	}
}

func TestWhoTakesPart(t *testing.T) {
	f := func(kind Kind, field string, least, most int) {
		t.Helper()
		s, lines, _ := write(t, Config{Duration: 6 * time.Hour, Rate: Flat(0.3), Incidents: []Incident{{Kind: kind, At: time.Hour}}})
		seen := map[string]bool{}
		for _, l := range lines {
			if s.Truths[0].claims(l) {
				seen[l.get(field)] = true
			}
		}
		assert.GreaterOrEqual(t, len(seen), least, "%s: %s", kind, field)
		assert.LessOrEqual(t, len(seen), most, "%s: %s", kind, field)
	}
	f(BruteForce, "cs-username", 1, 1)
	f(BruteForce, "c-ip", 1, 1)
	f(PasswordSpray, "cs-username", 300, 500)
	f(PasswordSpray, "c-ip", 1, 1)
	f(ACLChange, "cs-username", 200, 2000)
	f(ACLChange, "c-ip", 200, 2000)
	f(DefaultDocument, "c-ip", 300, 2000)
	f(DirectoryAway, "c-ip", 500, 3000)
	f(DirectoryAway, "cs-username", 1, 1)
	f(NetworkDenied, "c-ip", 150, 254)
	f(RateLimit, "cs-uri-stem", 200, 2000)
	f(Scanner, "cs-uri-stem", 2000, 3000)
	f(BadConfiguration, "cs-uri-stem", 3, 3)
	f(HTTPSRequired, "cs-uri-stem", 100, 2000)
	f(ShortBurst, "cs-uri-stem", 1, 1)
}

// What only adds rows leaves the background alone, to the byte.
func TestPlantedRowsAreOnTop(t *testing.T) {
	c := Config{Duration: 6 * time.Hour, Rate: Flat(0.5)}
	_, _, quiet := write(t, c)
	c.Incidents = []Incident{{Kind: BruteForce, At: time.Hour}, {Kind: Scanner, At: 2 * time.Hour}}
	_, _, text := write(t, c)
	var rest []string
	for l := range strings.SplitAfterSeq(text, "\n") {
		if !strings.Contains(l, " 203.0.113.7 ") && !strings.Contains(l, " 203.0.113.99 ") {
			rest = append(rest, l)
		}
	}
	assert.Equal(t, quiet, strings.Join(rest, ""))
}

func TestTruthsLieInsideTheLog(t *testing.T) {
	s, lines, _ := write(t, Planted(2<<20))
	var kinds []Kind
	for _, truth := range s.Truths {
		kinds = append(kinds, truth.Kind)
		assert.False(t, truth.Start.Before(s.First), truth.Kind)
		assert.False(t, truth.End.After(s.Last), truth.Kind)
		assert.False(t, truth.End.Before(truth.Start), truth.Kind)
	}
	for _, kind := range append(kindsOf(IIS10), Growth, Gap) {
		assert.Contains(t, kinds, kind)
	}
	assert.True(t, slices.IsSortedFunc(s.Truths, func(a, b Truth) int { return a.Start.Compare(b.Start) }))
	total := 0
	for _, truth := range s.Truths {
		n, _, _ := truth.count(lines)
		assert.Equal(t, truth.Requests, n, truth.Kind)
		total += n
	}
	assert.Positive(t, total)
}

func TestLogThatEndsEarly(t *testing.T) {
	c := Config{Duration: 2 * time.Hour, Rate: Flat(0.5), Incidents: []Incident{
		{Kind: BruteForce, At: 110 * time.Minute, Requests: 100}, {Kind: Scanner, At: 3 * time.Hour}, {Kind: Gap, At: 4 * time.Hour}}}
	s, _, _ := write(t, c)
	require.Len(t, s.Truths, 1)
	assert.InDelta(t, 50, s.Truths[0].Requests, 2)
}

func TestRecurringComesEachDay(t *testing.T) {
	c := Config{Duration: 5 * day, Rate: Flat(0.02), Incidents: []Incident{{Kind: Recurring, At: day + 2*time.Hour + 15*time.Minute}}}
	s, _, _ := write(t, c)
	require.Len(t, s.Truths, 4)
	for i, truth := range s.Truths {
		due := time.Date(2026, 11, 3+i, 2, 15, 0, 0, time.UTC)
		assert.WithinRange(t, truth.Start, due, due.Add(time.Minute))
		assert.WithinRange(t, truth.End, due.Add(8*time.Minute), due.Add(10*time.Minute))
		assert.Equal(t, 90, truth.Requests)
	}
}

func TestCalmKinds(t *testing.T) {
	c := Config{Duration: 2 * day, Rate: Flat(0.5), Incidents: []Incident{
		{Kind: Growth, At: 6 * time.Hour}, {Kind: Gap, At: 30 * time.Hour}, {Kind: BruteForce, At: 30 * time.Hour, Lasts: 3 * time.Hour}}}
	s, lines, _ := write(t, c)
	require.Len(t, s.Truths, 3)
	in := func(truth Truth) (n int) {
		for _, l := range lines {
			if at := l.at; !at.Before(truth.Start) && !at.After(truth.End) {
				n++
			}
		}
		return n
	}
	growth, gap, force := s.Truths[0], s.Truths[1], s.Truths[2]
	assert.Equal(t, Growth, growth.Kind)
	assert.InEpsilon(t, 3*0.5*6*3600, in(growth), 0.05)
	assert.Equal(t, Gap, gap.Kind)
	assert.Zero(t, in(gap))
	assert.InDelta(t, 2*time.Hour, gap.End.Sub(gap.Start), float64(3*time.Second))
	assert.False(t, growth.Incident || gap.Incident)
	assert.InDelta(t, 200, force.Requests, 3, "two of three hours fall into the gap")
}

func TestTogetherShareTheirTime(t *testing.T) {
	s, _, _ := write(t, Config{Duration: 4 * time.Hour, Rate: Flat(0.3), Incidents: Together(time.Hour)})
	require.Len(t, s.Truths, 2)
	assert.Equal(t, "500.0", s.Truths[0].Code)
	assert.Equal(t, "401.1", s.Truths[1].Code)
	assert.True(t, s.Truths[1].Start.Before(s.Truths[0].End))
}

func TestTruthNames(t *testing.T) {
	truth := Truth{Where: map[string]string{"c-ip": "198.51.100.0/24", "cs-uri-stem": "/portal/*", "s-port": "80"}}
	f := func(want bool, field, value string) {
		t.Helper()
		assert.Equal(t, want, truth.Names(field, value), "%s %s", field, value)
	}
	f(true, "c-ip", "198.51.100.9")
	f(false, "c-ip", "198.51.101.9")
	f(false, "c-ip", "-")
	f(true, "cs-uri-stem", "/portal/tasks.aspx")
	f(false, "cs-uri-stem", "/shop")
	f(true, "s-port", "80")
	f(false, "s-port", "8080")
	f(false, "cs-method", "GET")
}
