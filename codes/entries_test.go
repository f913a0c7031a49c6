package codes

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// said is all that is said of a code in a log: its texts, how many meanings are
// published for it, and its verdict.
type said struct {
	text     string // in lower case
	meanings int
	verdict  Verdict
}

// say looks up a code as the report does: a pair first, then the code, then the
// number alone. It is written "500.19 64", "httperr 503 N/I", "ftp 425.0 10013" or
// "win32 574".
func say(t *testing.T, b *Book, r *Rules, asked string) said {
	t.Helper()
	words := strings.Fields(asked)
	switch words[0] {
	case "win32":
		w, ok := b.Win32(uint64(number(t, words[1])))
		require.True(t, ok, asked)
		return said{lower(w.Text), 1, Unknown}
	case "httperr":
		reason, ok := b.Reason(words[2])
		require.True(t, ok, asked)
		return said{lower(reason.Text), reason.Meanings, r.Verdict(Outcome{HTTPERR, number(t, words[1]), None, None, words[2]})}
	case "ftp":
		o := outcomeOf(t, FTPLog, words[1], words[2])
		if p, ok := b.Pair(o.Code(), o.Win32); ok {
			return said{lower(p.Text), p.Meanings, r.Verdict(o)}
		}
		f, match := b.FTP(o.Status, o.Substatus)
		require.Equal(t, Exact, match, asked)
		return said{lower(f.Text), f.Meanings, r.Verdict(o)}
	}
	if !strings.Contains(words[0], ".") {
		words[0] += ".-"
	}
	o := outcomeOf(t, Web, words[0], words[1])
	if p, ok := b.Pair(o.Code(), o.Win32); ok {
		return said{lower(p.Text), p.Meanings, r.Verdict(o)}
	}
	s, _ := b.Status(o.Status, o.Substatus)
	return said{lower(s.Text), s.Meanings, r.Verdict(o)}
}

func lower(t Text) string {
	return strings.ToLower(strings.Join([]string{t.Name, t.Meaning, t.Cause, t.Check}, " "))
}

