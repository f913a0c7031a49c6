package explain_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/explain"
	"github.com/iiswhy/iiswhy/report/render"
	"github.com/iiswhy/iiswhy/report/scan"
)

// explainCase is a piece of a log, or a question, and what must be said of it.
type explainCase struct {
	name    string
	fields  string   // of a #Fields directive; "" for none
	lines   string   // of the log
	ask     []string // instead of lines
	change  func(*scan.Options)
	results []string // code, Win32, verdict, confidence of each result, "-" for what it lacks
	says    []string // patterns that the English text must have, without regard to line breaks
	not     []string // and must not have
}

// Layouts of the cases.
const (
	iis6    = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status"
	iis7    = iis6 + " time-taken"
	iis8    = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken"
	httperr = "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename"
	ftp     = "date time c-ip cs-username s-ip s-port cs-method cs-uri-stem sc-status sc-win32-status sc-substatus x-session x-fullpath"
)

// explained explains the case and returns the result and its text.
func (c explainCase) explained(t *testing.T, lang codes.Lang) (*report.Explanations, string) {
	t.Helper()
	o := optionsFor(t, lang)
	if c.change != nil {
		c.change(&o)
	}
	x := explain.NewExplainer(o)
	require.NoError(t, x.Ask(c.ask))
	if c.ask != nil {
		require.Empty(t, x.Read(t.Context(), nil))
	} else {
		log := c.lines
		if c.fields != "" {
			log = "#Fields: " + c.fields + "\r\n" + log
		}
		require.Empty(t, x.Read(t.Context(), []input.Source{input.From("pasted", strings.NewReader(log))}))
	}
	found := x.Explanations()
	var out bytes.Buffer
	require.NoError(t, render.WriteExplanations(&out, found, render.Text, render.Options{Width: 100}))
	return found, out.String()
}

// check holds a case against what it must say.
func (c explainCase) check(t *testing.T) {
	t.Helper()
	t.Run(c.name, func(t *testing.T) {
		found, text := c.explained(t, codes.English)
		assert.Equal(t, c.results, resultsOf(found))
		flat := strings.Join(strings.Fields(text), " ")
		for _, pattern := range c.says {
			assert.Regexp(t, regexp.MustCompile("(?i)"+pattern), flat, text)
		}
		for _, pattern := range c.not {
			assert.NotRegexp(t, regexp.MustCompile("(?i)"+pattern), flat, text)
		}
		for _, line := range strings.Split(text, "\n") {
			assert.LessOrEqual(t, len([]rune(line)), 100, line)
		}
		_, chinese := c.explained(t, codes.Chinese)
		assert.Regexp(t, `\p{Han}`, chinese)
	})
}

// resultsOf writes each result in a line.
func resultsOf(found *report.Explanations) []string {
	all := []string{}
	for _, e := range found.Results {
		what := strings.TrimSpace(e.Log + " " + e.Code)
		if e.Reason != "" {
			what = strings.TrimSpace(what + " " + e.Reason)
		}
		number := "-"
		if e.Win32 != nil {
			number = fmt.Sprint(*e.Win32)
		}
		all = append(all, fmt.Sprintf("%s %s %s %s", what, number, e.Verdict, e.Confidence))
	}
	return all
}

// TestPublishedCases holds real lines, with explanations that were published,
// against what is said of them.
func TestPublishedCases(t *testing.T) {
	for _, c := range publishedCases() {
		c.check(t)
	}
}

