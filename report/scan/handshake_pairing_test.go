package scan

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

const pairFields = "date time c-ip cs-username cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status"

// midnight is the second that rows of a case are counted from.
var midnight = time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)

// rowsOf turns lines that begin with a number of seconds into rows that begin
// with a date and a time.
func rowsOf(lines string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		second, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		n, err := strconv.Atoi(second)
		if err != nil {
			panic(line)
		}
		b.WriteString(midnight.Add(time.Duration(n)*time.Second).Format(time.DateTime) + " " + rest + "\n")
	}
	return b.String()
}

func logOf(fields, lines string) string { return "#Fields: " + fields + "\n" + rowsOf(lines) }

// pairs holds what the verdicts of a log are, for many sizes of its chunks.
func pairs(t *testing.T, o Options, want string, texts ...string) {
	t.Helper()
	assert.Equal(t, want, verdictsOf(resultOf(t, o, texts...)), "as one chunk")
	for size := 64; size <= 600; size += 11 {
		o.ChunkSize, o.Workers = size, 1+size%3
		require.Equal(t, want, verdictsOf(resultOf(t, o, texts...)), "chunks of %d", size)
	}
}

func TestPairing(t *testing.T) {
	f := func(name, want, lines string) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pairs(t, options(t), want, logOf(pairFields, lines))
		})
	}
	f("ntlm", "ok 1, handshake 2", `
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.1 - /a ie 401 1 2148074254
		0 10.0.0.1 D\u /a ie 200 0 0`)
	f("kerberos", "ok 1, handshake 1", `
		0 10.0.0.1 - /a ie 401 2 5
		1 10.0.0.1 D\u /a ie 304 0 0`)
	f("iis 6", "ok 1, handshake 2", `
		0 10.0.0.1 - /a ie 401 2 2148074254
		0 10.0.0.1 - /a ie 401 1 0
		0 10.0.0.1 D\u /a ie 200 0 0`)
	f("pre-authentication", "ok 1, handshake 1", `
		0 10.0.0.1 - /a ie 401 1 2148074254
		0 10.0.0.1 D\u /a ie 200 0 0`)
	f("an expired ticket", "ok 1, handshake 1", `
		0 10.0.0.1 - /a ie 401 1 2148074263
		0 10.0.0.1 D\u /a ie 200 0 0`)
	f("a failing page is let in all the same", "handshake 2, application 1", `
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.1 - /a ie 401 1 2148074254
		0 10.0.0.1 D\u /a ie 500 0 0`)
	f("401.3 with a user is authenticated", "handshake 2, access-denied 1", `
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.1 - /a ie 401 1 2148074254
		0 10.0.0.1 D\u /a ie 401 3 5`)
	f("401.3 without a user is not", "challenge-unanswered 1, access-denied 1", `
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.1 - /a ie 401 3 5`)
	f("typed after 54 s", "ok 1, handshake 2", `
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.1 - /a ie 401 1 2148074254
		54 10.0.0.1 D\u /a ie 200 0 0`)
	f("after 120 s", "ok 1, handshake 1", `
		0 10.0.0.1 - /a ie 401 2 5
		120 10.0.0.1 D\u /a ie 200 0 0`)
	f("after 121 s", "ok 1, challenge-unanswered 1", `
		0 10.0.0.1 - /a ie 401 2 5
		121 10.0.0.1 D\u /a ie 200 0 0`)
	f("no answer", "ok 1, challenge-unanswered 3", `
		0 10.0.0.1 - /a ie 401 2 5
		1 10.0.0.1 - /a ie 401 1 2148074254
		2 10.0.0.1 - /a ie 401 1 0
		3 10.0.0.1 - /a ie 200 0 0`)
	f("another client", "ok 1, challenge-unanswered 1", `
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.2 D\u /a ie 200 0 0`)
	f("another agent", "ok 1, challenge-unanswered 1", `
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.1 D\u /a edge 200 0 0`)
	f("another path", "ok 1, challenge-unanswered 1", `
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.1 D\u /ab ie 200 0 0`)
	f("swapped within a second", "ok 1, handshake 2", `
		0 10.0.0.1 D\u /a ie 200 0 0
		0 10.0.0.1 - /a ie 401 1 2148074254
		0 10.0.0.1 - /a ie 401 2 5`)
	f("swapped by clocks", "ok 1, handshake 1", `
		3 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.1 D\u /a ie 200 0 0`)
	f("let in long before", "ok 1, challenge-unanswered 1", `
		0 10.0.0.1 D\u /a ie 200 0 0
		6 10.0.0.1 - /a ie 401 2 5`)
	f("let in five seconds before", "ok 1, handshake 1", `
		0 10.0.0.1 D\u /a ie 200 0 0
		5 10.0.0.1 - /a ie 401 2 5`)
	f("interleaved clients", "ok 4, handshake 6, challenge-unanswered 2", `
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.2 - /a ie 401 2 5
		0 10.0.0.3 - /b ie 401 2 5
		0 10.0.0.2 - /a ie 401 1 2148074254
		1 10.0.0.1 - /a ie 401 1 2148074254
		1 10.0.0.9 - /c ie 401 2 5
		1 10.0.0.9 - /c ie 401 1 2148074254
		1 10.0.0.2 D\v /a ie 200 0 0
		1 10.0.0.3 - /b ie 401 1 2148074254
		1 10.0.0.1 D\u /a ie 200 0 0
		2 10.0.0.3 D\w /b ie 200 0 0
		2 10.0.0.9 D\x /d ie 200 0 0`)
	f("one answer to several challenges", "ok 1, handshake 4", `
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.1 - /a ie 401 1 2148074254
		1 10.0.0.1 - /a ie 401 1 2148074254
		1 10.0.0.1 D\u /a ie 200 0 0`)
	f("a refused logon stays one", "ok 1, handshake 1, logon-failure 2", `
		0 10.0.0.1 - /a ie 401 2 5
		1 10.0.0.1 D\u /a ie 401 1 1326
		2 10.0.0.1 - /a ie 401 1 2148074252
		9 10.0.0.1 D\u /a ie 200 0 0`)
	f("a refused logon is no answer", "challenge-unanswered 1, logon-failure 1", `
		0 10.0.0.1 - /a ie 401 2 5
		1 10.0.0.1 D\u /a ie 401 1 1326`)
	f("a directory fault is none", "challenge-unanswered 1, directory-fault 1", `
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.1 - /a ie 401 1 2148074245`)
	f("a client that left", "ok 1, client-left 2", `
		0 10.0.0.1 - /a ie 401 2 64
		0 10.0.0.1 - /a ie 401 1 1236
		1 10.0.0.1 D\u /a ie 200 0 0`)
	f("a user of one letter", "ok 1, handshake 1", `
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.1 u /a ie 200 0 0`)
}

