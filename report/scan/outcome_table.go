package scan

import (
	"bytes"
	"math"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// outcome is the part of a row that decides what it means. Rows of one outcome
// are counted together; a healthy day has a few dozen outcomes.
type outcome struct {
	win32     int64
	status    int32
	substatus int32
	reason    uint16 // index into outcomeTable.reasons; 0 in logs of sites
	span      uint16 // index into Options.Spans, or besideSpan
	log       codes.Log
	// as is the verdict that the rows' neighbours or a noise family gave them;
	// OK for none: the rules decide.
	as codes.Verdict
	// family is one more than the noise family that claimed the rows, or, where as is
	// OK, than the family of attacks that they are of; 0 for none.
	family uint16
	// gaveUp is what numbers said that were given up, see coarse.
	gaveUp givenUp
}

// outcomeCount is what was counted of one outcome, and what is known of its rows.
type outcomeCount struct {
	outcome
	verdict   codes.Verdict
	detailed  bool // values are counted
	sampled   bool // and some of the rows kept by their subject
	leg       bool // of a negotiation: neighbours decide its verdict
	unasked   bool // a second look is not for such rows
	question  question
	use       use
	handshake int32 // outcome of such rows when they are a handshake; 0 while nobody asked
	subject   int   // index into outcomeTable.subjects
	// wanted is the greatest hash of a row that some sample of rows may want: their limits
	// only fall.
	wanted      uint64
	rows        int64 // that are shown
	first, last int64 // seconds since 1970; first > last where no row had a time
}

// add counts a row that is shown.
func (o *outcomeCount) add(r *parser.Row) {
	o.rows++
	if r.Second != parser.NoTime {
		o.first = min(o.first, r.Second)
		o.last = max(o.last, r.Second)
	}
}

// addAt counts a row that is shown, of a second.
func (o *outcomeCount) addAt(second int64) {
	o.rows++
	o.first = min(o.first, second)
	o.last = max(o.last, second)
}

// outcomeTable finds the outcome of a row. The cache before the map takes nearly
// every row: codes come in long runs of few kinds. Its place is a hash of the
// numbers, so it needs no replacing.
type outcomeTable struct {
	book      *codes.Book
	rules     *codes.Rules
	noise     *codes.Families
	selection *selection
	asked     *asked     // of a second look
	askedIn   []*spanSet // of each outcome the times of which rows are asked for; of a second look
	all       []outcomeCount
	index     map[outcome]int
	texts     [1 << textBits]cachedText // by the codes as rows write them
	cache     [cacheSize]cachedOutcome
	subjects  []Subject
	subjectOf map[Subject]int
	reasons   []string
	reasonOf  map[string]uint16 // their indexes
	lastRaw   []byte            // reason of the row before, and its index
	lastID    uint16
	grain     grain
}

// cachedText is the outcome of rows of a layout, with the same codes, of a span.
type cachedText struct {
	text    uint64
	layout  *parser.Layout
	span    int
	outcome int
	healthy bool
	// redirect says that they send their clients elsewhere, which is asked of one in four.
	redirect bool
}

const textBits = 8

type cachedOutcome struct {
	outcome
	index int32
	used  bool
}

const (
	cacheSize  = 256
	maxReasons = 1 << 10
)

func newOutcomeTable(o *Options, s *selection) *outcomeTable {
	return &outcomeTable{
		grain: fine, book: o.Book, rules: o.Rules, noise: o.Noise, selection: s, asked: o.asked, index: map[outcome]int{},
		subjectOf: map[Subject]int{}, reasons: []string{""}, reasonOf: map[string]uint16{"": 0},
	}
}

// of returns the index of the outcome of a row. Rows of one layout with the same
// codes have the same outcome, but for HTTP.sys and old FTP, where other fields
// matter.
func (t *outcomeTable) of(r *parser.Row) int {
	text := r.Codes()
	if text == 0 {
		if text = numbersOf(r); text == 0 {
			return t.lookup(r)
		}
	}
	span, _ := t.selection.span(r.Second)
	c := t.cached(text, span)
	if c.text == text && c.layout == r.Layout && c.span == span {
		return c.outcome
	}
	at := t.lookup(r)
	if !r.Layout.IsHTTPERR() && !r.IsFTP() {
		*c = cachedText{text, r.Layout, span, at, t.all[at].isHealthy(), IsRedirect(r.Status)}
	}
	return at
}

// cached returns the place of codes.
func (t *outcomeTable) cached(text uint64, span int) *cachedText {
	return &t.texts[(text^uint64(span))*0x9E3779B97F4A7C15>>(64-textBits)]
}

// numbersOf packs the numbers of a row into one, which is no text of codes: the highest
// bit of those is 0. It is 0 where they do not fit.
func numbersOf(r *parser.Row) uint64 {
	if r.Win32 >= 1<<33-1 {
		return 0
	}
	return 1<<63 | uint64(r.Status)&(1<<10-1)<<50 | uint64(r.Substatus)&(1<<17-1)<<33 | uint64(r.Win32)&(1<<33-1)
}

// lookup returns the index of the outcome of a row by its numbers.
func (t *outcomeTable) lookup(r *parser.Row) int {
	o := t.decode(r)
	h := uint32(o.status)*31 ^ uint32(o.substatus)*17 ^ uint32(o.win32) ^ uint32(o.reason)<<3
	c := &t.cache[h%cacheSize]
	if c.used && c.outcome == o {
		return int(c.index)
	}
	i := t.find(o)
	*c = cachedOutcome{o, int32(i), true}
	return i
}

// decode returns the outcome of a row by itself.
func (t *outcomeTable) decode(r *parser.Row) outcome {
	o := outcome{win32: r.Win32, status: r.Status, substatus: r.Substatus}
	if o.status == codes.None {
		o.substatus = codes.None
	}
	if r.Layout.IsHTTPERR() {
		o.log, o.reason = codes.HTTPERR, t.reason(r.Field(parser.Reason))
	} else if r.IsFTP() {
		o.log = codes.FTPLog
	}
	span, _ := t.selection.span(r.Second)
	o.span = uint16(span)
	return o
}

// find returns the index of an outcome, which it adds when it is new.
func (t *outcomeTable) find(o outcome) int {
	if i, ok := t.index[o]; ok {
		return i
	}
	c := t.judge(o)
	if coarse := t.coarse(&c); coarse != o {
		return t.find(coarse)
	}
	c.subject = intern(t.subjectFor(o, c.verdict), t.subjectOf, &t.subjects)
	i := len(t.all)
	t.index[o] = i
	t.all = append(t.all, c)
	if t.asked != nil {
		t.askedIn = append(t.askedIn, t.asked.times(&c, t.words(c.outcome)))
	}
	return i
}

// judge says what is to be done with rows of a new outcome.
func (t *outcomeTable) judge(o outcome) outcomeCount {
	c := outcomeCount{outcome: o, verdict: o.as, wanted: math.MaxUint64, first: math.MaxInt64, last: math.MinInt64}
	if o.as == codes.OK {
		c.verdict = t.rules.Verdict(t.words(o))
		c.leg = o.isLeg(c.verdict)
		if o.family == 0 {
			c.question = o.questionFor(c.verdict)
		}
	}
	c.unasked = t.asked != nil && t.asked.takes != nil && !t.asked.takes(t.words(o))
	c.recall()
	c.use = t.selection.of(&o, c.verdict)
	c.detailed = o.isDetailed() && c.use == shown
	c.sampled = c.detailed && (c.verdict.Attention() || c.verdict == codes.Probe || o.isAttack())
	return c
}

// subjectFor returns what the values of an outcome's rows are counted for. Reasons
// and numbers that the tables do not know tell nothing apart: hostile logs hold any
// number of those.
func (t *outcomeTable) subjectFor(o outcome, v codes.Verdict) Subject {
	s := Subject{Code: o.code(), Verdict: v, Span: int(o.span), Win32: AnyWin32}
	if o.span == besideSpan { // nothing is counted
		s.Span = 0
	}
	if o.isAttack() {
		s.Attack = t.noise.Name(int(o.family) - 1)
		return s
	}
	if reason := t.reasons[o.reason]; reason != "" {
		if _, known := t.book.Reason(reason); known {
			s.Reason = reason
		}
	}
	if _, known := t.book.Win32(uint64(o.win32)); known && SplitByWin32(v) {
		s.Win32 = o.win32
	}
	return s
}

// SplitByWin32 reports whether Win32 numbers tell different matters of a verdict
// apart: an account that is locked from one that is disabled, a locked section from
// a file that is not well formed, a timeout from a refusal.
func SplitByWin32(v codes.Verdict) bool {
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

// code is the code of an outcome.
func (o *outcome) code() codes.Code {
	return codes.Code{Status: int(o.status), Substatus: int(o.substatus), FTP: o.log == codes.FTPLog}
}

// isLeg reports whether rows are legs of a negotiation unless something else
// says otherwise: a bare challenge of IIS or of an application, or a 401 of which the
// log does not give what would tell.
func (o *outcome) isLeg(v codes.Verdict) bool {
	if o.log != codes.Web || o.status != 401 {
		return false
	}
	switch o.substatus {
	case 0:
		return v == codes.AccessDenied
	case 1, codes.None:
		return v == codes.ChallengeUnanswered || v == codes.Unknown
	}
	return v == codes.ChallengeUnanswered
}

// isOfKnown reports whether the user of a row that could be a leg is named: then
// somebody was refused, and nobody was asked.
func (o *outcomeCount) isOfKnown(r *parser.Row) bool {
	return (o.substatus == 0 || o.verdict == codes.Unknown) && len(r.Field(parser.Username)) > 1
}

// isDetailed reports whether the values of such rows are counted: those of errors,
// of attacks that were answered, and of what a rule would have refused.
func (o *outcome) isDetailed() bool {
	return o.status >= 400 || o.substatus > 0 && o.log == codes.Web || o.gaveUp.detailed || o.isAttack()
}

// isAttack reports whether such rows are of a family of attacks and were answered.
func (o *outcome) isAttack() bool { return o.as == codes.OK && o.family > 0 }

// claimed returns the outcome of rows like those of another that a noise family
// claims, with the verdict of that.
func (t *outcomeTable) claimed(at, family int, v codes.Verdict) int {
	o := t.all[at].outcome
	o.as, o.family = v, uint16(family+1)
	o.gaveUp.forget(&o)
	return t.find(o)
}

// attacked returns the outcome of rows like those of another that are of a family of
// attacks. They keep their verdict.
func (t *outcomeTable) attacked(at, family int) int {
	o := t.all[at].outcome
	o.family = uint16(family + 1)
	o.gaveUp.forget(&o)
	return t.find(o)
}

// withVerdict returns the outcome of rows like those of another, with a verdict
// that their neighbours give them.
func (t *outcomeTable) withVerdict(at int, v codes.Verdict) int {
	if known := t.all[at].handshake; v == codes.Handshake && known > 0 {
		return int(known)
	}
	o := t.all[at].outcome
	o.as = v
	o.gaveUp.forget(&o)
	found := t.find(o)
	if v == codes.Handshake {
		t.all[at].handshake = int32(found)
	}
	return found
}

// words is an outcome in the words of the code tables.
func (t *outcomeTable) words(o outcome) codes.Outcome { return o.words(t.reasons) }

func (o *outcome) words(reasons []string) codes.Outcome {
	return codes.Outcome{
		Log: o.log, Status: int(o.status), Substatus: int(o.substatus), Win32: o.win32, Reason: reasons[o.reason],
	}
}

// reason returns the index of a reason.
func (t *outcomeTable) reason(raw []byte) uint16 {
	if t.lastRaw != nil && bytes.Equal(raw, t.lastRaw) {
		return t.lastID
	}
	id, known := t.reasonOf[string(raw)]
	if !known {
		id = t.internReason(string(raw))
	}
	t.lastRaw, t.lastID = append(t.lastRaw[:0], raw...), id
	return id
}

// otherReason stands for reasons that are not told apart.
const otherReason = "…"

// internReason gives a reason its index. Beyond maxReasons kinds, which no server writes,
// those that the tables do not know are one, see grain.
func (t *outcomeTable) internReason(reason string) uint16 {
	if id, known := t.reasonOf[reason]; known {
		return id
	}
	_, known := t.book.Reason(reason)
	if reason != otherReason && !known && (t.grain >= knownOnly || len(t.reasons) == math.MaxUint16) {
		return t.internReason(otherReason)
	}
	t.reasons = append(t.reasons, reason)
	t.reasonOf[reason] = uint16(len(t.reasons) - 1)
	return t.reasonOf[reason]
}

// noSubject is no index of a subject.
const noSubject = -1

// merge adds the counts of o, and returns what the indexes of its outcomes and of
// its subjects are here: noSubject for one of no outcome, of which nothing was counted.
func (t *outcomeTable) merge(o *outcomeTable) (outcomeOf, subjectOf []int) {
	outcomeOf, subjectOf = make([]int, len(o.all)), make([]int, len(o.subjects))
	for i := range subjectOf {
		subjectOf[i] = noSubject
	}
	for i := range o.all {
		from := &o.all[i]
		key := from.outcome
		if key.reason > 0 {
			key.reason = t.internReason(o.reasons[key.reason])
		}
		outcomeOf[i] = t.find(key)
		to := &t.all[outcomeOf[i]]
		subjectOf[from.subject] = to.subject
		to.rows += from.rows
		to.first = min(to.first, from.first)
		to.last = max(to.last, from.last)
	}
	return outcomeOf, subjectOf
}
