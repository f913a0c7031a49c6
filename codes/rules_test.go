package codes

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func openRules(t testing.TB) *Rules {
	t.Helper()
	r, err := OpenRules()
	require.NoError(t, err)
	return r
}

// gone are the numbers of a client or proxy that hung up.
const gone = "64 121 995 1223 1226 1229 1236 10053 10054"

// told is what rows are, by the meaning of their codes. Each line holds for
// every code with every number; "-" is a column that the log does not have.
var told = []struct {
	verdict Verdict
	log     Log
	codes   string
	win32s  string
}{
	// Served.
	{OK, Web, "200.0 201.0 204.0 206.0 207.0 226.0 301.0 302.0 304.0 307.0 308.0", "0 234 997 -"},
	{OK, Web, "200.- 304.-", "0 2 5 -"},
	{OK, Web, "101.0 101.-", "0 64 995 1236"}, // a WebSocket ends like this
	{Flagged, Web, "200.501 200.502 206.502 301.501 304.502 101.502", "0 64 -"},
	{ClientLeft, Web, "200.0 206.0 207.0 301.0 302.0 304.0 200.-", gone},

	// Negotiation. Neighbours turn these into handshakes later.
	{ChallengeUnanswered, Web, "401.2", "5 2148074254 0 - 2148074252 1326"},
	{ChallengeUnanswered, Web, "401.1", "0 2148074254 590610 2148074263"},
	{ClientLeft, Web, "401.0 401.1 401.2", gone},
	{Unknown, Web, "401.1", "-"},

	// Credentials sent and refused.
	{LogonFailure, Web, "401.1", "1326 2148074252 1317 1323 1909 1331 1330 1907 1793 1328 1329 1385"},
	{LogonFailure, Web, "401.1", "86 1239 1240 1324 1325 1327 2202 2148074253"},
	{DirectoryFault, Web, "401.1", "1311 1355 1787 1788 1789 1792 2148074244 2148074257 2148074320 1265"},
	{DirectoryFault, Web, "401.1", "2148074248 2148074255 2148074256 2148074241 2148074264"},
	{DirectoryFault, Web, "401.1", "2148074274 2148074288 1396 2148074276 1398 2148074245 2148074306 2148074310 2148074243"},
	{DirectoryFault, Web, "401.1", "1351 1384 1935 1722"},
	{Capacity, Web, "401.1", "8 14 1450 1455 2148074240"},
	{Configuration, Web, "401.1", "1314 2148074251"},

	// Known, or not asked, but not allowed.
	{AccessDenied, Web, "401.3", "5 65 1332 64 0 -"},
	{AccessDenied, Web, "401.4 401.5 401.7 401.0", "0 5 -"},
	{AccessDenied, Web, "403.0 403.1 403.2 403.3 403.10 403.11 403.12 403.20 403.21 402.0", "0 5 -"},
	{AccessDenied, Web, "440.0 440.-", "0"},
	{ChallengeUnanswered, Web, "407.0", "0"},

	// Refused by a rule.
	{Blocked, Web, "401.501 401.502 401.503 401.504", "0 5 2148074254 1326 64"},
	{Blocked, Web, "403.4 403.5 403.6 403.7 403.8 403.22", "0 5 64"},
	{Blocked, Web, "403.13", "0 5 2148081680 2148081684"},
	{Blocked, Web, "403.16 403.17", "2148204809 2148204801 2148074277"},
	{Blocked, Web, "403.501 403.502 403.503 403.504", "0 5 64"},
	{Blocked, Web, "404.5 404.6 404.7 404.8 404.9 404.10 404.11 404.12 404.13 404.14 404.15", "0 2 5 64"},
	{Blocked, Web, "404.18 404.19 404.20 404.501 404.502 404.503 404.504", "0"},
	{Blocked, Web, "413.1 429.0 451.0 500.15", "0"},
	{Blocked, Web, "404.0 500.0", "225"},

	// Nothing there.
	{NotFound, Web, "404.0", "0 2 3 123 161 206 267 1113 -"},
	{NotFound, Web, "404.1 410.0 410.-", "0"},
	{NotFound, Web, "404.501 404.502", "2 3"}, // really missing, in logging-only mode
	{NotFound, Web, "404.-", "2 3"},
	{ClientLeft, Web, "404.0 403.0 405.0 406.0 409.0 410.0", gone},

	// What the server cannot accept.
	{BadRequest, Web, "400.0 400.1 400.6 400.10 400.11 400.601 400.605", "0 87 -"},
	{BadRequest, Web, "405.0 406.0 409.0 411.0 412.0 413.0 414.0 415.0 416.0 417.0 431.0", "0 1 -"},
	{BadRequest, Web, "413.0 414.0 431.0", "64"}, // they hung up because of the refusal
	{BadRequest, Web, "421.0 422.0 423.0 426.0 428.0 501.0 505.0", "0"},
	{ClientLeft, Web, "400.0 400.-", gone},
	{ClientLeft, Web, "400.604 408.0 444.0 499.0", "0 64 -"},
	{OK, Web, "449.0", "0"}, // a phone is sent to fetch its policy

	// IIS set up wrong.
	{Configuration, Web, "403.14 403.18 403.19", "0 2 5"},
	{Configuration, Web, "403.13", "2148081682 2148081683 2148204814"}, // no list to be had
	{Configuration, Web, "404.2", "1260 0"},
	{Configuration, Web, "404.3", "0 2 50"},
	{Configuration, Web, "404.4 404.16 404.17 404.21 404.22 404.23", "0 2"},
	{Configuration, Web, "404.0", "21 53 67"},
	{Configuration, Web, "500.19", "2 3 5 13 33 64 126 183 193 267 1326 0 -"},
	{Configuration, Web, "500.14 500.16 500.18 500.20", "0"},
	{Configuration, Web, "500.21", "13 1168"},
	{Configuration, Web, "500.22 500.23 500.24", "50"},
	{Configuration, Web, "500.50 500.51 500.52 500.53", "0 203"},
	{Configuration, Web, "500.0", "5 13 50 53 126 127 193 14001 3221225781 3221225794 3221225595"},

	// The application.
	{Application, Web, "500.0", "0 121 258 109 233 574 2147500037 2147746132 3221225477 3221225725 3762504530 -"},
	{Application, Web, "500.30 500.31 500.32 500.33 500.34 500.35 500.36 500.37 500.38", "0 193 64"},
	{Application, Web, "500.100 500.121 500.1000 500.1001 500.1002 500.1004 500.1018", "0 2 109"},
	{Application, Web, "506.0 508.0 510.0", "0"},
	{ClientLeft, Web, "500.0", "64 995 1229 1236"},
	{ClientLeft, Web, "500.19", "1229"},
	{ClientLeft, Web, "502.3", "64 1229"},

	// What is behind a proxy.
	{Upstream, Web, "520.- 521.- 522.- 523.- 524.- 525.0 526.0", "0"},
	{Upstream, Web, "502.3", "0 12002 12007 12029 12030 12152 12175 1225 2147954402 2147954429 2147954430 2147954552 1236 995 -"},
	{Upstream, Web, "502.0 502.1 502.2 502.4 502.5 502.6 502.7 504.0", "0 64 433 1460"},
	{Upstream, Web, "502.- 504.-", "0 64"},

	// Too much.
	{Capacity, Web, "503.0 503.2 503.3 503.4 503.1000 503.1003 503.- 507.0", "0 64 -"},
	{Capacity, Web, "403.9 403.15 500.11 500.12 500.13", "0"},
	{Capacity, Web, "500.0", "8 14 112 231 1450 1455 3221225495"},
	{Capacity, Web, "503.0", "1115 1255"},

	// Nobody can tell.
	{Unknown, Web, "401.- 403.-", "0 5 -"}, // see TestNoSubstatus for the rest
	{Unknown, Web, "404.-", "0 5 -"},
	{Unknown, Web, "500.-", "-"},
	{Unknown, Web, "-.- 0.0 99.0 600.0 999.0 -5.0", "0 64 -"},

	// FTP.
	{OK, FTPLog, "150.0 200.0 220.0 226.0 230.0 331.0 350.0 631.- 632.0 633.-", "0"},
	{OK, FTPLog, "-.0 -.- -.14", "0 -"}, // channels opened and closed
	{ClientLeft, FTPLog, "-.0 226.0 426.0 451.0", "64 995"},
	{LogonFailure, FTPLog, "530.41 530.35 530.0 530.-", "1326 1317 1909 1331 0 -"},
	{DirectoryFault, FTPLog, "530.41 530.0", "1311 1355 1789 2148074257"},
	{AccessDenied, FTPLog, "530.1 530.42 550.1 550.2 550.5 532.0", "5 0"},
	{AccessDenied, FTPLog, "530.0 550.0", "5"},
	{Blocked, FTPLog, "530.4 530.26 534.25 534.0 533.0 521.24 550.7 550.8 550.11 550.51 552.39 530.47 534.55", "0 5"},
	{Configuration, FTPLog, "530.33 530.36 530.40 431.44 431.0 534.31 425.0 421.17", "0 5"},
	{NotFound, FTPLog, "550.0 550.3 550.-", "2 3 0 -"},
	{BadRequest, FTPLog, "550.0", "80 145 183 123"},
	{BadRequest, FTPLog, "500.0 501.0 502.0 503.43 504.0 522.0 551.0 553.0 450.0", "0 87"},
	{Capacity, FTPLog, "421.19 421.21 421.52 421.54 421.0 452.0 552.0", "0"},
	{Capacity, FTPLog, "550.3 452.0 451.0", "112"},
	{ClientLeft, FTPLog, "421.14 421.16 426.20 426.23 426.15 426.0 426.50", "0 995"},
	{Application, FTPLog, "451.0 426.22 530.34", "0"},
	{Application, FTPLog, "550.0 450.0 550.3", "32"}, // another program holds the file
	{Unknown, FTPLog, "0.0 700.0", "0"},
}