// Logs that lack a column.
func TestPairingOfLayouts(t *testing.T) {
	f := func(name, want, fields, lines string) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pairs(t, options(t), want, logOf(fields, lines))
		})
	}
	f("no Win32", "ok 1, handshake 2", "date time c-ip cs-username cs-uri-stem sc-status sc-substatus", `
		0 10.0.0.1 - /a 401 2
		0 10.0.0.1 - /a 401 1
		0 10.0.0.1 D\u /a 200 0`)
	f("no Win32, no answer", "challenge-unanswered 1, unknown 1", "date time c-ip cs-username cs-uri-stem sc-status sc-substatus", `
		0 10.0.0.1 - /a 401 2
		0 10.0.0.1 - /a 401 1`)
	f("no user", "ok 1, handshake 2", "date time c-ip cs-uri-stem sc-status sc-substatus sc-win32-status", `
		0 10.0.0.1 /a 401 2 5
		0 10.0.0.1 /a 401 1 2148074254
		0 10.0.0.1 /a 200 0 0`)
	f("no user, no answer", "challenge-unanswered 1, logon-failure 1", "date time c-ip cs-uri-stem sc-status sc-substatus sc-win32-status", `
		0 10.0.0.1 /a 401 2 5
		1 10.0.0.1 /a 401 1 1326`)
	f("no user, rights refused", "challenge-unanswered 1, access-denied 1", "date time c-ip cs-uri-stem sc-status sc-substatus sc-win32-status", `
		0 10.0.0.1 /a 401 2 5
		0 10.0.0.1 /a 401 3 5`)
	f("no substatus", "ok 1, handshake 2", "date time c-ip cs-username cs-uri-stem sc-status sc-win32-status", `
		0 10.0.0.1 - /a 401 5
		0 10.0.0.1 - /a 401 2148074254
		0 10.0.0.1 D\u /a 200 0`)
	f("no client and no agent", "ok 1, handshake 1", "date time cs-username cs-uri-stem sc-status sc-substatus sc-win32-status", `
		0 - /a 401 2 5
		0 D\u /a 200 0 0`)
	f("cs-uri", "ok 1, handshake 1", "date time c-ip cs-username cs-uri sc-status sc-substatus sc-win32-status", `
		0 10.0.0.1 - /a?x=1 401 2 5
		0 10.0.0.1 D\u /a?x=2 200 0 0`)
}

