package scan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/parser"
)

// TestVisitSample: which rows are kept does not depend on who was offered them, and all
// are where there is room.
func TestVisitSample(t *testing.T) {
	for _, rows := range []int{100, mostVisits, mostVisits + 1, 5 * mostVisits} {
		var text strings.Builder
		text.WriteString("#Fields: date time s-sitename c-ip sc-status\n")
		for i := range rows {
			fmt.Fprintf(&text, "2026-01-10 %02d:%02d:%02d W3SVC%d 10.0.%d.%d 200\n", i/3600%24, i/60%60, i%60, i%2, i>>8&255, i&255)
		}
		var one visitSample
		parts := make([]visitSample, 3)
		n := 0
		eachRow(t, text.String(), func(r *parser.Row) {
			hash := placeOf(0, r.Offset)
			one.add(hash, 0, r, &columns{})
			parts[n*n%3].add(hash, 0, r, &columns{})
			n++
		})
		for i := range 2 {
			parts[2].merge(&parts[i])
		}
		all := one.visits()
		assert.Equal(t, all, parts[2].visits(), rows)
		assert.Equal(t, []int64{int64(rows), int64(rows)}, []int64{one.offered, parts[2].offered})
		assert.LessOrEqual(t, len(all), mostVisits)
		assert.GreaterOrEqual(t, len(all), min(rows, mostVisits*2/5))
	}
}
