package scan

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// Lines that others published together with what they mean.
func TestPairingOfPublishedLines(t *testing.T) {
	const agent = "Mozilla/4.0+(compatible;+MSIE+6.0;+Windows+NT+5.1;+SV1;+.NET+CLR+1.1.4322;+.NET+CLR+2.0.50727;+InfoPath.1)"
	f := func(name, want string, lines ...string) {
		t.Helper()
		t.Run(name, func(t *testing.T) { pairs(t, options(t), want, strings.Join(lines, "\r\n")+"\r\n") })
	}
	f("IIS 6 in user mode", "ok 2, handshake 2",
		"#Software: Microsoft Internet Information Services 6.0", "#Version: 1.0", "#Date: 2005-05-21 05:39:27",
		"#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status ",
		`2005-05-21 05:39:27 192.168.0.101 GET /VirtualServer/VSWebApp.exe view=1 1024 WEBBROWSER\User 192.168.0.101 Mozilla/4.0+(User-Agent) 200 0 0`,
		`2005-05-21 05:39:27 192.168.0.101 GET /VirtualServer/scripts/VSScripts.js - 1024 - 192.168.0.101 Mozilla/4.0+(User-Agent) 401 2 5`,
		`2005-05-21 05:39:27 192.168.0.101 GET /VirtualServer/scripts/VSScripts.js - 1024 - 192.168.0.101 Mozilla/4.0+(User-Agent) 401 1 2148074254`,
		`2005-05-21 05:39:27 192.168.0.101 GET /VirtualServer/scripts/VSScripts.js - 1024 WEBBROWSER\User 192.168.0.101 Mozilla/4.0+(User-Agent) 304 0 0`)
	f("a name typed at a prompt, an odd spelling", "ok 1, handshake 2",
		"#Fields: date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-Sub-status sc-win32-status",
		"2006-03-06 20:37:42 W3SVC1 192.0.2.1 GET /default.aspx - 80 - 192.0.2.9 "+agent+" 401 2 2148074254",
		"2006-03-06 20:37:42 W3SVC1 192.0.2.1 GET /default.aspx - 80 - 192.0.2.9 "+agent+" 401 1 0",
		`2006-03-06 20:38:36 W3SVC1 192.0.2.1 GET /default.aspx - 80 DOMAIN\user 192.0.2.9 `+agent+" 200 0 0")
	f("kernel mode, the first request is anonymous", "ok 1, handshake 1",
		"#Fields: date time c-ip cs-username cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status",
		"2020-01-01 10:00:00 192.0.2.9 - /default.aspx IE 401 2 5",
		`2020-01-01 10:00:00 192.0.2.9 DOMAIN\user /default.aspx IE 302 0 0`)
	f("a package that failed", "challenge-unanswered 1, directory-fault 1",
		"#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken",
		"2020-07-13 10:00:01 192.0.2.1 GET /whoami.aspx - 80 - 192.0.2.9 "+agent+" - 401 2 5 105",
		"2020-07-13 10:00:01 192.0.2.1 GET /whoami.aspx - 80 - 192.0.2.9 "+agent+" - 401 1 2148074245 18")
	f("the columns change in between", "ok 1, handshake 2",
		"#Fields: date time c-ip cs-username cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status",
		"2020-01-01 10:00:00 192.0.2.9 - /default.aspx IE 401 2 5",
		"2020-01-01 10:00:00 192.0.2.9 - /default.aspx IE 401 1 2148074254",
		"#Fields: date time sc-status sc-substatus cs(User-Agent) cs-uri-stem cs-username c-ip",
		`2020-01-01 10:00:00 200 0 IE /default.aspx DOMAIN\user 192.0.2.9`)
	f("the columns change after the answer", "ok 1, handshake 1",
		"#Fields: date time sc-status sc-substatus cs(User-Agent) cs-uri-stem cs-username c-ip",
		`2020-01-01 10:00:00 200 0 IE /default.aspx DOMAIN\user 192.0.2.9`,
		"#Fields: date time c-ip cs-username cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status",
		"2020-01-01 10:00:00 192.0.2.9 - /default.aspx IE 401 2 5")
	f("blanks in a row", "ok 1, handshake 1",
		"#Fields: date time c-ip cs-username cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status",
		`2020-01-01 10:00:00 192.0.2.9 - /default.aspx "IE 6" 401 2 5`,
		`2020-01-01 10:00:00 192.0.2.9 u /default.aspx "IE 6" 200 0 0`)
}

