package codes

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// askPair looks up a pair written as "401.1 1326" or, where the log has no
// substatus, "401 1326".
func askPair(t testing.TB, b *Book, asked string) (Pair, bool) {
	t.Helper()
	asked, isFTP := strings.CutPrefix(asked, "ftp ")
	code, win32, _ := strings.Cut(asked, " ")
	status, substatus, dotted := strings.Cut(code, ".")
	if !dotted {
		substatus = "-"
	}
	return b.Pair(Code{number(t, status), number(t, substatus), isFTP}, int64(number(t, win32)))
}

// These are what people ask about; each has to be told as a pair.
var expectedPairs = []string{
	"200.0 64,121,995,1229,1236", "206.0 64,121,995,1229,1236", "304.0 64,121,995,1229,1236",
	"201.0 64,1229", "301.0 64,121,995,1229,1236", "302.0 64,1229", "101.0 64,1236", "200.502 64",
	"400.0 64,995,1236,10054", "400.604 64",
	"401.1 0,2148074254,1326,2148074252,1317,1323,1909,1331,1330,1907,1793,1328,1329,1385",
	"401.1 1311,1355,1787,1788,1789,1792,2148074244,2148074257,2148074320",
	"401.1 2148074248,2148074255,2148074256,2148074241,2148074274,2148074288,1396,2148074276,1398",
	"401.1 2148074245,2148074306,2148074310",
	"401.2 5,2148074254", "401.3 5", "401.501 0", "401.502 0",
	"403.4 5", "403.6 5", "403.7 590625,2148074272,2148204816", "403.13 2148081683,2148081680,2148081682",
	"403.14 0", "403.16 2148204809", "403.17 2148204801", "403.502 0",
	"404.0 0,2,3,64,123", "404.2 1260", "404.3 0,50", "404.4 2", "404.7 0", "404.8 0", "404.11 0", "404.502 2",
	"405.0 0,1",
	"500.0 0,5,13,53,64,121,126,127,193,258,995",
	"500.19 2,3,5,13,33,64,126,183,193,267,1326", "500.21 13", "500.22 50", "500.23 50", "500.24 50", "500.100 0",
	"502.3 64,12002,12007,12029,12030,12152,12175,1225,2147954402,2147954429,2147954430,2147954552",
	"ftp 425 10013,10060,10061", "ftp 530 1326,1330,1331,1385,1907,1909", "ftp 550 2,3,5,32,112,183",
	"502.4 0", "502.5 0,433,1460", "503.0 0", "503.2 0",
}

func TestEveryExpectedPairResolves(t *testing.T) {
	for _, lang := range Langs() {
		b := open(t, lang)
		for _, line := range expectedPairs {
			at := strings.LastIndexByte(line, ' ')
			code, numbers := line[:at], line[at+1:]
			for n := range strings.SplitSeq(numbers, ",") {
				p, ok := askPair(t, b, code+" "+n)
				assert.True(t, ok, "%s + %s in %s", code, n, lang)
				assert.NotContains(t, []string{p.Name, p.Meaning, p.Cause, p.Check, p.Source}, "", "%s + %s in %s", code, n, lang)
			}
		}
	}
}

func TestPairFallsBack(t *testing.T) {
	b := open(t, English)
	f := func(asked string, want ...int64) {
		t.Helper()
		p, ok := askPair(t, b, asked)
		if want == nil {
			assert.False(t, ok, "%s is %s", asked, p.Name)
			assert.Zero(t, p)
			return
		}
		assert.Equal(t, want, []int64{int64(p.Status), int64(p.Substatus), p.Win32}, asked)
	}
	f("401.1 1326", 401, 1, 1326)
	f("401.2 1326")
	f("401 1326") // which of them it was, the log does not say
	f("400.3 64", 400, None, 64)
	f("400.604 64", 400, 604, 64)
	f("400 64", 400, None, 64)
	f("206.0 64", 206, None, 64)
	f("206.0 121", 2, None, 121)
	f("200.0 64", 2, None, 64)
	f("200.501 64", 200, 501, 64)
	f("200 64", 2, None, 64)
	f("2 64", 2, None, 64)
	f("304.0 121", 3, None, 121)
	f("404.0 64", 404, 0, 64)
	f("404.7 64")
	f("200.0 0")
	f("500.0 -")
	f("- 64")
	f("0.0 64")
	f("64.0 64")

	// The HRESULT around a number is that number, but not where it says more.
	f("500.19 2147942433", 500, 19, 33)
	f("200.0 2147942464", 2, None, 64)
	f("405.0 2147942401", 405, 0, 1)
	f("502.3 12002", 502, 3, 12002)
	f("502.3 2147954402", 502, 3, 2147954402)
	f("502.3 2147954429", 502, 3, 12029)
	f("500.19 2148008033") // 0x80080021
	f("500.19 4295000097") // beyond 32 bits
}