func publishedCases() []explainCase {
	return []explainCase{
		{name: "C01 handshake of IIS 6", fields: iis6 + " ",
			lines: `2005-05-21 05:39:27 192.168.0.101 GET /VirtualServer/VSWebApp.exe view=1 1024 WEBBROWSER\User 192.168.0.101 Mozilla/4.0+(User-Agent) 200 0 0
2005-05-21 05:39:27 192.168.0.101 GET /VirtualServer/scripts/VSScripts.js - 1024 - 192.168.0.101 Mozilla/4.0+(User-Agent) 401 2 5
2005-05-21 05:39:27 192.168.0.101 GET /VirtualServer/scripts/VSScripts.js - 1024 - 192.168.0.101 Mozilla/4.0+(User-Agent) 401 1 2148074254
2005-05-21 05:39:27 192.168.0.101 GET /VirtualServer/scripts/VSScripts.js - 1024 WEBBROWSER\User 192.168.0.101 Mozilla/4.0+(User-Agent) 304 0 0
`,
			results: []string{"401.2 5 handshake certain", "401.1 2148074254 handshake certain", "200.0 0 ok certain", "304.0 0 ok certain"},
			says:    []string{"Lines 3–5 are one negotiation", "NTLM", `WEBBROWSER\\User got in`, "no logon failed", "normal"},
			not:     []string{"brute force", "wrong password", "refused logon"}},
		{name: "C02 handshake that a person typed", fields: "date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-Sub-status sc-win32-status",
			lines: `2006-03-06 20:37:42 W3SVC1 192.0.2.1 GET /default.aspx - 80 - 192.0.2.9 Mozilla/4.0+(compatible;+MSIE+6.0) 401 2 2148074254
2006-03-06 20:37:42 W3SVC1 192.0.2.1 GET /default.aspx - 80 - 192.0.2.9 Mozilla/4.0+(compatible;+MSIE+6.0) 401 1 0
2006-03-06 20:38:36 W3SVC1 192.0.2.1 GET /default.aspx - 80 DOMAIN\user 192.0.2.9 Mozilla/4.0+(compatible;+MSIE+6.0) 200 0 0
`,
			results: []string{"401.2 2148074254 handshake certain", "401.1 0 handshake certain", "200.0 0 ok certain"},
			says:    []string{"NTLM", `DOMAIN\\user got in 54 s later`, "prompted and typed credentials"},
			not:     []string{"has no sc-substatus", "refused logon"}},
		{name: "C03 first request is anonymous, Kerberos", fields: iis7,
			lines: `2024-03-01 08:00:00 10.0.0.1 GET /app - 80 - 10.0.0.9 Edge 401 2 5 0
2024-03-01 08:00:00 10.0.0.1 GET /app - 80 CORP\anna 10.0.0.9 Edge 200 0 0 15
`,
			results: []string{"401.2 5 handshake certain", "200.0 0 ok certain"},
			says:    []string{"anonymous by design", "a single 401, as Kerberos and Basic take it", `CORP\\anna got in`, "healthy"},
			not:     []string{"access denied as a fault", "permission", "denied access"}},
		{name: "C05 Kerberos failed", fields: iis8,
			lines: `2020-07-13 10:00:01 192.0.2.1 GET /whoami.aspx - 80 - 192.0.2.9 Mozilla/4.0+(compatible;+MSIE+7.0) - 401 2 5 105
2020-07-13 10:00:01 192.0.2.1 GET /whoami.aspx - 80 - 192.0.2.9 Mozilla/4.0+(compatible;+MSIE+7.0) - 401 1 2148074245 18
`,
			results: []string{"401.2 5 challenge-unanswered likely", "401.1 2148074245 directory-fault certain"},
			says:    []string{"0x80090305", "Kerberos", "SPN", `refused in line 3 \(401.1/2148074245\)`, "Line 2 is the challenge before it"},
			not:     []string{"wrong password"}},
		{name: "C08 no MIME type, status in the middle",
			fields: "date time c-ip cs-username s-computername s-ip cs-method cs-uri-stem cs-uri-query sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken cs-version cs-host cs(User-Agent) cs(Cookie) cs(Referer)",
			lines: `2009-04-10 00:21:55 133.71.125.97 - WEBSERVER 133.73.246.56 GET /media/logic.swf - 404 3 0 93241 920 2141 HTTP/1.1 www.server.com Mozilla/4.0+(compatible;+MSIE+6.0) - -
`,
			results: []string{"404.3 0 configuration certain"},
			says:    []string{"may well exist", `\.swf`, "add a MIME type"},
			not:     []string{"is missing", "not on the disk"}},
		{name: "C09 list of allowed programs, a blank inside the agent", fields: iis6,
			lines:   linesOfC09,
			results: []string{"404.2 1260 configuration certain", "200.0 0 ok certain"},
			says:    []string{"not allowed to run", "1260 means blocked by policy", `\.asp`, "served 16 s earlier", "a setting changed", "Lines 2, 3 have a blank"},
			not:     []string{"file is missing", "not found"}},
		{name: "C09 without #Fields", lines: linesOfC09,
			results: []string{"404.2 1260 configuration certain", "200.0 0 ok certain"},
			says:    []string{"not allowed to run", "served 16 s earlier", "Lines 1, 2 have a blank"}},
		{name: "C10 last values of a row", lines: "404 0 2 325 2481 0\n",
			results: []string{"404.0 2 not-found certain"},
			says:    []string{"not on the disk", "time-taken is 0 ms"}},
		{name: "C11 the last four numbers", fields: iis7, lines: "405 0 0 218\n",
			results: []string{"405.0 0 bad-request certain"},
			says:    []string{"405.0 ", "time-taken is 218 ms"},
			not:     []string{`405\.0\.218`, "with 218", "Win32 218"}},
		{name: "C12 PUT", fields: iis7,
			lines:   "2024-03-01 08:00:00 10.0.0.1 PUT /api/item/1 - 80 - 10.0.0.9 curl 405 0 0 3\n",
			results: []string{"405.0 0 bad-request certain"},
			says:    []string{"WebDAV module takes for itself", "PUT"}, not: []string{"application bug"}},
		{name: "C12 POST", fields: iis7,
			lines:   "2024-03-01 08:00:00 10.0.0.1 POST /form.html - 80 - 10.0.0.9 curl 405 0 1 3\n",
			results: []string{"405.0 1 bad-request certain"},
			says:    []string{"static file handler", "POST"}, not: []string{"application bug"}},
		{name: "C12 another verb", fields: iis7,
			lines:   "2024-03-01 08:00:00 10.0.0.1 FOO /x - 80 - 10.0.0.9 curl 405 0 1 3\n",
			results: []string{"405.0 1 bad-request certain"},
			says:    []string{"No handler of this path takes FOO"}},
		{name: "C12 asked", ask: []string{"405", "0", "1"},
			results: []string{"405.0 1 bad-request certain"},
			says:    []string{"WebDAV", "static file handler", "verb"}},
		{name: "C13 the client had gone", ask: []string{"200 0 64"},
			results: []string{"200.0 64 client-left certain"},
			says:    []string{"answer was ready and sent", "client or a proxy", "gone before it acknowledged", "time-taken holds the wait", "Leave single rows alone"},
			not:     []string{"server error (is|caused)", "slow application"}},
		{name: "C15 locked section", fields: iis8,
			lines: `2017-10-21 12:15:08 192.168.0.11 GET /.well-known/acme-challenge/7KznDAw7MCAexPn-Zi21aamb65IxvbwiHfS0jajUomk - 80 - 64.78.149.164 Mozilla/5.0+(compatible;+Let's+Encrypt+validation+server;++https://www.letsencrypt.org) - 500 19 33 242
`,
			results: []string{"500.19 33 configuration certain"},
			says:    []string{"0x80070021", "locked higher up", "handlers", "Unlock", "certificate", "beside the file"},
			not:     []string{"in use by another process", "another process"}},
		{name: "C17 the proxy", lines: "502 3 12002 29889\n",
			results: []string{"502.3 12002 upstream certain"},
			says:    []string{"29.9 s", "30 s", "slow or the timeout short", "X-ARR-LOG-ID"},
			not:     []string{"network fault"}},
		{name: "C17 the back end", fields: "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username sc-status sc-substatus sc-win32-status time-taken",
			lines:   "2011-07-18 16:51:06 192.168.0.216 GET /time/ - 80 - 200 0 64 45208\n",
			results: []string{"200.0 64 client-left certain"},
			says:    []string{"45.2 s", "ARR", "30 s by default", "X-ARR-LOG-ID"},
			not:     []string{"healthy", "network fault"}},
		{name: "C17 both, without #Fields", lines: "502 3 12002 29889\n2011-07-18 16:51:06 192.168.0.216 GET /time/ - 80 - 200 0 64 45208\n",
			results: []string{"502.3 12002 upstream certain", "200.0 64 client-left certain"},
			says:    []string{"29.9 s", "45.2 s"}},
		{name: "C18 proxy timeout, asked", ask: []string{"502", "3", "12002"},
			results: []string{"502.3 12002 upstream certain"},
			says:    []string{"30 s by default in an ARR farm", "raise the timeout of the farm"}},
		{name: "C19 too many requests of one browser", fields: iis8, lines: linesOfC19,
			results: []string{"403.502 0 blocked certain", "200.0 0 ok certain"},
			says:    []string{"too many requests of one address in its interval", "6 requests of ::1 came within one second", "one page", "limit is too tight", "proxy mode"},
			not:     []string{"502 bad gateway", "file permission", "NTFS"}},
		{name: "C22 revoked or not to be checked", ask: []string{"403.13"},
			results: []string{"403.13 - blocked certain"},
			says:    []string{"or its revocation list could not be fetched", "certutil"},
			not:     []string{"certificate is revoked\\."}},
		{name: "C24 TLS required",
			fields: "date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs-version cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken",
			lines: `2019-08-14 00:09:32 W3SVC1 SE119654 ::1 GET /help/default.aspx area= 80 - ::1 HTTP/1.1 Mozilla/5.0+(compatible;+MSIE+9.0;+Windows+NT+6.1;+Trident/5.0) - - localhost 403 4 5 5279 160 15
2019-08-14 00:12:02 W3SVC1 SE119654 10.60.79.142 GET /default.aspx - 80 - 10.60.74.238 HTTP/1.0 - - - - 403 4 5 1372 18 0
`,
			results: []string{"403.4 5 blocked certain"},
			says:    []string{"requires TLS", "2 requests came in on port 80", "Line 3, from 10.60.74.238", "load balancer or monitor"},
			not:     []string{"NTFS permission", "icacls"}},
		{name: "C25 no handler", fields: iis7,
			lines:   "2018-08-28 18:24:25 10.100.220.70 GET / - 80 - 10.100.118.31 Mozilla/4.0+(compatible;+MSIE+7.0) 404 4 2 792\n",
			results: []string{"404.4 2 configuration certain"},
			says:    []string{"handler"}, not: []string{"file not found on disk"}},
		{name: "C27 Outlook waits for mail", fields: iis8 + " X-Forwarded-For",
			lines: `2023-02-22 12:51:14 172.20.98.21 POST /mapi/emsmdb/ MailboxId=xxx@test.com 444 Anonymous 172.20.98.22 Microsoft+Office/16.0+(Windows+NT+10.0) - 200 0 64 92255 172.20.102.177,172.20.97.46
`,
			results: []string{"200.0 64 client-left certain"},
			says:    []string{"92.3 s is waiting, not slowness", "real clients \\(172.20.102.177, 172.20.97.46\\)", "172.20.98.22 is the proxy", "--forwarded-for X-Forwarded-For"},
			not:     []string{"slow page"}},
		{name: "C29 Windows looks for devices", fields: iis8, lines: linesOfC29,
			results: []string{"404.0 2 automatic likely"},
			says:    []string{"Windows", "4 requests of 4 clients to the server 192.168.8.30", "172.16.9.27", "devices"},
			not:     []string{"of 1 client", "attack"}},
		{name: "C30 three dots", fields: "date time cs-method cs-uri-stem s-port cs-username cs(Cookie) sc-status sc-substatus",
			lines:   "2020-12-11 10:00:00 GET /time.asp 80 - ... 200 0\n",
			results: []string{"200.0 - ok likely"},
			says:    []string{`cs\(Cookie\) is only \.\.\.`, "4096 bytes", "nothing was lost"}},
		{name: "C32 states of an account", fields: iis6,
			lines: `2024-03-01 08:00:00 10.0.0.1 GET / - 80 anna 10.0.0.9 Edge 401 1 1326
2024-03-01 08:00:01 10.0.0.1 GET / - 80 bert 10.0.0.9 Edge 401 1 1909
2024-03-01 08:00:02 10.0.0.1 GET / - 80 carl 10.0.0.9 Edge 401 1 1330
2024-03-01 08:00:03 10.0.0.1 GET / - 80 dora 10.0.0.9 Edge 401 1 1331
2024-03-01 08:00:04 10.0.0.1 GET / - 80 - 10.0.0.9 Edge 401 1 2148074252
`,
			results: []string{"401.1 1326 logon-failure certain", "401.1 1909 logon-failure certain", "401.1 1330 logon-failure certain",
				"401.1 1331 logon-failure certain", "401.1 2148074252 logon-failure likely"},
			says: []string{"user name or password", "anna was refused 1 time", "locked", "bert", "expired", "carl", "disabled", "dora",
				"denied", "4625"}},
		{name: "C33 a plus in the path", fields: iis7,
			lines:   "2024-03-01 08:00:00 10.0.0.1 GET /files/a+b.txt - 80 - 10.0.0.9 Edge 404 11 0 3\n",
			results: []string{"404.11 0 blocked certain"},
			says:    []string{"double", `holds a \+`, "request filtering", "before the application"}},
		{name: "C34 challenge file as a script", fields: iis7,
			lines:   "2024-03-01 08:00:00 10.0.0.1 GET /.well-known/acme-challenge/x1 - 80 - 10.0.0.9 LE 404 17 0 3\n",
			results: []string{"404.17 0 configuration certain"},
			says:    []string{"script", "static handler|static file", "no certificate is issued"}},
		{name: "C34 challenge file without an extension", fields: iis7,
			lines:   "2024-03-01 08:00:00 10.0.0.1 GET /.well-known/acme-challenge/x1 - 80 - 10.0.0.9 LE 404 3 0 3\n",
			results: []string{"404.3 0 configuration certain"},
			says:    []string{"no extension", "MIME type"}},
		{name: "H01 to H04",
			lines: `2002-07-05 18:45:09 172.31.77.6 2094 172.31.77.6 80 HTTP/1.1 GET /qos/1kbfile.txt 503 - ConnLimit
2002-07-05 19:51:59 127.0.0.1 2780 127.0.0.1 80 HTTP/1.1 GET /ThisIsMyUrl.htm 400 - Hostname
2002-07-05 19:53:00 127.0.0.1 2894 127.0.0.1 80 HTTP/2.0 GET / 505 - Version_N/S
2002-07-05 20:06:01 172.31.77.6 64388 127.0.0.1 80 - - - - - Timer_MinBytesPerSecond
`,
			results: []string{"503 ConnLimit - capacity certain", "400 Hostname - bad-request likely", "505 Version_N/S - bad-request certain",
				"Timer_MinBytesPerSecond - client-left likely"},
			says: []string{"connection limit", "Host header", "version of HTTP", "240 bytes a second", "log of the site has no row"},
			not:  []string{"application crash"}},
		{name: "H06 reduced columns",
			lines:   "#Software: Microsoft HTTP API 1.0\n#Version: 1.0\n#Date: 2012-11-14 20:35:02\n#Fields: date time cs-version cs-method cs-uri sc-status s-reason \n2012-11-14 20:36:36 HTTP/1.1 GET /1234567890/time.asp 400 FieldLength\n",
			results: []string{"400 FieldLength - bad-request certain"},
			says:    []string{"longer than allowed", "MaxFieldLength"}},
		{name: "H07 closed without an answer", lines: "HTTP/1.1 GET /time/ - 1 Connection_Dropped DefaultAppPool\n",
			results: []string{"Connection_Dropped - client-left likely"},
			says:    []string{"site 1, application pool DefaultAppPool", "no row for it", "502.3", "0x80072EFE"}},
		{name: "H09 reasons of a 503",
			lines: `503 1 AppOffline Pool
503 1 QueueFull Pool
503 1 Disabled Pool
503 1 AppShutdown Pool
503 1 AppPoolTimer Pool
503 1 ConnLimit Pool
503 1 N/A Pool
`,
			results: []string{"503 AppOffline - capacity certain", "503 QueueFull - capacity certain", "503 Disabled - capacity certain",
				"503 AppShutdown - capacity certain", "503 AppPoolTimer - capacity certain", "503 ConnLimit - capacity certain", "503 N/A - capacity likely"},
			says: []string{"rapid-fail protection", "crashed", "queue was full", "administrator stopped", "CPU limit", "too slow", "connection", "reservation", "memory"}},
		{name: "S06 midnight inside a file", fields: iis7,
			lines: `2024-03-01 23:59:59 10.0.0.1 GET /app - 80 - 10.0.0.9 Edge 401 2 5 0
2024-03-02 00:00:00 10.0.0.1 GET /app - 80 CORP\anna 10.0.0.9 Edge 200 0 0 15
`,
			results: []string{"401.2 5 handshake certain", "200.0 0 ok certain"},
			says:    []string{"got in 1 s later"}, not: []string{"clock"}},
	}
}