// What stands further back than a few kilobytes is no answer: a row that was let
// in earlier says nothing of a challenge.
func TestPairingLooksBackAShortWay(t *testing.T) {
	between := func(n int) string {
		return strings.Repeat("0 10.9.9.9 - /static/picture.png agent 200 0 0\n", n)
	}
	f := func(want string, n int) {
		t.Helper()
		text := logOf(pairFields, "0 10.0.0.1 u /a ie 200 0 0\n"+between(n)+"0 10.0.0.1 - /a ie 401 2 5")
		for _, cut := range cuts {
			o := options(t)
			o.Workers, o.ChunkSize = cut.workers, cut.chunk
			require.Equal(t, want, verdictsOf(resultOf(t, o, text)), "%d rows between, chunks of %d", n, cut.chunk)
		}
	}
	f("ok 101, handshake 1", 100)
	f("ok 301, challenge-unanswered 1", 300)
}

// Where the columns change shortly before a leg, the rows before the change are
// read by the columns of their time.
func TestPairingLooksBackOverFields(t *testing.T) {
	filler := strings.Repeat("2026-11-03 00:00:00 10.9.9.9 - /static/picture.png agent 200 0 0\n", 300)
	// The same number of columns in another order: agent and path change places.
	text := "#Fields: date time c-ip cs-username cs(User-Agent) cs-uri-stem sc-status sc-substatus sc-win32-status\n" + filler +
		"2026-11-03 00:00:00 10.0.0.1 u ie /a 200 0 0\n" +
		"2026-11-03 00:00:00 10.0.0.2 u /b ie 200 0 0\n" +
		"#Fields: " + pairFields + "\n" +
		"2026-11-03 00:00:00 10.0.0.1 - /a ie 401 2 5\n" +
		"2026-11-03 00:00:00 10.0.0.2 - /b ie 401 2 5\n" +
		"2026-11-03 00:00:00 10.0.0.2 - /b ie 401 2 5\n"
	for size := 80; size < 60_000; size += 1 + size/7 {
		o := options(t)
		o.ChunkSize = size
		require.Equal(t, "ok 302, handshake 1, challenge-unanswered 2", verdictsOf(resultOf(t, o, text)), "chunks of %d", size)
	}
}

// A row counts up to the very byte, in whatever chunk it stands.
func TestPairingLooksBackToTheByte(t *testing.T) {
	const head = "#Fields: date time cs-username cs-uri-stem sc-status sc-substatus sc-win32-status\n"
	answer := "2026-11-03 00:00:00 u /a 200 0 0\n"
	leg := "2026-11-03 00:00:00 - /a 401 2 5\n"
	f := func(want string, distance int) {
		t.Helper()
		var between string
		for left := distance - len(answer); left > 0; left = distance - len(answer) - len(between) {
			n := 1000
			if left < 2200 {
				n = left
			}
			tail := " 200 0 0\n"
			between += "2026-11-03 00:00:00 - /" + strings.Repeat("x", n-23-len(tail)) + tail
		}
		text := head + strings.Repeat("2026-11-03 00:00:00 - /static 200 0 0\n", 400) + answer + between + leg
		require.Equal(t, distance, len(answer)+len(between))
		for size := 80; size < 60_000; size += 1 + size/3 {
			o := options(t)
			o.ChunkSize = size
			require.EqualValues(t, 1, countOf(resultOf(t, o, text), want), "%d bytes, chunks of %d", distance, size)
		}
	}
	f("handshake", lookBackBytes-1)
	f("handshake", lookBackBytes)
	f("challenge-unanswered", lookBackBytes+1)
}