// number reads a number of the table above.
func number(t testing.TB, s string) int {
	t.Helper()
	if s == "-" {
		return None
	}
	n, err := strconv.Atoi(s)
	require.NoError(t, err)
	return n
}

func outcomeOf(t testing.TB, log Log, code, win32 string) Outcome {
	t.Helper()
	at := strings.LastIndexByte(code, '.')
	require.Positive(t, at, code)
	return Outcome{Log: log, Status: number(t, code[:at]), Substatus: number(t, code[at+1:]), Win32: int64(number(t, win32))}
}

func TestVerdict(t *testing.T) {
	r, asked := openRules(t), map[Outcome]Verdict{}
	for _, c := range told {
		for code := range strings.FieldsSeq(c.codes) {
			for win32 := range strings.FieldsSeq(c.win32s) {
				o := outcomeOf(t, c.log, code, win32)
				assert.Equal(t, c.verdict.String(), r.Verdict(o).String(), "%s %s + %s", c.log, code, win32)
				before, twice := asked[o]
				assert.True(t, !twice || before == c.verdict, "%s %s + %s is told twice", c.log, code, win32)
				asked[o] = c.verdict
			}
		}
	}
}

func TestVerdictOfReasons(t *testing.T) {
	r := openRules(t)
	f := func(want Verdict, status int, reasons string) {
		t.Helper()
		for reason := range strings.FieldsSeq(reasons) {
			for _, spelt := range []string{reason, strings.ToLower(reason)} {
				o := Outcome{HTTPERR, status, None, None, spelt}
				assert.Equal(t, want.String(), r.Verdict(o).String(), "%d %s", status, spelt)
			}
		}
	}
	f(OK, None, "Timer_ConnectionIdle")
	f(ClientLeft, None, "Client_Reset Connection_Dropped Connection_Dropped_List_Full")
	f(ClientLeft, None, "Timer_MinBytesPerSecond Timer_EntityBody Timer_HeaderWait Timer_SslRenegotiation")
	f(ClientLeft, 200, "Connection_Dropped")
	f(ClientLeft, None, "SlowResponsiveClient")
	f(NotFound, None, "NotFound")
	f(Blocked, None, "Request_Cancelled")
	f(Blocked, 403, "Forbidden")
	f(Application, None, "Connection_Abandoned_By_AppPool Connection_Abandoned_By_ReqQueue")
	f(Capacity, 503, "AppOffline QueueFull Disabled AppShutdown AppPoolTimer ConnLimit N/A")
	f(Capacity, None, "Timer_AppPool Timer_ReqQueue Timer_Response Connections_Refused N/A")
	f(Capacity, 500, "Internal")
	f(BadRequest, 400, "BadRequest FieldLength Header Hostname Invalid_CR/LF Number RequestLength URL Verb")
	f(BadRequest, 411, "LengthRequired")
	f(BadRequest, 412, "Precondition")
	f(BadRequest, 413, "EntityTooLarge")
	f(BadRequest, 414, "URL_Length")
	f(BadRequest, 501, "N/I")
	f(BadRequest, 503, "N/I") // an unknown transfer coding
	f(BadRequest, 505, "Version_N/S")
	f(BadRequest, None, "BadRequest N/I Verb")

	// A reason of the future is judged by its status.
	f(Capacity, 503, "SomethingNew")
	f(NotFound, 404, "NotFound")
	f(BadRequest, 400, "Tim Timer Timer_ConnectionIdleX")
	f(Unknown, None, "SomethingNew -")
}

