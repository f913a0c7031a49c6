package report

import (
	"bytes"
	"math"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// outcome is the part of a row that decides what it means. Rows of one outcome
// are counted together in a slot; a healthy day has a few dozen.
type outcome struct {
	win32     int64
	status    int32
	substatus int32
	reason    uint16 // index into slots.reasons; 0 in logs of sites
	part      uint16 // index into Options.Parts
	log       codes.Log
	// as is the verdict that the rows' neighbours or a noise family gave them;
	// OK for none: the rules decide.
	as codes.Verdict
	// family is one more than the noise family that claimed the rows; 0 for none.
	family uint16
}

// slot is what was counted of one outcome.
type slot struct {
	outcome
	verdict     codes.Verdict
	detailed    bool // keys are counted
	leg         bool // of a negotiation: neighbours decide its verdict
	findable    bool // a noise family may claim it
	hidden      bool // only compared with: count, first and last stay as they are
	subject     int  // index into slots.subjects
	count       int64
	first, last int64 // seconds since 1970; first > last where no row had a time
}

// subject is what keys are counted of: the rows of one code and one verdict, and
// of one reason of HTTP.sys, or of one Win32 number where that tells different
// matters apart.
type subject struct {
	code    int // index into slots.codes
	verdict codes.Verdict
	part    uint16
	reason  uint16 // index into slots.reasons; 0 for none, and for one that the tables do not know
	win32   int64  // anyWin32 where it makes no matter of its own, or the tables do not know it
}

// ofAllParts is the subject whatever part of time its rows are of.
func (s subject) ofAllParts() subject {
	s.part = 0
	return s
}

const anyWin32 = -3

// code identifies what a report lists as one code: all outcomes that differ in
// nothing but Win32, reason and verdict.
type code struct {
	status, substatus int32
	ftp               bool
}

// slots finds the slot of a row. The cache before the map takes nearly every
// row: codes come in long runs of few kinds. Its place is a hash of the numbers,
// so it needs no replacing.
type slots struct {
	book      *codes.Book
	rules     *codes.Rules
	partition *partition
	all       []slot
	index     map[outcome]int
	known     [1 << knownBits]knownSlot // of codes as rows write them
	cache     [cacheSize]cached
	codes     []code
	codeOf    map[code]int
	subjects  []subject
	subjectOf map[subject]int
	reasons   []string
	lastRaw   []byte // reason of the row before, and its index
	lastID    uint16
}

// knownSlot is the slot of rows of a layout, with the same codes, of a part.
type knownSlot struct {
	text   uint64
	layout *parser.Layout
	part   int
	slot   int
}

const knownBits = 6

type cached struct {
	outcome
	slot int32
	used bool
}

const (
	cacheSize = 256
	// maxSlots bounds hostile logs; beyond, rows of a new outcome are counted by
	// their status alone, under otherWin32.
	maxSlots   = 1 << 16
	otherWin32 = -2
	maxReasons = 1 << 10
)

func newSlots(o Options) *slots {
	return &slots{
		book: o.Book, rules: o.Rules, partition: newPartition(o), index: map[outcome]int{}, codeOf: map[code]int{},
		subjectOf: map[subject]int{}, reasons: []string{""},
	}
}

// of returns the index of the slot of a row. Rows of one layout with the same
// codes have the same outcome, but for HTTP.sys and old FTP, where other fields
// matter.
func (s *slots) of(r *parser.Row) int {
	text := r.Codes()
	if text == 0 {
		return s.ofOutcome(r)
	}
	part, _ := s.partition.of(r.Second)
	c := &s.known[(text^uint64(part))*0x9E3779B97F4A7C15>>(64-knownBits)]
	if c.text == text && c.layout == r.Layout && c.part == part {
		return c.slot
	}
	slot := s.ofOutcome(r)
	if !r.Layout.IsHTTPERR() && !r.IsFTP() {
		*c = knownSlot{text, r.Layout, part, slot}
	}
	return slot
}

// ofOutcome returns the slot of a row by its outcome.
func (s *slots) ofOutcome(r *parser.Row) int {
	o := s.outcomeOf(r)
	h := uint32(o.status)*31 ^ uint32(o.substatus)*17 ^ uint32(o.win32) ^ uint32(o.reason)<<3
	c := &s.cache[h%cacheSize]
	if c.used && c.outcome == o {
		return int(c.slot)
	}
	i := s.find(o)
	*c = cached{o, int32(i), true}
	return i
}

// outcomeOf returns the outcome of a row by itself.
func (s *slots) outcomeOf(r *parser.Row) outcome {
	o := outcome{win32: r.Win32, status: r.Status, substatus: r.Substatus}
	if o.status == codes.None {
		o.substatus = codes.None
	}
	if r.Layout.IsHTTPERR() {
		o.log, o.reason = codes.HTTPERR, s.reason(r.Field(parser.Reason))
	} else if r.IsFTP() {
		o.log = codes.FTPLog
	}
	part, _ := s.partition.of(r.Second)
	o.part = uint16(part)
	return o
}

func (s *slots) find(o outcome) int {
	if i, ok := s.index[o]; ok {
		return i
	}
	if len(s.all) >= maxSlots && (o.win32 != otherWin32 || o.substatus != codes.None) {
		o.win32, o.substatus = otherWin32, codes.None
		return s.find(o)
	}
	i := len(s.all)
	s.index[o] = i
	n := slot{outcome: o, verdict: o.as, detailed: o.isDetailed(), first: math.MaxInt64, last: math.MinInt64}
	if o.as == codes.OK {
		n.verdict = s.rules.Verdict(s.outcome(o))
		n.leg = o.isLeg(n.verdict)
		n.findable = o.isFindable(n.verdict)
	}
	if n.hidden = s.partition.hides(o, n.verdict); n.hidden {
		n.detailed = false
	}
	n.subject = s.findSubject(subject{s.findCode(o), n.verdict, o.part, s.knownReason(o.reason), s.matterOf(o, n.verdict)})
	s.all = append(s.all, n)
	return i
}

// knownReason is 0 for reasons that the tables do not know: hostile logs hold any
// number of those.
func (s *slots) knownReason(reason uint16) uint16 {
	if _, known := s.book.Reason(s.reasons[reason]); !known {
		return 0
	}
	return reason
}

func (s *slots) findCode(o outcome) int {
	return intern(code{o.status, o.substatus, o.log == codes.FTPLog}, s.codeOf, &s.codes)
}

func (s *slots) findSubject(t subject) int { return intern(t, s.subjectOf, &s.subjects) }

// matterOf returns the Win32 number of an outcome where it tells different matters
// apart. Numbers that the tables do not know tell nothing.
func (s *slots) matterOf(o outcome, v codes.Verdict) int64 {
	if _, known := s.book.Win32(uint64(o.win32)); known && hasMatters(v) {
		return o.win32
	}
	return anyWin32
}

// hasMatters reports whether Win32 numbers tell different matters of a verdict
// apart: an account that is locked from one that is disabled, a locked section from
// a file that is not well formed, a timeout from a refusal.
func hasMatters(v codes.Verdict) bool {
	switch v {
	case codes.LogonFailure, codes.DirectoryFault, codes.Configuration, codes.Upstream:
		return true
	}
	return false
}

// intern returns the index of a value in a list, to which it is added when new.
func intern[T comparable](v T, index map[T]int, list *[]T) int {
	i, ok := index[v]
	if !ok {
		i = len(*list)
		index[v] = i
		*list = append(*list, v)
	}
	return i
}

// isLeg reports whether rows are legs of a negotiation unless something else
// says otherwise: a bare challenge, or a 401.1 of which the log does not give
// the Win32 number.
func (o outcome) isLeg(v codes.Verdict) bool {
	return o.log == codes.Web && o.status == 401 &&
		(v == codes.ChallengeUnanswered || o.substatus == 1 && v == codes.Unknown)
}

// isFindable reports whether a noise family may claim such rows: what they asked
// for is not there, or request filtering would not let them see. A rule of
// addresses refused the rows of 404.501 and up, whatever they asked for.
func (o outcome) isFindable(v codes.Verdict) bool {
	if o.substatus >= 501 {
		return false
	}
	switch o.status {
	case 400, 404, 405, 410, 501:
		return o.log != codes.FTPLog && (v == codes.NotFound || v == codes.BadRequest || v == codes.Blocked)
	}
	return false
}

// claimed returns the slot of rows like those of a slot that a noise family
// claims.
func (s *slots) claimed(slot, family int) int {
	o := s.all[slot].outcome
	o.as, o.family = codes.Probe, uint16(family+1)
	return s.find(o)
}

// turned returns the slot of rows like those of a slot, with another verdict.
func (s *slots) turned(slot int, v codes.Verdict) int {
	o := s.all[slot].outcome
	o.as = v
	return s.find(o)
}

// outcome is o in the words of the code tables.
func (s *slots) outcome(o outcome) codes.Outcome {
	return codes.Outcome{
		Log: o.log, Status: int(o.status), Substatus: int(o.substatus), Win32: o.win32,
		Reason: s.reasons[o.reason],
	}
}

// isDetailed reports whether the keys of such rows are counted: those of errors,
// and of what a rule would have refused.
func (o outcome) isDetailed() bool {
	return o.status >= 400 || o.substatus > 0 && o.log == codes.Web
}

// reason returns the index of a reason.
func (s *slots) reason(raw []byte) uint16 {
	if s.lastRaw != nil && bytes.Equal(raw, s.lastRaw) {
		return s.lastID
	}
	id := s.internReason(string(raw))
	s.lastRaw, s.lastID = append(s.lastRaw[:0], raw...), id
	return id
}

// internReason gives a reason its index. Beyond maxReasons kinds, which no
// server writes, the others are one.
func (s *slots) internReason(reason string) uint16 {
	for i, r := range s.reasons {
		if i > 0 && r == reason {
			return uint16(i)
		}
	}
	if len(s.reasons) >= maxReasons && reason != "…" {
		return s.internReason("…")
	}
	s.reasons = append(s.reasons, reason)
	return uint16(len(s.reasons) - 1)
}