// paired counts legs and answers in the plainest way: every leg against every
// row.
func paired(t *testing.T, text string) map[string]int64 {
	var rows []*parser.Row
	eachRow(t, text, func(r *parser.Row) { rows = append(rows, r.Clone()) })
	key := func(r *parser.Row) string {
		return fmt.Sprintf("%s %s %s", r.Field(parser.ClientIP), r.Field(parser.UserAgent), r.Field(parser.Stem))
	}
	counts := map[string]int64{}
	for _, leg := range rows {
		if leg.Status != 401 || leg.Substatus == 1 && leg.Win32 == 1326 {
			continue
		}
		verdict := "challenge-unanswered"
		for _, r := range rows {
			late := r.Second - leg.Second
			if string(r.Field(parser.Username)) != "-" && r.Status != 401 && key(r) == key(leg) &&
				-5 <= late && late <= 120 && r.Offset >= leg.Offset-8<<10 {
				verdict = "handshake"
			}
		}
		counts[verdict]++
	}
	return counts
}

// traffic is a random log of few clients and paths. Its times go up a step a row
// and are wrong by up to jitter seconds.
func traffic(random *rand.Rand, rows, step, jitter int) string {
	var b strings.Builder
	for i := range rows {
		second := i*step + random.IntN(2*jitter+1) - jitter
		who := fmt.Sprintf("10.0.0.%d", random.IntN(3))
		tail := [...]string{"- %s 401 2 5", "- %s 401 1 2148074254", "u %s 200 0 0", "- %s 200 0 0", "u %s 401 1 1326"}[random.IntN(5)]
		path := fmt.Sprintf("/%c agent", 'a'+random.IntN(4))
		fmt.Fprintf(&b, "%d %s %s\n", second, who, fmt.Sprintf(tail, path))
	}
	return logOf(pairFields, b.String())
}

// Whatever the order of the rows, the answer is the one of the plain count, and
// the same for every size of chunks.
func TestPairingAgreesWithPlainCount(t *testing.T) {
	f := func(name string, step, jitter int) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(20) {
				random := rand.New(rand.NewPCG(seed, uint64(jitter)))
				text := traffic(random, 60+random.IntN(200), step, jitter)
				want := paired(t, text)
				for _, size := range []int{64, 131, 600, 3001, 1 << 20} {
					o := options(t)
					o.ChunkSize, o.Workers = size, 1+int(seed%3)
					r := resultOf(t, o, text)
					for verdict, n := range want {
						require.Equal(t, n, countOf(r, verdict), "seed %d, chunks of %d, %s", seed, size, verdict)
					}
				}
			}
		})
	}
	f("in order", 1, 0)
	f("seldom", 60, 0)
	f("within a second", 0, 1)
	f("nearly in order", 2, 30)
	f("slow and nearly in order", 30, 50)
	f("hardly in order", 10, 900)
	f("in no order", 1, 50_000)
}

// Legs that nobody answers do not pile up: those too far back are closed.
func TestPairingIsBounded(t *testing.T) {
	p := newPairing(&reading{}, new(options(t)), seed, new(legBlocks))
	const chunks, size = 200, 1 << 20
	w := newWorker(new(options(t)), seed, nil)
	eachRow(t, logOf(pairFields, "0 10.0.0.1 - /a ie 401 2 5"), func(r *parser.Row) {
		for seq := range chunks {
			one := &leg{Row: *r.Clone(), key: 1}
			one.Offset = int64(seq) * size
			p.coming.Add(1)
			p.pair(&scanned{
				chunk: parser.Chunk{Seq: seq, Offset: one.Offset, Bytes: size},
				legs:  p.blocks.keep([]*leg{one}), first: r.Second, last: r.Second,
			}, w)
			assert.LessOrEqual(t, p.open.count, reachBytes/size+1)
			assert.LessOrEqual(t, len(p.line), 2*(reachBytes/size+1)+64)
		}
	})
	j := newJudge(new(options(t)), seed)
	p.finish(j)
	c := j.counts
	assert.EqualValues(t, chunks, c.outcomes.all[0].rows)
	assert.Equal(t, codes.ChallengeUnanswered, c.outcomes.all[0].verdict)
	assert.Len(t, c.outcomes.all, 1)
}

