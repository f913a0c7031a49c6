package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestLinksOfTheHostThatIsServed: where the log names the host that was asked, pages of
// it are the site's own, also when no healthy row tells where it came from. Those of a
// host that was never served are not: whoever made the request wrote both.
func TestLinksOfTheHostThatIsServed(t *testing.T) {
	f := func(told bool, host, page string) {
		t.Helper()
		text := "#Fields: date time cs-host cs-uri-stem c-ip cs(Referer) sc-status sc-substatus sc-win32-status\n"
		for i := range 300 {
			text += fmt.Sprintf("2026-01-10 %02d:%02d:00 www.example.com /a 198.51.100.%d - 200 0 0\n", i/60, i%60, i%90)
			if i%10 == 0 {
				text += fmt.Sprintf("2026-01-10 %02d:%02d:30 %s /old.pdf 198.51.100.%d %s 404 0 2\n", i/60, i%60, host, i%90, page)
			}
		}
		assert.Equal(t, told, isTold(t, "links", text), page)
	}
	f(true, "www.example.com", "https://www.example.com/products")
	f(true, "example.com", "https://example.com/products")
	f(false, "www.example.com", "https://www.example.org/products")
	f(false, "other.example.net", "https://other.example.net/products")
}

// TestLinksToWhatIsThere: a page that is not found now and then is there, and links to it are not broken; what was
// served until the links failed is gone.
func TestLinksToWhatIsThere(t *testing.T) {
	f := func(served func(n int) bool) (links int) {
		var b strings.Builder
		for n := range 2000 {
			fmt.Fprintf(&b, "%d 10.0.0.%d www.shop.example /p%d.aspx - 200 0 0\n", n*20, n%83, n%9)
			if n%10 == 0 {
				code := "404 0 2"
				if served(n) {
					code = "200 0 0"
				}
				fmt.Fprintf(&b, "%d 10.0.0.%d www.shop.example /list.aspx https://www.shop.example/ %s\n", n*20+5, n%83, code)
			}
		}
		text := logOf(t, "date time c-ip cs-host cs-uri-stem cs(Referer) sc-status sc-substatus sc-win32-status", b.String())
		return len(analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Links)
	}
	assert.Equal(t, 1, f(func(int) bool { return false }))
	assert.Equal(t, 1, f(func(n int) bool { return n < 1000 }))
	assert.Equal(t, 0, f(func(n int) bool { return n%30 > 0 }))
}
