package report

import (
	"bytes"
	"cmp"
	"context"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/spike"
)

// court gathers the rows of spikes, and finds what is behind each.
type court struct {
	scan   *Scan
	rises  *rises
	wanted []int // spikes, in the order of the report

	mu     sync.Mutex
	inside map[int]*choice // rows of each spike
	exact  map[int]bool    // all rows of a spike were read again
	size   int             // rows that are kept of each
	column columns
}

const (
	// insideRows is how many rows are kept of all spikes together, and
	// mostInside of one: half a GiB of rows of the usual length would be too
	// much, and a share is known within one in a hundred from far fewer.
	insideRows  = 1 << 17
	mostInside  = 1 << 14
	leastInside = 1 << 9
	// readAgain is the part of a log that a second look may read, and
	// readAlways what it may in any case, in bytes.
	readAgain  = 0.3
	readAlways = 128 << 20
)

func newCourt(s *Scan, r *rises) *court {
	return &court{
		scan: s, rises: r, inside: map[int]*choice{}, exact: map[int]bool{},
		column: columns{forwardedFor: s.options.ForwardedFor},
	}
}

// hear gathers the rows of the wanted spikes: all of them by a second look where
// that is possible and not too long, the kept ones of the others.
func (c *court) hear(ctx context.Context, wanted []int) {
	c.wanted = wanted
	c.size = min(mostInside, max(leastInside, insideRows/max(1, len(wanted))))
	spans, looked := c.spans()
	if len(spans) > 0 && c.scan.again(ctx, spans, c.take) {
		for _, i := range looked {
			c.exact[i] = true
		}
	}
	for _, i := range wanted {
		if !c.exact[i] {
			delete(c.inside, i)
		}
	}
	if len(c.exact) < len(wanted) {
		c.takeWitnesses()
	}
	for _, rows := range c.inside {
		rows.choose(c.size)
	}
}

// spans returns what a second look should read, and the spikes that it covers.
func (c *court) spans() (spans []glimpse, covered []int) {
	var total int64
	for _, r := range c.scan.readings {
		total += r.ledger.bytes
	}
	most := max(readAlways, int64(readAgain*float64(total)))
	for _, i := range c.wanted {
		f := &c.rises.spikes[i]
		more := append(slices.Clip(spans), glimpse{f.From, f.Until})
		if n, ok := c.scan.bytesWithin(more); ok && n <= most {
			spans, covered = more, append(covered, i)
		}
	}
	return spans, covered
}

// take takes a row of the second look into the spike that it belongs to.
func (c *court) take(source int, r *parser.Row, v codes.Verdict) {
	if !isRise(v) || r.Second == parser.NoTime || !c.covers(r.Second) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.scan.summary.slots
	slot := slot{outcome: s.outcomeOf(r), verdict: v}
	i := c.rises.of(s.riseSubject(&slot), r.Win32, r.Second)
	if i < 0 {
		return
	}
	rows := c.rowsOf(i)
	rows.n++
	if hash := hashPlace(source, r.Offset); rows.wants(hash) {
		rows.add(witness{hash, source, r.Clone()}, c.size)
	}
}

func (c *court) covers(second int64) bool {
	return slices.ContainsFunc(c.wanted, func(i int) bool {
		f := &c.rises.spikes[i]
		return f.From <= second && second < f.Until
	})
}

func (c *court) rowsOf(i int) *choice {
	if c.inside[i] == nil {
		c.inside[i] = &choice{}
	}
	return c.inside[i]
}

// takeWitnesses takes the kept rows of the spikes that no second look covered.
func (c *court) takeWitnesses() {
	c.eachWitness(func(w witness, slot *slot, n int64) {
		subject := c.scan.summary.slots.riseSubject(slot)
		i := c.rises.of(subject, slot.win32, w.row.Second)
		if i < 0 || c.exact[i] {
			return
		}
		rows := c.rowsOf(i)
		rows.n += n
		rows.add(w, 1<<30)
	})
}

// eachWitness shows the kept rows, in the order of the input, and how many rows
// each stands for.
func (c *court) eachWitness(show func(w witness, slot *slot, n int64)) {
	all := c.scan.summary.witnesses
	all.thin()
	type kept struct {
		witness
		slot int32
		n    int64
	}
	var rows []kept
	for s, stratum := range all.strata {
		m := int64(len(stratum.rows))
		for i, row := range stratum.sorted() {
			i := int64(i)
			rows = append(rows, kept{row, s.slot, stratum.n*(i+1)/m - stratum.n*i/m})
		}
	}
	slices.SortFunc(rows, func(a, b kept) int { return compareWitnesses(a.witness, b.witness) })
	for _, row := range rows {
		show(row.witness, &c.scan.summary.slots.all[row.slot], row.n)
	}
}

