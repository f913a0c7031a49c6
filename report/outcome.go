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
	log       codes.Log
	// as is the verdict that the rows' neighbours or a noise family gave them;
	// OK for none: the rules decide.
	as codes.Verdict
}

// slot is what was counted of one outcome.
type slot struct {
	outcome
	verdict     codes.Verdict
	detailed    bool // keys are counted
	leg         bool // of a negotiation: neighbours decide its verdict
	findable    bool // a noise family may claim it
	subject     int  // index into slots.subjects
	count       int64
	first, last int64 // seconds since 1970; first > last where no row had a time
}

// subject is what keys are counted of: the rows of one code and one verdict.
type subject struct {
	code    int // index into slots.codes
	verdict codes.Verdict
}

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
	rules     *codes.Rules
	all       []slot
	index     map[outcome]int
	cache     [cacheSize]cached
	codes     []code
	codeOf    map[code]int
	subjects  []subject
	subjectOf map[subject]int
	reasons   []string
	lastRaw   []byte // reason of the row before, and its index
	lastID    uint16
}

type cached struct {
	outcome
	slot int32
	used bool
}

const (
	cacheSize = 256
	// maxSlots bounds hostile logs; beyond, rows of a new Win32 number are
	// counted under otherWin32.
	maxSlots   = 1 << 16
	otherWin32 = -2
	maxReasons = 1 << 10
)

func newSlots(rules *codes.Rules) *slots {
	return &slots{
		rules: rules, index: map[outcome]int{}, codeOf: map[code]int{},
		subjectOf: map[subject]int{}, reasons: []string{""},
	}
}

// of returns the index of the slot of a row.
func (s *slots) of(r *parser.Row) int {
	o := outcome{win32: r.Win32, status: r.Status, substatus: r.Substatus}
	if o.status == codes.None {
		o.substatus = codes.None
	}
	if l := r.Layout; l.IsHTTPERR() {
		o.log, o.reason = codes.HTTPERR, s.reason(r.Field(parser.Reason))
	} else if l.IsFTP() {
		o.log = codes.FTPLog
	}
	h := uint32(o.status)*31 ^ uint32(o.substatus)*17 ^ uint32(o.win32) ^ uint32(o.reason)<<3
	c := &s.cache[h%cacheSize]
	if c.used && c.outcome == o {
		return int(c.slot)
	}
	i := s.find(o)
	*c = cached{o, int32(i), true}
	return i
}

func (s *slots) find(o outcome) int {
	if i, ok := s.index[o]; ok {
		return i
	}
	if len(s.all) >= maxSlots && o.win32 != otherWin32 {
		o.win32 = otherWin32
		return s.find(o)
	}
	i := len(s.all)
	s.index[o] = i
	n := slot{outcome: o, verdict: o.as, detailed: o.isDetailed(), first: math.MaxInt64, last: math.MinInt64}
	if o.as == codes.OK {
		n.verdict = s.rules.Verdict(s.outcome(o))
		n.leg = o.isLeg(n.verdict)
		n.findable = n.verdict == codes.NotFound || n.verdict == codes.BadRequest || n.verdict == codes.Blocked
	}
	n.subject = s.findSubject(subject{s.findCode(o), n.verdict})
	s.all = append(s.all, n)
	return i
}

func (s *slots) findCode(o outcome) int {
	return intern(code{o.status, o.substatus, o.log == codes.FTPLog}, s.codeOf, &s.codes)
}

func (s *slots) findSubject(t subject) int { return intern(t, s.subjectOf, &s.subjects) }

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
