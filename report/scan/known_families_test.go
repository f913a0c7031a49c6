package scan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser"
)

// TestKnownFamilies: a row is of the family that reading it gives, whether it was known,
// was not, or nobody looked, by what came before it.
func TestKnownFamilies(t *testing.T) {
	j := newJudge(new(options(t)), seed)
	paths := []string{"/wp-login.php", "/favicon.ico", "/shop/cart.aspx", "/.env"}
	check := func(path string) {
		text := "#Fields: cs-method cs-uri-stem cs-uri-query sc-status\nGET " + path + " - 404\n"
		eachRow(t, text, func(r *parser.Row) {
			j.counts.isHashed = false
			wanted, is := j.noise.Match([]byte("GET"), []byte(path), []byte("-"), nil)
			family, ok := j.asked(r.Field(parser.Method), r)
			assert.Equal(t, is, ok, path)
			assert.Equal(t, wanted, family, path)
			attack, isAttack := j.noise.MatchAttack(nil, []byte(path), []byte("-"), nil)
			family, _, ok = j.attack(r)
			assert.Equal(t, isAttack, ok, path)
			assert.Equal(t, attack, family, path)
		})
	}
	for i := range 300 {
		check(paths[i%len(paths)])
	}
	for i := range 300 { // digits that are those of a record, a family, a part of one, a plain request
		for _, path := range []string{"/item/%d/view.aspx", "/c%d.php", "/HNAP%d", "/x%d", "/apple-touch-icon-%dx1.png", "/%d"} {
			check(fmt.Sprintf(path, i%100))
		}
	}
	assert.False(t, j.known.repeats.idle)
	for i := range 2 * (1 + idleStretches) * stretch {
		check(fmt.Sprintf("/%d/wp-login.php", i))
		if i%97 == 0 {
			check(paths[i%len(paths)])
		}
	}
	// A stretch of requests that do not come again is followed by some that go without.
	k := &knownFamilies{}
	idle := 0
	for i := range 2 * (1 + idleStretches) * stretch {
		if k.repeats.isIdle() {
			idle++
		} else {
			k.find(uint64(i) * 0x9E3779B97F4A7C15)
		}
	}
	assert.Equal(t, 2*idleStretches*stretch, idle)
}

// A row that was served is an attack or none as reading its request says, whatever others
// with other digits were before it. Of requests that only look like one at a glance, those
// whose digits do not matter are passed over from then on.
func TestServedRequestsOfAnyDigits(t *testing.T) {
	j := newJudge(new(options(t)), seed)
	attacks := 0
	check := func(path, query string) {
		text := "#Fields: cs-method cs-uri-stem cs-uri-query sc-status\n" + strings.Repeat(fmt.Sprintf("GET %s %s 200\n", path, query), 9)
		eachRow(t, text, func(r *parser.Row) {
			family, is := j.noise.MatchAttack(nil, []byte(path), []byte(query), nil)
			is = is && j.noise.MayAttack([]byte(" "+path+" "+query+" "))
			j.counts.isHashed = false
			at := j.counts.outcomes.of(r)
			got := &j.counts.outcomes.all[j.claimAnswer(at, r)]
			assert.Equal(t, is, got.isAttack(), "%s?%s", path, query)
			if is {
				assert.EqualValues(t, family+1, got.family, "%s?%s", path, query)
				attacks++
			}
		})
	}
	require.True(t, j.noise.MayAttack([]byte(" /app/17.png - ")))
	for i := range 300 {
		for _, path := range []string{"/app/1%03d.png", "/c%d.php", "/%d.php", "/r%d.php", "/x%d", "/HNAP%d", "/.git/config%d", "/images/a-%d.png"} {
			check(fmt.Sprintf(path, i), "-")
			check("/a.aspx", fmt.Sprintf("id=%d+and+%d=%d", i, i%7, i%5))
			check("/a.aspx", fmt.Sprintf("u=%%%dF", i%8))
		}
	}
	assert.Greater(t, attacks, 1000)
	isPassed := func(asked string) bool {
		require.True(t, j.noise.MayAttack([]byte(asked)), asked)
		at, mark := j.plain.place([]byte(asked))
		require.NotNil(t, at, asked)
		return *at == mark
	}
	check("/app/1000.png", "-") // others may have taken its place
	assert.True(t, isPassed(" /app/7890.png - "))
	assert.False(t, isPassed(" /c55.php - "), "/c99.php is one")
}