// Every entry of the tables must get a verdict that says something, save those
// that ask for a substatus.
func TestEveryEntryHasAVerdict(t *testing.T) {
	b, r := open(t, English), openRules(t)
	told := func(o Outcome) {
		t.Helper()
		needsSubstatus := o.Log == Web && o.Substatus == None && slices.Contains([]int{401, 403, 404}, o.Status)
		assert.Equal(t, needsSubstatus, r.Verdict(o) == Unknown, "%+v is %s", o, r.Verdict(o))
	}
	for _, s := range b.Statuses() {
		told(Outcome{Web, s.Status, s.Substatus, 0, ""})
		told(Outcome{Web, s.Status, max(s.Substatus, 0), 0, ""})
	}
	for _, w := range b.Win32s() {
		told(Outcome{Web, 401, 1, int64(w.Number), ""})
		told(Outcome{Web, 500, 0, int64(w.Number), ""})
	}
	for _, p := range b.Pairs() {
		if p.Status >= 100 {
			log := Web
			if p.FTP {
				log = FTPLog
			}
			told(Outcome{log, p.Status, max(p.Substatus, 0), p.Win32, ""})
		}
	}
	for _, reason := range b.Reasons() {
		status := reason.Status
		if status == 0 {
			status = None
		}
		told(Outcome{HTTPERR, status, None, None, reason.Reason})
	}
	for _, f := range b.FTPs() {
		told(Outcome{FTPLog, f.Status, f.Substatus, 0, ""})
		told(Outcome{FTPLog, 530, f.Substatus, 0, ""})
		told(Outcome{FTPLog, f.Status, None, None, ""})
	}
}