func compareWitnesses(a, b witness) int {
	return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.row.Offset, b.row.Offset))
}

// dimensions are what a cause may name, the most telling first. A method is the
// least: half of all requests that could fail are GET.
var dimensions = []spike.Dimension{
	{Name: "c-ip", Kind: spike.Address}, {Name: "cs-username"}, {Name: "cs-uri-stem", Kind: spike.Path},
	{Name: "cs-uri-query"}, {Name: "cs(User-Agent)"},
	{Name: "sc-win32-status", Kind: spike.Outcome}, {Name: "cs-host"}, {Name: "s-port"},
	{Name: "s-queuename"}, {Name: "s-sitename"}, {Name: "s-computername"}, {Name: "s-ip"},
	{Name: "cs-method"},
}

// values returns what a row has of the dimensions.
func (c *court) values(r *parser.Row) []string {
	text := func(v []byte) string { return string(shorten(v)) }
	site := r.Field(parser.SiteName)
	if site == nil {
		site = r.Field(parser.SiteID)
	}
	number := ""
	if r.Win32 > 0 {
		number = strconv.FormatInt(r.Win32, 10)
	}
	return []string{
		text(c.column.clientOf(r)), text(r.Field(parser.Username)), text(stem(r)), queryShape(query(r)),
		text(r.Field(parser.UserAgent)), number,
		strings.ToLower(text(r.Field(parser.Host))), text(r.Field(parser.ServerPort)),
		text(r.At(r.Layout.Lookup("s-queuename"))), text(site),
		text(r.Field(parser.ComputerName)), text(r.Field(parser.ServerIP)), text(r.Field(parser.Method)),
	}
}

// mostShape is how long a shape of a query may be.
const mostShape = 160

// queryShape returns the names of a query's parameters without their values:
// id=…&page=…. What classic ASP writes of an error, behind a '|', stays as it is.
func queryShape(q []byte) string {
	switch {
	case len(q) == 0 || len(q) == 1 && q[0] == '-':
		return ""
	case q[0] == '|':
		return string(q[:min(len(q), mostShape)])
	}
	var b strings.Builder
	for part := range bytes.SplitSeq(q, []byte{'&'}) {
		name, _, named := bytes.Cut(part, []byte{'='})
		if b.Len()+len(name) > mostShape {
			break
		}
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		if named {
			b.Write(name)
			b.WriteByte('=')
		}
		b.WriteString("…")
	}
	return b.String()
}

// causes finds what is behind a spike, and says whether that is estimated.
func (c *court) causes(i int) (causes []spike.Cause, estimated bool) {
	f := &c.rises.spikes[i]
	rows := c.inside[i]
	if rows == nil {
		return nil, true
	}
	contrast := spike.Contrast{Dimensions: dimensions, Max: 3}
	m := int64(len(rows.rows))
	for at, row := range rows.sorted() {
		at := int64(at)
		weight := rows.n*(at+1)/m - rows.n*at/m
		contrast.Inside = append(contrast.Inside, spike.Row{Values: c.values(row.row), Weight: weight})
	}
	usual := c.baseline(f, &contrast)
	if usual > 0 {
		contrast.Scale = f.Expected / float64(usual)
	}
	contrast.Traffic = c.traffic(slices.ContainsFunc(rows.rows, isRequest))
	return spike.Explain(contrast), !c.exact[i] || m < rows.n
}

// traffic returns the sample of all requests without those that make spikes: in a
// small log they would be what is usual. HTTP.sys also logs connections on which
// no request came, which say nothing of requests.
func (c *court) traffic(requests bool) (rows []spike.Row) {
	all := &c.scan.summary.witnesses.traffic
	all.choose(trafficWitnesses)
	for _, w := range all.sorted() {
		if !c.rose(w.row) && (!requests || isRequest(w)) {
			rows = append(rows, spike.Row{Values: c.values(w.row), Weight: 1})
		}
	}
	return rows
}

// isRequest reports whether a row tells of a request.
func isRequest(w witness) bool {
	method := w.row.Field(parser.Method)
	return method == nil || string(method) != "-"
}

