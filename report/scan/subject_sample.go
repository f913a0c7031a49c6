package scan

import (
	"iter"
	"math"

	"github.com/iiswhy/iiswhy/parser"
)

// subjectSample keeps some rows of each subject that needs a word: what they have in
// common is told from them. When there are too many subjects each keeps fewer, and at
// last none: that depends on the rows alone, as a part of a log never has more
// subjects, nor rows of one, than the whole.
type subjectSample struct {
	of   []packedChoice // by subject
	size int            // rows of each, or units of long ones; 0 when given up
	kept int            // units
	pack rowPack
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
		s.of = append(s.of, packedChoice{})
	}
	if s.kept += s.pack.offer(&s.of[subject], hash, source, r, s.size); s.kept > allSubjectRows+allSubjectRows/4 {
		s.thin()
	}
	if s.pack.isLoose() {
		s.pack.tighten(keptBy(s.choices()))
	}
}

// most is the greatest hash of a row of a subject that would be taken.
func (s *subjectSample) most(subject int) uint64 {
	switch {
	case s.size == 0:
		return 0
	case subject >= len(s.of):
		return math.MaxUint64
	}
	return s.of[subject].rows.most()
}

// pass is add of a row with a hash above most.
func (s *subjectSample) pass(subject int, r *parser.Row) {
	if s.size > 0 && len(r.Line) <= longestKept {
		s.of[subject].pass(r)
	}
}

// choices are those of all subjects.
func (s *subjectSample) choices() iter.Seq2[int, *packedChoice] {
	return func(yield func(int, *packedChoice) bool) {
		for i := range s.of {
			if !yield(i, &s.of[i]) {
				return
			}
		}
	}
}

// count notes that so many rows of a subject were offered elsewhere, of one unit each.
func (s *subjectSample) count(subject int, rows int64) {
	if s.size == 0 {
		return
	}
	for subject >= len(s.of) {
		s.of = append(s.of, packedChoice{})
	}
	s.of[subject].count(rows)
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
	s.pack.takeOver(&o.pack, keptBy(o.choices()), func() {
		s.size = min(s.size, o.size)
		for i := range o.of {
			if subject[i] == noSubject {
				continue
			}
			for subject[i] >= len(s.of) {
				s.of = append(s.of, packedChoice{})
			}
			s.of[subject[i]].merge(&o.of[i], max(1, s.size))
		}
		s.thin()
	}, keptBy(s.choices()))
}

// sampled returns the rows of each subject, in the order of the input.
func (s *subjectSample) sampled(subjects []int) [][]SampledRow {
	s.thin()
	all := make([][]SampledRow, len(subjects))
	for _, row := range s.pack.sampled(s.choices()) {
		to := &all[subjects[row.Outcome]]
		row.Outcome = 0
		*to = append(*to, row)
	}
	return all
}
