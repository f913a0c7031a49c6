package scan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// splitHandingOver counts the rows of texts by some judges, which hand over what they have
// again and again, and returns what all counted.
func splitHandingOver(t testing.TB, o Options, texts []string, n int, random *rand.Rand) *counts {
	j := &judges{of: n, share: 1}
	for range n {
		j.idle = append(j.idle, newJudge(&o, seed))
	}
	left := 0 // rows until the next one hands over
	for source, text := range texts {
		eachRow(t, text, func(r *parser.Row) {
			one := j.idle[random.IntN(n)]
			one.sat = fewSat
			if one.counts.outcomes.selection.takes(r) {
				one.count(one.counts.outcomes.of(r), r, source)
				one.counts.settle()
			} else {
				one.counts.drop(r)
			}
			one.coarsen()
			if left--; left < 0 {
				j.handOver(one)
				left = random.IntN(400)
			}
		})
	}
	require.NotNil(t, j.all)
	return j.stop().counts
}

// However often judges hand over what they counted, all is counted as if one had.
func TestHandOver(t *testing.T) {
	f := func(name string, change func(*Options), texts ...string) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			if change != nil {
				change(&o)
			}
			one := &judge{counts: split(t, o, texts, 1, func() int { return 0 })[0], options: &o}
			one.coarsen()
			whole := resultFrom(o, one.counts)
			require.NotZero(t, shownRows(whole))
			want := plain(whole)
			for try := range uint64(8) {
				random := rand.New(rand.NewPCG(try, 2))
				c := splitHandingOver(t, o, texts, 1+random.IntN(4), random)
				sameResult(t, want, plain(resultFrom(o, c)), fmt.Sprint("try ", try))
			}
		})
	}
	bench, _ := write(t, logtest.Bench(300<<10))
	auth, _ := write(t, logtest.Auth(300<<10))
	hostile, _ := write(t, logtest.Hostile(300<<10))
	overflow, _ := logtest.ManyPaths(maxValues + 8000)
	text := logtest.Tricky()
	f("bench", nil, bench)
	f("by", func(o *Options) { o.By = []string{"c-ip", "cs-uri-stem"} }, bench, auth)
	f("of many kinds", nil, text["httperr"], text["ftp"], text["numbers"], text["bad times"], text["out of order"], bench)
	f("compared with", func(o *Options) { o.Compare, o.Filter.Verdicts = true, []codes.Verdict{codes.ChallengeUnanswered} }, auth, hostile)
	f("sides", func(o *Options) { o.Compare, o.Sides = true, &Sides{By: "c-ip"} }, bench)
	f("beyond the tables", nil, bench, overflow)
	f("beyond the outcomes", nil, distinctLog(20_000, 2*maxOutcomes), hostile)
}

// Two judges keep what they counted, more have a share of what all may hold.
func TestShare(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	o := Options{Workers: 8}
	assert.Equal(t, math.MaxInt, o.share())
	runtime.GOMAXPROCS(16)
	assert.Equal(t, judgesHold/mostJudges, o.share())
	runtime.GOMAXPROCS(3)
	assert.Equal(t, judgesHold/3, o.share())
	o.Held = 300
	assert.Equal(t, 100, o.share())
}

// A judge that holds more than its share hands it over, and holds little then, in whatever
// all is different.
func TestJudgesHoldTheirShare(t *testing.T) {
	o := options(t)
	o.Compare = true
	j := &judges{of: 1, share: 1 << 20}
	one := newJudge(&o, seed)
	most := 0
	eachRow(t, distinctLog(60_000, 40), func(r *parser.Row) {
		one.count(one.counts.outcomes.of(r), r, 0)
		if one.counts.settle(); r.Number%1000 == 0 {
			one.sat = fewSat
			j.handOver(one)
			most = max(most, one.counts.weight())
		}
	})
	require.NotNil(t, j.all)
	assert.Less(t, most, j.share)
	assert.Greater(t, j.all.counts.weight(), 4*j.share, "what all hold together")
}
