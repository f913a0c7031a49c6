package scan

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

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
			family, ok = j.attack(r)
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
