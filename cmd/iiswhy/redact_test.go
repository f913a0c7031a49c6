package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// secretLog names Jane Roe, Max, J\xfcrgen and their addresses in every place that a log
// has, and in ways that software writes them.
func secretLog() string {
	var b strings.Builder
	b.WriteString("#Fields: date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query cs-username c-ip cs(User-Agent) cs(Cookie) cs(Referer) cs-host X-Forwarded-For x-note sc-status sc-substatus sc-win32-status time-taken\n")
	paths := []string{
		"/users/Jane.Roe/mail", "/users/JANE.ROE", "/personal/jane_roe_corp_example/x", "/Users/jane.roe/caf\xe9", "/Users/jane.roe/\u0130stanbul",
		"/users/J\xfcrgen/x", "/users/J%C3%BCrgen/x", "/owa/eva%40corp.example/100%", "/owa/eva%2540corp.example/x", "/users/%6Aane.roe/100%",
		"/exp/203.0.113.7.csv", "/geo/203.0.113.7:8080/x", "/data203.0.113.7", "/g/2001:db8:1::7/x", "/~eva/x", "/owa/max@corp.example/",
		"/p;sid=Zx81token", "/p%3Fsid=Zx81token",
	}
	for hour := range 20 {
		for i, path := range paths {
			times := 1
			if hour == 15 {
				times = 30
			}
			for n := range times {
				fmt.Fprintf(&b, "2026-11-21 %02d:%02d:%02d mysite-jane.roe 10.0.0.5 GET %s token=Zx81token %s 203.0.113.7 Bot/1.0+(jane.roe;+http://203.0.113.7/bot) sid=Zx81token http://intra.example/users/jane.roe/p?t=Zx81token jane.roe.my.example 198.51.100.23,+10.9.8.7 by-jane.roe-at-2001:db8:1::7 %s 93\n",
					hour, i, n, path, []string{`CORP\Jane.Roe`, "max@corp.example", "CORP\\J\xfcrgen", "-"}[n%4], []string{"401 1 1326", "404 0 2", "500 19 33", "403 14 5"}[i%4])
			}
		}
	}
	b.WriteString("2026-11-21 20:00:00 a 10.0.0.5 GET / - eve 2001:db8:1::7 x - - - - - 200 0 0 9\nnoon jane.roe 203.0.113.7 Zx81token\n")
	return b.String()
}

// secrets are what must not be in what the program writes, in small letters; case never
// matters. Of the latter, bytes that are no UTF-8 are shown as \xfc.
var secrets = []string{
	"jane.roe", "jane_roe", "%6aane", "j\xfcrgen", `j\xfcrgen`, "j%c3%bcrgen", "j\u00fcrgen", "j\ufffdrgen", "eva%40", "eva%2540", "eva@", "~eva", "max@corp", "203.0.113.7", "2001:db8:1::7",
	"198.51.100.23", "10.9.8.7", "zx81token",
}

// Nothing that must be hidden is left in what any command writes in any format, on either
// stream, not in filters that are echoed, nor in names of files.
func TestRedactHidesEverywhere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Users", "jane.roe")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	log, broken := filepath.Join(dir, "u_ex261121.log"), filepath.Join(dir, "u_ex261122-203.0.113.7.log.gz")
	require.NoError(t, os.WriteFile(log, []byte(secretLog()), 0o600))
	require.NoError(t, os.WriteFile(broken, []byte("\x1f\x8b\x08broken"), 0o600))
	found := map[string]bool{}
	f := func(args ...string) {
		t.Helper()
		var out, errs bytes.Buffer
		run(t.Context(), append([]string{args[0], log, broken, filepath.Join(dir, "missing.log"), "--lang", "en"}, args[1:]...), nil, &out, &errs)
		both := strings.ToLower(out.String() + errs.String())
		hidden := strings.Contains(strings.Join(args, " "), "--redact")
		for _, s := range secrets {
			if found[s] = found[s] || strings.Contains(both, s); hidden {
				at := strings.Index(both, s)
				assert.Negative(t, at, "%v: %s in %q", args, s, both[max(0, at-60):max(0, min(len(both), at+60))])
			}
		}
	}
	commands := map[string][]string{
		"report": {"text", "markdown", "json", "csv", "html"}, "daily": {"text", "markdown", "json", "csv", "html"},
		"spikes": {"text", "markdown", "json", "csv", "html"}, "explain": {"text", "markdown", "json"}, "rows": {"text", "csv", "ndjson", "log"},
	}
	for command, formats := range commands {
		for _, format := range formats {
			f(command, "-f", format, "--redact", "client,user,query", "--top", "50")
		}
		f(command, "-f", formats[0], "--top", "50")
	}
	for _, by := range []string{"site", "cs-host", "cs(User-Agent)", "cs(Referer)", "cs-uri-query", "x-note", "file", "cs-username", "X-Forwarded-For"} {
		f("report", "--redact", "client,user,query", "--by", by)
		f("report", "--by", by)
	}
	for _, filter := range [][]string{{"--host", "jane.roe*"}, {"--site", "*jane.roe"}, {"--agent", "*203.0.113.7*"}, {"--method", "jane.roe"}, {"--user", `*\jane.roe`}, {"--client", "203.0.113.7"}, {"--referer", "*jane.roe*"}} {
		f(append([]string{"report", "--redact", "client,user,query"}, filter...)...)
		f(append([]string{"spikes", "--redact", "client,user,query"}, filter...)...)
	}
	for _, s := range secrets[:3] {
		assert.True(t, found[s], "%s is nowhere without --redact", s)
	}
}

// What is no secret stays: the words of the program, the server, versions.
func TestRedactLeavesWords(t *testing.T) {
	log := filepath.Join(t.TempDir(), "u_ex261121.log")
	rows := "#Fields: date time s-ip cs-method cs-uri-stem cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status\n" +
		strings.Repeat("2026-11-21 10:00:00 192.0.2.1 GET /img/logo@2x.png status 203.0.113.7 Chrome/120.0.0.0 404 0 2\n", 30) +
		"2026-11-21 10:00:00 192.0.2.1 GET /rows/password user 203.0.113.7 Chrome/120.0.0.0 401 1 1326\n"
	require.NoError(t, os.WriteFile(log, []byte(rows), 0o600))
	var open, hidden, errs bytes.Buffer
	require.Equal(t, exitDone, run(t.Context(), []string{log, "--lang", "en", "-f", "json", "--by", "s-ip,cs(User-Agent)"}, nil, &open, &errs))
	require.Equal(t, exitDone, run(t.Context(), []string{log, "--lang", "en", "-f", "json", "--by", "s-ip,cs(User-Agent)", "--redact", "client,user,query"}, nil, &hidden, &errs))
	assert.NotContains(t, hidden.String(), "203.0.113.7")
	for _, word := range []string{"192.0.2.1", "Chrome/120.0.0.0", "/img/logo@2x.png", "--status 404", "cs-username"} {
		assert.Contains(t, open.String(), word)
		assert.Contains(t, hidden.String(), word)
	}
	for _, text := range []string{`"meaning": "`, `"check": "`} {
		_, want, _ := strings.Cut(open.String(), text)
		want, _, _ = strings.Cut(want, "\n")
		assert.Contains(t, hidden.String(), want)
	}
}