// rose reports whether a row has the code and the time of a spike.
func (c *court) rose(r *parser.Row) bool {
	s := c.scan.summary.slots
	o := s.outcomeOf(r)
	is := riseSubject{code: code{o.status, o.substatus, o.log == codes.FTPLog}, reason: s.reasons[o.reason]}
	return slices.ContainsFunc(c.rises.spikes, func(f spike.Spike) bool {
		subject := c.rises.subjects[f.Series]
		subject.verdict = is.verdict
		return subject == is && f.From <= r.Second && r.Second < f.Until
	})
}

// baseline adds the kept rows like those of a spike that belong to none, and
// returns for how many rows they stand.
func (c *court) baseline(f *spike.Spike, contrast *spike.Contrast) (usual int64) {
	c.eachWitness(func(w witness, slot *slot, n int64) {
		subject := c.scan.summary.slots.riseSubject(slot)
		if c.rises.at[subject] != f.Series || c.rises.of(subject, slot.win32, w.row.Second) >= 0 {
			return
		}
		if f.Part >= 0 && slot.win32 != c.rises.parts[f.Series][f.Part] {
			return
		}
		contrast.Baseline = append(contrast.Baseline, spike.Row{Values: c.values(w.row), Weight: n})
		usual += n
	})
	return usual
}

// clients counts the different addresses of each cause, whose rows are those
// that no cause before it took.
func (c *court) clients(i int, causes []spike.Cause) []int64 {
	seen := make([]map[string]bool, len(causes))
	for at := range seen {
		seen[at] = map[string]bool{}
	}
	if rows := c.inside[i]; rows != nil {
		for _, w := range rows.rows {
			values := c.values(w.row)
			at := slices.IndexFunc(causes, func(cause spike.Cause) bool { return fitsAll(cause.Where, values) })
			if at >= 0 && values[0] != "" {
				seen[at][values[0]] = true
			}
		}
	}
	counts := make([]int64, len(causes))
	for at := range seen {
		counts[at] = int64(len(seen[at]))
	}
	return counts
}

// commonWin32 returns the Win32 number that nine of ten rows of the first cause
// have, 0 when there is none.
func (c *court) commonWin32(i int, causes []spike.Cause) int64 {
	const most = 0.9
	counts, all := map[int64]int{}, 0
	if rows := c.inside[i]; rows != nil {
		for _, w := range rows.rows {
			if len(causes) == 0 || fitsAll(causes[0].Where, c.values(w.row)) {
				counts[w.row.Win32]++
				all++
			}
		}
	}
	for number, n := range counts {
		if float64(n) >= most*float64(all) {
			return number
		}
	}
	return 0
}

// samplesShown is how many rows of a spike a report shows.
const samplesShown = 3

// samples returns rows of the first cause, spread over the spike.
func (c *court) samples(i int, causes []spike.Cause) []Place {
	places := []Place{}
	if c.inside[i] == nil {
		return places
	}
	rows := c.inside[i].sorted()
	if len(causes) > 0 {
		rows = slices.DeleteFunc(rows, func(w witness) bool { return !fitsAll(causes[0].Where, c.values(w.row)) })
	}
	slices.SortStableFunc(rows, func(a, b witness) int { return cmp.Compare(a.row.Second, b.row.Second) })
	for n := range min(samplesShown, len(rows)) {
		w := rows[n*(len(rows)-1)/max(1, min(samplesShown, len(rows))-1)]
		places = append(places, Place{
			Source: c.scan.readings[w.source].input.Name,
			Line:   c.scan.Line(w.source, w.row.Chunk, w.row.Number),
			Text:   c.scan.names.line(strings.ToValidUTF8(string(shorten(w.row.Line)), "�")),
		})
	}
	return places
}

// fitsAll reports whether values of the dimensions have all attributes.
func fitsAll(where []spike.Attribute, values []string) bool {
	for _, a := range where {
		at := slices.IndexFunc(dimensions, func(d spike.Dimension) bool { return d.Name == a.Dimension })
		if at < 0 || !fits(a.Value, values[at]) {
			return false
		}
	}
	return true
}

// fits reports whether a value is what an attribute names: itself, an address of
// the network, a path in the folder or with the extension.
func fits(attribute, value string) bool {
	if attribute == value {
		return true
	}
	if network, err := netip.ParsePrefix(attribute); err == nil {
		client, err := netip.ParseAddr(value)
		return err == nil && network.Contains(client.Unmap())
	}
	if folder, ok := strings.CutSuffix(attribute, "*"); ok && hasPrefixFold(value, folder) {
		return true
	}
	extension, ok := strings.CutPrefix(attribute, "*")
	return ok && len(value) >= len(extension) && strings.EqualFold(value[len(value)-len(extension):], extension)
}
