package report

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/iiswhy/iiswhy/codes"
)

// builder turns what was counted into a Report.
type builder struct {
	*Scan
	total int64
	names *pseudonyms
}

// Report tells what was read. command is the one that asked.
func (s *Scan) Report(command string) *Report {
	b := &builder{Scan: s, names: s.names}
	for i := range s.summary.slots.all {
		b.total += s.summary.slots.all[i].count
	}
	r := &Report{
		Schema: Schema, Command: command, Lang: string(s.options.Book.Lang()), Timezone: s.zone(),
		Input: b.input(), Filters: b.names.filters(s.options.Filters), Period: b.period(), Total: b.sums(),
		Classes: b.classes(), Verdicts: b.verdicts(), Codes: b.codes(), Reasons: b.reasons(),
		Groups: b.groups(), Noise: b.noise(), Links: b.links(), Timeline: s.timeline(), Latency: b.summary.taken.latency(), Findings: b.findings(),
	}
	return r
}

func (s *Scan) zone() string {
	if s.options.Location == nil {
		return "UTC"
	}
	return s.options.Location.String()
}

func (s *Scan) top() int {
	if s.options.Top <= 0 {
		return 10
	}
	return s.options.Top
}

func (b *builder) share(n int64) float64 {
	if b.total == 0 {
		return 0
	}
	return float64(n) / float64(b.total)
}

func (b *builder) period() Period {
	first, last, ok := b.summary.period()
	if !ok {
		return Period{}
	}
	return Period{stamp(first), stamp(last)}
}

func stamp(second int64) time.Time { return time.Unix(second, 0).UTC() }

func (b *builder) sums() Total {
	t := Total{Rows: b.total}
	for _, s := range b.summary.slots.all {
		if s.isError() {
			t.Errors += s.count
		}
		if s.verdict.Attention() {
			t.Attention += s.count
		}
	}
	return t
}

func (b *builder) classes() []ClassCount {
	counts := map[string]int64{}
	for i := range b.summary.slots.all {
		counts[b.summary.slots.all[i].class()] += b.summary.slots.all[i].count
	}
	all := []ClassCount{}
	for _, class := range []string{"1xx", "2xx", "3xx", "4xx", "5xx", "-"} {
		if n := counts[class]; n > 0 {
			all = append(all, ClassCount{class, n, b.share(n)})
		}
	}
	return all
}

// verdicts lists those that rows have, in the order of codes.Verdict.
func (b *builder) verdicts() []VerdictCount {
	var counts [codes.NumVerdicts]int64
	for _, s := range b.summary.slots.all {
		counts[s.verdict] += s.count
	}
	all := []VerdictCount{}
	for v, n := range counts {
		if v := codes.Verdict(v); n > 0 {
			all = append(all, VerdictCount{v.String(), n, b.share(n), v.Attention()})
		}
	}
	return all
}

// codes lists the codes by count; of equal ones, by number.
func (b *builder) codes() []Code {
	all := make([]Code, len(b.summary.slots.codes))
	win32 := make([]map[int64]int64, len(all))
	for i, c := range b.summary.slots.codes {
		all[i], win32[i] = b.code(c), map[int64]int64{}
	}
	for i := range b.summary.slots.all {
		s := &b.summary.slots.all[i]
		at := b.summary.slots.subjects[s.subject].code
		all[at].add(s)
		win32[at][s.win32] += s.count
	}
	for i := range all {
		all[i].Share = b.share(all[i].Count)
		all[i].Win32 = b.win32(win32[i])
	}
	order := b.byCount(all)
	sorted := make([]Code, len(order))
	for i, at := range order {
		sorted[i] = all[at]
		b.addTop(&sorted[i], at)
	}
	return sorted
}

// byCount returns the indexes of the codes that have rows, in the order of the
// report.
func (b *builder) byCount(all []Code) []int {
	var order []int
	for i := range all {
		if all[i].Count > 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(x, y int) int { return compareCodes(&all[x], &all[y]) })
	return order
}

func compareCodes(a, b *Code) int {
	sub := func(c *Code) int {
		if c.Substatus == nil {
			return codes.None
		}
		return *c.Substatus
	}
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Status, b.Status),
		cmp.Compare(sub(a), sub(b)), cmp.Compare(a.Log, b.Log))
}

// code tells what a code means.
func (b *builder) code(c code) Code {
	out := Code{
		Code: c.name(), Class: classOf(c.status), Verdicts: map[string]int64{},
		Top: map[string][]Key{}, Win32: []Win32{},
	}
	if c.ftp {
		out.Log = codes.FTPLog.String()
	}
	if c.status == codes.None {
		out.Match = "none"
		return out
	}
	out.Status = int(c.status)
	if c.substatus != codes.None {
		sub := int(c.substatus)
		out.Substatus = &sub
	}
	var match codes.Match
	var text codes.Text
	if c.ftp {
		entry, m := b.options.Book.FTP(int(c.status), int(c.substatus))
		out.Source, text, match = entry.Source, entry.Text, m
	} else {
		entry, m := b.options.Book.Status(int(c.status), int(c.substatus))
		out.Source, text, match = entry.Source, entry.Text, m
	}
	out.Name, out.Meaning, out.Cause, out.Check = text.Name, text.Meaning, text.Cause, text.Check
	out.Match = [...]string{"exact", "status", "class", "none"}[match]
	return out
}

