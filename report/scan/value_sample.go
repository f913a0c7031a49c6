package scan

import (
	"cmp"
	"math"
	"slices"
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
	text  []byte
	fixed string // the text, once no row is taken any more
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
}

// sampledRows is how many rows a valueSample keeps.
const sampledRows = 1 << 12

// estimate returns how often each value of a field occurs among count rows, those
// of the subjects that are wanted, as the sample tells it.
func estimate(s *valueSample, wanted func(subject int) bool, field Field, count int64) []Value {
	seen := map[string]int64{}
	var total int64
	for i := range s.kept {
		if row := &s.kept[i].value; wanted(row.subject) {
			from, to := row.place(field)
			seen[s.fixed[from:to]]++
			total++
		}
	}
	var all []Value
	for text, n := range seen {
		// Once in a sample says nothing about how often.
		if text != "" && n > 1 {
			all = append(all, Value{
				Text: text, Count: int64(math.Round(float64(count) * float64(n) / float64(total))), First: noTime.first, Last: noTime.last,
			})
		}
	}
	return all
}
