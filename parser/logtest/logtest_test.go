package logtest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The bytes of a Config are a promise: numbers that were measured on a log stay
// comparable only if the log stays the same. When one is changed on purpose,
// these sums change with it.
func TestWriteIsDeterministic(t *testing.T) {
	f := func(name string, c Config, want string) {
		t.Helper()
		var a, b bytes.Buffer
		_, err := Write(&a, c)
		require.NoError(t, err)
		_, err = Write(&b, c)
		require.NoError(t, err)
		assert.True(t, bytes.Equal(a.Bytes(), b.Bytes()), "%s: two runs differ", name)
		sum := sha256.Sum256(a.Bytes())
		assert.Equal(t, want, hex.EncodeToString(sum[:8]), name)
	}
	f("bench", Bench(1<<20), "4ec1b8c5f4d36e7c")
	f("auth", Auth(1<<20), "519c6aaaa534ff48")
	f("hostile", Hostile(1<<20), "d11135d89b4010c6")
	f("quiet", Quiet(1<<20), "8cc084c8cec3968f")
	f("planted", Planted(1<<20), "25e657067077e68c")
	f("httperr", Config{Rows: 5000, Layout: HTTPERR16, Rate: Rate{PerSecond: 3, Swing: 0.4}}, "b3f7e34ffa924aa7")
}

func TestSeedMakesTheLog(t *testing.T) {
	a, b := Bench(1<<16), Bench(1<<16)
	b.Seed = 2
	_, _, one := write(t, a)
	_, _, two := write(t, b)
	assert.NotEqual(t, one, two)
}

// Every number of a Summary is the one that a plain recount of the text finds.
func TestSummaryIsWhatWasWritten(t *testing.T) {
	f := func(name string, c Config) {
		t.Helper()
		s, lines, text := write(t, c)
		want := recount(lines, text)
		want.Verdicts, want.Truths = s.Verdicts, s.Truths
		want.Handshakes, want.Refused = s.Handshakes, s.Refused
		assert.Equal(t, want, s, name)
		total := int64(0)
		for _, n := range s.Verdicts {
			total += n
		}
		assert.Equal(t, s.Rows, total, "%s: every row has a verdict", name)
	}
	f("bench", Bench(3<<20))
	f("auth", Auth(3<<20))
	f("hostile", Hostile(1<<20))
	f("planted", Planted(2<<20))
	for _, l := range []Layout{AllFields, IIS6, Azure, Forwarded, HTTPERR12, HTTPERR13, HTTPERR14, HTTPERR16,
		"date time c-ip sc-status x-own", "time date sc-win32-status sc-substatus sc-status"} {
		f(string(l), Config{Rows: 3000, Layout: l, Sites: []string{"W3SVC1", "W3SVC2"}, Newline: "\n", Restart: time.Minute})
	}
}

func TestHandshakesEndInServedRequests(t *testing.T) {
	f := func(name string, c Config) {
		t.Helper()
		s, lines, _ := write(t, c)
		assert.Positive(t, s.Handshakes, name)
		assert.Equal(t, s.Handshakes, legs(lines), name)
	}
	f("bench", Bench(2<<20))
	f("auth", Auth(2<<20))
	f("iis 6", Config{Rows: 10000, Layout: IIS6})
	f("slow", Config{Rows: 10000, Rate: Flat(0.05)})
	f("rows end", Config{Rows: 777, Traffic: Intranet})
}

func TestLimits(t *testing.T) {
	s, _, text := write(t, Config{Bytes: 1 << 20})
	assert.LessOrEqual(t, len(text), 1<<20)
	assert.Greater(t, len(text), 1<<20-8<<10)
	assert.EqualValues(t, len(text), s.Bytes)

	for _, rows := range []int64{1, 2, 3, 50, 1234} {
		s, _, _ = write(t, Config{Rows: rows, Traffic: Intranet})
		assert.Equal(t, rows, s.Rows)
	}

	start := time.Date(2026, 3, 1, 23, 59, 30, 5, time.FixedZone("", 3600))
	s, _, _ = write(t, Config{Start: start, Duration: 90 * time.Second, Rate: Flat(200)})
	assert.Equal(t, start.UTC().Truncate(time.Second), s.First)
	assert.Equal(t, start.UTC().Truncate(time.Second).Add(89*time.Second), s.Last)

	s, lines, _ := write(t, Config{Bytes: 100})
	assert.Zero(t, s.Rows)
	assert.Empty(t, lines)
}

