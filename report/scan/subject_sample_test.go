package scan

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser"
)

// takeOf adds the rows of those numbers to a sample, each to the subject that it
// says.
func takeOf(s *subjectSample, rows []*parser.Row, numbers []int, subject func(i int) int) {
	for _, i := range numbers {
		s.add(subject(i), placeOf(0, rows[i].Offset), 0, rows[i])
	}
}

// Of few subjects many rows are kept, of many few, of too many none; which ones
// depends on the rows alone, not on their order or how they were shared out.
func TestSubjectSample(t *testing.T) {
	f := func(name string, rows, subjects, size int) {
		t.Helper()
		all := rowsOfText(t, numberedLines(rows))
		of, same := func(i int) int { return i % subjects }, make([]int, subjects)
		for i := range same {
			same[i] = i
		}
		random := rand.New(rand.NewPCG(uint64(rows), uint64(subjects)))
		whole := newSubjectSample()
		takeOf(whole, all, random.Perm(rows), of)
		want := whole.sampled(same)
		assert.Equal(t, size, whole.size, name)
		for subject, kept := range want {
			require.Len(t, kept, min(size, (rows-subject+subjects-1)/subjects), "%s: rows of subject %d", name, subject)
			for _, row := range kept {
				require.Equal(t, subject, int(row.Row.Win32)%subjects, "%s: a row stays with its subject", name)
			}
		}
		parts := []*subjectSample{newSubjectSample(), newSubjectSample(), newSubjectSample()}
		for _, i := range random.Perm(rows) { // the subjects of each part stand the other way round
			takeOf(parts[random.IntN(3)], all, []int{i}, func(i int) int { return subjects - 1 - of(i) })
		}
		back, got := make([]int, subjects), newSubjectSample()
		for i := range back {
			back[i] = subjects - 1 - i
		}
		for _, p := range parts {
			got.merge(p, back)
		}
		for subject, kept := range got.sampled(same) {
			sameRows(t, want[subject], kept, fmt.Sprint(name, ", subject ", subject))
		}
	}
	f("few rows", 200, 3, subjectRows)
	f("many rows", 20_000, 4, subjectRows)
	f("more subjects than there is room for so many of each", 20_000, 100, subjectRows/2)
	f("one row of each", 20_000, 8192, 1)
	f("too many subjects", 20_000, 8193, 0)
}

// numberedLines is a log of so many rows; the Win32 status of each is its number.
func numberedLines(rows int) string {
	b := []byte("#Fields: sc-win32-status\n")
	for i := range rows {
		b = fmt.Appendln(b, i)
	}
	return string(b)
}

// Rows are kept of what needs attention and of noise, not of what is healthy, and
// none that is too long.
func TestSubjectRowsAreOfWhatNeedsAWord(t *testing.T) {
	r := resultOf(t, options(t), "#Fields: cs-uri-stem sc-status sc-substatus\n/a 200 0\n/b 500 0\n/.env 404 0\n")
	kept := map[string]int{}
	for i, rows := range r.SubjectRows {
		if len(rows) > 0 {
			kept[r.Subjects[i].Verdict.String()] += len(rows)
		}
	}
	assert.Equal(t, map[string]int{"application": 1, "probe": 1}, kept)
}
