package spike

// Timeline is what was counted, in buckets of equal length. All of its series
// share the buckets.
type Timeline struct {
	// Start is the first second of the first bucket, since 1970, UTC.
	Start int64
	// Step is the length of a bucket in seconds. Zero or less: 60.
	Step int64
	// Offset returns how far local time is ahead of UTC at a second since 1970, in
	// seconds. Days and weeks are those of local time. Nil: UTC.
	Offset func(second int64) int64
	// Series are the subjects to look at, and the healthy traffic. No row should be
	// counted in two, but for Parts. A long run of buckets in which none counts
	// anything, where there is traffic at other times, is a gap: time that says
	// nothing.
	Series []Series
}

// Series is the count of one subject, such as a code with its verdict or a
// reason, in each bucket.
type Series struct {
	// Counts has one number a bucket. Buckets beyond its end count as zero,
	// numbers below zero as well.
	Counts []int64
	// Attention says that a rise is worth a look. The other series are never
	// spikes. They are the healthy traffic, by which a rise of all is measured.
	Attention bool
	// Parts are the same rows divided further, by Win32 number or by site. A part
	// that rises alone is found even where the whole hardly moves. Optional.
	Parts []Part
}

// Part is the count of a part of a series in each bucket.
type Part struct{ Counts []int64 }

// buckets returns how many buckets the timeline has.
func (t *Timeline) buckets() int {
	n := 0
	for i := range t.Series {
		n = max(n, len(t.Series[i].Counts))
	}
	return n
}

// total returns the requests of each bucket.
func (t *Timeline) total() []int64 { return t.sum(func(*Series) bool { return true }) }

// healthy returns the requests of each bucket that are in no series which needs
// attention.
func (t *Timeline) healthy() []int64 { return t.sum(func(s *Series) bool { return !s.Attention }) }

// sum adds up the counts of the series that are wanted.
func (t *Timeline) sum(wanted func(*Series) bool) []int64 {
	sum := make([]int64, t.buckets())
	for i := range t.Series {
		if !wanted(&t.Series[i]) {
			continue
		}
		for at, n := range t.Series[i].Counts {
			sum[at] += max(0, n)
		}
	}
	return sum
}

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
