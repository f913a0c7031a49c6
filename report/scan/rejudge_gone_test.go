package scan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// goneLog is a log of rows "second server path client numbers".
func goneLog(rows ...string) string {
	var b strings.Builder
	b.WriteString("#Fields: date time s-computername cs-uri-stem c-ip sc-status sc-substatus sc-win32-status time-taken\n")
	for _, row := range rows {
		var second int
		var server, path, client, numbers string
		if _, err := fmt.Sscanf(row, "%d %s %s %s", &second, &server, &path, &client); err != nil {
			panic(err)
		}
		numbers = strings.Join(strings.Fields(row)[4:], " ")
		fmt.Fprintf(&b, "2026-11-02 08:%02d:%02d %s %s %s %s 3\n", second/60, second%60, server, path, client, numbers)
	}
	return b.String()
}

// TestGone: the rows around one of 500.19 with the number of a connection that ended tell
// whether it was the client's.
func TestGone(t *testing.T) {
	const failed, served = " 500 19 64", " 200 0 0"
	for _, one := range []struct {
		name string
		rows []string
		left int64
	}{
		{"served before", []string{"10 A /x 1.1.1.1" + served, "40 A /x 1.1.1.2" + failed}, 1},
		{"served after", []string{"10 A /x 1.1.1.1 500 19 1236", "70 A /x 1.1.1.2 304 0 0"}, 1},
		{"in the same second", []string{"10 A /x 1.1.1.1 500 19 995", "10 A /x 1.1.1.2" + served}, 1},
		{"too long ago", []string{"10 A /x 1.1.1.1" + served, "71 A /x 1.1.1.2" + failed}, 0},
		{"another path", []string{"10 A /x 1.1.1.1" + served, "11 A /y 1.1.1.2" + failed}, 0},
		{"another server", []string{"10 A /x 1.1.1.1" + served, "11 B /x 1.1.1.2" + failed}, 0},
		{"refused is not served", []string{"10 A /x 1.1.1.1 404 0 2", "11 A /x 1.1.1.2" + failed}, 0},
		{"another number is no connection that ended", []string{"10 A /x 1.1.1.1" + served, "11 A /x 1.1.1.2 500 19 53"}, 0},
		{"one client cancels much", []string{
			"10 A /x 1.1.1.1" + served, "10 A /y 1.1.1.1" + served,
			"20 A /x 1.1.1.2" + failed, "21 A /y 1.1.1.2" + failed, "22 A /x 1.1.1.2" + failed,
		}, 3},
		{"a share goes away and comes back", []string{
			"10 A /x 1.1.1.1" + served,
			"20 A /x 1.1.1.2" + failed, "21 A /x 1.1.1.3" + failed, "22 A /x 1.1.1.4" + failed, "23 A /x 1.1.1.5" + failed,
			"40 A /x 1.1.1.6" + served,
		}, 2}, // the first and the last: nothing tells them from single ones
		{"and all come from one balancer", []string{
			"10 A /x 1.1.1.1" + served,
			"20 A /x 1.1.1.1" + failed, "21 A /x 1.1.1.1" + failed, "22 A /x 1.1.1.1" + failed, "23 A /x 1.1.1.1" + failed,
			"24 A /x 1.1.1.1" + failed, "25 A /x 1.1.1.1" + failed, "26 A /x 1.1.1.1" + failed, "27 A /x 1.1.1.1" + failed,
			"40 A /x 1.1.1.1" + served,
		}, 6}, // three at each end, however many stand between
		{"another share of the farm goes away", []string{
			"10 A /x 1.1.1.1" + served, "20 A /x 1.1.1.2" + failed, "15 B /x 1.1.1.3" + failed, "16 B /x 1.1.1.4" + failed,
		}, 1},
	} {
		for _, workers := range []int{1, 3} {
			o := options(t)
			o.Workers, o.ChunkSize = workers, 300
			files := filesOf(t, goneLog(one.rows...))
			left, all := ofVerdict(Read(t.Context(), files, o), codes.ClientLeft)
			assert.Equal(t, one.left, left, one.name)
			o.Filter.Verdicts = []codes.Verdict{codes.ClientLeft}
			asked, _ := ofVerdict(Read(t.Context(), files, o), codes.ClientLeft)
			assert.Equal(t, one.left, asked, "%s, asked for", one.name)
			o.Filter = Filter{NotVerdicts: []codes.Verdict{codes.ClientLeft}}
			_, others := ofVerdict(Read(t.Context(), files, o), codes.ClientLeft)
			assert.Equal(t, all-one.left, others, "%s, left out", one.name)
			o.Filter, o.Keep = Filter{}, &Keep{}
			kept, shown := Read(t.Context(), files, o), int64(0)
			require.NoError(t, kept.Kept.All(t.Context(), func(k *KeptRow) bool {
				if k.Verdict == codes.ClientLeft {
					shown++
				}
				return true
			}))
			require.NoError(t, kept.Kept.Close())
			assert.Equal(t, one.left, shown, "%s, shown", one.name)
		}
	}
}

// TestGoneInTheSecondFile: rows are known by their places, also where not all sources are
// looked at.
func TestGoneInTheSecondFile(t *testing.T) {
	rows := []string{"10 A /x 1.1.1.1 200 0 0", "12 A /x 1.1.1.2 500 19 64"}
	healthy := strings.ReplaceAll(goneLog("10 A /x 1.1.1.1 200 0 0"), "11-02", "11-01")
	r := Read(t.Context(), filesOf(t, healthy, goneLog(rows...)), options(t))
	left, _ := ofVerdict(r, codes.ClientLeft)
	require.Equal(t, int64(1), left)
	var seen []codes.Verdict
	require.True(t, r.Rows.Look(t.Context(), []Span{{logStart, logStart + 86400, false}}, Wanted{}, func(source int, row *parser.Row, v codes.Verdict) {
		if row.Status == 500 {
			assert.Equal(t, 1, source)
			seen = append(seen, v)
		}
	}))
	assert.Equal(t, []codes.Verdict{codes.ClientLeft}, seen)
}

// ofVerdict counts the rows of a verdict, and all that are shown.
func ofVerdict(r *Result, v codes.Verdict) (of, all int64) {
	for _, o := range r.Outcomes {
		if o.Verdict == v {
			of += o.Rows
		}
		all += o.Rows
	}
	return of, all
}
