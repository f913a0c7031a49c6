package scan

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// A glimpse tells the times of the beginning and the end, with the directives in force.
func TestGlimpse(t *testing.T) {
	at := func(clock string) int64 {
		moment, err := time.Parse("2006-01-02 15:04:05", "2026-11-02 "+clock)
		assert.NoError(t, err)
		return moment.Unix()
	}
	f := func(what, text, first, last string) {
		t.Helper()
		from, to, ok := Glimpse(t.Context(), filesOf(t, text)[0], nil)
		assert.Equal(t, first != "", ok, what)
		if ok {
			assert.Equal(t, []int64{at(first), at(last)}, []int64{from, to}, what)
		}
	}
	const fields = "#Fields: date time cs-uri-stem sc-status\n"
	row := func(clock string) string { return fmt.Sprintf("2026-11-02 %s /a 200\n", clock) }
	filler := func(n int) string { return strings.Repeat(row("12:00:00"), n) }
	f("nothing", "", "", "")
	f("no row", fields, "", "")
	f("no time", "#Fields: cs-uri-stem sc-status\n/a 200\n", "", "")
	f("one row without an end", fields+strings.TrimSpace(row("08:00:00")), "08:00:00", "08:00:00")
	f("of no order", fields+row("08:00:00")+row("07:00:00"), "07:00:00", "08:00:00")
	for _, n := range []int{1000, 2000, 3000, 4000, 5000, 40_000} { // of 34 bytes: all of it, or two parts
		f("beginning and end", fields+row("08:00:00")+filler(n)+row("17:00:00"), "08:00:00", "17:00:00")
	}
	f("the middle is not read", fields+row("08:00:00")+filler(5000)+row("23:00:00")+filler(5000), "08:00:00", "12:00:00")
}