// A rule that never decides is a mistake: some rule above it takes all it would
// fit. Each number of each of its lists has to count, too.
func TestEveryRuleIsReached(t *testing.T) {
	r := openRules(t)
	for i, u := range r.rules {
		for _, n := range u.narrowed() {
			assert.True(t, slices.ContainsFunc(n.outcomes(), func(o Outcome) bool { return r.first(o) == i }),
				"data/verdict.tsv:%d: rules above decide all of status %v, substatus %v, win32 %v", u.line, n.status, n.substatus, n.win32)
		}
	}
}

// narrowed returns the rule once for each part of its lists, with that part alone.
func (r rule) narrowed() []rule {
	all := []rule{r}
	for i, p := range []pattern{r.status, r.substatus, r.win32} {
		for _, part := range p {
			n := r
			*[]*pattern{&n.status, &n.substatus, &n.win32}[i] = pattern{part}
			all = append(all, n)
		}
	}
	return all
}

// outcomes returns outcomes that fit the rule: the ends of its ranges, and where
// anything will do, a choice of what logs hold.
func (r rule) outcomes() (all []Outcome) {
	reason := strings.TrimSuffix(r.reason, "*")
	for _, log := range r.logs.or(int64(Web), int64(HTTPERR), int64(FTPLog)) {
		for _, status := range r.status.or(None, 200, 404, 450, 500, 530) {
			for _, substatus := range r.substatus.or(None, 0, 3, 600) {
				for _, win32 := range r.win32.or(None, 0, 64, 31) {
					all = append(all, Outcome{Log(log), int(status), int(substatus), win32, reason})
				}
			}
		}
	}
	return all
}

func (p pattern) or(any ...int64) []int64 {
	for i, span := range p {
		if i == 0 {
			any = nil
		}
		any = append(any, span[0], (span[0]+span[1])/2, span[1])
	}
	return any
}

