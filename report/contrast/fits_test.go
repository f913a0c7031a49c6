package contrast

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFits(t *testing.T) {
	dimensions := []Dimension{{Name: "client", Kind: Address}, {Name: "path", Kind: Path}, {Name: "win32", Kind: Outcome}}
	f := func(want bool, client, path, win32 string, where ...Attribute) {
		t.Helper()
		assert.Equal(t, want, Fits(dimensions, where, []string{client, path, win32}), "%v", where)
	}
	client := func(v string) Attribute { return Attribute{"client", v} }
	path := func(v string) Attribute { return Attribute{"path", v} }

	f(true, "203.0.113.7", "/a", "5")
	f(true, "203.0.113.7", "/a", "5", client("203.0.113.7"))
	f(false, "203.0.113.70", "/a", "5", client("203.0.113.7"))
	f(true, "203.0.113.7", "/a", "5", client("203.0.113.0/24"))
	f(false, "203.0.114.7", "/a", "5", client("203.0.113.0/24"))
	f(true, "203.0.114.7", "/a", "5", client("203.0.0.0/16"))
	f(true, "::ffff:203.0.113.7", "/a", "5", client("203.0.113.0/24"))
	f(true, "2001:db8:1:2::9", "/a", "5", client("2001:db8:1:2::/64"))
	f(false, "2001:db8:1:3::9", "/a", "5", client("2001:db8:1:2::/64"))
	f(false, "-", "/a", "5", client("203.0.113.0/24"))
	f(false, "proxy.example.com", "/a", "5", client("203.0.113.0/24"))

	f(true, "fe80::1%12", "/a", "5", client("fe80::/64"))

	f(true, "-", "/shop/item.aspx", "5", path("/shop/*"))
	f(true, "-", "/Shop/item.aspx", "5", path("/shop/*"))
	f(false, "-", "/shop", "5", path("/shop/*"))
	f(false, "-", "/shopping/item.aspx", "5", path("/shop/*"))
	f(true, "-", "/x/y.php", "5", path("*.php"))
	f(true, "-", "/x/y.PHP", "5", path("*.php"))
	f(false, "-", "/x/y.php5", "5", path("*.php"))
	f(false, "-", "", "5", path("*.php"))
	f(true, "-", "*", "5", path("*"))
	f(false, "-", "/a", "5", path("*"))
	f(false, "-", "/a", "5 of 6", Attribute{"win32", "5*"})

	f(true, "203.0.113.7", "/a", "5", client("203.0.113.0/24"), Attribute{"win32", "5"})
	f(false, "203.0.113.7", "/a", "5", client("203.0.113.0/24"), Attribute{"win32", "1326"})
	f(false, "203.0.113.7", "/a", "5", Attribute{"site", "5"})
}

// What Explain names fits the rows that it counted, and no others.
func TestFitsWhatExplainNames(t *testing.T) {
	f := func(inside ...string) {
		t.Helper()
		c := compared{Dimensions: fields, Inside: rows(t, inside...), Traffic: rows(t, everyday...)}
		causes := explain(c)
		require.NotEmpty(t, causes)
		var fitting int64
		for _, r := range c.Inside {
			if Fits(fields, causes[0].Where, r.Values) {
				fitting++
			}
		}
		assert.Equal(t, causes[0].Observed, fitting, "%v", causes[0].Where)
	}
	f("300 203.0.113.7 name# /login.aspx okhttp 1326 POST W3SVC1", "4 10.1.#.7 user# /login.aspx Chrome 1326 POST W3SVC1")
	f("300 198.51.100.%200 user%50 /shop/item%30.aspx Chrome 5 GET W3SVC1", "9 10.1.#.7 user# /a Chrome 5 GET W3SVC1")
	f("300 2001:db8:1:2::# user%50 /shop/item%30.aspx Chrome 5 GET W3SVC1")
	f("300 203.0.113.%200 user%50 * Chrome 5 OPTIONS W3SVC1", "9 10.1.#.7 user# /a Chrome 5 GET W3SVC1")
	f("200 10.1.%150.7 user%90 /portal/sub%3/page%9.aspx Chrome 13 GET W3SVC1", "5 10.1.#.7 user# /port Chrome 13 GET W3SVC1")
	f("500 %200.%199.1.# - /odd#/x#.php Chrome 2 GET W3SVC1", "7 10.1.#.7 - /b.aspx Chrome 2 GET W3SVC1")
}