func TestConfigIsChecked(t *testing.T) {
	f := func(want string, c Config) {
		t.Helper()
		_, err := Write(io.Discard, c)
		assert.ErrorContains(t, err, want)
	}
	f("found none", Config{})
	f("negative", Config{Rows: -1})
	f("Start", Config{Rows: 1, Start: time.Unix(-5, 0)})
	f("PerSecond", Config{Rows: 1, Rate: Rate{PerSecond: -1}})
	f("Swing", Config{Rows: 1, Rate: Rate{Swing: 2}})
	f("Hours", Config{Rows: 1, Rate: Rate{Hours: [24]float64{3: -1}}})
	f("Traffic", Config{Rows: 1, Traffic: 9})
	f("Restart", Config{Rows: 1, Restart: -1})
	f("Newline", Config{Rows: 1, Newline: " "})
	f("Layout", Config{Rows: 1, Layout: "date\ntime"})
	f("Sites", Config{Rows: 1, Sites: []string{"a b"}})
	f(`Incidents[1]: expected a kind`, Config{Rows: 1, Incidents: []Incident{{Kind: Scanner}, {Kind: "flood"}}})
	f("with these columns", Config{Rows: 1, Layout: HTTPERR13, Incidents: []Incident{{Kind: Scanner}}})
	f("with these columns", Config{Rows: 1, Incidents: []Incident{{Kind: QueueFull}}})
	f("negative", Config{Rows: 1, Incidents: []Incident{{Kind: Scanner, At: -1}}})
	f("a day at most", Config{Rows: 1, Incidents: []Incident{{Kind: Recurring, Lasts: 25 * time.Hour}}})
}

type fullDisk struct{ room int }

var errFull = errors.New("disk full")

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.room -= len(p); d.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriteStopsAtAnError(t *testing.T) {
	_, err := Write(&fullDisk{room: 1 << 20}, Config{Duration: 24 * time.Hour, Rate: Flat(1000)})
	assert.ErrorIs(t, err, errFull)
}

func TestDirectives(t *testing.T) {
	f := func(l Layout, want ...string) {
		t.Helper()
		_, _, text := write(t, Config{Rows: 5, Layout: l})
		assert.Equal(t, want, strings.SplitN(text, "\r\n", 5)[:4])
	}
	f(IIS6, "#Software: Microsoft Internet Information Services 6.0", "#Version: 1.0", "#Date: 2026-11-02 00:00:00",
		"#Fields: date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip "+
			"cs(User-Agent) sc-status sc-substatus sc-win32-status ")
	f(HTTPERR12, "#Software: Microsoft HTTP API 2.0", "#Version: 1.0", "#Date: 2026-11-02 00:00:00",
		"#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason")

	s, _, text := write(t, Config{Duration: time.Hour, Rate: Flat(2), Restart: 10 * time.Minute})
	assert.EqualValues(t, 6*4, s.Directives)
	assert.Contains(t, text, "#Date: 2026-11-02 00:10:0")
}

func TestColumnCounts(t *testing.T) {
	for l, want := range map[Layout]int{IIS10: 15, AllFields: 22, IIS6: 14, Azure: 19, Forwarded: 16,
		HTTPERR12: 12, HTTPERR13: 13, HTTPERR14: 14, HTTPERR16: 16} {
		assert.Len(t, l.columns(), want, string(l))
		assert.NotContains(t, l.columns()[:2], unknownColumn, string(l))
	}
}

// Addresses must be nobody's.
func TestAddressesAreForDocumentation(t *testing.T) {
	var allowed []netip.Prefix
	for _, p := range strings.Fields("192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16") {
		allowed = append(allowed, netip.MustParsePrefix(p))
	}
	for _, c := range []Config{Planted(1 << 20), Auth(1 << 20), Hostile(1 << 20), {Rows: 2000, Layout: HTTPERR16}} {
		_, lines, _ := write(t, c)
		for _, l := range lines {
			for _, field := range []string{"c-ip", "s-ip"} {
				a := netip.MustParseAddr(l.get(field))
				ok := false
				for _, p := range allowed {
					ok = ok || p.Contains(a)
				}
				require.True(t, ok, a)
			}
		}
	}
}
