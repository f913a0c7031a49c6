package codes

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func open(t testing.TB, lang Lang) *Book {
	t.Helper()
	b, err := Open(lang)
	require.NoError(t, err)
	return b
}

func TestEveryExpectedCodeResolves(t *testing.T) {
	whole := []int{100, 101, 301, 302, 304, 307, 400, 401, 423}
	for _, span := range [][2]int{{200, 207}, {403, 407}, {412, 417}, {500, 505}} {
		for n := span[0]; n <= span[1]; n++ {
			whole = append(whole, n)
		}
	}
	codes := make([]Code, 0, 64)
	for _, n := range whole {
		codes = append(codes, webCode(n, None))
	}
	for _, span := range [][3]int{{401, 1, 5}, {401, 7, 7}, {403, 1, 20}, {404, 0, 3}} {
		for n := span[1]; n <= span[2]; n++ {
			codes = append(codes, webCode(span[0], n))
		}
	}
	for _, lang := range Langs() {
		b := open(t, lang)
		for _, c := range codes {
			s, match := b.Status(c.Status, c.Substatus)
			assert.Equal(t, Exact, match, "%v in %s", c, lang)
			assert.Equal(t, c, webCode(s.Status, s.Substatus))
			assert.NotContains(t, []string{s.Name, s.Meaning, s.Cause, s.Check, s.Source, s.Versions}, "", "%v in %s", c, lang)
		}
	}
}

func TestStatusFallsBack(t *testing.T) {
	b := open(t, English)
	f := func(status, substatus, wantStatus, wantSubstatus int, want Match) {
		t.Helper()
		s, match := b.Status(status, substatus)
		assert.Equal(t, want, match)
		if want == NoMatch {
			assert.Zero(t, s)
			return
		}
		assert.Equal(t, [2]int{wantStatus, wantSubstatus}, [2]int{s.Status, s.Substatus})
	}
	f(403, 14, 403, 14, Exact)
	f(403, None, 403, None, Exact)
	f(403, 9999, 4, Other, ByOther)
	f(403, -7, 403, None, ByStatus)
	f(500, 1004, 500, 1004, Exact)
	f(500, 1011, 500, 1011, Exact) // inside a range
	f(500, 1018, 500, 1018, Exact)
	f(500, 1019, 5, Other, ByOther)
	f(499, 1, 4, Other, ByOther)
	f(200, 7, 200, None, ByStatus)
	f(498, None, 4, None, ByClass)
	f(599, 3, 5, None, ByClass)
	f(4, None, 4, None, Exact)
	f(4, 9, 4, None, ByStatus)
	f(0, None, 0, 0, NoMatch)
	f(None, None, 0, 0, NoMatch)
	f(99, 0, 0, 0, NoMatch)
	f(600, 0, 0, 0, NoMatch)
	f(-404, 0, 0, 0, NoMatch)
}

func TestWin32(t *testing.T) {
	b := open(t, English)
	f := func(number uint64, want uint32, symbol string) {
		t.Helper()
		w, ok := b.Win32(number)
		assert.Equal(t, symbol != "", ok)
		assert.Equal(t, want, w.Number)
		assert.Equal(t, symbol, w.Symbol)
	}
	f(0, 0, "ERROR_SUCCESS")
	f(1326, 1326, "ERROR_LOGON_FAILURE")
	f(2148074254, 2148074254, "SEC_E_NO_CREDENTIALS")
	f(0x80070005, 0x80070005, "E_ACCESSDENIED") // has an entry of its own
	f(0x8007052E, 1326, "ERROR_LOGON_FAILURE")  // has none
	f(0x80072EE7, 12007, "ERROR_WINHTTP_NAME_NOT_RESOLVED")
	f(0x8007FFFE, 0, "")
	f(0x8008052E, 0, "")
	f(4000000000, 0, "")
	f(1<<32, 0, "")
	f(1<<32+1326, 0, "")
	f(0xFFFFFFFF_8007052E, 0, "")
}