// Rows without a time answer by their place.
func TestPairingWithoutTimes(t *testing.T) {
	const fields = "#Fields: c-ip cs-username cs-uri-stem sc-status sc-substatus sc-win32-status\n"
	pairs(t, options(t), "ok 1, handshake 2", fields+
		"10.0.0.1 - /a 401 2 5\n10.0.0.1 - /a 401 1 2148074254\n10.0.0.1 D\\u /a 200 0 0\n")
	pairs(t, options(t), "ok 1, challenge-unanswered 1", fields+
		"10.0.0.1 D\\u /a 200 0 0\n10.0.0.1 - /a 401 2 5\n")
	pairs(t, options(t), "ok 1, handshake 1", "#Fields: "+pairFields+"\n"+
		"2026-11-03 00:00:00 10.0.0.1 - /a ie 401 2 5\n- - 10.0.0.1 D\\u /a ie 200 0 0\n")
	pairs(t, options(t), "ok 1, handshake 1", "#Fields: "+pairFields+"\n"+
		"- - 10.0.0.1 - /a ie 401 2 5\n2026-11-03 00:00:00 10.0.0.1 D\\u /a ie 200 0 0\n")
}

// Behind a proxy every client has the address of the proxy.
func TestPairingBehindProxy(t *testing.T) {
	text := logOf(pairFields+" X-Forwarded-For", `
		0 10.0.0.1 - /a ie 401 2 5 203.0.113.7
		0 10.0.0.1 - /a ie 401 2 5 203.0.113.8,+10.1.1.1
		1 10.0.0.1 D\u /a ie 200 0 0 203.0.113.8:51234`)
	pairs(t, options(t), "ok 1, handshake 2", text)
	o := options(t)
	o.ForwardedFor = "X-Forwarded-For"
	pairs(t, o, "ok 1, handshake 1, challenge-unanswered 1", text)
}

func TestPairingKeepsFilters(t *testing.T) {
	text := logOf(pairFields, `
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.1 - /a ie 401 1 2148074254
		1 10.0.0.1 D\u /a ie 200 0 0
		2 10.0.0.2 - /b ie 401 2 5
		3 10.0.0.2 D\u /b ie 401 1 1326`)
	f := func(want string, filtered int64, set func(*Filter)) {
		t.Helper()
		o := options(t)
		set(&o.Filter)
		pairs(t, o, want, text)
		assert.Equal(t, filtered, resultOf(t, o, text).Sources[0].Filtered)
	}
	status := func(s ...string) func(*Filter) {
		return func(f *Filter) {
			for _, s := range s {
				p, err := ParseStatus(s)
				require.NoError(t, err)
				f.Status = append(f.Status, p)
			}
		}
	}
	verdict := func(v ...codes.Verdict) func(*Filter) { return func(f *Filter) { f.Verdicts = v } }
	f("handshake 2, challenge-unanswered 1, logon-failure 1", 1, status("401.x"))
	f("handshake 1, challenge-unanswered 1", 3, status("401.2"))
	f("handshake 2", 3, verdict(codes.Handshake))
	f("challenge-unanswered 1, logon-failure 1", 3, verdict(codes.ChallengeUnanswered, codes.LogonFailure))
	f("challenge-unanswered 1", 4, func(f *Filter) {
		f.Verdicts = []codes.Verdict{codes.ChallengeUnanswered}
		f.Fields = where("uri", "/B")
	})
	f("ok 1", 4, verdict(codes.OK))
	f("handshake 1", 4, func(f *Filter) {
		f.Verdicts = []codes.Verdict{codes.Handshake}
		status("401.1")(f)
	})
}

