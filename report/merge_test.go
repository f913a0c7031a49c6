package report

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// eachRow shows every row of a text to see.
func eachRow(t testing.TB, text string, see func(*parser.Row)) {
	t.Helper()
	cutter := parser.NewCutter(strings.NewReader(text))
	buf := make([]byte, 0, 64<<10)
	var scanner parser.Scanner
	for {
		chunk, err := cutter.Next(buf)
		if err == io.EOF {
			return
		}
		require.NoError(t, err)
		scanner.Reset(chunk)
		for scanner.Scan() {
			see(scanner.Row())
		}
	}
}

// split counts the rows of texts in n summaries, each row in one that pick
// chooses.
func split(t testing.TB, o Options, texts []string, n int, pick func() int) []*Summary {
	var parts []*Summary
	for range n {
		parts = append(parts, newSummary(o, seed))
	}
	for source, text := range texts {
		eachRow(t, text, func(r *parser.Row) {
			s := parts[pick()]
			s.addTo(s.slots.of(r), r, source)
		})
	}
	return parts
}

// reportOn tells what a summary holds.
func reportOn(t testing.TB, o Options, s *Summary) string {
	t.Helper()
	return jsonOf(t, (&Scan{options: o, summary: s, names: newPseudonyms(o.Redact)}).Report("report"))
}

// mergeAll merges summaries two at a time, in random order, until one is left.
func mergeAll(random *rand.Rand, parts []*Summary) *Summary {
	for len(parts) > 1 {
		i, j := random.IntN(len(parts)), random.IntN(len(parts)-1)
		if j >= i {
			j++
		}
		parts[i].merge(parts[j])
		parts = slices.Delete(parts, j, j+1)
	}
	return parts[0]
}

func TestMergeLaws(t *testing.T) {
	f := func(name string, change func(*Options), texts ...string) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			o.Top = 50
			if change != nil {
				change(&o)
			}
			want := reportOn(t, o, split(t, o, texts, 1, func() int { return 0 })[0])
			for try := range uint64(12) {
				random := rand.New(rand.NewPCG(try, 1))
				n := 2 + random.IntN(7)
				parts := split(t, o, texts, n, func() int { return random.IntN(n) })
				parts = append(parts, newSummary(o, seed)) // nothing is neutral
				sameText(t, want, reportOn(t, o, mergeAll(random, parts)), fmt.Sprint("split ", try))
			}
		})
	}
	bench, _ := write(t, logtest.Bench(150<<10))
	auth, _ := write(t, logtest.Auth(150<<10))
	hostile, _ := write(t, logtest.Hostile(150<<10))
	overflow, _ := overflowing()
	text := tricky()
	f("bench", nil, bench)
	f("by", func(o *Options) { o.By = []string{"c-ip", "cs-uri-stem"} }, bench, auth)
	f("of many kinds", nil, text["httperr"], text["ftp"], text["numbers"], text["bad times"], bench)
	f("redacted", func(o *Options) { o.Redact = Redact{Client: true, User: true} }, hostile, auth)
	f("reasons", nil, text["httperr"])
	f("ties", nil, text["ties"], text["ftp"])
	f("out of order", nil, text["out of order"], text["zero bytes"])
	f("beyond the tables", nil, overflow)
}

// A service restarts, a server has another time: a report must not depend on
// which summary met a row without status first.
func TestMergeOfServices(t *testing.T) {
	o := options(t)
	text := tricky()
	for _, texts := range [][]string{{text["ftp"], text["httperr"], text["numbers"]}, {text["httperr"], text["numbers"], text["ftp"]}} {
		r := (&Scan{options: o, summary: split(t, o, texts, 1, func() int { return 0 })[0], names: newPseudonyms(Redact{})}).Report("report")
		seen := map[string]int{}
		for _, c := range r.Codes {
			seen[c.Log+" "+c.Code]++
		}
		for code, n := range seen {
			assert.Equal(t, 1, n, "%q is listed once", code)
		}
	}
}
