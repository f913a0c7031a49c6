package render

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Text has a contrast of 4.5 to 1, and bars one of 3 to 1, against every ground that the
// style sheet has, in both schemes.
func TestContrast(t *testing.T) {
	raw, err := forms.ReadFile("html/style.css")
	require.NoError(t, err)
	light, rest, found := strings.Cut(string(raw), "@media screen and (prefers-color-scheme: dark) {")
	require.True(t, found)
	dark, _, found := strings.Cut(rest, "@media")
	require.True(t, found)
	for scheme, sheet := range map[string]string{"light": light, "dark": dark} {
		texts, bars, grounds := coloursOf(sheet)
		assert.Greater(t, len(texts), 5, scheme)
		assert.Greater(t, len(bars), 2, scheme)
		assert.Greater(t, len(grounds), 3, scheme)
		for _, ground := range grounds {
			for _, text := range texts {
				assert.GreaterOrEqual(t, contrastOf(text, ground), 4.5, "%s: text %s on %s", scheme, text, ground)
			}
			for _, bar := range bars {
				assert.GreaterOrEqual(t, contrastOf(bar, ground), 3.0, "%s: bars %s on %s", scheme, bar, ground)
			}
		}
	}
}

// coloursOf are the colours of texts, of bars, and of what is behind them.
func coloursOf(sheet string) (texts, bars, grounds []string) {
	for _, rule := range regexp.MustCompile(`(?s)([^{}]+)\{([^{}]*)\}`).FindAllStringSubmatch(sheet, -1) {
		selector := rule[1]
		for _, d := range regexp.MustCompile(`(?:^|[;\s])(color|background|fill): (#[0-9a-f]{3,6})`).FindAllStringSubmatch(rule[2], -1) {
			switch property, colour := d[1], d[2]; {
			case property == "color", property == "fill" && strings.Contains(selector, "text"), property == "fill" && strings.Contains(selector, ".name"):
				texts = append(texts, colour)
			case strings.Contains(selector, "bar div"), strings.Contains(selector, "path"):
				bars = append(bars, colour)
			case property == "background":
				grounds = append(grounds, colour)
			}
		}
	}
	for _, all := range []*[]string{&texts, &bars, &grounds} {
		slices.Sort(*all)
		*all = slices.Compact(*all)
	}
	return texts, bars, grounds
}

// contrastOf is the ratio of WCAG 2.
func contrastOf(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(colour string) (sum float64) {
	hex := strings.TrimPrefix(colour, "#")
	if len(hex) == 3 {
		hex = fmt.Sprintf("%c%c%c%c%c%c", hex[0], hex[0], hex[1], hex[1], hex[2], hex[2])
	}
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		c := float64(n) / 255
		if c <= 0.03928 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func TestContrastOf(t *testing.T) {
	assert.InDelta(t, 21, contrastOf("#000", "#ffffff"), 1e-9)
	assert.InDelta(t, 1, contrastOf("#7f8d9a", "#7f8d9a"), 1e-9)
	assert.InDelta(t, 4.48, contrastOf("#777777", "#fff"), 0.01)
}
