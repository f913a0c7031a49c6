package codes

import (
	"bytes"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDigitsMatter(t *testing.T) {
	f := OpenFamilies()
	for _, r := range []string{
		"/item/2856910491/view.aspx?session=378219144573", "/app/ccc/2944.png", "/wp-login.php", "/robots.txt", "/", "/a.aspx?id=1&sort=2",
		"/apple-touch-icon-120x120.png", "/item.aspx?id=1'", "/x.php?id=17",
	} {
		_, path, query, _ := parts(r)
		assert.False(t, f.DigitsMatter(path, query), r)
	}
	for _, r := range []string{"/c99.php", "/static/..%5c..%5cx", "/human2.aspx", "/HNAP1", "/api/v1/pods", "/a?x=%27", "/1.zip"} {
		_, path, query, _ := parts(r)
		assert.True(t, f.DigitsMatter(path, query), r)
	}
	assert.False(t, new(Families).DigitsMatter([]byte("/c99.php"), nil))
}

// TestDigitsThatDoNotMatter: with other digits a request is of the same family, where
// they are said not to matter.
func TestDigitsThatDoNotMatter(t *testing.T) {
	f := OpenFamilies()
	families, err := readFamilies()
	assert.NoError(t, err)
	dice := rand.New(rand.NewPCG(7, 11))
	pick := func() string {
		switch dice.IntN(4) {
		case 0:
			return "/item/" + strconv.Itoa(dice.IntN(3000))
		case 1:
			return []string{"/a.aspx", "+and+", "'", "..", "/", "?", "?id=", "&x=", "%2", "--", "/*", "*/"}[dice.IntN(12)]
		}
		p := families.patterns[dice.IntN(len(families.patterns))]
		text := bytes.ReplaceAll([]byte(p.text), []byte("*"), []byte(strconv.Itoa(dice.IntN(300))))
		return string(bytes.ReplaceAll(text, []byte("#"), []byte(strconv.Itoa(dice.IntN(30)))))
	}
	still, varied := 0, 0
	for range 20_000 {
		request := "/" + pick() + pick() + pick()
		path, query, _ := bytes.Cut([]byte(request), []byte("?"))
		if dice.IntN(3) == 0 {
			path, query = []byte(request), []byte("-") // as HTTP.sys logs both
		}
		if bytes.ContainsAny([]byte(request), "0123456789") {
			varied++
		}
		if f.DigitsMatter(path, query) {
			continue
		}
		still++
		noise, _ := f.Match(nil, path, query, nil)
		attack, _ := f.MatchAttack(nil, path, query, nil)
		for range 8 {
			path, query := otherDigits(dice, path), otherDigits(dice, query)
			again, _ := f.Match(nil, path, query, nil)
			assert.Equal(t, noise, again, "%s, %s?%s", request, path, query)
			again, _ = f.MatchAttack(nil, path, query, nil)
			assert.Equal(t, attack, again, "%s, %s?%s", request, path, query)
		}
	}
	assert.Greater(t, still, 10_000)
	assert.Greater(t, varied, 10_000)
}

func otherDigits(dice *rand.Rand, v []byte) []byte {
	v = bytes.Clone(v)
	for i, b := range v {
		if '0' <= b && b <= '9' {
			v[i] = byte('0' + dice.IntN(10))
		}
	}
	return v
}
