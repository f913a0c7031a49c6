package explain_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
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
