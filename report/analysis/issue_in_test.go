package analysis

import (
	"fmt"
	"strings"
	"testing"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestIssueIn: a row is found in the issue that counts it, also where there are so many
// numbers that they are told apart no longer; one of another verdict is of none.
func TestIssueIn(t *testing.T) {
	book, err := codes.Open(codes.English)
	require.NoError(t, err)
	rules, err := codes.OpenRules()
	require.NoError(t, err)
	for _, n := range []int{10, 10_000} {
		var b strings.Builder
		b.WriteString("#Fields: sc-status sc-substatus sc-win32-status\n")
		for i := range n {
			fmt.Fprintln(&b, 500, 0, 1_000_000+i)
		}
		type seen struct {
			row     *parser.Row
			verdict codes.Verdict
		}
		var rows []seen
		r := scan.Read(t.Context(), []input.Source{input.From("a", strings.NewReader(b.String()))}, scan.Options{
			Book: book, Rules: rules, Each: func(_ int, r *parser.Row, v codes.Verdict) { rows = append(rows, seen{r.Clone(), v}) },
		})
		a := New(r, Options{Book: book, Rules: rules})
		assert.Equal(t, n > 5000, r.Coarse > 0)
		issues := a.issues()
		require.Len(t, issues, 1)
		for _, one := range rows {
			require.Same(t, issues[0], a.issueIn(issues, one.row, one.verdict, ""))
		}
		require.Len(t, rows, n)
		assert.Nil(t, a.issueIn(issues, rows[0].row, codes.Probe, ""))
	}
}
