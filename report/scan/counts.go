package scan

import (
	"hash/maphash"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/redact"
)

// counts are what one worker counted, and after merging, what all did. Merging is
// commutative and associative: a result is the same for any number of workers.
//
// A row costs one outcome, one minute and one bucket of the histogram. Values are
// counted for the rows that somebody asks about.
type counts struct {
	outcomes    *outcomeTable
	minutes     *timeBuckets
	dropped     *timeBuckets            // rows that the filter leaves out; nil without
	values      [][NumFields]valueTable // by subject
	sizes       tableSizes              // of them
	sample      valueSample             // of the rows whose values are counted
	subjects    *subjectSample          // some of their rows, as a whole
	traffic     packedChoice            // some of all rows
	trafficPack rowPack
	trafficRows int           // how many of them
	visits      visitSample   // who came when, of more
	groups      *groups       // of --by, nil without
	sides       *sides        // of a comparison, nil without
	users       *redact.Known // nil where users may be shown
	hosts       valueTable    // of pages, in healthy rows
	taken       latencies
	longest     takenSample     // of rows that are shown
	forms       formPosts       // of rows that are shown
	redirects   redirects       // of rows that are shown
	own         ownPaths        // that probes asked for
	gone        map[uint64]bool // rows of 500.19 of which the client had left, by the hashes of their places
	scanners    []Scanner       // that were found when all was counted
	columns     columns
	requested   *requestedFields // nil for none
	rows        *rowSample       // rows that are kept for the search for causes, nil without
	notes       *rowNotes        // of all rows, nil without
	seed        maphash.Seed     // of values
	kept        *keptRows        // nil where nobody asks for rows
	each        func(int, *parser.Row, codes.Verdict)
	judging     Judging // nil where nobody keeps rows elsewhere
	judgement   Judgement
	open        bool          // of the leg being counted, see Judgement.Open
	waiting     waitingValues // of the rows that were counted last
	hashes      rowHashes     // of the row being counted, where isHashed
	isHashed    bool
}

// maxLength is the longest value that is counted as it is, in bytes.
const maxLength = 1024

func newCounts(o *Options, seed maphash.Seed) *counts {
	c := &counts{
		seed: seed, minutes: newTimeBuckets(), subjects: newSubjectSample(), trafficRows: fewTrafficRows, users: redact.NewKnown(o.Redact),
		columns: columns{forwardedFor: o.ForwardedFor, farm: o.farm}, groups: newGroups(o.By), sides: newSides(o),
		each: o.Each, requested: newRequestedFields(o), kept: newKeptRows(o), notes: newRowNotes(o),
	}
	if o.eachOf != nil {
		c.each = o.eachOf()
	}
	if o.Judging != nil {
		c.judging = o.Judging()
	}
	c.outcomes = newOutcomeTable(o, newSelection(o, &c.columns))
	if o.Compare && !o.lookOnly {
		c.trafficRows = trafficRows
		c.rows = newRowSample(o.repeatable)
		if o.Filter.choosesRows() || o.Sides != nil {
			c.dropped = newTimeBuckets()
		}
	}
	for _, pack := range []*rowPack{&c.trafficPack, &c.longest.pack, &c.subjects.pack} {
		pack.plain = o.plain
	}
	if c.rows != nil {
		if c.rows.pack.plain = o.plain; o.plain > 1 { // then there are more of all rows as well
			c.trafficPack.plain = 2 * o.plain
		}
	}
	return c
}

// from begins rows of a source.
func (c *counts) from(source string) {
	c.columns.from(source)
	if c.requested != nil {
		c.requested.from(c.columns.folders)
	}
}

