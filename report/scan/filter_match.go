package scan

import (
	"cmp"
	"fmt"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/parser"
)

// rowTest reports whether a row has one of the values that a flag was given. It
// is asked for every row, so it allocates nothing, but for the text of an address.
type rowTest func(c *columns, r *parser.Row) bool

// match is how the values of a flag are compared with rows.
type match struct {
	cost    int                                    // tests of low cost are asked first
	compile func(values []string) (rowTest, error) // reads the values as typed
}

const (
	numberCost = iota // the number is read already
	textCost          // the field must be looked for
	globCost
	addressCost // and read
)

// test reads values as they are typed: a row must have one of them, and none of those
// that begin with '!'. A row without the field has none.
func (m match) test(values []string) (rowTest, error) {
	these, not := divide(values)
	if len(not) == 0 {
		return m.compile(these)
	}
	unwanted, err := m.compile(not)
	if err != nil || len(these) == 0 {
		return func(c *columns, r *parser.Row) bool { return !unwanted(c, r) }, err
	}
	wanted, err := m.compile(these)
	return func(c *columns, r *parser.Row) bool { return wanted(c, r) && !unwanted(c, r) }, err
}

// testsOf returns the tests of some filters, the cheap ones first.
func testsOf(filters []FieldFilter) []rowTest {
	type costly struct {
		cost int
		test rowTest
	}
	var all []costly
	for _, f := range filters {
		one := costly{test: func(*columns, *parser.Row) bool { return false }}
		if flag, ok := FilterFlagOf(f.Flag); ok && flag.match.compile != nil {
			if test, err := flag.match.test(f.Values); err == nil {
				one = costly{flag.match.cost, test}
			}
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b costly) int { return cmp.Compare(a.cost, b.cost) })
	var tests []rowTest
	for _, one := range all {
		tests = append(tests, one.test)
	}
	return tests
}

// texts compares the bytes that read returns of a row by one of the functions of
// filter_text.go.
func texts(cost int, read func(*parser.Row) []byte, same func(wanted string, value []byte) bool) match {
	return match{cost, func(values []string) (rowTest, error) {
		return func(_ *columns, r *parser.Row) bool {
			value := read(r)
			return slices.ContainsFunc(values, func(wanted string) bool { return same(wanted, value) })
		}, nil
	}}
}

// anyCase takes values in any case, and globs.
func anyCase(c parser.Column) match { return texts(textCost, field(c), sameOrGlob) }

// globs takes globs for what is long.
func globs(read func(*parser.Row) []byte) match { return texts(globCost, read, globFold) }

func field(c parser.Column) func(*parser.Row) []byte {
	return func(r *parser.Row) []byte { return r.Field(c) }
}

// userFlag is the name of the flag that chooses users.
const userFlag = "user"

// users takes the user of a row; of one of FTP that does not hold it, the name that its
// session gave.
func users(values []string) (rowTest, error) {
	return func(c *columns, r *parser.Row) bool {
		user := r.Field(parser.Username)
		if name := c.sessionUser(r); name != nil {
			user = name
		}
		return slices.ContainsFunc(values, func(wanted string) bool { return globFold(wanted, user) })
	}, nil
}

// sites takes W3SVC1 for 1. A row whose log does not name its site has that of its
// folder.
func sites(values []string) (rowTest, error) {
	return func(c *columns, r *parser.Row) bool {
		site := c.site(r)
		return slices.ContainsFunc(values, func(wanted string) bool { return sameSite(wanted, site) })
	}, nil
}

// servers takes the name of a server, or its address whether or not the name is
// logged as well, as a server can have several; or its folder.
func servers(values []string) (rowTest, error) {
	return func(c *columns, r *parser.Row) bool {
		name, address := c.server(r), r.Field(parser.ServerIP)
		return slices.ContainsFunc(values, func(wanted string) bool {
			return sameOrGlob(wanted, name) || len(address) > 1 && sameOrGlob(wanted, address)
		})
	}, nil
}

// ports checks that each value is a port.
func ports(values []string) (rowTest, error) {
	for _, v := range values {
		if n, err := strconv.ParseUint(v, 10, 16); err != nil || n == 0 {
			return nil, fmt.Errorf("expected a port from 1 to 65535, found %q", v)
		}
	}
	return texts(textCost, field(parser.ServerPort), sameFold).compile(values)
}

// win32s takes numbers as logs write them, or in hexadecimal.
func win32s(values []string) (rowTest, error) {
	numbers, err := parseEach(values, parseWin32)
	return func(_ *columns, r *parser.Row) bool { return slices.Contains(numbers, r.Win32) }, err
}

func parseWin32(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 0, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("expected a number like 1326 or 0x8009030E, found %q", s)
	}
	return n, nil
}

// durations takes ranges of time-taken. A row without it fits none.
func durations(values []string) (rowTest, error) {
	ranges, err := parseEach(values, parseDurationRange)
	return func(_ *columns, r *parser.Row) bool {
		ms := r.Taken
		return ms >= 0 && slices.ContainsFunc(ranges, func(d durationRange) bool { return d.low <= ms && ms <= d.high })
	}, err
}

// addresses takes addresses, networks and globs. The address of a row is the real
// one, where --forwarded-for names its field.
func addresses(values []string) (rowTest, error) {
	var globs, others []string
	for _, v := range values {
		if strings.ContainsAny(v, "*?") {
			globs = append(globs, v)
		} else {
			others = append(others, v)
		}
	}
	networks, err := parseEach(others, parseClient)
	return func(c *columns, r *parser.Row) bool {
		client := c.client(r)
		if slices.ContainsFunc(globs, func(glob string) bool { return globFold(glob, client) }) {
			return true
		}
		a, err := netip.ParseAddr(string(client))
		if err != nil || len(networks) == 0 {
			return false
		}
		a = a.WithZone("").Unmap()
		return slices.ContainsFunc(networks, func(p netip.Prefix) bool { return p.Contains(a) })
	}, err
}

func parseEach[T any](values []string, parse func(string) (T, error)) ([]T, error) {
	all := make([]T, 0, len(values))
	for _, v := range values {
		parsed, err := parse(v)
		if err != nil {
			return nil, err
		}
		all = append(all, parsed)
	}
	return all, nil
}

// durationRange is a range of time-taken in ms, both ends included.
type durationRange struct{ low, high int64 }

// parseDurationRange reads 5s.. or 1s..30s or ..100ms.
func parseDurationRange(s string) (durationRange, error) {
	low, high, ok := strings.Cut(s, "..")
	if !ok || low == "" && high == "" {
		return durationRange{}, fmt.Errorf("expected a range like 5s.. or 1s..30s or ..100ms, found %q", s)
	}
	r := durationRange{0, math.MaxInt64}
	for _, end := range []struct {
		text string
		to   *int64
	}{{low, &r.low}, {high, &r.high}} {
		if end.text == "" {
			continue
		}
		d, err := time.ParseDuration(end.text)
		if err != nil || d < 0 {
			return durationRange{}, fmt.Errorf("expected a duration like 500ms, 5s or 2m in a range, found %q", end.text)
		}
		*end.to = d.Milliseconds()
	}
	if r.low > r.high {
		return durationRange{}, fmt.Errorf("expected a range from short to long, found %q", s)
	}
	return r, nil
}

// parseClient reads an address or a network in CIDR notation.
func parseClient(s string) (netip.Prefix, error) {
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