func TestRuleErrors(t *testing.T) {
	head := strings.Join(ruleColumns(), "\t") + "\n"
	f := func(text, want string) {
		t.Helper()
		rows, err := readTable("r.tsv", text, strict(ruleColumns()...))
		if err == nil {
			_, err = newRules(rows)
		}
		assert.EqualError(t, err, want)
	}
	f("web\t1\t2\t3\t*\tok\n", `r.tsv:1: expected the header log<TAB>status<TAB>substatus<TAB>win32<TAB>reason<TAB>verdict, found "web\t1\t2\t3\t*\tok"`)
	f("# only this\n", "r.tsv:2: expected the header log<TAB>status<TAB>substatus<TAB>win32<TAB>reason<TAB>verdict, found the end of the file")
	f(head+"*\t*\t*\t*\t*\tok\n\n# four\nweb\t401\t1\t*\tok\n", "r.tsv:5: expected 6 cells between tabs, found 5")
	f(head+"iis\t*\t*\t*\t*\tok\n", `r.tsv:2: log must be one of [web httperr ftp] or *, found "iis"`)
	f(head+"*\t*\t*\t*\t\tok\n", `r.tsv:2: expected a reason, a prefix such as Timer_* or *, found ""`)
	f(head+"*\t*\t*\t*\tT*r\tok\n", `r.tsv:2: expected a reason, a prefix such as Timer_* or *, found "T*r"`)
	for _, bad := range []string{"", "x", "+5", "-5", "5-", "9-5", "5,", "1,,2", "xx", "0xx", "14xx", "4x", "1-2-3", "4294967296"} {
		parts := strings.Split(bad, ",")
		at := slices.IndexFunc(parts, func(p string) bool { _, ok := parseSpan(p); return !ok })
		require.GreaterOrEqual(t, at, 0, bad)
		for column := 1; column <= 3; column++ {
			cells := []string{"*", "*", "*", "*", "*", "ok"}
			cells[column] = bad
			f(head+strings.Join(cells, "\t"), fmt.Sprintf("r.tsv:2: expected a number, a range 5-15, a class 4xx, - or *, found %q", parts[at]))
		}
	}
	_, unknown := ParseVerdict("fine")
	f(head+"*\t*\t*\t*\t*\tfine\n", "r.tsv:2: "+unknown.Error())
}

// The first rule that fits decides, whatever stands below.
func TestFirstRuleDecides(t *testing.T) {
	rows, err := readTable("r.tsv", strings.Join(ruleColumns(), "\t")+
		"\nweb\t-,4xx\t1-3,9\t*\t*\tprobe\n*\t404\t*\t5\tAb*\tblocked\n*\t404\t*\t*\t*\tnot-found\n", strict(ruleColumns()...))
	require.NoError(t, err)
	r, err := newRules(rows)
	require.NoError(t, err)
	assert.Equal(t, Probe, r.Verdict(Outcome{Web, 404, 3, 5, "abc"}))
	assert.Equal(t, Probe, r.Verdict(Outcome{Web, None, 9, 0, ""}))
	assert.Equal(t, Blocked, r.Verdict(Outcome{Web, 404, 4, 5, "abc"}))
	assert.Equal(t, Blocked, r.Verdict(Outcome{FTPLog, 404, 1, 0x80070005, "AB"}))
	assert.Equal(t, NotFound, r.Verdict(Outcome{Web, 404, 4, 5, "a"}))
	assert.Equal(t, Unknown, r.Verdict(Outcome{Web, 500, 0, 0, ""}), "none fits")
	assert.Equal(t, Unknown, (&Rules{}).Verdict(Outcome{Status: 200}))
}

func TestLogNames(t *testing.T) {
	assert.Equal(t, "web httperr ftp Log(3) Log(255)", fmt.Sprint(Web, HTTPERR, FTPLog, Log(3), Log(255)))
}

func BenchmarkVerdict(b *testing.B) {
	r := openRules(b)
	b.ReportAllocs()
	for b.Loop() {
		r.Verdict(Outcome{Web, 200, 0, 0, ""})
		r.Verdict(Outcome{Web, 404, 0, 2, ""})
		r.Verdict(Outcome{Web, 503, 0, 0, ""})
	}
}