func TestPairsAreSortedAndWhole(t *testing.T) {
	b := open(t, English)
	pairs := b.Pairs()
	assert.Len(t, pairs, len(b.pairs))
	assert.True(t, slices.IsSortedFunc(pairs, func(x, y Pair) int {
		return slices.Compare([]int64{int64(x.Status), int64(x.Substatus), x.Win32}, []int64{int64(y.Status), int64(y.Substatus), y.Win32})
	}))
	assert.Equal(t, [3]int{2, None, 64}, [3]int{pairs[0].Status, pairs[0].Substatus, int(pairs[0].Win32)})
	pairs[0].Name = "spoilt"
	assert.NotEqual(t, "spoilt", b.Pairs()[0].Name)

	named := 0
	for _, r := range pairRows(t) {
		named += strings.Count(r.cells[2], ",") + 1
	}
	assert.Equal(t, named, len(pairs), "a pair stands twice in data/pair.tsv")

	var none Book
	assert.Empty(t, none.Pairs())
	_, ok := none.Pair(webCode(401, 1), 1326)
	assert.False(t, ok)
}

func TestAddKeepsPairs(t *testing.T) {
	b := open(t, English)
	require.NoError(t, b.Add("own.tsv", strings.NewReader("code\tname\tmeaning\n404\tGone\tGone away.\n")))
	_, ok := b.Pair(webCode(401, 1), 1326)
	assert.True(t, ok)
}

// Both halves of a pair have to be known, so that it can be told apart from them.
func TestHalvesOfPairsAreKnown(t *testing.T) {
	b := open(t, English)
	for _, p := range b.Pairs() {
		_, match := b.Status(p.Status, p.Substatus)
		if p.FTP {
			_, match = b.FTP(p.Status, p.Substatus)
		}
		assert.Equal(t, Exact, match, "%d.%d", p.Status, p.Substatus)
		_, ok := b.Win32(uint64(p.Win32))
		assert.True(t, ok, "%d", p.Win32)
	}
}

// Known explanations of published rows: what has to be said, and what would be
// wrong. A word stands for its stem, in any case.
func TestPairsSayWhatIsKnown(t *testing.T) {
	b := open(t, English)
	f := func(asked, say, not string) {
		t.Helper()
		p, ok := askPair(t, b, asked)
		require.True(t, ok, asked)
		text := strings.ToLower(strings.Join([]string{p.Name, p.Meaning, p.Cause, p.Check}, " "))
		for word := range strings.SplitSeq(say, "|") {
			assert.Contains(t, text, word, asked)
		}
		for word := range strings.SplitSeq(not, "|") {
			assert.True(t, word == "" || !strings.Contains(text, word), "%s says %q", asked, word)
		}
	}
	f("401.1 0", "leg|user name", "password|brute|attack|failure")
	f("401.1 2148074254", "leg|nobody failed|success", "password|brute|attack")
	f("401.2 2148074254", "opening|one ntlm logon", "password|brute|failed")
	f("401.2 5", "anonymous by design|challenge|kerberos|ntlm", "permission|denied|password")
	f("401.1 2148074245", "kerberos|spn|challenge", "password")
	f("401.1 1326", "refused|user name|password|cs-username", "")
	f("401.1 1909", "locked", "")
	f("401.1 1330", "expired", "")
	f("401.1 1331", "disabled", "")
	f("401.1 2148074252", "logon was denied|real failure|loopback", "")
	f("401.1 2148074248", "balancer|connections", "password")
	f("401.1 1311", "all users|no attack", "password")
	f("404.3 0", "mime|may well exist|add the extension", "missing")
	f("404.2 1260", "isapi|not allowed|policy|setting changed", "missing|not found")
	f("404.0 2", "not on the disk", "")
	f("404.4 2", "no handler|extension|path", "not found|missing file")
	f("404.11 0", "double-escape|never reached the application|allowdoubleescaping", "missing")
	f("404.17 0", "as script|static file handler", "")
	f("405.0 0", "webdav|put|delete|post|static file handler|verb", "application bug")
	f("405.0 1", "webdav|post", "application bug")
	f("200.0 64", "answer was ready|client or a proxy|acknowledged|time-taken", "server error|slow|fault")
	f("500.19 33", "0x80070021|locked|unlock|acme|web.config", "in use|process")
	f("502.3 12002", "30 s|120 s|time-taken|x-arr-log-id|200 with 64|timeout of the farm", "network")
	f("502.3 2147954402", "requesttimeout|two minutes", "network")
	f("502.3 64", "client", "network fault")
	f("403.502 0", "one address|interval|too tight|proxy mode", "gateway|file|permission")
	f("403.13 2148081683", "could not fetch|firewall|all clients", "is revoked|was revoked|withdrawn")
	f("403.4 5", "requires tls|port 80|probes", "ntfs|permission|file")
	f("502.3 12030", "httperr|connection_dropped", "")
}

