package spike

// Timeline is what was counted, in buckets of equal length. All of its series
// share the buckets.
type Timeline struct {
	// Start is the first second of the first bucket, since 1970, UTC.
	Start int64
	// Step is the length of a bucket in seconds. Zero or less: 60.
	Step int64
	// Offset returns how far the clock on the wall is ahead of UTC at a second
	// since 1970, in seconds: the rhythm of days and weeks follows it. Nil: UTC.
	Offset func(second int64) int64
	// Total is the number of requests of any kind in each bucket. A long run of
	// zeros where there is traffic at other times is a gap: time that tells
	// nothing. Nil: the sum of the series.
	Total []int64
	// Series are the subjects to look at. No row should be counted in two, but
	// for Parts.
	Series []Series
}

// Series is the count of one subject, such as a code with its verdict or a
// reason, in each bucket.
type Series struct {
	Name string // for people; Find does not read it
	// Counts has one number a bucket. Buckets beyond its end count as zero,
	// numbers below zero as well.
	Counts []int64
	// Attention says that a rise is worth a look. Other series are never spikes,
	// and are the healthy traffic that the rise of all is measured by.
	Attention bool
	// Parts are the same rows divided further, by Win32 number or by site. A part
	// that rises alone is found though the whole hardly moves. Optional.
	Parts []Part
}

// Part is the count of a part of a series in each bucket.
type Part struct {
	Name   string
	Counts []int64
}

// buckets returns how many buckets the timeline has.
func (t *Timeline) buckets() int {
	if t.Total != nil {
		return len(t.Total)
	}
	n := 0
	for i := range t.Series {
		n = max(n, len(t.Series[i].Counts))
	}
	return n
}

// total returns the requests of each bucket.
func (t *Timeline) total() []int64 {
	if t.Total != nil {
		return t.Total
	}
	sum := make([]int64, t.buckets())
	for i := range t.Series {
		for at, n := range t.Series[i].Counts {
			sum[at] += max(0, n)
		}
	}
	return sum
}

// healthy returns the requests of each bucket that are in no series which needs
// attention.
func (t *Timeline) healthy(total []int64) []int64 {
	rest := make([]int64, len(total))
	copy(rest, total)
	for i := range t.Series {
		if t.Series[i].Attention {
			for at, n := range clip(t.Series[i].Counts, len(rest)) {
				rest[at] -= max(0, n)
			}
		}
	}
	return rest
}

// clip returns the counts of the first n buckets.
func clip(counts []int64, n int) []int64 { return counts[:min(n, len(counts))] }

// prefix sets sums so that sums[j] - sums[i] counts buckets i to j-1. Large
// counts are cut, lest the sum overflows.
func prefix(sums []int64, counts []int64) {
	const most = 1 << 40
	sum := int64(0)
	for i := range len(sums) - 1 {
		sums[i] = sum
		if i < len(counts) {
			sum += min(max(0, counts[i]), most)
		}
	}
	sums[len(sums)-1] = sum
}
