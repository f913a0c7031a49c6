package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/render"
)

// missedLog is a day of a site, with some requests of one client for what is not there.
func missedLog(t *testing.T, fields, referer string, visitors, missed int, path func(i int) string) string {
	var b strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&b, "%d 10.0.%d.1 - /page%d Mozilla/5.0 200 0 0%s\n", i*40, i%visitors, i%30, referer)
	}
	for i := range missed {
		fmt.Fprintf(&b, "%d 10.0.0.1 - %s Mozilla/5.0 404 0 2%s\n", 30000+i*60, path(i), referer)
	}
	return logOf(t, pairFields+fields, b.String())
}

func missedFinding(t *testing.T, o settings, text string) (f report.Finding, said string) {
	r := analysisOf(filesOf(t, text), o).Report(t.Context())
	found := ruled(r, "not-found")
	require.Len(t, found, 1)
	var out strings.Builder
	require.NoError(t, render.Write(&out, r, render.Text, render.Options{Width: 400, Full: true}))
	return found[0], out.String()
}

// TestChecksKnowWhatIsLogged: what to do with a column is said outright where the log has
// it, and not at all where it has not.
func TestChecksKnowWhatIsLogged(t *testing.T) {
	gone := func(int) string { return "/gone.png" }
	with, said := missedFinding(t, options(t), missedLog(t, " cs(Referer)", " -", 90, 40, gone))
	assert.Equal(t, "Run Test-Path on the mapped path; a page of your own in cs(Referer) means a broken link, a hyphen with odd names means scanning.", with.Check)
	assert.NotContains(t, said, "is logged")
	assert.Contains(t, said, "Run Test-Path on the file that the URL maps to; cs(Referer) names the page with the broken link.")
	without, _ := missedFinding(t, options(t), missedLog(t, "", "", 90, 40, gone))
	assert.NotContains(t, without.Check, "Referer")
}

func TestChecksKnowWhatIsLoggedInChinese(t *testing.T) {
	o := options(t)
	book, err := codes.Open(codes.Chinese)
	require.NoError(t, err)
	o.counting.Book, o.telling.Book = book, book
	f, said := missedFinding(t, o, missedLog(t, " cs(Referer)", " -", 90, 40, func(int) string { return "/gone.png" }))
	assert.NotContains(t, f.Check, "如果记录了")
	assert.Contains(t, said, "可从 cs(Referer) 看出含有死链接的页面")
}

// TestNamesThatAreMadeUp: behind a proxy nobody can tell a scanner from its neighbours; many
// names of which each is asked for once are not looked for on the disk. A file that many
// miss is.
func TestNamesThatAreMadeUp(t *testing.T) {
	made, said := missedFinding(t, options(t), missedLog(t, "", "", 1, 100, func(i int) string { return fmt.Sprintf("/old/%x", i*i*7919) }))
	assert.NotContains(t, made.Check, "Test-Path")
	assert.Contains(t, said, "at 100 paths, hardly any of them asked for twice")
	few, said := missedFinding(t, options(t), missedLog(t, "", "", 1, 100, func(i int) string { return fmt.Sprintf("/img/%d.png", i%12) }))
	assert.Contains(t, few.Check, "Test-Path")
	assert.NotContains(t, said, "asked for twice")
}

// TestOneClientOfAll: where all come from one address, a finding does not say that its
// requests do; where it is one visitor of many, it does.
func TestOneClientOfAll(t *testing.T) {
	gone := func(i int) string { return fmt.Sprintf("/img/%d.png", i%12) }
	_, said := missedFinding(t, options(t), missedLog(t, "", "", 1, 60, gone))
	assert.NotContains(t, said, "all from 10.0.0.1")
	_, said = missedFinding(t, options(t), missedLog(t, "", "", 90, 60, gone))
	assert.Contains(t, said, "all from 10.0.0.1")
}
