package scan

import "github.com/iiswhy/iiswhy/parser"

// subjectSample keeps some rows of each subject that needs a word: what they have in
// common is told from them. When there are too many subjects each keeps fewer, and at
// last none: that depends on the rows alone, as a part of a log never has more
// subjects, nor rows of one, than the whole.
type subjectSample struct {
	of   []RowChoice // by subject
	size int         // rows of each, or units of long ones; 0 when given up
	kept int         // units
}

const (
	subjectRows    = 128     // of a subject, when there are few
	allSubjectRows = 1 << 13 // of all
)

func newSubjectSample() *subjectSample { return &subjectSample{size: subjectRows} }

// add offers a row of a subject.
func (s *subjectSample) add(subject int, hash uint64, source int, r *parser.Row) {
	if s.size == 0 || len(r.Line) > longestKept {
		return
	}
	for subject >= len(s.of) {
		s.of = append(s.of, RowChoice{})
	}
	c := &s.of[subject]
	before := c.rows.units
	c.offer(hash, source, r, s.size)
	if s.kept += c.rows.units - before; s.kept > 2*allSubjectRows {
		s.thin()
	}
}

// thin brings each subject to its size, and makes that smaller until there are few
// enough rows.
func (s *subjectSample) thin() {
	for s.choose(); s.kept > allSubjectRows && s.size > 0; s.choose() {
		s.size /= 2
	}
}

func (s *subjectSample) choose() {
	s.kept = 0
	if s.size == 0 {
		s.of = nil
	}
	for i := range s.of {
		s.of[i].rows.choose(s.size)
		s.kept += min(s.size, s.of[i].units)
	}
}

// merge adds the rows of o, whose subjects are renamed. It leaves o unusable.
func (s *subjectSample) merge(o *subjectSample, subject []int) {
	s.size = min(s.size, o.size)
	for i := range o.of {
		for subject[i] >= len(s.of) {
			s.of = append(s.of, RowChoice{})
		}
		s.of[subject[i]].merge(&o.of[i], max(1, s.size))
	}
	s.thin()
}

// sampled returns the rows of each subject, in the order of the input.
func (s *subjectSample) sampled(subjects []int) [][]SampledRow {
	s.thin()
	all := make([][]SampledRow, len(subjects))
	for i := range s.of {
		all[subjects[i]] = s.of[i].Chosen(s.size)
	}
	return all
}
