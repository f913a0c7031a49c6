package engine

import (
	"context"
	"fmt"
	"time"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Options say how rows are shipped.
type Options struct {
	Machine string       // name of the machine that ships
	Judge   string       // version of the tables by which rows are judged
	Scan    scan.Options // how logs are read and judged; it chooses no rows

	Now    func() time.Time
	Random func() float64 // from 0 to 1

	// Shipped, when set, is told of rows that were acknowledged. It is called by one
	// goroutine at a time.
	Shipped func(rows int)
}

// Shipper ships the rows of logs into an engine, each exactly once, however often and from
// whatever copies of a log it is asked to.
type Shipper struct {
	client  *Client
	options Options
	dialect dialect
	cluster bool // there are tables that read all servers
	loads   loads
	layouts layoutSet
	grown   grown
}

// NewShipper looks at the tables of an engine.
func NewShipper(ctx context.Context, c *Client, o Options) (*Shipper, error) {
	s := &Shipper{client: c, options: o, layouts: layoutSet{sent: map[uint64]bool{}}, grown: grown{}}
	s.loads = loads{now: o.Now, random: o.Random}
	var err error
	if s.dialect, err = c.dialect(ctx); err != nil {
		return nil, err
	}
	s.cluster, err = c.check(ctx)
	return s, err
}

func (s *Shipper) acknowledged(rows int) {
	if s.options.Shipped != nil {
		s.options.Shipped(rows)
	}
}

// mostTogether is how many files are read together: what their ends leave open is held
// until all are read.
const mostTogether = 64

// Ship ships what is missing of some sources. progress, where it is not nil, is told of
// bytes that were read. The error says why not all was acknowledged.
func (s *Shipper) Ship(ctx context.Context, sources []input.Source, progress func(int64)) (*report.Shipment, error) {
	out := &report.Shipment{
		Schema: report.Schema, Command: "ship", Lang: string(s.options.Scan.Book.Lang()), Engine: s.client.Address().String(),
		Machine: s.options.Machine, Judge: s.options.Judge, Began: s.options.Now().UTC(), Files: make([]report.ShippedFile, len(sources)),
	}
	retries := s.client.retries.Load()
	choice, err := s.choose(ctx, sources, out)
	for err == nil && len(choice.wanted) > 0 {
		err = s.shipSome(ctx, choice.next(), choice.known, progress, out)
	}
	if err == nil {
		err = s.clean(ctx)
	}
	if err == nil {
		err = s.noteRun(ctx, out)
	}
	out.Retries = s.client.retries.Load() - retries
	out.Ended = s.options.Now().UTC()
	if err != nil {
		out.Error, out.Partial = err.Error(), true
	}
	for _, f := range out.Files {
		out.Partial = out.Partial || f.Error != ""
	}
	return out, err
}

// noteRun says that the machine shipped, even if there was nothing to ship.
func (s *Shipper) noteRun(ctx context.Context, out *report.Shipment) error {
	failed := int64(0)
	for _, f := range out.Files {
		if f.State == report.FileFailed {
			failed++
		}
	}
	return s.insert(ctx, runsTable, [][]any{{
		clamped(s.options.Now().Unix()), s.options.Machine, int64(len(out.Files)), out.Rows.Shipped, out.Refused, failed, s.options.Judge,
	}})
}

// shipSome ships some files that were chosen.
func (s *Shipper) shipSome(ctx context.Context, some []candidate, known map[uint64]*knownFile, progress func(int64), out *report.Shipment) error {
	p, err := s.newPass(ctx, some, known)
	if err != nil {
		return err
	}
	sending := newSender(ctx, p)
	p.sender = sending
	options := p.scanOptions()
	options.Progress = progress
	result := scan.Read(sending.ctx, p.sources(), options)
	err = sending.close()
	sending.giveUp(nil)
	p.count(out, result)
	if err != nil {
		return err
	}
	if result.Interrupted {
		return fmt.Errorf("expected to read all files: %w; run iiswhy ship again, which goes on where it stopped", context.Cause(ctx))
	}
	if err := s.insert(ctx, filesTable, p.ledger(result)); err != nil {
		return err
	}
	for i, f := range p.files {
		s.grown.note(f, &result.Sources[i])
	}
	return nil
}
