package scan

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// valueSample is a bottom-k sample of the rows whose values are counted. It serves
// the tables that grew beyond their cap: a value that makes up a share p of some
// rows is estimated within about sqrt(p/m) of that share, where m is how many of
// them were sampled.
//
// Their values stand one behind the other in one text: tens of thousands of rows are taken,
// and given up again for others, and nothing is there for the collector of garbage.
type valueSample struct {
	bottomK[sampledValues]
	text   []byte
	fixed  string                           // the text, once no row is taken any more
	common [NumFields]func() commonInSample // once no row is taken any more
}

// commonInSample are the values of a field that come more than once in a sample, and of each row
// that is kept the index of its value: -1 for one that comes once, which says nothing about how
// often, and for none.
type commonInSample struct {
	texts []string
	of    []int32
}

// sampledValues are the counted values of one row.
type sampledValues struct {
	subject int
	from    uint32            // where they begin in the text
	ends    [NumFields]uint16 // of each value, counted from there
}

// takeValues takes the values of a row that is wanted.
func (s *valueSample) takeValues(hash uint64, source int, v *rowValues) {
	one, size := sampledValues{subject: v.subject, from: uint32(len(s.text))}, 0
	for f := range NumFields {
		if v.has(f) {
			size += v.size(f)
		}
		one.ends[f] = uint16(size)
	}
	if len(s.text)+size > cap(s.text) {
		s.text = slices.Grow(s.text, max(size, cap(s.text)))
	}
	for f := range NumFields {
		s.text = v.appendValue(s.text, f)
	}
	before := len(s.kept)
	if s.take(hashed[sampledValues]{hash, int32(source), int32(unitsOf(size)), one}, sampledRows); len(s.kept) < before {
		s.tighten()
	}
}

// tighten moves the values of the rows that are kept to the front.
func (s *valueSample) tighten() {
	slices.SortFunc(s.kept, func(a, b hashed[sampledValues]) int { return cmp.Compare(a.value.from, b.value.from) })
	text := s.text[:0]
	for i := range s.kept {
		v := &s.kept[i].value
		from := len(text)
		text = append(text, s.text[v.from:v.from+uint32(v.ends[NumFields-1])]...)
		v.from = uint32(from)
	}
	s.text = text
}

// value returns a value of a row, which is empty for none, while rows are taken.
func (s *valueSample) value(v *sampledValues, f Field) []byte {
	from, to := v.place(f)
	return s.text[from:to]
}

// place is where a value stands in the text.
func (v *sampledValues) place(f Field) (from, to uint32) {
	if from = v.from; f > 0 {
		from += uint32(v.ends[f-1])
	}
	return from, v.from + uint32(v.ends[f])
}

// merge takes what another sample kept, which is of no use then.
func (s *valueSample) merge(o *valueSample) {
	for i := range o.kept {
		o.kept[i].value.from += uint32(len(s.text))
	}
	s.text = append(s.text, o.text...)
	s.bottomK.merge(&o.bottomK, sampledRows)
	s.tighten()
}

// fix ends the sample: no more rows are taken, and estimate may be called.
func (s *valueSample) fix() {
	s.choose(sampledRows)
	s.fixed = string(s.text)
	s.text = nil
	kept, text := s.kept, s.fixed
	for f := range NumFields {
		s.common[f] = sync.OnceValue(func() commonInSample { return findCommon(kept, text, f) })
	}
}

// findCommon finds the values of a field that come more than once.
func findCommon(kept []hashed[sampledValues], text string, f Field) commonInSample {
	c := commonInSample{of: make([]int32, len(kept))}
	first := make(map[string]int, len(kept)) // the row in which a value comes first
	for i := range kept {
		c.of[i] = -1
		from, to := kept[i].value.place(f)
		if from == to {
			continue
		}
		at, seen := first[text[from:to]]
		switch {
		case !seen:
			first[text[from:to]] = i
		case c.of[at] < 0:
			c.of[at] = int32(len(c.texts))
			c.texts = append(c.texts, text[from:to])
			fallthrough
		default:
			c.of[i] = c.of[at]
		}
	}
	return c
}

// sampledRows is how many rows a valueSample keeps.
const sampledRows = 1 << 12

// estimate returns how often each value of a field occurs among count rows, those
// of the subjects that are wanted, as the sample tells it.
func estimate(s *valueSample, wanted func(subject int) bool, field Field, count int64) (all []Value) {
	common := s.common[field]()
	seen, total := make([]int64, len(common.texts)), int64(0)
	for i := range s.kept {
		if !wanted(s.kept[i].value.subject) {
			continue
		}
		if total++; common.of[i] >= 0 {
			seen[common.of[i]]++
		}
	}
	for i, n := range seen {
		if n > 1 {
			all = append(all, Value{
				Text: common.texts[i], Count: int64(math.Round(float64(count) * float64(n) / float64(total))), First: noTime.first, Last: noTime.last,
			})
		}
	}
	return all
}