// What documents and published reports say of single entries: how many meanings,
// which verdict, words that must be there and words that must not. A word stands for
// its stem, in any case; | parts words.
var documented = []struct {
	asked    string
	meanings int
	verdict  Verdict
	say, not string
}{
	// FTP: there is no setting that denies TLS on the control channel.
	{"ftp 534.27 0", 1, Blocked, "data channel|custom > advanced", ""},
	{"ftp 534.28 0", 1, Blocked, "data channel|words this number like 27|no setting", "control channel policy"},
	{"ftp 534.29 0", 1, Blocked, "no setting|certificate", "let the policy allow"},
	{"ftp 534.30 0", 1, Blocked, "no setting|certificate", "change the policy"},
	{"ftp 530.38 0", 2, Blocked, "matchclientaddressforpasv|passive|matchclientaddressforport", ""},
	{"ftp 530.33 0", 2, Configuration, "user isolation|authorization rule", ""},
	{"ftp 425.0 10013", 2, Configuration, "reserved|excludedportrange", ""},
	{"ftp 553.0 0", 1, BadRequest, "characters", "request filtering"},
	{"ftp 550.0 32", 1, Application, "open|associated handles", ""},
	{"ftp 550.1 5", 1, AccessDenied, "authorization", "icacls"},
	{"ftp 530.41 1326", 2, LogonFailure, "wrong user name or password", ""},
	{"ftp 530.41 1326", 2, LogonFailure, "1326", ""},

	// HTTP.sys.
	{"httperr 503 N/I", 1, BadRequest, "unknown transfer coding|server itself is well", "overload"},
	{"httperr 501 N/I", 1, BadRequest, "unknown transfer coding", ""},
	{"httperr 400 URL", 2, BadRequest, "allowrestrictedchars|260 characters|urlsegmentmaxlength", "enablenonutf8|percentuallowed"},
	{"httperr 414 URL_Length", 1, BadRequest, "maxfieldlength|maxrequestbytes|post", "urlsegmentmaxlength|urlsegmentmaxcount"},
	{"httperr 503 Disabled", 1, Capacity, "policy|worth ruling out", "because its identity|all that microsoft names"},
	{"httperr 403 Forbidden", 1, Blocked, "scanner|does not say", "allowrestrictedchars|encoded dots"},
	{"httperr 400 Hostname", 2, BadRequest, "http://name|binding", ""},
	{"httperr 503 N/A", 3, Capacity, "memory allocation|url reservation|host name that no site is bound to", "no site or pool"},
	{"httperr 500 Internal", 1, Capacity, "names no cause", ""},
	{"httperr - Request_Cancelled", 1, Blocked, "does not have this one|abortrequest", ""},
	{"httperr - Connection_Dropped_List_Full", 3, ClientLeft, "balancer", ""},
	{"httperr - Timer_MinBytesPerSecond", 2, ClientLeft, "proxy", ""},
	{"httperr 503 QueueFull", 1, Capacity, "wsuspool|2000|private memory limit", "do not merely"},
	{"httperr 404 NotFound", 1, NotFound, "nobody listens|binding", ""},
	{"httperr - SlowResponsiveClient", 1, ClientLeft, "too slow|500.19|http/2", ""},

	// Statuses.
	{"400.606 0", 1, BadRequest, "documents no cause", "most likely"},
	{"403.11 0", 1, AccessDenied, "changed", "must be changed"},
	{"403.14 0", 1, Configuration, "web.config is missing|default document", ""},
	{"404.17 50", 1, Configuration, "precondition|advanced settings of the pool|leave the refusal", ""},
	{"404.17 -", 1, Configuration, "precondition|advanced settings of the pool|leave the refusal", ""},
	{"404.7 0", 1, Blocked, "extension|on the list", "handler"},
	{"404.7 -", 1, Blocked, "extension is on the list", "handler"},
	{"400 -", 1, BadRequest, "path segment over 260 characters", ""},
	{"401.2 -", 2, ChallengeUnanswered, "which schemes authentication enables|maxfieldlength", ""},
	{"413 -", 1, BadRequest, "/config:*|uploadreadaheadsize", ""},
	{"413.0 0", 2, BadRequest, "uploadreadaheadsize|asp.net core|maxrequestbodysize", ""},
	{"414.0 0", 1, BadRequest, "maxfieldlength|maxrequestbytes|ends in 400", "urlsegmentmaxlength"},
	{"500 -", 1, Unknown, "web-http-tracing", ""},
	{"500.0 0", 1, Application, "1309|iis aspnetcore module v2", ""},
	{"500.11 0", 1, Capacity, "recycle|web.config|before iis 10", "app_offline"},
	{"500.14 0", 1, Configuration, "documents no cause", "com+"},
	{"500.16 -", 1, Configuration, "iis 6|home directory|500.19 with win32 1326", "test settings"},
	{"502.1 -", 1, Upstream, "/config:*", ""},
	{"502.7 0", 1, Upstream, "gives no cause", ""},
	{"500.52 0", 1, Configuration, `logrewrittenurlenabled|microsoft\inetstp\rewrite`, ""},
	{"502.3 -", 1, Upstream, "30 s in an arr farm", ""},
	{"503.2 -", 1, Capacity, "web-request-monitor|appcmd list requests", ""},
	{"503.2 0", 1, Capacity, "web-request-monitor|appcmd list requests", ""},
	{"451 0", 2, Blocked, "activesync|externalurl|x-ms-location", ""},
	{"503.3 -", 2, Capacity, "requestqueuelimit|machine.config|65535|outlook anywhere", ""},

	// 500.19: the client or the share.
	{"500.19 64", 2, Configuration, "client left|share|sc-bytes|time-taken|connection_dropped", ""},
	{"500.19 995", 2, Configuration, "client left|share", ""},
	{"500.19 1236", 2, Configuration, "client left|share", ""},
	{"500.19 1229", 1, ClientLeft, "client had closed", "share"},
	{"500.19 53", 1, Configuration, "network share|file server", "client"},
	{"500.19 267", 1, Configuration, "does not exist|mistyped|may not open|icacls", ""},
	{"500.19 3", 1, Configuration, "may not be opened", ""},
	{"500.19 5", 1, Configuration, "pass-through|iis_iusrs", ""},
	{"500.19 183", 1, Configuration, "aspnetcore in a sub-application", ""},
	{"500.19 1326", 1, Configuration, "does not know the pool identity|password", ""},

	// 500.0.
	{"500.0 13", 2, Configuration, "isapimodule|configure native modules|precondition", "revert to parent"},
	{"404.4 123", 1, Configuration, "application request routing|enable proxy", "attack"},
	{"500.19 13", 1, Configuration, "same entry twice", ""},
	{"500.21 13", 1, Configuration, "aspnetcoremodulev2|hosting bundle", ""},
	{"500.0 50", 2, Configuration, "tls 1.3|client certificate|isapi filter|clientcertnegotiation=enable", ""},
	{"500.0 193", 2, Configuration, "script mapping|bitness|handler mappings", ""},
	{"500.0 216", 2, Configuration, "script mapping|bitness", ""},
	{"500.0 2147549183", 2, Application, "asp.net core module|--list-runtimes|arguments", ""},
	{"500.0 2147500037", 1, Application, "component", "asp.net core module"},
	{"500.0 225", 1, Blocked, "run get-mpthreatdetection and look for the path", ""},
	{"500.0 574", 1, Application, "asp.net core|processpath|exception", ""},
	{"500.30 574", 1, Application, "exception|start|0x8007023e", ""},
	{"500.30 2147942974", 1, Application, "exception|start|0x8007023e", ""},
	{"500.37 574", 1, Application, "startuptimelimit", ""},
	{"500.33 1157", 1, Application, "microsoft.aspnetcore.app", ""},
	{"500.33 2147943557", 1, Application, "microsoft.aspnetcore.app", ""},
	{"500.24 50", 1, Configuration, "disable asp.net impersonation", ""},

	// What a FastCGI program ended with.
	{"500.0 3221225781", 1, Configuration, "0xc0000135|visual c++|php-cgi.exe -v", ".net"},
	{"500.0 3221225794", 1, Configuration, "0xc0000142|dll", ""},
	{"500.0 3221225595", 1, Configuration, "0xc000007b|bitness", ""},
	{"500.0 3221225477", 1, Application, "0xc0000005|access violation|event 1000", ""},
	{"500.0 3221225725", 1, Application, "0xc00000fd|stack", ""},
	{"500.0 3762504530", 1, Application, "0xe0434352|exception", ""},
	{"500.0 3221226505", 1, Application, "0xc0000409", ""},
	{"500.0 3221226356", 1, Application, "0xc0000374", ""},
	{"500.0 3221225786", 1, Application, "0xc000013a|recycle", ""},
	{"500.0 3221225495", 1, Capacity, "memory", ""},
	{"500.0 14001", 1, Configuration, "sidebyside|visual c++", ""},
	{"500.0 56", 1, Capacity, "smb 1|maxmpxct", "exception"},
	{"500.0 255", 1, Application, "exit code 255|error_log", "exception"},
	{"401.1 3221226331", 1, DirectoryFault, "extended protection|healthmailbox", ""},

	// 502 and 503.
	{"503.0 0", 2, Capacity, "app_offline.htm|out-of-process", "rapid-fail"},
	{"503.0 1255", 1, Capacity, "shutting down|in-process", "app_offline"},
	{"503.0 1115", 1, Capacity, "shutting down", ""},
	{"503.0 2147943655", 1, Capacity, "shutting down", ""},
	{"503.3 0", 2, Capacity, "requestqueuelimit", ""},
	{"502.5 1460", 1, Upstream, "version 1|2150040154", ""},
	{"502.5 2150040154", 1, Upstream, "startuptimelimit|version 2", ""},
	{"502.5 2150040155", 1, Upstream, "ended before it listened|stdout", ""},
	{"502.5 2147944031", 1, Upstream, "ended before it listened", ""},
	{"502.5 0", 2, Upstream, "on an asp.net core site read", "there read"},
	{"502.3 12002", 1, Upstream, "arr farm|no row at all|test-netconnection|raise the timeout of the farm", ""},
	{"502.3 12182", 1, Upstream, "65536|no setting", "raise the response header limit"},
	{"502.3 12185", 1, Upstream, "private key", ""},
	{"502.3 12186", 1, Upstream, "manage private keys", ""},
	{"502.3 2147954402", 1, Upstream, "dotnet-dump collect", ""},

	// 1236: one verdict and one reading everywhere, save towards a back end.
	{"200.0 1236", 2, ClientLeft, "aborted|client or proxy that left", "server's side"},
	{"302.0 1236", 2, ClientLeft, "does not tell which end|client", "server's side"},
	{"206.0 1236", 2, ClientLeft, "does not tell which end", "server's side"},
	{"101.0 1236", 2, OK, "does not tell which end", "server's side"},
	{"400.0 1236", 2, ClientLeft, "does not tell which end|client", "asp.net core module"},
	{"500.0 1236", 2, ClientLeft, "does not tell which end|client", ""},
	{"502.3 1236", 2, Upstream, "does not tell which end", "proxy's side"},

	// Certificates and logons.
	{"403.13 2148081683", 1, Configuration, "nothing is known against", ""},
	{"403.13 2148081682", 1, Configuration, "certutil -addstore ca", ""},
	{"403.13 2148081680", 1, Blocked, "withdrawn", ""},
	{"403.16 2148204809", 1, Blocked, "where-object {$_.issuer -ne $_.subject}", ""},
	{"403.7 2148074272", 1, Blocked, "probably|documents no case", ""},
	{"401.2 5", 1, ChallengeUnanswered, "iis cors module|options|maxrequestbytes", ""},
	{"401.1 2148074252", 2, LogonFailure, "loopback", ""},
	{"404.0 53", 1, Configuration, "runas /user|computer account", "as the pool identity"},

	// Win32 numbers by themselves.
	{"win32 50", 1, Unknown, "client certificate|tls 1.3", ""},
	{"win32 12002", 1, Unknown, "arr farm|no row of the request", ""},
	{"win32 12182", 1, Unknown, "65536|no setting", "raise the header limit"},
	{"win32 574", 1, Unknown, "500.30|2147942974", ""},
	{"win32 2147942974", 1, Unknown, "500.30", ""},
	{"win32 1255", 1, Unknown, "503.0|shutting down", ""},
	{"win32 2147943655", 1, Unknown, "503.0", ""},
	{"win32 1115", 1, Unknown, "503.0", ""},
	{"win32 2147943515", 1, Unknown, "503.0", ""},
	{"win32 1157", 1, Unknown, "500.33", ""},
	{"win32 2147943557", 1, Unknown, "500.33", ""},
	{"win32 1631", 1, Unknown, "502.5", ""},
	{"win32 2147944031", 1, Unknown, "502.5", ""},
	{"win32 2150040154", 1, Unknown, "502.5|startuptimelimit", ""},
	{"win32 2150040155", 1, Unknown, "502.5", ""},
	{"win32 12185", 1, Unknown, "private key", ""},
	{"win32 12186", 1, Unknown, "private key", ""},
	{"win32 3221225781", 1, Unknown, "0xc0000135|dll", ""},
	{"win32 3221225794", 1, Unknown, "0xc0000142", ""},
	{"win32 3221225477", 1, Unknown, "0xc0000005", ""},
	{"win32 3221225595", 1, Unknown, "0xc000007b", ""},
	{"win32 3221225725", 1, Unknown, "0xc00000fd", ""},
	{"win32 3762504530", 1, Unknown, "0xe0434352|1026", ""},
	{"win32 3221226331", 1, Unknown, "extended protection|2148074310", ""},
	{"win32 1236", 1, Unknown, "does not tell which end", "ended by this server"},
	{"win32 10013", 1, Unknown, "ftp 425|reserved", ""},
	{"win32 24", 1, Unknown, "documents no case", ""},
	{"win32 1237", 1, Unknown, "documents no case", ""},
	{"win32 2148074242", 1, Unknown, "documents no case", ""},
	{"win32 2148204818", 1, Unknown, "documents no case", ""},
}

