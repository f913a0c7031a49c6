package query

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
)

func open(t testing.TB) *codes.Book {
	t.Helper()
	b, err := codes.Open(codes.English)
	require.NoError(t, err)
	return b
}

// brief writes a question as one word: 401.1/1326, ftp:530.41, win32:64,
// reason:QueueFull/503, and the rest behind plus signs.
func (q Question) brief() string {
	s := strings.TrimSuffix(q.Code.String(), "-")
	if q.Code.Substatus == AnySubstatus {
		s += ".x"
	}
	if q.Code.FTP {
		s = "ftp:" + s
	}
	switch {
	case q.Kind == Win32:
		s = fmt.Sprintf("win32:%d", q.Win32)
	case q.Kind == Event:
		s = fmt.Sprintf("event:%d", q.Event)
	case q.Kind == Reason:
		s = strings.TrimSuffix("reason:"+q.Reason+"/"+s, "/")
	case q.Win32 != codes.None:
		s += fmt.Sprintf("/%d", q.Win32)
	}
	for _, n := range q.Rest {
		s += fmt.Sprintf("+%d", n)
	}
	return s
}

func TestParse(t *testing.T) {
	b := open(t)
	f := func(input string, want ...string) {
		t.Helper()
		var got []string
		questions, err := Parse(b, []string{input})
		assert.NoError(t, err, input)
		for _, q := range questions {
			got = append(got, q.brief())
		}
		assert.Equal(t, want, got, input)
		apart, err := Parse(b, strings.Fields(input))
		assert.NoError(t, err, input)
		assert.Len(t, apart, len(questions), "quoted or not, %s", input)
	}
	// status, substatus and Win32
	f("404", "404")
	f("401.1", "401.1")
	f("403.14", "403.14")
	f("401.1 1326", "401.1/1326")
	f("401.2 5", "401.2/5")
	f("401 1 1326", "401.1/1326")
	f("401.1.1326", "401.1/1326")
	f("401.1.0x8009030E", "401.1/2148074254")
	f("401.1/1326", "401.1/1326")
	f("401/1/1326", "401.1/1326")
	f("401,1,1326", "401.1/1326")
	f("401, 1, 1326", "401.1/1326")
	f("401;1;1326", "401.1/1326")
	f("401|1|1326", "401.1/1326")
	f("401:1:1326", "401.1/1326")
	f("401，1，1326", "401.1/1326")
	f("401\t1\n1326", "401.1/1326")
	f("(401.1)", "401.1")
	f(`"401.1", "403.14"`, "401.1", "403.14")
	f("404.", "404")
	f("404 0", "404.0")
	f("500 19 33", "500.19/33")
	f("200 0 64", "200.0/64")
	f("200 64", "200/64")
	f("401 99", "401.99")
	f("401.99", "401.99")
	f("401 5", "401.5")
	f("401 1326", "401/1326")
	f("401 0x8009030E", "401/2148074254")
	f("500.19 0x80070021", "500.19/2147942433")
	f("500 19 0x80070021", "500.19/2147942433")
	f("401.1 ERROR_LOGON_FAILURE", "401.1/1326")
	f("500.0 258", "500.0/258")
	f("404 0 206", "404.0/206") // HTTP knows 206 too
	f("404.0 206", "404.0/206")
	f("404 206", "404", "206")
	f("500.30 574", "500.30/574") // no status that is known
	f("500 30 574", "500.30/574")
	f("500.30 502", "500.30", "502")
	f("500.30 226", "500.30", "226")
	f("500.30 553", "500.30", "ftp:553")
	f("FTP 530.41 550", "ftp:530.41", "ftp:550")
	f("401 - 1326", "401/1326")
	f("404 - -", "404")
	// classes and all substatus
	f("5xx", "5xx")
	f("4XX", "4xx")
	f("404.x", "404.x")
	f("404.*", "404.x")
	f("404.X,5xx", "404.x", "5xx")
	// Win32
	f("1326", "win32:1326")
	f("0x8009030E", "win32:2148074254")
	f("0X8009030e", "win32:2148074254")
	f("8009030e", "win32:2148074254")
	f("80070005", "win32:2147942405")
	f("2148074254", "win32:2148074254")
	f("-2146893042", "win32:2148074254")
	f("0xFFFFFFFF8009030E", "win32:2148074254")
	f("0xC0000005", "win32:3221225477")
	f("0x5", "win32:5")
	f("0x80131904", "win32:2148735236")
	f("64", "win32:64")
	f("0", "win32:0")
	f("121", "win32:121")
	f("1073", "win32:1073")
	f("ERROR_LOGON_FAILURE", "win32:1326")
	f("error_logon_failure", "win32:1326")
	f("SEC_E_NO_CREDENTIALS", "win32:2148074254")
	f("HRESULT_FROM_WIN32(ERROR_NETNAME_DELETED)", "win32:2147942464")
	f("HRESULT: 0x80070005", "win32:2147942405")
	f("0x80070005 (E_ACCESSDENIED)", "win32:2147942405")
	f("401.1 1326 (ERROR_LOGON_FAILURE)", "401.1/1326")
	f("Error Code 0x80070021", "win32:2147942433")
	f("64 995", "win32:64", "win32:995")
	f("1326 1909", "win32:1326", "win32:1909")
	// events
	f("5059", "event:5059")
	f("15021", "event:15021")
	f("event 5059", "event:5059")
	f("Event ID 5059", "event:5059")
	f("Event ID: 5059", "event:5059")
	f("EventID=4625", "event:4625")
	f("事件 ID 5002", "event:5002")
	f("WAS 5059", "event:5059")
	f("Microsoft-Windows-WAS 5059", "event:5059")
	f("5059 WAS", "event:5059")
	f("5002, 5057, 5059", "event:5002", "event:5057", "event:5059")
	f("WAS 5002 WAS 5059", "event:5002", "event:5059")
	f("5059 503", "event:5059", "503")
	f("503 5059", "503/5059")
	f("event 9999", "event:9999")
	f("1003", "win32:1003") // which both tables know
	f("event 1003", "event:1003")
	f("win32 5059", "win32:5059")
	// reasons
	f("Timer_ConnectionIdle", "reason:Timer_ConnectionIdle")
	f("timer_connectionidle", "reason:Timer_ConnectionIdle")
	f("Version_N/S", "reason:Version_N/S")
	f("version_n/s,", "reason:Version_N/S")
	f("Invalid_CR/LF N/A", "reason:Invalid_CR/LF", "reason:N/A")
	f("AppOffline,QueueFull", "reason:AppOffline", "reason:QueueFull")
	f("503 AppOffline", "reason:AppOffline/503")
	f("503 - ConnLimit", "reason:ConnLimit/503")
	f("503 1 AppOffline", "reason:AppOffline/503")
	f("- - Timer_MinBytesPerSecond", "reason:Timer_MinBytesPerSecond")
	f("404 Timer_ConnectionIdle", "404", "reason:Timer_ConnectionIdle")
	// words around them
	f("HTTP 403.14", "403.14")
	f("HTTP/1.1 500.19", "500.19")
	f("HTTP/1.1 500 19 33", "500.19/33")
	f("http:404", "404")
	f("status=401 substatus=1 win32=1326", "401.1/1326")
	f("sc-status=401", "401")
	f("sc-status: 401 sc-substatus: 1 sc-win32-status: 1326", "401.1/1326")
	f("sc_status=401,sc_substatus=1", "401.1")
	f(`"scStatus":"401","scSubStatus":"1","scWin32Status":"1326"`, "401.1/1326")
	f("status 401 win32 1326", "401/1326")
	f("status=121", "121")
	f("win32:64", "win32:64")
	f("win32=99", "win32:99")
	f("sc-win32-status 404", "win32:404")
	f("win32 error 5", "win32:5")
	f("reason:queuefull", "reason:QueueFull")
	f("status=503 reason=QueueFull", "reason:QueueFull/503")
	f("404 Not Found", "404")
	f("HTTP Error 404 - Not Found", "404")
	f("HTTP Error 403.14 - Forbidden", "403.14")
	f("HTTP Error 403 - Forbidden", "403")
	f("403.14 - Directory listing denied.", "403.14")
	f("500 Internal Server Error", "500")
	f("HTTP 500 Internal Server Error 404.0", "500", "404.0")
	f("400 Bad Request - Invalid Hostname", "400")
	f("412 Precondition Failed", "412")
	f("HTTP Error 500.19 - Internal Server Error Error Code 0x80070021", "500.19/2147942433")
	f("404 error", "404")
	// several
	f("401.1 403.14 500.19", "401.1", "403.14", "500.19")
	f("401.1,403.14,500.19", "401.1", "403.14", "500.19")
	f("401 403 404", "401", "403", "404")
	f("403 502 503", "403", "502", "503")
	f("401 1 403 14", "401.1", "403.14")
	f("404 13 404 5", "404.13", "404.5")
	f("401 1 1326 404 0 2", "401.1/1326", "404.0/2")
	f("401.1 1326 403.14 5", "401.1/1326", "403.14/5")
	f("401.1 404", "401.1", "404")
	f("404 5xx 1326", "404", "5xx", "win32:1326")
	// ends of rows
	f("401 1 2148074254 15", "401.1/2148074254+15")
	f("404 0 2 325 2481 0", "404.0/2+325+2481+0")
	f("405 0 0 218", "405.0/0+218")
	f("403 502 0 5", "403.502/0+5")
	f("200 0 64 92255 172", "200.0/64+92255+172")
	f("404 0 2 200 500 15", "404.0/2+200+500+15")
	f("401 1 1326 15 404 0 2 9", "401.1/1326+15", "404.0/2+9")
	f("401.1 1326 503 1 QueueFull", "401.1/1326", "reason:QueueFull/503")
	// FTP
	f("FTP 530", "ftp:530")
	f("ftp:530.41", "ftp:530.41")
	f("530", "ftp:530")
	f("530.41", "ftp:530.41")
	f("FTP 530 41", "ftp:530.41")
	f("530 1326 41", "ftp:530.41/1326")
	f("530 1326 41 0 31 15", "ftp:530.41/1326+0+31+15")
	f("FTP 550 5", "ftp:550.5")
	f("FTP 530 1326", "ftp:530/1326")
	f("FTP 550 0x80070005", "ftp:550/2147942405")
	f("FTP 500 HTTP 500", "ftp:500", "500")
	f("FTP 530 550", "ftp:530", "ftp:550")
	f("632", "ftp:632")
	f("226", "226") // HTTP knows it
}