func TestSymbol(t *testing.T) {
	b := open(t, Chinese)
	for _, symbol := range []string{"ERROR_LOGON_FAILURE", "error_logon_failure", "Error_Logon_Failure"} {
		w, ok := b.Symbol(symbol)
		assert.True(t, ok)
		assert.Equal(t, uint32(1326), w.Number)
	}
	for _, symbol := range []string{"", "1326", "LOGON_FAILURE"} {
		_, ok := b.Symbol(symbol)
		assert.False(t, ok, symbol)
	}
}

// A symbol that is unknown must not be mistaken for number 0, which is known.
func TestUnknownSymbolIsEmpty(t *testing.T) {
	w, ok := open(t, English).Symbol("ERROR_OF_NOBODY")
	assert.False(t, ok)
	assert.Zero(t, w)
}

func TestReason(t *testing.T) {
	b := open(t, English)
	f := func(asked, want string, status int) {
		t.Helper()
		r, ok := b.Reason(asked)
		assert.Equal(t, want != "", ok)
		assert.Equal(t, want, r.Reason)
		assert.Equal(t, status, r.Status)
	}
	f("QueueFull", "QueueFull", 503)
	f("queuefull", "QueueFull", 503)
	f("INVALID_CR/LF", "Invalid_CR/LF", 400)
	f("N/A", "N/A", 503)
	f("N/I", "N/I", 0)
	f("Timer_ConnectionIdle", "Timer_ConnectionIdle", 0)
	f("-", "", 0)
	f("", "", 0)
	f("Timer_", "", 0)
}

// What never reaches the log of a site has to say so, or people look in vain.
func TestReasonsSayThatNoSiteLogHasThem(t *testing.T) {
	for _, lang := range Langs() {
		b := open(t, lang)
		for _, reason := range []string{"AppOffline", "QueueFull", "Disabled", "ConnLimit", "N/A"} {
			r, _ := b.Reason(reason)
			assert.Contains(t, r.Meaning, "W3C", "%s in %s", reason, lang)
		}
	}
}

func TestFTP(t *testing.T) {
	b := open(t, English)
	f := func(status, substatus, wantStatus, wantSubstatus int, want Match) {
		t.Helper()
		e, match := b.FTP(status, substatus)
		assert.Equal(t, want, match)
		if want == NoMatch {
			assert.Zero(t, e)
			return
		}
		assert.Equal(t, [2]int{wantStatus, wantSubstatus}, [2]int{e.Status, e.Substatus})
	}
	f(530, 41, None, 41, Exact)
	f(530, 0, 530, None, Exact)
	f(530, None, 530, None, Exact)
	f(530, 99, 530, None, ByStatus)
	f(None, 0, None, 0, Exact) // ControlChannelOpened
	f(None, 41, None, 41, Exact)
	f(999, 41, None, 41, Exact)
	f(None, None, 0, 0, NoMatch)
	f(999, 0, 0, 0, NoMatch)
	f(999, 99, 0, 0, NoMatch)
}

func TestListsAreSortedAndWhole(t *testing.T) {
	b := open(t, English)
	statuses := b.Statuses()
	assert.Len(t, statuses, len(b.statuses)-7) // the classes, and two of other substatus
	assert.Equal(t, webCode(100, None), webCode(statuses[0].Status, statuses[0].Substatus))
	assert.True(t, slices.IsSortedFunc(statuses, func(x, y Status) int {
		return slices.Compare([]int{x.Status, x.Substatus}, []int{y.Status, y.Substatus})
	}))
	assert.True(t, slices.IsSortedFunc(b.Win32s(), func(x, y Win32) int { return int(int64(x.Number) - int64(y.Number)) }))
	assert.True(t, slices.IsSortedFunc(b.Reasons(), func(x, y Reason) int { return strings.Compare(x.Reason, y.Reason) }))
	assert.Len(t, b.Win32s(), len(b.win32s))
	assert.Len(t, b.Reasons(), len(b.reasons))

	ftps := b.FTPs()
	assert.Len(t, ftps, len(b.ftps))
	first, last := ftps[0], ftps[len(ftps)-1]
	assert.Equal(t, [2]int{110, None}, [2]int{first.Status, first.Substatus})
	assert.Equal(t, [2]int{None, 55}, [2]int{last.Status, last.Substatus})
}