// The answer to a leg at the end of a file may stand in the file of the next
// day.
func TestPairingAcrossMidnight(t *testing.T) {
	today := logOf(pairFields, `
		-60 10.0.0.1 - /early ie 401 2 5
		-2 10.0.0.1 - /a ie 401 2 5
		-1 10.0.0.1 - /a ie 401 1 2148074254
		-1 10.0.0.2 - /b ie 401 2 5`)
	tomorrow := logOf(pairFields, `
		0 10.0.0.1 D\u /a ie 200 0 0
		130 10.0.0.2 D\u /b ie 200 0 0`)
	later := logOf(pairFields, `
		7200 10.0.0.1 D\u /early ie 200 0 0`)
	for _, texts := range [][]string{{today, tomorrow, later}, {later, tomorrow, today}} {
		for size := 64; size <= 600; size += 67 {
			o := options(t)
			o.ChunkSize, o.Workers = size, 2
			r := Read(t.Context(), filesOf(t, texts...), o)
			agrees(t, r)
			require.Equal(t, "ok 3, handshake 2, challenge-unanswered 2", verdictsOf(r), "chunks of %d", size)
		}
	}
	// A stream cannot be read twice.
	assert.Equal(t, "ok 3, challenge-unanswered 4", verdictsOf(resultOf(t, options(t), today, tomorrow, later)))
}

// A file may end with rows that are later than the first of the next one.
func TestPairingAcrossSpilledMidnight(t *testing.T) {
	today := logOf(pairFields, `
		-9 10.0.0.1 - /a ie 200 0 0
		19 10.0.0.1 - /a ie 401 2 5
		20 10.0.0.1 - /b ie 401 2 5`)
	tomorrow := logOf(pairFields, `
		5 10.0.0.1 u /b ie 200 0 0
		21 10.0.0.1 u /a ie 200 0 0`)
	r := Read(t.Context(), filesOf(t, today, tomorrow), options(t))
	agrees(t, r)
	assert.Equal(t, "ok 3, handshake 1, challenge-unanswered 1", verdictsOf(r))
}

// What was planted is what is found.
func TestPairingOfMadeLogs(t *testing.T) {
	f := func(name string, c logtest.Config) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, sum := write(t, c)
			for _, cut := range []struct{ workers, chunk int }{{1, 1 << 20}, {2, 64 << 10}, {3, 1000}} {
				o := options(t)
				o.Workers, o.ChunkSize = cut.workers, cut.chunk
				r := resultOf(t, o, text)
				assert.Equal(t, sum.Handshakes, countOf(r, "handshake"), "handshakes, chunks of %d", cut.chunk)
				assert.Equal(t, sum.Refused, countOf(r, "logon-failure"), "refused, chunks of %d", cut.chunk)
				for verdict, n := range sum.Verdicts {
					found := countOf(r, verdict)
					if verdict == "probe" || verdict == "not-found" {
						// What a user with a name asks for is no probe here.
						n, found = sum.Verdicts["probe"]+sum.Verdicts["not-found"], countOf(r, "probe")+countOf(r, "not-found")
					}
					assert.Equal(t, n, found, "%s, chunks of %d", verdict, cut.chunk)
				}
				rows := codeRows(r)
				for code, n := range sum.Codes {
					assert.Equal(t, n, rows[code], code)
				}
			}
		})
	}
	f("auth", logtest.Auth(3<<20))
	f("bench", logtest.Bench(1<<20))
	f("planted", logtest.Planted(1<<20))
	f("iis 6", logtest.Config{Rows: 8000, Layout: logtest.IIS6, Traffic: logtest.Intranet})
	f("slow", logtest.Config{Rows: 4000, Traffic: logtest.Intranet, Rate: logtest.Flat(0.05)})
	f("busy", logtest.Config{Rows: 8000, Traffic: logtest.Intranet, Rate: logtest.Flat(3000)})
}