func TestParseKeepsTheInput(t *testing.T) {
	b := open(t)
	f := func(args []string, want ...string) {
		t.Helper()
		questions, err := Parse(b, args)
		require.NoError(t, err)
		var got []string
		for _, q := range questions {
			got = append(got, q.Input)
		}
		assert.Equal(t, want, got)
	}
	f([]string{"401", "1", "1326"}, "401 1 1326")
	f([]string{"401,1,1326"}, "401,1,1326")
	f([]string{"401.1,403.14", "5xx"}, "401.1", "403.14", "5xx")
	f([]string{"HTTP 403.14", "FTP", "530"}, "HTTP 403.14", "FTP 530")
	f([]string{"timer_connectionidle"}, "timer_connectionidle")
}

func TestParseOwnStatuses(t *testing.T) {
	b := open(t)
	require.NoError(t, b.Add("own.tsv", strings.NewReader("code\tname\tmeaning\n"+"910\tOurs\tIt is ours.\n911.3\tOurs\tIt is ours.\n")))
	questions, err := Parse(b, []string{"910", "911.3"})
	require.NoError(t, err)
	assert.Equal(t, []string{"910", "911.3"}, []string{questions[0].brief(), questions[1].brief()})
	_, err = Parse(b, []string{"911.4"})
	assert.ErrorContains(t, err, `found "911.4"; did you mean 911.3?`)
}

