package report

import (
	"hash/maphash"
	"math"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// Summary is what a worker counted, and after merging, what all did. Merging is
// commutative and associative: a report is the same for any number of workers.
//
// A row costs one slot, one minute and one bucket of the histogram. Keys are
// counted for the rows that somebody asks about.
type Summary struct {
	slots   *slots
	minutes *minutes
	passed  *minutes          // rows that the filter leaves out, for days; nil without
	untimed []int64           // rows without a time, by slot
	keys    [][keyFields]keys // by code
	groups  *groups           // of --by, nil without
	known   *known            // nil where users may be shown
	sample  *sample
	hosts   keys // of pages, in healthy rows
	taken   latencies
	columns columns
	wishes  *wishes      // nil for none
	seed    maphash.Seed // of keys
	each    func(int, *parser.Row, codes.Verdict)
	// witnesses are rows that are kept for the search for causes, nil without.
	witnesses *witnesses
	values    [keyFields][]byte // of the row being counted
}

// The fields whose values are counted for each code.
const (
	topStem = iota
	topClient
	topUser
	topAgent
	topFields
	// crossed counts two values together: client and user of refused logons,
	// page and path of what was not found.
	crossed   = topFields
	keyFields = topFields + 1
)

var topNames = [topFields]string{"cs-uri-stem", "c-ip", "cs-username", "cs(User-Agent)"}

// maxKey is the longest value that is counted as it is, in bytes.
const maxKey = 1024

func newSummary(o Options, seed maphash.Seed) *Summary {
	s := &Summary{
		seed: seed, slots: newSlots(o), minutes: newMinutes(), sample: newSample(), known: newKnown(o.Redact),
		columns: columns{forwardedFor: o.ForwardedFor}, groups: newGroups(o.By),
		each: o.Each, wishes: newWishes(o),
	}
	if o.Compare && !o.looking {
		s.witnesses = newWitnesses(o.rereadable)
		if o.Filter.choosesRows() {
			s.passed = newMinutes()
		}
	}
	return s
}

// addTo counts one row of a source in a slot. It reports false when such rows
// are only compared with.
func (s *Summary) addTo(i int, r *parser.Row, source int) bool {
	slot := &s.slots.all[i]
	if s.each != nil {
		s.each(source, r, slot.verdict)
	}
	if s.witnesses != nil {
		s.witnesses.add(i, slot.verdict, r, source)
	}
	if slot.hidden {
		if r.Second != parser.NoTime {
			s.minutes.add(r.Second, i)
		}
		return false
	}
	slot.count++
	if r.Second == parser.NoTime {
		s.addUntimed(i)
	} else {
		slot.first = min(slot.first, r.Second)
		slot.last = max(slot.last, r.Second)
		s.minutes.add(r.Second, i)
	}
	if r.Taken >= 0 && r.Status != 101 {
		s.taken.add(r.Taken)
	}
	if slot.detailed {
		s.addKeys(r, slot, source)
	} else if r.Offset&63 == 0 {
		s.addHost(r)
	}
	if s.groups != nil {
		s.groups.add(r, slot)
	}
	return true
}

// pass notes when a row was written that the filter leaves out.
func (s *Summary) pass(r *parser.Row) {
	if s.passed != nil && r.Second != parser.NoTime {
		s.passed.add(r.Second, 0)
	}
}

func (s *Summary) addUntimed(slot int) {
	for slot >= len(s.untimed) {
		s.untimed = append(s.untimed, 0)
	}
	s.untimed[slot]++
}

// addKeys counts the values of a row.
func (s *Summary) addKeys(r *parser.Row, slot *slot, source int) {
	s.growKeys(slot.subject)
	s.columns.values(r, slot.verdict, &s.values)
	for f, v := range s.values {
		if len(v) > 0 {
			s.keys[slot.subject][f].add(s.seed, v, 1)
		}
	}
	if h := hashPlace(source, r.Offset); h <= s.sample.limit {
		row := &sampled{hash: h, subject: slot.subject}
		for f, v := range s.values {
			row.values[f] = string(v)
		}
		s.sample.add(row)
	}
}

// addHost counts the host of a page that a healthy row came from; one row in 64
// is enough to know the site's own.
func (s *Summary) addHost(r *parser.Row) {
	if host, _ := splitReferer(r.Field(parser.Referer)); len(host) > 0 {
		s.hosts.add(s.seed, host, 1)
	}
}

func (s *Summary) growKeys(subject int) {
	for subject >= len(s.keys) {
		s.keys = append(s.keys, [keyFields]keys{})
	}
}

// merge adds what o counted. It leaves o unusable.
func (s *Summary) merge(o *Summary) {
	slot, subject := s.mergeSlots(o)
	s.minutes.merge(o.minutes, slot)
	for i, n := range o.untimed {
		if n > 0 {
			s.addUntimed(slot[i])
			s.untimed[slot[i]] += n - 1
		}
	}
	for i := range o.keys {
		s.growKeys(subject[i])
		for f := range o.keys[i] {
			s.keys[subject[i]][f].merge(s.seed, &o.keys[i][f])
		}
	}
	s.known.merge(o.known)
	s.sample.merge(o.sample, subject)
	if s.witnesses != nil {
		s.witnesses.merge(o.witnesses, slot)
	}
	if s.passed != nil {
		s.passed.merge(o.passed, []int{0})
	}
	s.hosts.merge(s.seed, &o.hosts)
	s.wishes.merge(o.wishes)
	s.taken.merge(&o.taken)
	if s.groups != nil {
		s.groups.merge(o.groups)
	}
}

// mergeSlots adds the slots of o, and returns what their indexes and those of
// their subjects are here.
func (s *Summary) mergeSlots(o *Summary) (slotOf, subjectOf []int) {
	slotOf = make([]int, len(o.slots.all))
	subjectOf = make([]int, len(o.slots.subjects))
	for i := range o.slots.all {
		from := &o.slots.all[i]
		key := from.outcome
		if key.reason > 0 {
			key.reason = s.slots.internReason(o.slots.reasons[key.reason])
		}
		slotOf[i] = s.slots.find(key)
		to := &s.slots.all[slotOf[i]]
		subjectOf[from.subject] = to.subject
		to.count += from.count
		to.first = min(to.first, from.first)
		to.last = max(to.last, from.last)
	}
	return slotOf, subjectOf
}

// period returns the seconds of the earliest and the latest row, and false when
// no row had a time.
func (s *Summary) period() (first, last int64, ok bool) {
	first, last = math.MaxInt64, math.MinInt64
	for i := range s.slots.all {
		first = min(first, s.slots.all[i].first)
		last = max(last, s.slots.all[i].last)
	}
	return first, last, first <= last
}