const linesOfC09 = `2008-04-11 20:39:48 127.0.0.1 GET /test/1.asp - 80 - 127.0.0.1 Mozilla/4.0+(compatible;+MSIE+6.0;+Windows+NT+5.2; +.NET+CLR+1.1.4322) 200 0 0
2008-04-11 20:40:04 127.0.0.1 GET /test/1.asp - 80 - 127.0.0.1 Mozilla/4.0+(compatible;+MSIE+6.0;+Windows+NT+5.2; +.NET+CLR+1.1.4322) 404 2 1260
`

const linesOfC19 = `2024-07-22 14:17:48 ::1 GET / - 8090 - ::1 Mozilla/5.0+(Windows+NT+10.0)+Edg/126.0.0.0 - 200 0 0 1
2024-07-22 14:17:48 ::1 GET /Content/css v=7n95mJcoE9tVcdjbEUwG1 8090 - ::1 Mozilla/5.0+(Windows+NT+10.0)+Edg/126.0.0.0 http://localhost:8090/ 200 0 0 3
2024-07-22 14:17:48 ::1 GET /bundles/modernizr v=inCVuEFe6J4Q07A0AcRsbJic 8090 - ::1 Mozilla/5.0+(Windows+NT+10.0)+Edg/126.0.0.0 http://localhost:8090/ 403 502 0 5
2024-07-22 14:17:48 ::1 GET /bundles/jquery v=JVBM4Dk7eZ-fjWvmxvoCeVR5MAt 8090 - ::1 Mozilla/5.0+(Windows+NT+10.0)+Edg/126.0.0.0 http://localhost:8090/ 403 502 0 7
2024-07-22 14:17:48 ::1 GET /favicon.ico - 8090 - ::1 Mozilla/5.0+(Windows+NT+10.0)+Edg/126.0.0.0 http://localhost:8090/ 403 502 0 0
2024-07-22 14:17:48 ::1 GET /Content/bootstrap.min.css.map - 8090 - ::1 Mozilla/5.0+(Windows+NT+10.0)+Edg/126.0.0.0 - 403 502 0 0
`

const linesOfC29 = `2025-12-22 01:22:09 192.168.8.30 POST /StableWSDiscoveryEndpoint/schemas-xmlsoap-org_ws_2005_04_discovery - 80 - 172.16.8.192 WSDAPI - 404 0 2 12
2025-12-22 01:26:01 192.168.8.30 POST /StableWSDiscoveryEndpoint/schemas-xmlsoap-org_ws_2005_04_discovery - 80 - 172.16.8.225 WSDAPI - 404 0 2 20
2025-12-22 01:27:03 192.168.8.30 POST /StableWSDiscoveryEndpoint/schemas-xmlsoap-org_ws_2005_04_discovery - 80 - 172.16.8.185 WSDAPI - 404 0 2 11
2025-12-22 01:28:27 192.168.8.30 POST /StableWSDiscoveryEndpoint/schemas-xmlsoap-org_ws_2005_04_discovery - 80 - 172.16.9.27 WSDAPI - 404 0 2 4
`
