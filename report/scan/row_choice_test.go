package scan

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// rowsOfText are the rows of a text, each good for ever.
func rowsOfText(t testing.TB, text string) (rows []*parser.Row) {
	t.Helper()
	eachRow(t, text, func(r *parser.Row) { rows = append(rows, r.Clone()) })
	return rows
}

// The same rows are chosen in whatever order they are offered, and together they stand for
// all that were offered.
func TestRowChoice(t *testing.T) {
	const k = 12
	all := rowsOfText(t, logtest.Tricky()["ties"])
	for _, n := range []int{0, 1, k - 1, k, k + 1, 2 * k, len(all)} {
		rows := all[:n]
		var whole RowChoice
		for source := range 2 {
			for _, r := range rows {
				whole.Offer(source, r, k)
			}
		}
		assert.EqualValues(t, 2*n, whole.Offered())
		want := whole.Chosen(k)
		assert.Len(t, want, min(k, 2*n))
		assert.True(t, slices.IsSortedFunc(want, compareRows), "in the order of the input")
		var standsFor int64
		for _, row := range want {
			standsFor += row.Rows
			assert.InDelta(t, float64(2*n)/float64(len(want)), row.Rows, 1, "as evenly as can be")
		}
		assert.EqualValues(t, 2*n, standsFor)

		for try := range 20 {
			random := rand.New(rand.NewPCG(uint64(try), uint64(n)))
			var mixed RowChoice
			for _, i := range random.Perm(2 * n) {
				mixed.Offer(i%2, rows[i/2], k)
			}
			assert.EqualValues(t, 2*n, mixed.Offered())
			sameRows(t, want, mixed.Chosen(k), "rows in any order")
		}
	}
}

// A row that is offered may be the scanner's own: what is chosen is a copy.
func TestRowChoiceKeepsRows(t *testing.T) {
	var c RowChoice
	lines := 0
	eachRow(t, "#Fields: c-ip sc-status\n10.0.0.1 200\n10.0.0.2 404\n", func(r *parser.Row) {
		c.Offer(0, r, 5)
		lines++
	})
	require.Equal(t, 2, lines)
	got := c.Chosen(5)
	require.Len(t, got, 2)
	assert.Equal(t, "10.0.0.1", string(got[0].Row.Field(parser.ClientIP)))
	assert.EqualValues(t, 404, got[1].Row.Status)
}

// What is taken from another choice stands for what it stood for there, however
// few are chosen of it.
func TestRowChoiceTakes(t *testing.T) {
	var first, second RowChoice
	for _, r := range rowsOfText(t, logtest.Tricky()["ties"]) {
		first.Offer(3, r, 10)
	}
	for _, row := range first.Chosen(10) {
		second.Take(row)
	}
	assert.Equal(t, first.Offered(), second.Offered())
	assert.Equal(t, first.Chosen(10), second.Chosen(10))
	assert.Equal(t, first.Chosen(4), second.Chosen(4))
}
