package report

import (
	"bytes"
	"fmt"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// Filter chooses the rows that a report counts. A row must fit every part that
// is set; within a part, one of its alternatives. The zero value takes all.
type Filter struct {
	Since, Until time.Time // Since ≤ time < Until; rows without a time do not fit
	Status       []StatusPattern
	Verdicts     []codes.Verdict
	Sites        []string // s-sitename or s-siteid: W3SVC1 or 1
	Hosts        []string // cs-host, in any case, with its port or without
	URIs         []string // globs for the path, in any case; * takes '/' too
	Clients      []netip.Prefix
	Users        []string // cs-username, in any case; globs
	Methods      []string
	Agents       []string // cs(User-Agent), in any case; globs
	Ports        []string // s-port
	Reasons      []string // s-reason of HTTPERR, in any case
	Win32        []int64  // sc-win32-status
	Taken        DurationRange
}

// choosesRows reports whether rows are left out by what is not their time, code or
// verdict.
func (f *Filter) choosesRows() bool {
	for _, values := range [][]string{f.Sites, f.Hosts, f.URIs, f.Users, f.Methods, f.Agents, f.Ports, f.Reasons} {
		if len(values) > 0 {
			return true
		}
	}
	return len(f.Clients) > 0 || len(f.Win32) > 0 || f.Taken != DurationRange{}
}

// StatusPattern fits a set of codes.
type StatusPattern struct {
	Low, High int32 // statuses
	Substatus int32 // anySubstatus for all
}

const anySubstatus = -2

// ParseStatus reads a code as --status takes it: 401.1, 401, 403.x or 5xx.
func ParseStatus(s string) (StatusPattern, error) {
	fail := fmt.Errorf("expected a status like 401.1, 403.x, 404 or 5xx, found %q", s)
	status, sub, hasSub := strings.Cut(strings.ToLower(strings.TrimSpace(s)), ".")
	p := StatusPattern{Substatus: anySubstatus}
	switch n, err := strconv.Atoi(status); {
	case len(status) == 3 && status[1:] == "xx" && status[0] >= '1' && status[0] <= '5':
		p.Low = int32(status[0]-'0') * 100
		p.High = p.Low + 99
	case err == nil && len(status) == 3 && n >= 100:
		p.Low, p.High = int32(n), int32(n)
	default:
		return p, fail
	}
	if !hasSub || sub == "x" || sub == "*" {
		return p, nil
	}
	n, err := strconv.ParseUint(sub, 10, 16)
	if err != nil {
		return p, fail
	}
	p.Substatus = int32(n)
	return p, nil
}

// Fits reports whether a code is in the set. substatus is nil where it is not
// logged.
func (p StatusPattern) Fits(status int, substatus *int) bool {
	if substatus == nil {
		return p.fits(int32(status), codes.None)
	}
	return p.fits(int32(status), int32(*substatus))
}

func (p StatusPattern) fits(status, substatus int32) bool {
	return p.Low <= status && status <= p.High &&
		(p.Substatus == anySubstatus || p.Substatus == substatus)
}

// DurationRange is a range of time-taken in ms, both ends included. The zero
// value takes all, rows without time-taken too.
type DurationRange struct {
	Low, High int64
	Set       bool
}

// ParseDurationRange reads a range as --taken takes it: 5s.. or 1s..30s or
// ..100ms.
func ParseDurationRange(s string) (DurationRange, error) {
	low, high, ok := strings.Cut(s, "..")
	if !ok || low == "" && high == "" {
		return DurationRange{}, fmt.Errorf("expected a range like 5s.. or 1s..30s or ..100ms, found %q", s)
	}
	r := DurationRange{Low: 0, High: math.MaxInt64, Set: true}
	for _, end := range []struct {
		text string
		to   *int64
	}{{low, &r.Low}, {high, &r.High}} {
		if end.text == "" {
			continue
		}
		d, err := time.ParseDuration(end.text)
		if err != nil || d < 0 {
			return DurationRange{}, fmt.Errorf("expected a duration like 500ms, 5s or 2m in a range, found %q", end.text)
		}
		*end.to = d.Milliseconds()
	}
	if r.Low > r.High {
		return DurationRange{}, fmt.Errorf("expected a range from short to long, found %q", s)
	}
	return r, nil
}

// ParseClient reads an address or a network in CIDR notation.
func ParseClient(s string) (netip.Prefix, error) {
	if p, err := netip.ParsePrefix(s); err == nil {
		if a := p.Addr(); a.Is4In6() && p.Bits() >= 96 {
			p = netip.PrefixFrom(a.Unmap(), p.Bits()-96)
		}
		return p.Masked(), nil
	}
	a, err := netip.ParseAddr(s)
	if err != nil || strings.Contains(s, "/") { // a zone may hold one
		return netip.Prefix{}, fmt.Errorf("expected an address like 203.0.113.7 or a network like 10.0.0.0/8, found %q", s)
	}
	a = a.WithZone("").Unmap()
	return netip.PrefixFrom(a, a.BitLen()), nil
}

// matcher is a Filter at work in one worker.
type matcher struct {
	Filter
	since, until int64
	partition    *partition
	columns      *columns
}

// newMatcher returns nil for a filter that takes all.
func newMatcher(o Options, s *Summary) *matcher {
	f := o.Filter
	if o.Compare {
		f.Status = nil // those of other codes are compared with
	}
	m := &matcher{Filter: f, partition: s.slots.partition, since: math.MinInt64, until: math.MaxInt64, columns: &s.columns}
	if !f.Since.IsZero() {
		m.since = ceilSecond(f.Since)
	}
	if !f.Until.IsZero() {
		m.until = ceilSecond(f.Until)
	}
	if f.isZero() && len(o.Parts) == 0 {
		return nil
	}
	return m
}

// ceilSecond returns the first whole second that is not before a time: rows have
// no fractions.
func ceilSecond(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

func (f *Filter) isZero() bool {
	return f.Since.IsZero() && f.Until.IsZero() && !f.Taken.Set &&
		len(f.Status)+len(f.Sites)+len(f.Hosts)+len(f.URIs)+
			len(f.Clients)+len(f.Users)+len(f.Methods)+len(f.Agents)+len(f.Ports)+len(f.Reasons)+len(f.Win32) == 0
}

// fits reports whether a row is taken as far as its own fields say: the numbers that are read already first,
// then the fields that must be looked for.
func (m *matcher) fits(r *parser.Row) bool {
	_, inPart := m.partition.of(r.Second)
	return inPart && m.fitsTime(r.Second) && m.fitsStatus(r) && m.fitsTaken(r.Taken) && m.fitsFields(r)
}

func (m *matcher) fitsTime(second int64) bool {
	if m.Since.IsZero() && m.Until.IsZero() {
		return true
	}
	return second != parser.NoTime && m.since <= second && second < m.until
}

func (m *matcher) fitsStatus(r *parser.Row) bool {
	return m.takesCode(r.Status, r.Substatus)
}

// takesCode reports whether rows of a code are taken.
func (f *Filter) takesCode(status, substatus int32) bool {
	return len(f.Status) == 0 || slices.ContainsFunc(f.Status, func(p StatusPattern) bool {
		return p.fits(status, substatus)
	})
}

func (m *matcher) fitsTaken(ms int64) bool {
	return !m.Taken.Set || ms >= 0 && m.Taken.Low <= ms && ms <= m.Taken.High
}

// takes reports whether rows of a verdict are taken. Which verdict a row has may
// depend on its neighbours, so this is asked last.
func (f *Filter) takes(v codes.Verdict) bool {
	return len(f.Verdicts) == 0 || slices.Contains(f.Verdicts, v)
}

func (m *matcher) fitsFields(r *parser.Row) bool {
	return m.fitsSite(r) &&
		(len(m.Win32) == 0 || slices.Contains(m.Win32, r.Win32)) &&
		anyFold(m.Ports, r, parser.ServerPort) && anyFold(m.Reasons, r, parser.Reason) &&
		anyGlob(m.Agents, func() []byte { return r.Field(parser.UserAgent) }) &&
		anyFold(m.Methods, r, parser.Method) &&
		anyGlob(m.Users, func() []byte { return r.Field(parser.Username) }) &&
		anyGlob(m.URIs, func() []byte { return stem(r) }) &&
		m.fitsHost(r) && m.fitsClient(r)
}

func anyFold(wanted []string, r *parser.Row, c parser.Column) bool {
	return len(wanted) == 0 || containsFold(wanted, r.Field(c))
}

func containsFold(wanted []string, value []byte) bool {
	return slices.ContainsFunc(wanted, func(w string) bool {
		return len(w) == len(value) && strings.EqualFold(w, string(value))
	})
}

func anyGlob(globs []string, value func() []byte) bool {
	if len(globs) == 0 {
		return true
	}
	v := value()
	return slices.ContainsFunc(globs, func(g string) bool { return globFold(g, v) })
}

// fitsSite takes W3SVC1 for 1 and the other way round: site logs and HTTPERR
// name the same site differently.
func (m *matcher) fitsSite(r *parser.Row) bool {
	if len(m.Sites) == 0 {
		return true
	}
	site := r.Field(parser.SiteName)
	if site == nil {
		site = r.Field(parser.SiteID)
	}
	id := siteID(string(site))
	return id != "" && slices.ContainsFunc(m.Sites, func(w string) bool { return siteID(w) == id })
}

func siteID(s string) string {
	s = strings.ToUpper(s)
	return strings.TrimPrefix(strings.TrimPrefix(s, "W3SVC"), "FTPSVC")
}

func (m *matcher) fitsHost(r *parser.Row) bool {
	if len(m.Hosts) == 0 {
		return true
	}
	host := r.Field(parser.Host)
	if i := bytes.LastIndexByte(host, ':'); i > 0 && !bytes.HasSuffix(host, []byte{']'}) {
		return containsFold(m.Hosts, host[:i]) || containsFold(m.Hosts, host)
	}
	return containsFold(m.Hosts, host)
}

func (m *matcher) fitsClient(r *parser.Row) bool {
	if len(m.Clients) == 0 {
		return true
	}
	a, err := netip.ParseAddr(string(m.columns.clientOf(r)))
	if err != nil {
		return false
	}
	a = a.WithZone("").Unmap()
	return slices.ContainsFunc(m.Clients, func(p netip.Prefix) bool { return p.Contains(a) })
}

// globFold reports whether a value fits a glob in which '*' stands for any bytes
// and '?' for one, without regard to the case of ASCII letters, as IIS compares
// paths. It takes len(glob)·len(value) steps at worst.
func globFold(glob string, value []byte) bool {
	g, v, star, mark := 0, 0, -1, 0
	for v < len(value) {
		switch {
		case g < len(glob) && glob[g] == '*':
			star, mark = g, v
			g++
		case g < len(glob) && (glob[g] == '?' || lower(glob[g]) == lower(value[v])):
			g++
			v++
		case star >= 0:
			mark++
			g, v = star+1, mark
		default:
			return false
		}
	}
	for g < len(glob) && glob[g] == '*' {
		g++
	}
	return g == len(glob)
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