// A chunk whose turn does not come, because one before it was never scanned, is
// not waited for; its legs are counted all the same.
func TestAbandonedPairing(t *testing.T) {
	p := newPairing(&reading{}, new(options(t)), seed, new(legBlocks))
	eachRow(t, logOf(pairFields, "0 10.0.0.1 - /a ie 401 2 5"), func(r *parser.Row) {
		for seq := 1; seq < 4; seq++ {
			s := &scanned{chunk: parser.Chunk{Seq: seq}, legs: p.blocks.keep([]*leg{{Row: *r.Clone(), key: 1}}), first: r.Second, last: r.Second}
			p.coming.Add(1)
			go p.pair(s, newWorker(new(options(t)), seed, nil))
		}
	})
	p.abandon()
	j := newJudge(new(options(t)), seed)
	p.finish(j)
	c := j.counts
	assert.EqualValues(t, 3, c.outcomes.all[0].rows)
}

// An answer counts up to the very byte, in whatever chunk it stands.
func TestPairingReaches(t *testing.T) {
	f := func(want string, distance int) {
		t.Helper()
		head := "#Fields: date time cs-username cs-uri-stem sc-status sc-substatus sc-win32-status\n"
		leg := "2026-11-03 00:00:00 - /a 401 2 5\n"
		row := "2026-11-03 00:00:00 - /" + strings.Repeat("x", 1<<16-32) + " 200 0 0\n"
		between := strings.Repeat(row, distance/len(row)-1)
		last := distance - len(leg) - len(between)
		between += row[:23] + strings.Repeat("x", last-32) + " 200 0 0\n"
		require.Equal(t, distance, len(leg)+len(between))
		text := head + leg + between + "2026-11-03 00:00:00 u /a 200 0 0\n"
		for _, size := range []int{100 << 10, 1 << 20, 64 << 20} {
			o := options(t)
			o.ChunkSize, o.Workers = size, 2
			require.EqualValues(t, 1, countOf(resultOf(t, o, text), want), "%d bytes, chunks of %d", distance, size)
		}
	}
	f("handshake", reachBytes)
	f("challenge-unanswered", reachBytes+1)
}

// A client that repeats the same leg, and is let in when it is too late, costs no
// more than its rows.
func TestPairingOfOneClient(t *testing.T) {
	var b strings.Builder
	const legs, answers = 20_000, 10_000
	for i := range legs {
		fmt.Fprintf(&b, "%d 10.0.0.1 - /EWS/Exchange.asmx agent 401 1 2148074254\n", i/400)
	}
	for i := range answers {
		fmt.Fprintf(&b, "%d 10.0.0.1 u /EWS/Exchange.asmx agent 200 0 0\n", legs/400+121+i/400)
	}
	for _, size := range []int{64 << 10, 1 << 20, 16 << 20} {
		o := options(t)
		o.ChunkSize = size
		r := resultOf(t, o, logOf(pairFields, b.String()))
		assert.EqualValues(t, legs, countOf(r, "challenge-unanswered"), "chunks of %d", size)
	}
}

// Each is shown every row once, a leg with the verdict that its neighbours gave
// it, and Line says where it stands.
func TestEachShowsEveryRow(t *testing.T) {
	text := "#Software: x\n" + logOf(pairFields, `
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.2 - /b ie 404 0 2
		1 10.0.0.1 u /a ie 200 0 0
		2 10.0.0.3 - /c ie 401 2 5`)
	for size := 64; size < 600; size += 41 {
		o := options(t)
		o.ChunkSize = size
		type seen struct {
			row     *parser.Row
			verdict codes.Verdict
		}
		rows := map[string]seen{}
		o.Each = func(source int, r *parser.Row, v codes.Verdict) {
			rows[string(r.Field(parser.Stem))+" "+fmt.Sprint(r.Status)] = seen{r.Clone(), v}
		}
		result := resultOf(t, o, text)
		require.Len(t, rows, 4)
		for key, want := range map[string]struct {
			line    int64
			verdict codes.Verdict
		}{"/a 401": {3, codes.Handshake}, "/b 404": {4, codes.NotFound}, "/a 200": {5, codes.OK}, "/c 401": {6, codes.ChallengeUnanswered}} {
			assert.Equal(t, want.verdict, rows[key].verdict, key)
			assert.Equal(t, want.line, result.Line(0, rows[key].row), key)
		}
	}
}
