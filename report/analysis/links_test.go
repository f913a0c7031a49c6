package analysis_test

import (
	"fmt"
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
