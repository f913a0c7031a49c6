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

func TestFillWhole(t *testing.T) {
	n, x, brackets := count("n", 2), word("x", "/a"), word("x", "[{n}]")
	f := func(template string, blanks []blank, want string, complete bool) {
		t.Helper()
		got, ok := fillWhole(template, blanks)
		assert.Equal(t, want, strings.ReplaceAll(got, nbsp, " "))
		assert.Equal(t, complete, ok)
	}
	f("{n|row|rows} at {x}.", []blank{n, x}, "2 rows at /a.", true)
	f("{n|row|rows} at {x}.", []blank{n}, "", false)
	f("{n|row|rows}[ at {x}].", []blank{n, x}, "2 rows at /a.", true)
	f("{n|row|rows}[ at {x}].", []blank{n}, "2 rows.", true)
	f("{n|row|rows}[ at {x} of {y}][, {z}].", []blank{n, x}, "2 rows.", true)
	f("[{x}, ]{n|row|rows}", []blank{x}, "", false)
	f("{n|row|rows}[ at {x}].", []blank{n, brackets}, "2 rows at [{n}].", true)
	f("{n|row|rows} [at", []blank{n}, "2 rows [at", true)
}
