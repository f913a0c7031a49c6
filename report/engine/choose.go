package engine

import (
	"context"
	"errors"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// candidate is a source that may hold rows which the engine does not have.
type candidate struct {
	at     int // among the sources
	source input.Source
	id     identity
}

// choice are the sources that have to be read.
type choice struct {
	wanted []candidate
	known  map[uint64]*knownFile
	out    *report.Shipment
	read   map[uint64]bool
}

// choose leaves out the sources of which all is there.
func (s *Shipper) choose(ctx context.Context, sources []input.Source, out *report.Shipment) (*choice, error) {
	known, err := s.knownFiles(ctx)
	if err != nil {
		return nil, err
	}
	heads := map[uint64][]*knownFile{}
	for _, k := range known {
		heads[k.head] = append(heads[k.head], k)
	}
	var all []candidate
	for i, source := range sources {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		out.Files[i].Name = source.Name
		id, err := s.identity(ctx, source)
		switch {
		case errors.Is(err, errNoRow):
			out.Files[i].State = report.FileEmpty
		case err != nil:
			out.Files[i].State, out.Files[i].Error = report.FileFailed, err.Error()
		default:
			id.moved(heads[id.head])
			all = append(all, candidate{i, source, id})
		}
	}
	c := &choice{known: known, out: out, read: map[uint64]bool{}}
	for _, one := range all {
		if k := known[one.id.file]; k != nil && k.sizes[one.source.Size] && !continues(k, all, known) {
			out.Files[one.at].State = report.FileKnown
		} else {
			c.wanted = append(c.wanted, one)
		}
	}
	return c, nil
}

var errPipe = errors.New("expected a file, found what is read only once: rows that come through a pipe cannot be told from those that were shipped before; write them to a file and ship that")

func (s *Shipper) identity(ctx context.Context, source input.Source) (identity, error) {
	if !source.Repeatable() {
		return identity{}, errPipe
	}
	return identify(ctx, source, s.options.Machine, s.options.Scan.Zone)
}

// moved makes the identity that of a file which begins the same and was shipped from a
// folder that tells its site, or from none, when this one stands elsewhere.
func (id *identity) moved(same []*knownFile) {
	for _, k := range same {
		if k.file == id.file {
			return
		}
	}
	if len(same) == 1 && (same[0].folder == "" || id.folder == "") {
		id.file, id.folder = same[0].file, same[0].folder
	}
}

// continues reports whether a new file begins where a known one ended with legs that
// nothing had answered: it may answer them.
func continues(k *knownFile, all []candidate, known map[uint64]*knownFile) bool {
	if !k.open {
		return false
	}
	for _, one := range all {
		begins := one.id.begins
		if known[one.id.file] == nil && begins != parser.NoTime && begins >= k.last-scan.AnswerWithin && begins <= k.last+scan.AnswerWithin {
			return true
		}
	}
	return false
}

// next takes some of the files that are left, and of copies of a file one: what the others
// hold besides is looked at when that is there.
func (c *choice) next() (some []candidate) {
	var later []candidate
	taken := map[uint64]bool{}
	for _, one := range c.wanted {
		if len(some) == mostTogether || taken[one.id.file] {
			later = append(later, one)
			continue
		}
		taken[one.id.file] = true
		some = append(some, one)
	}
	c.wanted = later
	return some
}
