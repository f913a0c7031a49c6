package scan

import "math"

// valueSample is a bottom-k sample of the rows whose values are counted. It serves
// the tables that grew beyond their cap: a value that makes up a share p of some
// rows is estimated within about sqrt(p/m) of that share, where m is how many of
// them were sampled.
type valueSample = bottomK[sampledValues]

// sampledValues are the counted values of one row. They share one text: many rows are
// taken, and given up again for others.
type sampledValues struct {
	subject int
	text    string
	ends    [NumFields]uint16 // of each value in text
}

// value returns a value, "" for none.
func (s *sampledValues) value(f Field) string {
	if f == 0 {
		return s.text[:s.ends[0]]
	}
	return s.text[s.ends[f-1]:s.ends[f]]
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
			seen[row.value(field)]++
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