// add counts the rows of one outcome of the code.
func (c *Code) add(s *slot) {
	if s.count == 0 {
		return
	}
	c.Count += s.count
	c.Verdicts[s.verdict.String()] += s.count
	widen(&c.First, &c.Last, s)
	if s.verdict.Attention() {
		widen(&c.AttentionFirst, &c.AttentionLast, s)
	}
}

// widen makes a span of time hold that of a slot, if its rows have times.
func widen(first, last *time.Time, s *slot) {
	if s.first > s.last {
		return
	}
	if t := stamp(s.first); first.IsZero() || t.Before(*first) {
		*first = t
	}
	if t := stamp(s.last); t.After(*last) {
		*last = t
	}
}

// win32 lists the Win32 numbers of a code by count, 0 and absent ones left out:
// they say nothing.
func (b *builder) win32(counts map[int64]int64) []Win32 {
	all := []Win32{}
	for number, n := range counts {
		if number <= 0 || n == 0 {
			continue
		}
		w := Win32{Code: uint64(number), Hex: hex(uint64(number)), Count: n}
		if entry, ok := b.options.Book.Win32(w.Code); ok {
			w.Symbol, w.Meaning = entry.Symbol, entry.Meaning
		}
		all = append(all, w)
	}
	slices.SortFunc(all, func(x, y Win32) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Code, y.Code))
	})
	return all
}

func hex(n uint64) string {
	s := strconv.FormatUint(n, 16)
	for len(s) < 8 {
		s = "0" + s
	}
	return "0x" + upper(s)
}

func upper(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'a' <= c && c <= 'f' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}

// addTop fills the top tables of the code at that index.
func (b *builder) addTop(c *Code, at int) {
	wanted := func(i int) bool { return b.summary.slots.subjects[i].code == at }
	for f, name := range topNames {
		top, estimated := b.topOf(wanted, f, c.Count)
		if estimated {
			c.Estimated = append(c.Estimated, name)
		}
		if len(top) > 0 {
			c.Top[name] = top
		}
	}
}

// topOf returns the most frequent values of a field among count rows, those of
// the subjects that are wanted, and whether they are estimated.
func (b *builder) topOf(wanted func(subject int) bool, field int, count int64) (top []Key, estimated bool) {
	table := b.table(wanted, field)
	if table.over {
		top = b.summary.sample.top(wanted, field, count, b.top())
	} else {
		top = table.top(b.top())
	}
	for i := range top {
		top[i].Key = b.names.value(topNames[field], top[i].Key)
	}
	return top, table.over
}

// table returns the table of a field of the subjects that are wanted: that of the
// only one that has values, or one that sums them.
func (b *builder) table(wanted func(subject int) bool, field int) *keys {
	var all []*keys
	for i := range b.summary.keys {
		if t := &b.summary.keys[i][field]; wanted(i) && (t.over || len(t.ends) > 0) {
			all = append(all, t)
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	var sum keys
	for _, t := range all {
		sum.merge(b.summary.seed, t)
	}
	return &sum
}

// reasons lists the reasons of HTTPERR rows by count.
func (b *builder) reasons() []Reason {
	byReason := map[string]*Reason{}
	verdicts := map[string]*[codes.NumVerdicts]int64{}
	for i := range b.summary.slots.all {
		s := &b.summary.slots.all[i]
		if s.log != codes.HTTPERR || s.count == 0 {
			continue
		}
		name := b.summary.slots.reasons[s.reason]
		r := byReason[name]
		if r == nil {
			r = b.reason(name)
			byReason[name], verdicts[name] = r, new([codes.NumVerdicts]int64)
		}
		r.add(s)
		verdicts[name][s.verdict] += s.count
	}
	all := make([]Reason, 0, len(byReason))
	for name, r := range byReason {
		r.Share, r.Verdict = b.share(r.Count), mostOf(verdicts[name]).String()
		all = append(all, *r)
	}
	slices.SortFunc(all, func(x, y Reason) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Reason, y.Reason))
	})
	return all
}

// mostOf returns the verdict of most rows: that of a reason can depend on the
// status that was sent with it.
func mostOf(counts *[codes.NumVerdicts]int64) (most codes.Verdict) {
	for v, n := range counts {
		if n > counts[most] {
			most = codes.Verdict(v)
		}
	}
	return most
}

func (b *builder) reason(name string) *Reason {
	r := &Reason{Reason: name}
	if e, ok := b.options.Book.Reason(name); ok {
		r.Name, r.Meaning, r.Cause, r.Check, r.Source = e.Name, e.Meaning, e.Cause, e.Check, e.Source
	}
	return r
}

func (r *Reason) add(s *slot) {
	r.Count += s.count
	widen(&r.First, &r.Last, s)
}

// noise lists the families of probes by rows.
func (b *builder) noise() []Noise {
	counts := map[uint16]int64{}
	for i := range b.summary.slots.all {
		if s := &b.summary.slots.all[i]; s.family > 0 && s.count > 0 {
			counts[s.family] += s.count
		}
	}
	all := make([]Noise, 0, len(counts))
	for family, n := range counts {
		name := b.options.Noise.Name(int(family) - 1)
		text, _ := b.options.Book.Noise(name)
		all = append(all, Noise{Family: name, Name: text.Name, Meaning: text.Meaning, Check: text.Check, Count: n})
	}
	slices.SortFunc(all, func(x, y Noise) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Family, y.Family))
	})
	return all
}

func (b *builder) groups() []Group {
	all := b.summary.groups.top(b.top())
	for i := range all {
		for j := range all[i].Key {
			v := &all[i].Key[j]
			v.Value = b.names.value(v.Field, v.Value)
		}
	}
	return all
}