// add counts one row of a source with the outcome of that index. It reports false
// when a report does not show such rows.
func (c *counts) add(at int, r *parser.Row, source int) bool {
	o := &c.outcomes.all[at]
	if o.use == dropped {
		if o.span == besideSpan {
			c.notes.add(at, r, source, &c.columns)
		}
		return false
	}
	if c.judging != nil {
		c.judged(o, r, source)
		o.add(r)
		return true
	}
	if c.kept != nil {
		c.kept.add(r, source, o.verdict, int(o.family)-1, c.columns.sessionUser(r))
		o.add(r)
		return true
	}
	if c.each != nil {
		c.each(source, r, o.verdict)
	}
	if c.outcomes.selection.lookOnly {
		return false // nobody asks what was counted
	}
	c.notes.add(at, r, source, &c.columns)
	hash := hashOffset(r.Offset)
	if hash <= o.wanted {
		c.sampleRow(o, hash, source, r)
	} else {
		c.passRow(r)
	}
	if c.rows != nil {
		c.rows.add(at, o.verdict, hash, source, r)
	}
	if r.Second != parser.NoTime {
		c.minutes.add(r.Second, at)
	}
	if c.sides != nil {
		c.sides.add(&c.columns, r, o)
	}
	if o.use == compared {
		return false
	}
	o.add(r)
	if r.Taken >= 0 && r.Status != 101 {
		c.taken.add(r.Taken)
		c.longest.add(hash, source, r, o.verdict)
	}
	if r.Offset&3 == 0 {
		c.addQuarter(r)
	}
	if o.detailed {
		c.addValues(r, o, hash, source)
	} else if r.Offset&63 == 0 {
		c.addHost(r)
	}
	if c.groups != nil {
		c.groups.add(&c.columns, r, o)
	}
	return true
}

// sampleRow offers a row to the samples of all rows.
func (c *counts) sampleRow(o *outcomeCount, hash uint64, source int, r *parser.Row) {
	if len(r.Line) <= longestKept {
		c.addTraffic(hash, source, r)
	}
	c.visits.add(hash, source, r, &c.columns)
	o.wanted = max(c.traffic.rows.most(), c.visits.limit())
	if o.detailed {
		o.wanted = max(o.wanted, c.sample.most())
	}
	if o.sampled {
		o.wanted = max(o.wanted, c.subjects.most(o.subject))
	}
}

// passRow is sampleRow of a row that no sample wants.
func (c *counts) passRow(r *parser.Row) {
	if len(r.Line) <= longestKept {
		c.traffic.pass(r)
	}
	if r.Second != parser.NoTime {
		c.visits.offered++
	}
}

// addQuarter asks of one row in four what many rows tell together.
func (c *counts) addQuarter(r *parser.Row) {
	if r.Posts() {
		c.forms.add(c.seed, r, &c.columns)
	}
	if IsRedirect(r.Status) {
		c.redirects.add(c.seed, r, &c.columns)
	}
}

// addTraffic offers a row to the sample of all.
func (c *counts) addTraffic(hash uint64, source int, r *parser.Row) {
	c.trafficPack.offer(&c.traffic, hash, source, r, c.trafficRows)
	if c.trafficPack.isLoose() {
		c.trafficPack.tighten(keptBy(one(&c.traffic)))
	}
}

// drop notes when a row was written that the filter leaves out.
func (c *counts) drop(r *parser.Row) {
	if c.dropped != nil && r.Second != parser.NoTime {
		c.dropped.add(r.Second, 0)
	}
}

// addValues counts the values of a row.
func (c *counts) addValues(r *parser.Row, o *outcomeCount, hash uint64, source int) {
	v := c.waiting.next(o.subject, r.Second)
	c.readValues(v, r, o.verdict)
	wanted := hash <= o.wanted
	if wanted {
		c.sampleValues(v, hash, source)
	}
	switch {
	case !o.sampled:
	case wanted:
		c.subjects.add(o.subject, hash, source, r)
	default:
		c.subjects.pass(o.subject, r)
	}
	if c.waiting.isFull() || !r.IsSpaced() || r.IsFTP() {
		c.addWaiting()
	}
}