func TestParseSuggests(t *testing.T) {
	b := open(t)
	f := func(input string, want ...string) {
		t.Helper()
		_, err := Parse(b, []string{input})
		require.Error(t, err, input)
		lines := strings.Split(err.Error(), "\n")
		require.Len(t, lines, len(want), err)
		for i, line := range lines {
			assert.Equal(t, "expected a code such as 404, 404.13, 5xx, 1326, 0x8009030E, ERROR_LOGON_FAILURE or QueueFull, "+want[i], line)
		}
	}
	f("", "found none")
	f(" - ", "found none")
	f("40.13", `found "40.13"; did you mean 401.3, 403.13 or 404.13?`)
	f("4041.3", `found "4041.3"; did you mean 401.3, 404.3 or 404.13?`)
	f("99", `found "99"; did you mean 499, 69 or 59?`)
	f("600", `found "600"; did you mean 500, 400 or 300?`)
	f("6xx", `found "6xx"; did you mean 1xx, 2xx or 3xx?`)
	f("0x8009030", `found "0x8009030"; did you mean 0x80090300, 0x80090301 or 0x80090302?`)
	f("0x123456789", `found "0x123456789"`)
	f("99999999999", `found "99999999999"`)
	f("ERROR_LOGON_FAILUR", `found "ERROR_LOGON_FAILUR"; did you mean ERROR_LOGON_FAILURE?`)
	f("ERROR_LGOON_FAILURE", `found "ERROR_LGOON_FAILURE"; did you mean ERROR_LOGON_FAILURE or ERROR_GEN_FAILURE?`)
	f("Timer_ConectionIdle", `found "Timer_ConectionIdle"; did you mean Timer_ConnectionIdle?`)
	f("AppOfline", `found "AppOfline"; did you mean AppOffline?`)
	f("404.13.x", `found "404.13.x"; did you mean 404.13?`)
	f("foo", `found "foo"`)
	f("404 foo 40.13 bar", `found "foo"`, `found "40.13"; did you mean 401.3, 403.13 or 404.13?`, `found "bar"`)
	f("status=99", `found "99"; did you mean 499, 69 or 59?`)
	f("substatus=1", `found "substatus="`)
	f(strings.Repeat("ü", 100), `found "`+strings.Repeat("ü", 32)+`…"`)
}

