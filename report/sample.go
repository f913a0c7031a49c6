package report

import (
	"cmp"
	"math"
	"slices"
)

// sample keeps a fair choice of the detailed rows: those whose place in the
// input has the smallest hashes (a bottom-k sample). The choice is the same for
// any number of workers and any order of reading, and samples merge by choosing
// again. It serves the tables that grew beyond their cap: a value that makes up
// a share p of some rows is estimated within about sqrt(p/m) of that share,
// where m is how many of them were sampled.
type sample struct {
	rows  []*sampled
	limit uint64 // hashes above it are not taken
}

// sampled is one row of the sample.
type sampled struct {
	hash    uint64
	subject int
	values  [keyFields]string
}

// sampleSize is how many rows a sample keeps; twice as many before it chooses
// again.
const sampleSize = 1 << 12

func newSample() *sample { return &sample{limit: math.MaxUint64} }

// hashPlace mixes the place of a row. The mixer is the finalizer of SplitMix64
// (Steele, Lea, Flood 2014).
func hashPlace(source int, offset int64) uint64 {
	z := uint64(source)*0x9E3779B97F4A7C15 + uint64(offset)
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// add takes a row. It chooses again when twice the size is reached.
func (s *sample) add(r *sampled) {
	s.rows = append(s.rows, r)
	if len(s.rows) >= 2*sampleSize {
		s.choose()
	}
}

// choose keeps the sampleSize rows of the smallest hashes.
func (s *sample) choose() {
	if len(s.rows) <= sampleSize {
		return
	}
	slices.SortFunc(s.rows, func(a, b *sampled) int { return cmp.Compare(a.hash, b.hash) })
	clear(s.rows[sampleSize:])
	s.rows = s.rows[:sampleSize]
	s.limit = s.rows[sampleSize-1].hash
}

// merge adds the rows of o, whose subjects are renamed by subject.
func (s *sample) merge(o *sample, subject []int) {
	for _, r := range o.rows {
		if r.hash <= s.limit {
			r.subject = subject[r.subject]
			s.add(r)
		}
	}
}

// top estimates the n most frequent values of a field among count rows, those of
// the subjects that are wanted.
func (s *sample) top(wanted func(subject int) bool, field int, count int64, n int) []Key {
	s.choose()
	seen := map[string]int64{}
	var total int64
	for _, r := range s.rows {
		if wanted(r.subject) {
			seen[r.values[field]]++
			total++
		}
	}
	var best []Key
	for value, k := range seen {
		// Once in a sample says nothing about how often.
		if value != "" && k > 1 {
			estimate := int64(math.Round(float64(count) * float64(k) / float64(total)))
			best = insertKey(best, Key{value, estimate}, n)
		}
	}
	return best
}