// sampleValues offers the values of a row to the sample of them.
func (c *counts) sampleValues(v *rowValues, hash uint64, source int) {
	if c.sample.wants(hash) {
		c.sample.takeValues(hash, source, v)
	}
}

// sampleAlone offers a row to the samples that was counted before, with all that they were
// offered: see LightCounts.
func (c *counts) sampleAlone(at int, r *parser.Row, source int) {
	o := &c.outcomes.all[at]
	if o.use == dropped {
		return
	}
	hash := hashOffset(r.Offset)
	if len(r.Line) <= longestKept {
		c.addTraffic(hash, source, r)
		c.traffic.offered--
	}
	c.visits.add(hash, source, r, &c.columns)
	c.visits.offered--
	if c.rows != nil {
		c.rows.add(at, o.verdict, hash, source, r)
		c.rows.count(at, o.verdict, r.Second, -1)
	}
	if o.use == compared {
		return
	}
	if r.Taken >= 0 && r.Status != 101 {
		c.longest.add(hash, source, r, o.verdict)
		c.longest.total -= r.Taken
	}
	if !o.detailed {
		return
	}
	v := rowValues{subject: o.subject}
	c.readValues(&v, r, o.verdict)
	c.sampleValues(&v, hash, source)
	if o.sampled {
		c.subjects.add(o.subject, hash, source, r)
		c.subjects.count(o.subject, -1)
	}
}

// addHost counts the host of a page that a healthy row came from; one row in 64
// is enough to know the site's own.
func (c *counts) addHost(r *parser.Row) {
	if host, _ := SplitReferer(r.Field(parser.Referer)); len(host) > 0 {
		c.hosts.add(c.seed, host, 1)
	}
}

func (c *counts) growValues(subject int) {
	for subject >= len(c.values) {
		var tables [NumFields]valueTable
		for f := range tables {
			tables[f].sizes = &c.sizes
		}
		c.values = append(c.values, tables)
	}
}

// merge adds what o counted. It leaves o unusable.
func (c *counts) merge(o *counts) {
	outcome, subject := c.outcomes.merge(o.outcomes)
	var others sync.WaitGroup // as much to merge as all the rest
	others.Go(func() { c.mergeValues(o, subject) })
	others.Go(func() { c.visits.merge(&o.visits) })
	defer others.Wait()
	c.minutes.merge(o.minutes, outcome)
	c.sides.merge(o.sides, subject)
	c.users.Merge(o.users)
	c.kept.merge(o.kept)
	c.notes.merge(o.notes, outcome)
	for i := range o.sample.kept {
		row := &o.sample.kept[i].value
		row.subject = subject[row.subject]
	}
	c.sample.merge(&o.sample)
	c.subjects.merge(o.subjects, subject)
	c.trafficPack.takeOver(&o.trafficPack, keptBy(one(&o.traffic)), func() { c.traffic.merge(&o.traffic, c.trafficRows) }, keptBy(one(&c.traffic)))
	if c.rows != nil {
		c.rows.merge(o.rows, outcome)
	}
	if c.dropped != nil {
		c.dropped.merge(o.dropped, []int{0})
	}
	c.hosts.merge(&o.hosts)
	c.requested.merge(o.requested)
	c.taken.merge(&o.taken)
	c.longest.merge(&o.longest)
	c.forms.merge(&o.forms)
	c.redirects.merge(&o.redirects)
	if c.groups != nil {
		c.groups.merge(o.groups)
	}
}

// mergeValues adds the values that o counted, of subjects that have other numbers here.
func (c *counts) mergeValues(o *counts, subject []int) {
	if o.sizes.level > c.sizes.level {
		c.giveUpTables(o.sizes.level)
	}
	for i := range o.values {
		if subject[i] == noSubject {
			continue
		}
		c.growValues(subject[i])
		for f := range o.values[i] {
			c.values[subject[i]][f].merge(&o.values[i][f])
			o.values[i][f] = valueTable{}
		}
		c.fitTables()
	}
}
