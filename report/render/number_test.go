package render

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestThousands(t *testing.T) {
	f := func(n int64, want string) { t.Helper(); assert.Equal(t, want, thousands(n)) }
	f(0, "0")
	f(999, "999")
	f(1000, "1,000")
	f(1234567, "1,234,567")
	f(-1234, "-1,234")
	f(-999, "-999")
	f(math.MaxInt64, "9,223,372,036,854,775,807")
	f(math.MinInt64, "-9,223,372,036,854,775,808")
}

func TestPercent(t *testing.T) {
	f := func(share float64, want string) {
		t.Helper()
		assert.Equal(t, want, strings.ReplaceAll(percent(share), nbsp, " "))
	}
	f(0, "0%")
	f(1, "100%")
	f(0.021, "2.1%")
	f(0.5, "50.0%")
	f(1e-9, "<0.1%")
	f(0.0006, "0.1%")
	f(0.99999, ">99.9%")
	f(1.5, "150.0%")
	f(math.NaN(), "NaN%")
}

func TestSize(t *testing.T) {
	f := func(bytes int64, want string) {
		t.Helper()
		assert.Equal(t, want, strings.ReplaceAll(size(bytes), nbsp, " "))
	}
	f(0, "0 B")
	f(1023, "1023 B")
	f(1024, "1.0 KiB")
	f(50541363, "48.2 MiB")
	f(1<<20-1, "1.0 MiB")
	f(math.MaxInt64, "8192.0 PiB")
}

func TestDecimal(t *testing.T) {
	f := func(value float64, want string) { t.Helper(); assert.Equal(t, want, decimal(value)) }
	f(4112, "4,112")
	f(2.14, "2.1")
	f(-3, "-3")
	f(math.Inf(1), "+Inf")
	f(1<<53, "9007199254740992")
}
