package report

import (
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

// input writes the ledger of the report from those of the sources.
func (b *builder) input() Input {
	in := Input{Sources: []Source{}, Problems: []Problem{}, Partial: b.partial}
	for _, r := range b.readings {
		b.addSource(&in, r)
	}
	for _, s := range b.options.Unread {
		in.Files++
		in.Partial = true
		in.Sources = append(in.Sources, s)
	}
	for f := range parser.Faults {
		if p := b.problem(f); p.Count > 0 {
			in.Problems = append(in.Problems, p)
		}
	}
	return in
}

func (b *builder) addSource(in *Input, r *reading) {
	l := &r.ledger
	l.mu.Lock()
	defer l.mu.Unlock()
	s := Source{Name: r.input.Name, Bytes: l.bytes, Rows: l.tally.Rows - l.filtered, Malformed: l.tally.Refused}
	if l.err != nil {
		s.Error = strings.TrimPrefix(l.err.Error(), s.Name+": ")
		in.Partial = true
	}
	in.Files++
	in.Bytes += l.bytes
	in.Lines += l.tally.Lines
	in.Rows += s.Rows
	in.Filtered += l.filtered
	in.Malformed += l.tally.Refused
	in.Directives += l.tally.Directives
	in.Blank += l.tally.Blank
	in.Sources = append(in.Sources, s)
}

func (b *builder) problem(f parser.Fault) Problem {
	p := Problem{Reason: f.String(), Refused: f.Refused(), First: []Place{}}
	for _, r := range b.readings {
		l := &r.ledger
		l.mu.Lock()
		p.Count += l.tally.Counts[f]
		for _, at := range l.first[f] {
			if len(p.First) < placesShown {
				p.First = append(p.First, Place{r.input.Name, l.line(at), b.names.line(at.text)})
			}
		}
		l.mu.Unlock()
	}
	return p
}

// Errors returns what kept sources from being read to their end, in order.
func (s *Scan) Errors() []error {
	var all []error
	for _, r := range s.readings {
		r.ledger.mu.Lock()
		if r.ledger.err != nil {
			all = append(all, r.ledger.err)
		}
		r.ledger.mu.Unlock()
	}
	return all
}