// What the collected facts explain of a code and a number together must be told
// as a pair. A mere mention, which ends after the number, or that it is rare or
// internal, says no more than the halves do.
func TestNoPairOfFactsIsLost(t *testing.T) {
	path := filepath.Join("..", "..", "shared", "facts", "win32_status.tsv")
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("%s is not beside the project, so there is nothing to compare with", path)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	require.NoError(t, err)
	b, seen := open(t, English), 0
	explained := regexp.MustCompile(`(\d{3}\.\d+) \+ (\d+)(?: \([^)]*\))?: *([^.;]*)`)
	for _, cells := range rows[1:] {
		for _, m := range explained.FindAllStringSubmatch(cells[4], -1) {
			_, ok := askPair(t, b, m[1]+" "+m[2])
			ok = ok || m[3] == "rare" || m[3] == "internal"
			assert.True(t, ok, "data/pair.tsv lacks %s + %s: %s", m[1], m[2], m[3])
			seen++
		}
	}
	assert.Greater(t, seen, 50)
}

func TestPairErrors(t *testing.T) {
	f := func(want string, cells ...string) {
		t.Helper()
		b := newBook(English)
		assert.EqualError(t, b.putPair(entry{row: row{"pair.tsv", 7, cells}}), want)
		assert.Empty(t, b.pairs)
	}
	f(`pair.tsv:7: expected a status of 100 to 599 or a class of 1xx to 5xx, found "99"`, "99", "1", "5", "1", "x")
	f(`pair.tsv:7: expected a number or -, found "x"`, "401", "x", "5", "1", "x")
	f(`pair.tsv:7: expected how many meanings are published, 1 to 9, found "0"`, "401", "1", "5", "0", "x")
	for _, bad := range []string{"", "-", "-1", "0x5", "4294967296"} {
		f(`pair.tsv:7: expected numbers below 2^32 between commas, found `+strconv.Quote(bad), "401", "1", bad, "1", "x")
	}
}

// pairRows and pairTexts read the table as files, so that a slip of the hand is
// reported with the line where it is.
func pairRows(t *testing.T) []row {
	t.Helper()
	rows, err := builtIn("pair.tsv", "status", "substatus", "win32", "meanings", "source")
	require.NoError(t, err)
	return rows
}

func pairTexts(t *testing.T, lang Lang) []row {
	t.Helper()
	rows, err := builtIn("pair."+string(lang)+".tsv", "status", "substatus", "win32", "name", "meaning", "cause", "check")
	require.NoError(t, err)
	return rows
}

// pairOrder is what the table is sorted by: the classes, then by number, those of FTP last.
func pairOrder(cells []string) []int {
	first, _, _ := strings.Cut(cells[2], ",")
	status, isFTP := strings.CutPrefix(cells[0], "ftp ")
	ftp := 0
	if isFTP {
		ftp = 1
	}
	return []int{ftp, leading(strings.TrimSuffix(status, "xx")), leading(cells[1]), leading(first)}
}

func TestPairsAreInOrder(t *testing.T) {
	rows := pairRows(t)
	for i, r := range rows {
		numbers := []int{}
		for n := range strings.SplitSeq(r.cells[2], ",") {
			numbers = append(numbers, leading(n))
		}
		assert.True(t, slices.IsSorted(numbers), "%s:%d: %v is not sorted", r.table, r.line, numbers)
		if i > 0 {
			before := rows[i-1]
			assert.Negative(t, slices.Compare(pairOrder(before.cells), pairOrder(r.cells)), "%s:%d: must not come after %v", r.table, r.line, before.cells[:3])
		}
		assert.NotContains(t, []string{"", "-"}, r.cells[4], "%s:%d: no source", r.table, r.line)
	}
}

// The texts keep the same form as those of the other tables.
func TestPairTextsAreInForm(t *testing.T) {
	for _, lang := range Langs() {
		seen := map[string]int{}
		for _, r := range pairTexts(t, lang) {
			for part, text := range r.cells[3:] {
				assert.Empty(t, faults(lang, part, text), "%s:%d: %q", r.table, r.line, text)
				id := strings.TrimRight(text, ".。")
				assert.Zero(t, seen[id], "%s:%d: %q stands there already", r.table, r.line, text)
				seen[id] = r.line
			}
		}
	}
}

// faults says what is wrong with the form of a text; part 0 is a name, the
// others are sentences.
func faults(lang Lang, part int, text string) (all []string) {
	wrong := func(is bool, fault string) {
		if is {
			all = append(all, fault)
		}
	}
	n := utf8.RuneCountInString(text)
	wrong(text != strings.TrimSpace(text) || strings.Contains(text, "  "), "blanks")
	wrong(strings.ContainsAny(text, "\"\r") || !utf8.ValidString(text), "characters")
	wrong(strings.HasSuffix(text, fullStop(lang)) != (part > 0), "full stop")
	wrong(innerStop.MatchString(text), "more than one sentence")
	wrong(part == 0 && n > 48, "long name")
	wrong(part > 0 && lang == English && (n < 20 || n > 180), "length "+strconv.Itoa(n))
	wrong(han.MatchString(text) != (lang == Chinese), "language")
	wrong(lang == Chinese && halfWidth.MatchString(text), "punctuation of half width")
	return all
}
