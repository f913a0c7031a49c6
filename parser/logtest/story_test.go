package logtest

import (
	"crypto/sha256"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every story keeps what it promises: small with three seeds, medium with one,
// and every sixth large.
func TestTales(t *testing.T) {
	for i, s := range Stories() {
		for size, seeds := range map[Size][]uint64{Small: {1, 2, 3}, Medium: {4}, Large: {5}} {
			if size == Large && (testing.Short() || i%6 > 0) {
				continue
			}
			for _, seed := range seeds {
				tale := s.Write(size, seed)
				checkLogs(t, s, &tale)
				checkSize(t, s, size, tale.Rows)
				checkTruth(t, s, &tale)
				checkStates(t, s, &tale)
			}
		}
	}
}

func TestStoriesAreManyAndNamed(t *testing.T) {
	names, lures := map[string]bool{}, 0
	for _, s := range Stories() {
		assert.False(t, names[s.Name], "%s: the name comes twice", s.Name)
		names[s.Name] = true
		assert.NotEmpty(t, s.Tells, s.Name)
		if s.Lure() {
			lures++
		}
	}
	assert.GreaterOrEqual(t, len(names), 40)
	assert.GreaterOrEqual(t, 3*lures, len(names), "a third at least are lures")
	for _, s := range Stories() {
		assert.True(t, s.Like == "" || names[s.Like], "%s is like %s, which is no story", s.Name, s.Like)
	}
	_, ok := StoryNamed("no-such-story")
	assert.False(t, ok)
}

func TestStoriesAreDeterministic(t *testing.T) {
	sum := func(tale Tale) (sum [32]byte) {
		h := sha256.New()
		for _, log := range tale.Logs {
			h.Write([]byte(log.Name))
			h.Write(log.Text)
		}
		return [32]byte(h.Sum(nil))
	}
	for _, s := range Stories() {
		one := s.Write(Small, 7)
		assert.Equal(t, sum(one), sum(s.Write(Small, 7)), "%s: two runs differ", s.Name)
		assert.Equal(t, one.Truth, s.Write(Small, 7).Truth, s.Name)
		assert.NotEqual(t, sum(one), sum(s.Write(Small, 8)), "%s: the seed changes nothing", s.Name)
	}
}

// checkLogs holds that each row has a value for each field, and that rows come
// in order.
func checkLogs(t *testing.T, s Story, tale *Tale) {
	rows := 0
	for _, log := range tale.Logs {
		rows += checkLog(t, s.Name, string(log.Text))
	}
	require.Equal(t, tale.Rows, rows, s.Name)
	require.Len(t, tale.stored(), rows, s.Name)
}

func checkLog(t *testing.T, name, text string) (rows int) {
	fields, before := 0, ""
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if line[0] == '#' {
			if list, ok := strings.CutPrefix(line, "#Fields: "); ok {
				fields = len(strings.Fields(list))
			}
			continue
		}
		rows++
		if strings.Count(line, " ")+1 != fields || strings.Contains(line, "  ") || strings.HasSuffix(line, " ") || line[:19] < before {
			t.Fatalf("%s: expected %d values, not before %s, found %q", name, fields, before, line)
		}
		before = line[:19]
	}
	return rows
}

func checkSize(t *testing.T, s Story, size Size, rows int) {
	bound := map[Size][2]int{Small: {100, 3200}, Medium: {2000, 22000}, Large: {15000, 180000}}[size]
	assert.GreaterOrEqual(t, rows, bound[0], "%s %s", s.Name, size)
	assert.LessOrEqual(t, rows, bound[1], "%s %s", s.Name, size)
}

// checkTruth holds that what a claim says is what a plain recount of the text
// finds: that many rows with its code and its values between its times.
func checkTruth(t *testing.T, s Story, tale *Tale) {
	for _, c := range tale.Truth.Claims {
		if c.Rows == 0 {
			assert.True(t, c.Pause || c.Rules[0] == "proxy", "%s: %s has no rows", s.Name, c.label())
			continue
		}
		n, first, last := recountClaim(tale, c)
		most := max(c.Rows, c.Most)
		assert.GreaterOrEqual(t, n, c.Rows, "%s: %s", s.Name, c.label())
		assert.True(t, n <= most+most/10 || c.Code == "" || len(c.Where) == 0, "%s: %s: %d rows, %d are claimed", s.Name, c.label(), n, most)
		assert.Equal(t, c.First, first, "%s: %s", s.Name, c.label())
		assert.Equal(t, c.Last, last, "%s: %s", s.Name, c.label())
	}
}

func recountClaim(tale *Tale, c Claim) (n int, first, last time.Time) {
	for _, l := range tale.stored() {
		if l.at.Before(c.First) || l.at.After(c.Last) || c.Code != "" && l.code() != c.Code || !l.holds(c.Where) {
			continue
		}
		if n++; first.IsZero() || l.at.Before(first) {
			first = l.at
		}
		if l.at.After(last) {
			last = l.at
		}
	}
	return n, first, last
}

// holds reports whether the row has all values; one that the log does not have
// as a column is had by the row of another command, as FTP does it.
func (l storedLine) holds(where map[string]string) bool {
	for field, value := range where {
		if found, ok := l.get(field); ok && found != value {
			return false
		}
	}
	return true
}

// checkStates holds that the end of a log is far from what is over, and near to
// what goes on.
func checkStates(t *testing.T, s Story, tale *Tale) {
	length := tale.Last.Sub(tale.First)
	for _, c := range tale.Truth.Claims {
		left := tale.Last.Sub(c.Last)
		switch {
		case c.Pause:
		case slices.Equal(c.States, []string{"over"}):
			assert.Greater(t, left, length/20, "%s: over", s.Name)
		case slices.Equal(c.States, []string{"going-on"}):
			assert.Less(t, left, length/10, "%s: going on", s.Name)
		}
	}
}

// Addresses must be nobody's.
func TestStoryAddressesAreForDocumentation(t *testing.T) {
	var allowed []netip.Prefix
	for _, p := range strings.Fields("192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16") {
		allowed = append(allowed, netip.MustParsePrefix(p))
	}
	for _, s := range Stories() {
		tale := s.Write(Small, 9)
		for _, l := range tale.stored() {
			for _, field := range []string{"c-ip", "s-ip"} {
				value, ok := l.get(field)
				inside := func(p netip.Prefix) bool { return p.Contains(netip.MustParseAddr(value)) }
				require.True(t, !ok || slices.ContainsFunc(allowed, inside), "%s: %s", s.Name, value)
			}
		}
	}
}

// Nothing gives a story away: what its claims and denials name differs from seed
// to seed, unless it is the name of a known attack or of a browser's file.
func TestNamesChangeWithTheSeed(t *testing.T) {
	const seeds = 6
	for _, s := range Stories() {
		seen := map[string]map[string]bool{}
		for seed := range uint64(seeds) {
			for i, c := range s.Write(Small, 20+seed).Truth.Claims {
				for field, value := range c.Where {
					key := string(rune('0'+i)) + field
					if seen[key] == nil {
						seen[key] = map[string]bool{}
					}
					seen[key][value] = true
				}
			}
		}
		for _, key := range slices.Sorted(maps.Keys(seen)) {
			assert.Greater(t, len(seen[key]), 1, "%s: %s is always the same", s.Name, key)
		}
	}
}

func TestSizeNames(t *testing.T) {
	for _, size := range Sizes() {
		got, err := SizeNamed(size.String())
		assert.NoError(t, err)
		assert.Equal(t, size, got)
	}
	_, err := SizeNamed("huge")
	assert.ErrorContains(t, err, `found "huge"`)
}
