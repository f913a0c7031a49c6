package render

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFill(t *testing.T) {
	one, two, x := count("n", 1), count("n", 2000), word("x", "{n}")
	f := func(template string, b blank, want string, complete bool) {
		t.Helper()
		got, ok := fill(template, []blank{b})
		assert.Equal(t, want, strings.ReplaceAll(got, nbsp, " "))
		assert.Equal(t, complete, ok)
	}
	f("", one, "", true)
	f("{n|row|rows} {n?is|are} bad", one, "1 row is bad", true)
	f("{n|row|rows} {n?is|are} bad", two, "2,000 rows are bad", true)
	f("{n}", count("n", 0), "0", true)
	f("{n|row|rows}", count("n", 0), "0 rows", true)
	f("<{x}>", x, "<{n}>", true)
	f("{n} of {m}", one, "1 of ", false)
	f("open {n", one, "open ", true)
	f("主要是 {x}和 {n}", word("x", "无状态码的行"), "主要是无状态码的行和 ", false)
	f("主要是 {x}", word("x", "401.1"), "主要是 401.1", true)
	f("用户 {x}", x, "用户 {n}", true)
}
