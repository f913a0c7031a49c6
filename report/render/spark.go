package render

import "strings"

// The cells of a sparkline from low to high, for numbers above zero, and the last
// cell of a bar from its thinnest.
var (
	sparkLevels = []rune("▁▂▃▄▅▆▇█")
	barParts    = []rune("▏▎▍▌▋▊▉█")
)

// spark draws one cell a number, against the highest. Zero is blank, and what
// is more than zero is never drawn as zero.
func spark(counts []int64) string {
	top := peak(counts)
	cells := make([]rune, len(counts))
	for i, n := range counts {
		cells[i] = ' '
		if n > 0 {
			level := int(float64(n) / float64(top) * float64(len(sparkLevels)))
			cells[i] = sparkLevels[min(level, len(sparkLevels)-1)]
		}
	}
	return string(cells)
}

// bar draws value against top in at most width cells. More than zero shows.
func bar(value, top int64, width int) string {
	if value <= 0 || top <= 0 || width <= 0 {
		return ""
	}
	steps := len(barParts)
	filled := max(1, int(float64(value)/float64(top)*float64(width*steps)+0.5))
	bar := strings.Repeat("█", filled/steps)
	if rest := filled % steps; rest > 0 {
		bar += string(barParts[rest-1])
	}
	return bar
}

// peak is the highest of the counts, 0 when there is none.
func peak(counts []int64) (top int64) {
	for _, n := range counts {
		top = max(top, n)
	}
	return top
}

// resample sums every n neighbours into one; the last may be of fewer.
func resample(counts []int64, n int) []int64 {
	sums := make([]int64, 0, len(counts)/n+1)
	for i := 0; i < len(counts); i += n {
		var sum int64
		for _, c := range counts[i:min(i+n, len(counts))] {
			sum += c
		}
		sums = append(sums, sum)
	}
	return sums
}

// stretch repeats every cell n times.
func stretch(cells string, n int) string {
	var out strings.Builder
	for _, cell := range cells {
		out.WriteString(strings.Repeat(string(cell), n))
	}
	return out.String()
}

// dotted has a dot for zero, where blanks may fall together.
func dotted(cells string) string { return strings.ReplaceAll(cells, " ", "·") }
