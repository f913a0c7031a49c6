package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestReservedNames(t *testing.T) {
	f := func(path, want string) {
		t.Helper()
		assert.Equal(t, want, reservedName(path), path)
	}
	f("aux.csv", "AUX")
	f("AUX", "AUX")
	f(`C:\reports\con.html`, "CON")
	f("reports/prn.json", "PRN")
	f("com1.day.html", "COM1")
	f("LPT9", "LPT9")
	f("com².txt", "COM²")
	f("conout$", "CONOUT$")
	f("nul.txt", "NUL") // which is lost, and not asked for
	f("aux .csv", "AUX")
	// names that only look like it
	f("NUL", "")
	f(`C:\nul`, "")
	f("auxiliary.csv", "")
	f("console.html", "")
	f("com10.csv", "")
	f("common.csv", "")
	f("com.csv", "")
	f(`C:\aux.d\report.html`, "")
	f("report.aux", "")
	f("", "")
}
