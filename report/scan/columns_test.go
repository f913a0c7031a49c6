package scan

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

func TestFirstAddress(t *testing.T) {
	f := func(list, want string) {
		t.Helper()
		assert.Equal(t, want, string(FirstAddress([]byte(list))), "%q", list)
	}
	f("203.0.113.7", "203.0.113.7")
	f("203.0.113.7,+10.0.0.1", "203.0.113.7")
	f("203.0.113.7,10.0.0.1", "203.0.113.7")
	f("+203.0.113.7+,10.0.0.1", "203.0.113.7")
	f("203.0.113.7:4711", "203.0.113.7")
	f("203.0.113.7:4711,+10.0.0.1:80", "203.0.113.7")
	f("2001:db8::7", "2001:db8::7")
	f("[2001:db8::7]:443", "2001:db8::7")
	f("[2001:db8::7]", "2001:db8::7")
	f(`"[2001:db8::7]:443"`, "2001:db8::7")
	f("::1", "::1")
	f("fe80::1%8,+10.0.0.1", "fe80::1%8")
	f("unknown,+203.0.113.7", "unknown")
	f("-", "")
	f("-,+10.0.0.1", "")
	f("", "")
	f(",", "")
	f("++", "")
	f("[", "[")
	f("[]", "")
	f(":", ":")
	f(":80", ":80")
	f("a:", "a")
}

// valuesOf are the counted values of the one row of a text.
func valuesOf(t *testing.T, c *columns, text string) (values [NumFields]string) {
	t.Helper()
	rows := 0
	eachRow(t, text, func(r *parser.Row) {
		counts := newCounts(new(options(t)), seed)
		counts.columns = *c
		var v rowValues
		counts.readValues(&v, r, codes.OK)
		for f := range NumFields {
			values[f] = string(counts.valueOf(&v, f))
		}
		rows++
	})
	require.Equal(t, 1, rows)
	return values
}

func TestColumns(t *testing.T) {
	f := func(fields, row string, want ...string) {
		t.Helper()
		c := &columns{}
		got := valuesOf(t, c, "#Fields: "+fields+"\n"+row+"\n")
		assert.Equal(t, want, got[:NumTopFields], fields)
	}
	f("cs-uri-stem c-ip cs-username cs(User-Agent)", "/a 10.0.0.1 u ie", "/a", "10.0.0.1", "u", "ie")
	f("cs-uri-stem c-ip cs-username cs(User-Agent)", "/a 10.0.0.1 - -", "/a", "10.0.0.1", "", "")
	f("cs-uri s-reason", "/a?b=c QueueFull", "/a", "", "", "")
	f("cs-uri cs-uri-stem", "/a?b=c /d?e", "/d?e", "", "", "")
	f("cs-uri c-ip", "?x 1", "", "1", "", "")
	f("sc-status", "200", "", "", "", "")
	long := strings.Repeat("x", 3*maxLength)
	f("cs-uri-stem c-ip", long+" "+long, long[:maxLength], long[:maxLength], "", "")
}

func TestForwardedFor(t *testing.T) {
	f := func(field, fields, row, want string) {
		t.Helper()
		c := &columns{forwardedFor: field}
		assert.Equal(t, want, valuesOf(t, c, "#Fields: "+fields+"\n"+row+"\n")[FieldClient], fields)
	}
	f("X-Forwarded-For", "c-ip X-Forwarded-For", "10.0.0.1 203.0.113.7", "203.0.113.7")
	f("x-forwarded-for", "c-ip X-Forwarded-For", "10.0.0.1 203.0.113.7,+10.9.9.9", "203.0.113.7")
	f("X-Forwarded-For", "c-ip X-Forwarded-For", "10.0.0.1 -", "10.0.0.1")
	f("X-Forwarded-For", "c-ip", "10.0.0.1", "10.0.0.1")
	f("X-Forwarded-For", "X-Forwarded-For", "-", "")
	f("", "c-ip X-Forwarded-For", "10.0.0.1 203.0.113.7", "10.0.0.1")

	// The field may move with the next #Fields.
	c := &columns{forwardedFor: "X-Real-IP"}
	var got []string
	eachRow(t, "#Fields: c-ip X-Real-IP\n1 2\n#Fields: X-Real-IP c-ip\n3 4\n#Fields: c-ip\n5\n", func(r *parser.Row) {
		got = append(got, string(c.client(r)))
	})
	assert.Equal(t, []string{"2", "3", "5"}, got)
}