func TestListsAreCopies(t *testing.T) {
	b := open(t, English)
	b.Statuses()[0].Name = "spoilt"
	b.Reasons()[0].Name = "spoilt"
	assert.NotEqual(t, "spoilt", b.Statuses()[0].Name)
	assert.NotEqual(t, "spoilt", b.Reasons()[0].Name)
}

func TestLanguagesHoldTheSameEntries(t *testing.T) {
	en, zh := open(t, English), open(t, Chinese)
	assert.Equal(t, English, en.Lang())
	assert.Equal(t, Chinese, zh.Lang())
	strip := func(b *Book) (all []string) {
		for _, s := range b.Statuses() {
			all = append(all, fmt.Sprint(s.Status, s.Substatus, s.Versions, s.Source))
		}
		for _, w := range b.Win32s() {
			all = append(all, fmt.Sprint(w.Number, w.Symbol, w.Source))
		}
		for _, r := range b.Reasons() {
			all = append(all, fmt.Sprint(r.Reason, r.Status, r.Source))
		}
		for _, f := range b.FTPs() {
			all = append(all, fmt.Sprint(f.Status, f.Substatus, f.Source))
		}
		return all
	}
	assert.Equal(t, strip(en), strip(zh))
}

func TestParseLang(t *testing.T) {
	for s, want := range map[string]Lang{
		"en": English, "EN": English, "en_US.UTF-8": English, "en-GB": English, "en_US@euro": English,
		"zh": Chinese, "zh-CN": Chinese, "zh_CN.UTF-8": Chinese, "zh-Hans-CN": Chinese, "ZH": Chinese,
	} {
		got, err := ParseLang(s)
		assert.NoError(t, err, s)
		assert.Equal(t, want, got, s)
	}
	for _, s := range []string{"", "C", "POSIX", "xx_CH.UTF-8", "english", "zhong", "-", "_en"} {
		got, err := ParseLang(s)
		assert.ErrorContains(t, err, "expected one of the languages en, ", s)
		assert.ErrorContains(t, err, fmt.Sprintf("found %q", s))
		assert.Empty(t, got)
	}
}

func TestOpenUnknownLang(t *testing.T) {
	b, err := Open("xx")
	assert.ErrorContains(t, err, "expected one of the languages en, ")
	assert.ErrorContains(t, err, `found "xx"`)
	assert.Nil(t, b)
}

func TestZeroBookFindsNothing(t *testing.T) {
	var b Book
	_, match := b.Status(404, 0)
	assert.Equal(t, NoMatch, match)
	_, match = b.FTP(530, 41)
	assert.Equal(t, NoMatch, match)
	_, ok := b.Win32(0)
	assert.False(t, ok)
	_, ok = b.Reason("N/A")
	assert.False(t, ok)
	assert.Empty(t, b.Statuses())
}

// With the race detector this shows that looking up changes nothing.
func TestLookupsAreConcurrent(t *testing.T) {
	b := open(t, English)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for n := range 700 {
				b.Status(n, n)
				b.Win32(uint64(n))
				b.FTP(n, n)
				b.Reason("queuefull")
				b.Symbol("error_success")
			}
			b.Statuses()
		})
	}
	all.Wait()
}

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		open(b, Chinese)
	}
}

func BenchmarkStatus(b *testing.B) {
	book := open(b, English)
	b.ReportAllocs()
	for b.Loop() {
		book.Status(403, 14)
		book.Status(403, 9999)
	}
}