func TestEntriesSayWhatIsDocumented(t *testing.T) {
	b, r := open(t, English), openRules(t)
	for _, d := range documented {
		got := say(t, b, r, d.asked)
		assert.Equal(t, d.verdict.String(), got.verdict.String(), d.asked)
		assert.Equal(t, d.meanings, got.meanings, "meanings of %s", d.asked)
		for word := range strings.SplitSeq(d.say, "|") {
			assert.Contains(t, got.text, word, d.asked)
		}
		for word := range strings.SplitSeq(d.not, "|") {
			assert.True(t, word == "" || !strings.Contains(got.text, word), "%s says %q: %s", d.asked, word, got.text)
		}
	}
}

// A check never helps to hand out what was probed for: where it opens something up,
// it says for whom.
func TestChecksDoNotHandOut(t *testing.T) {
	b := open(t, English)
	for _, asked := range []string{"404.17 50", "404.3 50", "404.3 0", "404.2 1260"} {
		p, ok := askPair(t, b, asked)
		require.True(t, ok, asked)
		assert.Regexp(t, `(?i)of your own|everybody may read`, p.Check, asked)
	}
	for _, substatus := range []int{2, 3, 7, 8, 9, 17} {
		s, _ := b.Status(404, substatus)
		assert.Regexp(t, `(?i)of your own|everybody may read|public`, s.Check, "404.%d", substatus)
	}
	for _, lang := range Langs() {
		n, ok := open(t, lang).Noise("secret-files")
		require.True(t, ok)
		assert.Regexp(t, `never make it downloadable|切勿`, n.Check)
	}
}