// What is understood is not lost for the words that are not.
func TestParseAnswersTheOthers(t *testing.T) {
	questions, err := Parse(open(t), strings.Fields("403.14 foo 401 1 1326 bar FTP 530"))
	assert.ErrorContains(t, err, `found "foo"`)
	assert.ErrorContains(t, err, `found "bar"`)
	var got []string
	for _, q := range questions {
		got = append(got, q.brief())
	}
	assert.Equal(t, []string{"403.14", "401.1/1326", "ftp:530"}, got)
}

func TestParseWantsValues(t *testing.T) {
	b := open(t)
	f := func(input, want string) {
		t.Helper()
		_, err := Parse(b, []string{input})
		assert.EqualError(t, err, want)
	}
	f("FTP", `expected a code after "FTP", found nothing`)
	f("404 HTTP/1.1 status=", `expected a code after "HTTP/1.1 status=", found nothing`)
	f("win32=", `expected a value after "win32=", found nothing`)
	f("401 substatus=x", `expected a value after "substatus=", found "x"`)
	f("reason=QueueFul", `expected a value after "reason=", found "QueueFul"; did you mean QueueFull?`)
}

func TestDistance(t *testing.T) {
	f := func(x, y string, want int) {
		t.Helper()
		assert.Equal(t, want, distance(x, y))
		assert.Equal(t, want, distance(y, x))
	}
	f("", "", 0)
	f("", "abc", 3)
	f("abc", "abc", 0)
	f("abc", "axc", 1)
	f("abc", "ac", 1)
	f("abc", "acb", 1)
	f("40.13", "404.13", 1)
	f("kitten", "sitting", 3)
}

func FuzzParse(f *testing.F) {
	b := open(f)
	for _, s := range []string{
		"401.1 1326", "401 1 1326 404 0 2", "0x8009030E,-2146893042", "HTTP Error 403.14 - Forbidden", "status=401 win32: 5",
		"503 1 AppOffline Pool", "530 1326 41 0", "- - -", "4xx 404.* Version_N/S", "，；(\"'", "80070005 99", "reason=-", "win32=-",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		questions, err := Parse(b, []string{s})
		assert.True(t, err != nil || len(questions) > 0)
		rest := s
		for _, q := range questions {
			_, after, found := strings.Cut(rest, q.Input)
			assert.True(t, found && q.Input != "", "%q stands in what was typed, in its place", q.Input)
			rest = after
			assert.True(t, q.Kind != Status || q.Code.Status >= 100 && q.Code.Substatus >= AnySubstatus, "%+v", q)
			assert.Equal(t, q.Kind == Reason, q.Reason != "", "%+v", q)
			assert.True(t, q.Win32 >= codes.None && q.Win32>>32 <= 0, "%+v", q)
		}
	})
}
