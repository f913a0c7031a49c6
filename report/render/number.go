package render

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// nbsp holds a number and its unit together while lines are broken; the page
// writes it as a plain blank. Values of a log never hold one: see visible.
const nbsp = "\u00a0"

// thousands writes n with a comma after every third digit: 1,234,567.
func thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// percent writes a share with one decimal. It says 0 and 100 only of what is
// exactly that: one row in a million is "<0.1%".
func percent(share float64) string {
	tenths := math.Round(share * 1000)
	switch {
	case share == 0 || share == 1:
		return strconv.Itoa(int(share)*100) + "%"
	case tenths == 0 && share > 0:
		return "<0.1%"
	case tenths == 1000 && share < 1:
		return ">99.9%"
	}
	return fmt.Sprintf("%.1f", share*100) + "%"
}

// size writes bytes in units of 1024: 48.2 MiB.
func size(bytes int64) string {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB", "PiB"}
	value, unit := float64(bytes), 0
	for value >= 1023.95 && unit < len(units)-1 {
		value, unit = value/1024, unit+1
	}
	if unit == 0 {
		return strconv.FormatInt(bytes, 10) + nbsp + units[0]
	}
	return strconv.FormatFloat(value, 'f', 1, 64) + nbsp + units[unit]
}

// decimal writes a number of a finding: whole ones with thousands, others with
// one decimal.
func decimal(value float64) string {
	if value == math.Trunc(value) && math.Abs(value) < 1<<53 {
		return thousands(int64(value))
	}
	return strings.TrimSuffix(strconv.FormatFloat(value, 'f', 1, 64), ".0")
}

// Count writes a number as reports do: 1,234,567.
func Count(n int64) string { return thousands(n) }
