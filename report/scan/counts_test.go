package scan

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report/redact"
)

// split counts the rows of texts in n parts, each row in one that pick chooses.
func split(t testing.TB, o Options, texts []string, n int, pick func() int) []*counts {
	var judges []*judge
	for range n {
		judges = append(judges, newJudge(&o, seed))
	}
	for source, text := range texts {
		eachRow(t, text, func(r *parser.Row) {
			j := judges[pick()]
			if j.counts.outcomes.selection.takes(r) {
				j.count(j.counts.outcomes.of(r), r, source)
				j.counts.settle() // the text may be another one for the next row
			} else {
				j.counts.drop(r)
			}
		})
	}
	var parts []*counts
	for _, j := range judges {
		parts = append(parts, j.counts)
	}
	return parts
}

// resultFrom tells what was counted.
func resultFrom(o Options, c *counts) *Result { return (&run{options: o, counts: c}).result() }

// mergeAll merges parts two at a time, in random order, until one is left.
func mergeAll(random *rand.Rand, parts []*counts) *counts {
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
			if change != nil {
				change(&o)
			}
			whole := resultFrom(o, split(t, o, texts, 1, func() int { return 0 })[0])
			require.NotZero(t, shownRows(whole))
			want := plain(whole)
			for try := range uint64(12) {
				random := rand.New(rand.NewPCG(try, 1))
				n := 2 + random.IntN(7)
				parts := split(t, o, texts, n, func() int { return random.IntN(n) })
				parts = append(parts, newCounts(&o, seed)) // nothing is neutral
				sameResult(t, want, plain(resultFrom(o, mergeAll(random, parts))), fmt.Sprint("split ", try))
			}
		})
	}
	bench, _ := write(t, logtest.Bench(150<<10))
	auth, _ := write(t, logtest.Auth(150<<10))
	hostile, _ := write(t, logtest.Hostile(150<<10))
	overflow, _ := logtest.ManyPaths(maxValues + 8000)
	text := logtest.Tricky()
	f("bench", nil, bench)
	f("by", func(o *Options) { o.By = []string{"c-ip", "cs-uri-stem"} }, bench, auth)
	f("of many kinds", nil, text["httperr"], text["ftp"], text["numbers"], text["bad times"], bench)
	f("redacted", func(o *Options) { o.Redact = redact.Kinds{Client: true, User: true} }, hostile, auth)
	f("reasons", nil, text["httperr"])
	f("ties", nil, text["ties"], text["ftp"])
	f("out of order", nil, text["out of order"], text["zero bytes"])
	f("beyond the tables", nil, overflow)
	f("beyond the tables, of several codes", nil, bench, overflow, text["ties"])
	f("compared with", func(o *Options) { o.Compare, o.Filter.Verdicts = true, []codes.Verdict{codes.ChallengeUnanswered} }, auth)
	f("in spans", func(o *Options) {
		o.Compare = true
		for s := logStart; len(o.Spans) < 9; s += 5 {
			o.Spans = append(o.Spans, Span{s, s + 5, len(o.Spans)%2 == 1})
		}
	}, auth, bench)
}

// A service restarts, a server has another time: a result must not depend on which
// part met a row without status first.
func TestMergeOfServices(t *testing.T) {
	o := options(t)
	text := logtest.Tricky()
	of := func(names ...string) []Outcome {
		var texts []string
		for _, name := range names {
			texts = append(texts, text[name])
		}
		return resultFrom(o, split(t, o, texts, 1, func() int { return 0 })[0]).Outcomes
	}
	want := of("ftp", "httperr", "numbers")
	assert.Equal(t, want, of("httperr", "numbers", "ftp"))
	assert.Equal(t, want, of("numbers", "ftp", "httperr"))
	logs := map[codes.Log]bool{}
	for _, o := range want {
		logs[o.Log] = logs[o.Log] || o.Code.Status == codes.None
	}
	assert.Len(t, logs, 3)
	assert.True(t, logs[codes.FTPLog] && logs[codes.HTTPERR], "rows without a status are told apart by their service")
}
