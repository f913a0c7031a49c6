package engine

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// batch is some blocks that are sent together.
type batch struct {
	blocks []*block
	rows   int
	size   int
}

const (
	batchRows  = 120_000
	batchBytes = 24 << 20 // packed
	// mostBlocks is less than the loads that an instant has.
	mostBlocks = 4000
	senders    = 2
)

// sender sends batches, some at a time. Who adds blocks waits while all are busy.
type sender struct {
	pass    *pass
	ctx     context.Context
	giveUp  context.CancelCauseFunc
	mu      sync.Mutex
	filling *batch
	queue   chan *batch
	done    sync.WaitGroup

	rows, blocks, bytes atomic.Int64 // acknowledged
	unsure              atomic.Int64 // rows that were sent and not acknowledged
}

func newSender(ctx context.Context, p *pass) *sender {
	s := &sender{pass: p, filling: &batch{}, queue: make(chan *batch)}
	s.ctx, s.giveUp = context.WithCancelCause(ctx)
	for range senders {
		s.done.Go(s.work)
	}
	return s
}

// add adds blocks that are complete.
func (s *sender) add(blocks []*block) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range blocks {
		s.filling.add(b)
		if s.filling.isFull() {
			s.hand()
		}
	}
}

func (b *batch) add(one *block) {
	b.blocks = append(b.blocks, one)
	b.rows += int(one.sums.rows)
	for _, p := range one.pieces {
		b.size += len(p.packed.blocks)
	}
}

func (b *batch) isFull() bool {
	return b.rows >= batchRows || b.size >= batchBytes || len(b.blocks) >= mostBlocks
}

// hand gives the batch to a sender that is free.
func (s *sender) hand() {
	select {
	case s.queue <- s.filling:
	case <-s.ctx.Done():
		s.unsure.Add(int64(s.filling.rows))
	}
	s.filling = &batch{}
}

// close sends what is left, and returns why not all was acknowledged.
func (s *sender) close() error {
	s.mu.Lock()
	if len(s.filling.blocks) > 0 {
		s.hand()
	}
	s.mu.Unlock()
	close(s.queue)
	s.done.Wait()
	return context.Cause(s.ctx)
}

func (s *sender) work() {
	for b := range s.queue {
		if s.ctx.Err() != nil {
			s.unsure.Add(int64(b.rows))
			continue
		}
		if err := s.send(b); err != nil {
			s.unsure.Add(int64(b.rows))
			s.giveUp(err)
			continue
		}
		s.rows.Add(int64(b.rows))
		s.blocks.Add(int64(len(b.blocks)))
		s.pass.shipper.acknowledged(b.rows)
	}
}

// send sends the rows of a batch, and when these are there says so. Until then nobody
// counts them: so each try has loads of its own, and none can be half there.
func (s *sender) send(b *batch) error {
	c, p := s.pass.shipper.client, s.pass
	if err := p.layouts.send(s.ctx, p.shipper); err != nil {
		return err
	}
	var first uint64
	err := c.patiently(s.ctx, func(ctx context.Context) error {
		first = p.shipper.loads.next(len(b.blocks))
		body := b.body(first)
		if len(body) == 0 {
			return nil
		}
		s.bytes.Add(int64(len(body)))
		_, err := c.once(ctx, insertInto(c, rowsTable), body, p.shipper.dialect.inserting())
		return err
	})
	if err != nil {
		return err
	}
	return p.shipper.insert(s.ctx, loadsTable, b.loads(first, p))
}

// body is the rows of all blocks, of loads from first on; empty where there are none.
func (b *batch) body(first uint64) []byte {
	var parts []packed
	for i, one := range b.blocks {
		for _, piece := range one.pieces {
			parts = piece.attempt(parts, first+uint64(i))
		}
	}
	if parts == nil {
		return nil
	}
	return join(parts)
}

// loads are the rows that make the rows of a batch count.
func (b *batch) loads(first uint64, p *pass) (rows [][]any) {
	for i, one := range b.blocks {
		s := &one.sums
		rows = append(rows, []any{
			one.file.id.file, uint64(one.number), first + uint64(i), uint64(one.bytes), uint64(s.rows), uint64(s.waiting),
			uint64(s.open - s.waiting), s.content, s.judged, clamped(s.first), clamped(s.last),
			p.shipper.options.Machine, p.shipper.options.Judge, clamped(p.now),
		})
	}
	return rows
}

// insertInto is the statement that inserts into a table.
func insertInto(c *Client, t table) string {
	var names []string
	for _, one := range t.columns {
		names = append(names, one.name)
	}
	return fmt.Sprintf("INSERT INTO %s (%s) FORMAT Native", c.table(t), strings.Join(names, ", "))
}

// insert inserts rows of which a second copy does no harm.
func (s *Shipper) insert(ctx context.Context, t table, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	body := t.encode(rows)
	return s.client.patiently(ctx, func(ctx context.Context) error {
		_, err := s.client.once(ctx, insertInto(s.client, t), body, nil)
		return err
	})
}

// loads gives the numbers of attempts: those of a later one are larger, and those of two
// machines that try in the same millisecond differ by chance.
type loads struct {
	mu     sync.Mutex
	last   uint64
	now    func() time.Time
	random func() float64
}

const loadBits = 22

// next returns the first of n numbers.
func (l *loads) next(n int) uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	first := uint64(l.now().UnixMilli())<<loadBits | uint64(l.random()*float64(1<<loadBits-mostBlocks-1))
	first = max(first, l.last+1)
	l.last = first + uint64(n)
	return first
}

// layoutSet are the layouts of the rows of a pass.
type layoutSet struct {
	mu   sync.Mutex
	sent map[uint64]bool
	new  [][]any
}

func (l *layoutSet) add(p *layoutPlan) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sent[p.id] {
		return
	}
	l.sent[p.id] = true
	k := p.layout.Key()
	l.new = append(l.new, []any{p.id, k.Form.String(), flag(k.Guessed), flag(k.Local), uint64(k.Delimiter), k.Names})
}

// send sends those that were not sent before rows that have them.
func (l *layoutSet) send(ctx context.Context, s *Shipper) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := s.insert(ctx, layoutsTable, l.new); err != nil {
		return err
	}
	l.new = nil
	return nil
}
