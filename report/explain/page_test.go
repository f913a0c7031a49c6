package explain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/explain"
)

// The page of an error has the status in its title and the number in a line of its own.
func TestExplainErrorPage(t *testing.T) {
	page := "HTTP Error 500.19 - Internal Server Error\n" +
		"The page cannot be shown as its configuration is not valid.\n\n" +
		"Module\t   IIS Web Core\nNotification\t   BeginRequest\nError Code\t   0x8007000d\nRequested URL\t   http://localhost:80/\n"
	f := func(text string, want ...string) {
		t.Helper()
		var got []string
		for _, e := range explanationsOf(t, text).Results {
			got = append(got, e.Input)
		}
		assert.Equal(t, want, got, text)
	}
	f(page, "HTTP Error 500.19 - Internal Server Error, Error Code 0x8007000d")
	f("404\n1326\n", "404", "1326") // a list of codes
	f("404.0\n"+page, "404.0", "HTTP Error 500.19 - Internal Server Error", "Error Code\t   0x8007000d")
}

// A file of codes by the hundred thousand is no question. Those beyond what anybody asks are
// told as not understood.
func TestExplainManyCodes(t *testing.T) {
	found := explanationsOf(t, "401.1\n"+strings.Repeat("404 ", 100_000)+"\n403.14\n")
	assert.Len(t, found.Results, 2)
	assert.Equal(t, "unread", found.Remarks[0].Rule)
	x := explain.NewExplainer(optionsFor(t, codes.English))
	assert.ErrorContains(t, x.Ask([]string{strings.Repeat("404 ", 3000)}), "expected 1024 codes at most, found 3000")
	assert.Len(t, x.Explanations().Results, 1024)
}
