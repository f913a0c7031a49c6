package codes

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readTableOfFamilies returns the built-in families with their patterns.
func readTableOfFamilies(t *testing.T) *Families {
	t.Helper()
	f, err := readFamilies()
	require.NoError(t, err)
	return f
}

// inRow puts path and query as they stand in a row.
func inRow(path, query string) []byte { return []byte(" " + path + " " + query + " ") }

// Whatever MatchAttack knows is seen at a glance: every pattern, at an even and at an
// odd place, in either case of its letters.
func TestGlanceMissesNothing(t *testing.T) {
	f, read := OpenFamilies(), readTableOfFamilies(t)
	asked := 0
	see := func(path, query string) {
		for _, p := range []string{path, strings.ToUpper(path), "/x" + path, "/xy" + path} {
			for _, q := range []string{query, "a=1&" + query, "ab=1&" + query} {
				if _, ok := f.MatchAttack(nil, []byte(p), []byte(q), nil); ok {
					asked++
					assert.True(t, f.MayAttack(inRow(p, q)), "%s?%s", p, q)
				}
			}
		}
	}
	for _, p := range read.attackPatterns() {
		text := strings.NewReplacer("#", "12").Replace(strings.Trim(p.text, "*"))
		switch p.kind {
		case "path", "segment":
			see("/"+strings.TrimPrefix(text, "/"), "-")
			see("/a"+text, "-")
			see("/"+strings.TrimPrefix(text, "/")+"/info", "x=1")
		default:
			see("/"+text, "-")
			see("/a.aspx", "id=1"+text)
			if path, query, ok := strings.Cut(text, "?"); ok {
				see("/a"+path, query)
			}
		}
	}
	assert.Greater(t, asked, 2000, "requests that are attacks")
}

// Requests that differ in their digits alone look the same, attacks as well.
func TestGlanceSeesNoDigits(t *testing.T) {
	f, read := OpenFamilies(), readTableOfFamilies(t)
	digits := func(with byte, text string) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return rune(with)
			}
			return r
		}, text)
	}
	seen := map[bool]int{}
	for _, p := range read.patterns {
		for _, text := range []string{"/" + p.text, "/7" + p.text + "9", "/item12345" + strings.ToUpper(p.text)} {
			may := f.MayAttack(inRow(text, "id=10"))
			seen[may]++
			for _, with := range []byte("0123456789") {
				assert.Equal(t, may, f.MayAttack(inRow(digits(with, text), digits(with, "id=10"))), text)
			}
		}
	}
	assert.Greater(t, seen[true], 1000)
	assert.Greater(t, seen[false], 100)
	for b := range 256 {
		text := uint64(b)<<56 | 'x'<<48 | '9'<<40 | '/'<<32 | 0x8039<<16 | '0'<<8 | ':'
		got, want := WithoutDigits(text), uint64(0)
		for i := 0; i < 64; i += 8 {
			if c := text >> i & 0xff; c < '0' || c > '9' {
				want |= (c ^ '0') << i
			}
		}
		assert.Equal(t, want, got, "%x", text)
	}
}

// The glance is worth it only where it says no to what sites have.
func TestGlancePassesHealthyRows(t *testing.T) {
	f := OpenFamilies()
	for _, address := range strings.Fields(commonAddresses) {
		assert.False(t, f.MayAttack(inRow(address, "-")), address)
	}
	for _, query := range []string{"id=15002", "lang=en&page=2", "q=garden+chair", "from=2026-01-01", "utm_source=newsletter&utm_campaign=9362"} {
		assert.False(t, f.MayAttack(inRow("/shop/item.aspx", query)), query)
	}
	assert.False(t, new(Families).MayAttack(inRow("/.env", "-")), "no families")
}
