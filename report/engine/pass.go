package engine

import (
	"context"
	"math"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// pass is a reading of some files.
type pass struct {
	shipper   *Shipper
	files     []*file
	places    []int // of the files, among the sources of the run
	constants constants
	layouts   *layoutSet
	sender    *sender
	now       int64 // second at which it began
}

func (s *Shipper) newPass(ctx context.Context, some []candidate, files map[uint64]*knownFile) (*pass, error) {
	var ids []uint64
	for _, one := range some {
		ids = append(ids, one.id.file)
	}
	known, err := s.knownBlocks(ctx, ids)
	if err != nil {
		return nil, err
	}
	p := &pass{shipper: s, layouts: &s.layouts, now: s.options.Now().Unix()}
	p.constants = constants{shipper: s.options.Machine, forwards: s.options.Scan.ForwardedFor != ""}
	if noise := s.options.Scan.Noise; noise != nil {
		p.constants.family = noise.Name
	}
	for _, one := range some {
		f := &file{source: one.source, id: one.id, known: known[one.id.file], blocks: map[uint32]*block{}, isDecided: true}
		f.begin(s.grown.take(&one, some, files))
		p.files = append(p.files, f)
		p.places = append(p.places, one.at)
	}
	return p, nil
}

func (p *pass) sources() (all []input.Source) {
	for _, f := range p.files {
		all = append(all, f.source)
	}
	return all
}

func (p *pass) scanOptions() scan.Options {
	o := p.shipper.options.Scan
	o.Judging = func() scan.Judging { return newSink(p) }
	o.Passed = p.passed
	for _, f := range p.files {
		o.Starts = append(o.Starts, f.start)
	}
	return o
}

// passed sends the blocks that a reading went past.
func (p *pass) passed(at scan.Passage) {
	f := p.files[at.Source]
	f.mu.Lock()
	if !at.End {
		f.starts(at.Chunk, at.Before+f.linesBefore())
	}
	ready := f.passed(at.Upto, at.End)
	f.mu.Unlock()
	p.sender.add(ready)
}

// slack is how long after its time a row may be written: IIS holds rows back for a minute.
const slack = 180

// mayBeAnswered reports whether the answer to a leg of a second may still be written.
func (p *pass) mayBeAnswered(second int64) bool {
	return second != parser.NoTime && p.now <= second+scan.AnswerWithin+slack
}

// stillOpen is how long after its last row a file with open legs is looked at each time, in
// seconds: until then the file that goes on from it is there.
const stillOpen = 3600

// ledger is what was read of the files.
func (p *pass) ledger(r *scan.Result) (rows [][]any) {
	for i, f := range p.files {
		if f.err != nil {
			continue
		}
		s := &r.Sources[i]
		settled := s.Err == nil && f.waiting == 0 && (f.open == 0 || s.First <= s.Last && p.now > s.Last+stillOpen)
		first, last := s.First, s.Last
		if first > last {
			first, last = math.MaxInt64, math.MinInt64
		}
		row := []any{
			f.id.file, clamped(p.now), p.shipper.options.Machine, f.id.head, f.id.folder, f.source.Name, f.source.Size,
			s.Bytes, s.Lines, s.Rows, s.Refused, s.Directives, s.Blank,
		}
		row = append(row, faultsOf(s)...)
		forms := []string{}
		for _, form := range s.Forms {
			forms = append(forms, form.String())
		}
		rows = append(rows, append(row, first, last, f.waiting, f.open, forms, append([]string{}, s.Passed...), flag(settled), s.Reason()))
	}
	return rows
}

// faultsOf are the values of a source's faults.
func faultsOf(s *scan.Source) []any {
	kinds, counts, placeKinds, lines, texts := []string{}, []int64{}, []string{}, []int64{}, []string{}
	for _, fault := range s.Faults {
		kinds, counts = append(kinds, fault.Kind.String()), append(counts, fault.Lines)
		for _, at := range fault.First {
			placeKinds, lines, texts = append(placeKinds, fault.Kind.String()), append(lines, at.Line), append(texts, at.Text)
		}
	}
	return []any{kinds, counts, placeKinds, lines, texts}
}

// count adds what was done to the account of a run.
func (p *pass) count(out *report.Shipment, r *scan.Result) {
	out.Rows.Shipped += p.sender.rows.Load()
	out.Rows.Unsure += p.sender.unsure.Load()
	out.BytesSent += p.sender.bytes.Load()
	for i, f := range p.files {
		s, told := &r.Sources[i], &out.Files[p.places[i]]
		*told = report.ShippedFile{Name: f.source.Name, State: report.FileRead, Rows: s.Rows, Refused: s.Refused, Waiting: f.waiting}
		if f.err != nil {
			told.State, told.Error = report.FileFailed, f.err.Error()
		} else if s.Err != nil {
			told.Error = s.Err.Error()
		}
		out.Rows.Read += s.Rows
		out.Rows.Waiting += f.waiting
		out.Rows.There += f.there + f.rowsBefore()
		out.Refused += s.Refused
	}
}
