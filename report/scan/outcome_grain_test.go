package scan

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
)

const grainFields = "date time c-ip cs-username cs-method cs-uri-stem sc-status sc-substatus sc-win32-status time-taken"

// numbersLog is a log whose rows have the numbers that number gives, among rows that
// neighbours, families and other fields judge.
func numbersLog(rows int, number func(i int) string) string {
	var b strings.Builder
	for i := range rows {
		path := [...]string{"/a.aspx", "/wp-login.php", "/b?x=1", "/Rejected-By-UrlScan"}[i%4]
		fmt.Fprintf(&b, "%d 10.0.0.%d %s GET %s %s 5\n", i/50, i%7, [...]string{"-", "u"}[i/4%2], path, number(i))
	}
	return logOf(grainFields, b.String())
}

func TestOutcomesAreBounded(t *testing.T) {
	f := func(name string, rows int, coarse bool, number func(i int) string) {
		t.Helper()
		text := numbersLog(rows, number)
		for _, status := range []string{"", "404.x"} {
			var want []Outcome
			var values []string
			for _, cut := range cuts {
				if cut.chunk < 10_000 {
					continue
				}
				o := options(t)
				o.Workers, o.ChunkSize = cut.workers, cut.chunk
				if status != "" {
					p, err := ParseStatus(status)
					require.NoError(t, err)
					o.Filter.Status = append(o.Filter.Status, p)
				}
				r := resultOf(t, o, text)
				assert.LessOrEqual(t, len(r.Outcomes), maxOutcomes+1000, name)
				if status == "" {
					assert.EqualValues(t, rows, r.RowsShown(), name)
					assert.Equal(t, coarse, r.Coarse > 0, name)
				}
				top := fmt.Sprint(r.Top(FieldPath, func(*Subject) bool { return true }, 9))
				if want == nil {
					want = r.Outcomes
				}
				require.Equal(t, want, r.Outcomes, "%s, chunks of %d", name, cut.chunk)
				values = append(values, top)
				require.Equal(t, values[0], top, "%s, chunks of %d", name, cut.chunk)
			}
		}
	}
	f("few", 5000, false, func(i int) string { return fmt.Sprint("500 0 ", i%100) })
	f("Win32", maxOutcomes+901, true, func(i int) string { return fmt.Sprint("500 0 ", 1_000_000_000+i) })
	f("substatus", 2*maxOutcomes, true, func(i int) string { return fmt.Sprint(400+i%200, i%60_000, i) })
	f("known numbers", 3*maxOutcomes, true, func(i int) string { return fmt.Sprint([...]string{"500 0 ", "404 0 ", "403 14 ", "503 2 "}[i%4], i) })
}

// What other rows, fields and families say of rows is said whether their numbers are told apart
// or not.
func TestCoarseOutcomesKeepVerdicts(t *testing.T) {
	numbers := []string{"401 2 %d", "401 1 %d", "404 0 %d", "404 77 %d", "500 0 %d", "200 0 %d", "403 502 %d", "404 501 %d", "500 19 %d"}
	verdicts := func(many int) map[codes.Verdict]int64 {
		all := map[codes.Verdict]int64{}
		r := resultOf(t, options(t), numbersLog(60_000, func(i int) string {
			return fmt.Sprintf(numbers[i/8%len(numbers)], 1_000_000_000+i%many)
		}))
		for _, o := range r.Outcomes {
			all[o.Verdict] += o.Rows
		}
		return all
	}
	assert.Equal(t, verdicts(1), verdicts(30_000))
}

// Reasons that are too many are not told apart, whichever of them come first; those that
// the tables know are.
func TestReasonsAreBounded(t *testing.T) {
	f := func(reasons int, told bool) {
		t.Helper()
		rows := make([]string, reasons)
		for i := range rows {
			rows[i] = fmt.Sprintf("%d 10.0.0.1 Reason_%d", i/100, i)
		}
		for i := range 30 {
			rows = append(rows, fmt.Sprintf("%d 10.0.0.1 Connection_Dropped", reasons/100+i))
		}
		log := func(rows []string) string {
			return logOf("date time c-ip s-reason", strings.Join(rows, "\n")+"\n")
		}
		var want []Outcome
		for _, cut := range []struct{ workers, chunk int }{{1, 1 << 20}, {3, 64 << 10}} {
			for range 2 {
				o := options(t)
				o.Workers, o.ChunkSize = cut.workers, cut.chunk
				r := resultOf(t, o, log(rows))
				slices.Reverse(rows)
				if want == nil {
					want = r.Outcomes
				}
				require.Equal(t, want, r.Outcomes, "%d reasons, %v", reasons, cut)
			}
		}
		dropped := slices.IndexFunc(want, func(o Outcome) bool { return o.Reason == "Connection_Dropped" })
		require.GreaterOrEqual(t, dropped, 0)
		assert.EqualValues(t, 30, want[dropped].Rows)
		assert.Equal(t, told, len(want) > 10)
	}
	f(maxReasons-2, true)
	f(maxReasons+1, false)
	f(20_000, false)
}
