package engine

import (
	"encoding/binary"
	"hash/crc32"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// sink makes the rows that one goroutine is given pieces of blocks.
type sink struct {
	pass     *pass
	numbers  numbers
	plans    map[*parser.Layout]*layoutPlan
	plan     *layoutPlan // of the row before
	open     map[blockKey]*part
	key      blockKey // of the row before
	part     *part
	encoders []*encoder // that nobody uses
}

// blockKey names a block of a file of a pass.
type blockKey struct {
	source int
	block  uint32
}

// part is what a sink has of a block since it was flushed.
type part struct {
	sums    sums
	known   knownBlock
	wanted  bool // the block may have to be sent
	encoder *encoder
}

func newSink(p *pass) *sink {
	return &sink{pass: p, plans: map[*parser.Layout]*layoutPlan{}, open: map[blockKey]*part{}}
}

// Row takes a row.
func (s *sink) Row(source int, r *parser.Row, j *scan.Judgement) {
	key := blockKey{source, uint32(r.Offset / blockSize)}
	if s.part == nil || key != s.key {
		s.part, s.key = s.partOf(key), key
	}
	p := s.part
	p.sums.add(r, j, &p.known)
	if j.Open && s.pass.mayBeAnswered(r.Second) {
		p.sums.waiting++
		return
	}
	p.sums.rows++
	if p.wanted {
		p.encoder.add(&s.pass.constants, s.pass.files[source].id.file, s.planOf(r.Layout), &s.numbers, r, j)
	}
}

func (s *sink) partOf(key blockKey) *part {
	if p := s.open[key]; p != nil {
		return p
	}
	p := &part{sums: noSums, known: s.pass.files[key.source].known[key.block]}
	p.wanted = !p.known.complete() && key.block >= s.pass.files[key.source].from
	if p.wanted {
		p.encoder = s.encoder()
	}
	s.open[key] = p
	return p
}

func (s *sink) encoder() *encoder {
	if n := len(s.encoders); n > 0 {
		e := s.encoders[n-1]
		s.encoders = s.encoders[:n-1]
		return e
	}
	return &encoder{}
}

func (s *sink) planOf(l *parser.Layout) *layoutPlan {
	if s.plan == nil || s.plan.layout != l {
		if s.plan = s.plans[l]; s.plan == nil {
			s.plan = planFor(l)
			s.plans[l] = s.plan
			s.pass.layouts.add(s.plan)
		}
	}
	return s.plan
}

// Flush hands the rows on.
func (s *sink) Flush() {
	for key, p := range s.open {
		var rows *piece
		if p.wanted {
			if p.encoder.rows > 0 {
				rows = p.encoder.piece()
			}
			p.encoder.reset()
			s.encoders = append(s.encoders, p.encoder)
		}
		s.pass.files[key.source].take(key.block, p.sums, rows)
	}
	clear(s.open)
	s.part = nil
}

// sums are what tells a block from another.
type sums struct {
	rows, waiting, open uint32
	content, judged     uint64
	prefix              uint64 // content of what is known of the block
	first, last         int64  // seconds that fit; first > last for none
	end                 tail   // its last line
	cut                 bool   // that has no end
	ftp                 bool   // rows of FTP are among them
}

// tail is the line that stands last: it may be cut.
type tail struct {
	offset  int64
	content uint64
}

var noSums = sums{first: 1 << 62, last: -1, end: tail{offset: -1}}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// add takes a row. The sums do not depend on the order of rows.
func (s *sums) add(r *parser.Row, j *scan.Judgement, known *knownBlock) {
	s.ftp = s.ftp || j.Log == codes.FTPLog
	line := mixed(uint64(crc32.Checksum(r.Line, castagnoli))<<32 ^ uint64(r.Offset))
	var verdict [8]byte
	verdict[0], verdict[1] = byte(j.Verdict), byte(flag(j.Attack))
	binary.LittleEndian.PutUint32(verdict[2:], uint32(int32(j.Family)))
	s.content += line
	s.judged += mixed(line ^ binary.LittleEndian.Uint64(verdict[:]))
	one := tail{r.Offset, line}
	if r.Offset%blockSize+int64(len(r.Line)) < int64(known.bytes) {
		s.prefix += line
	}
	if one.offset > s.end.offset {
		s.end = one
	}
	if j.Open {
		s.open++
	}
	if fits(r.Second) {
		s.first, s.last = min(s.first, r.Second), max(s.last, r.Second)
	}
}

func (s *sums) merge(o sums) {
	s.rows, s.waiting, s.open = s.rows+o.rows, s.waiting+o.waiting, s.open+o.open
	s.content, s.judged, s.prefix = s.content+o.content, s.judged+o.judged, s.prefix+o.prefix
	s.ftp = s.ftp || o.ftp
	s.first, s.last = min(s.first, o.first), max(s.last, o.last)
	if o.end.offset > s.end.offset {
		s.end = o.end
	}
}

// leaveOut takes a last line out of what the block is known by that begins where the lines
// end that have an end: it will be another one when the file grows.
func (s *sums) leaveOut(whole int64) {
	if s.end.offset >= whole {
		s.content -= s.end.content
		s.cut = true
	}
}

// mixed spreads bits: the finalizer of SplitMix64 (Steele, Lea, Flood 2014).
func mixed(z uint64) uint64 {
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}
