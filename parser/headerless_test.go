package parser

import (
	"net/netip"
	"strings"
	"testing"
)

// Rows of each shape, as they are pasted without the directives before them.
const (
	iis6Site   = "2005-05-21 05:39:27 W3SVC1 192.0.2.1 GET /a.aspx id=1 80 EXAMPLE\\user 192.0.2.9 Agent/4.0+(X) 401 1 2148074254"
	iis6       = "2008-04-11 20:39:48 127.0.0.1 GET /test/1.asp - 80 - 127.0.0.1 Agent/4.0+(X;+Y) 404 2 1260"
	iis7       = "2018-08-28 18:24:25 192.0.2.70 GET / - 80 - 192.0.2.31 Agent/4.0+(X) 404 4 2 792"
	iis8       = "2024-07-22 14:17:48 ::1 GET /bundles/x v=inCV 8090 - ::1 Agent/5.0+(X) http://localhost:8090/ 403 502 0 5"
	iis8More   = "2023-02-22 12:51:14 192.0.2.21 POST /mapi/emsmdb/ MailboxId=x@y.example 444 Anonymous 192.0.2.22 Office/16.0 - 200 0 64 92255 198.51.100.77,192.0.2.46"
	iis8Size   = "2026-02-19 10:28:49 fe80::1%8 GET /forbidden a=b 80 - ::ffff:192.0.2.9 Shell/5.1 - 404 0 2 5035 184 189"
	iisAll     = "2019-08-14 00:09:32 W3SVC1 WEB1 ::1 GET /a.aspx area= 80 - ::1 HTTP/1.1 Agent/5.0 c=1 - localhost 403 4 5 5279 160 15"
	azure      = "2021-03-04 05:06:07 MYAPP POST /api X-ARR-LOG-ID=1f 443 - 192.0.2.9 Agent/5.0 - - myapp.example 500 0 0 1234 567 89"
	httpOld    = "2002-07-05 18:45:09 192.0.2.6 2094 192.0.2.7 80 HTTP/1.1 GET /qos/1kbfile.txt 503 - ConnLimit"
	httpNone   = "2002-07-05 20:06:01 192.0.2.6 64388 127.0.0.1 80 - - - - - Timer_MinBytesPerSecond"
	httpSlash  = "2002-07-05 19:53:00 127.0.0.1 2894 127.0.0.1 80 HTTP/2.0 GET / 505 - Version_N/S"
	httpBadURL = "2012-11-14 20:36:36 192.0.2.6 2894 192.0.2.7 80 HTTP/1.1 GET a\\..\\b 400 - URL"
	httpPool   = "2012-02-29 12:48:58 2001:db8::5efe:192.0.2.30%0 50228 2001:db8::1%0 80 HTTP/1.0 GET / 404 - NotFound -"
	httpStream = "2022-02-28 12:48:58 192.0.2.6 50228 192.0.2.7 443 HTTP/2.0 GET /a?b=1 5 503 1 QueueFull DefaultAppPool"
	httpQuic   = "2024-02-28 12:48:58 192.0.2.6 50228 192.0.2.7 443 HTTP/3 GET /a?b=1 5 9 - 2 Connection_Dropped Pool QUIC"
	ftpOpen    = "2011-05-06 07:08:09 192.0.2.9 - 192.0.2.1 21 ControlChannelOpened - - 0 0 b1c54a22-5a6b-4cd0-b1e6-5b9a2f0e9c11 -"
	ftpUser    = "2011-05-06 07:08:10 192.0.2.9 - 192.0.2.1 21 USER anonymous 331 0 0 b1c54a22-5a6b-4cd0-b1e6-5b9a2f0e9c11 -"
	ftpPass    = "2011-05-06 07:08:11 192.0.2.9 EXAMPLE\\user 192.0.2.1 21 PASS *** 530 1326 41 b1c54a22-5a6b-4cd0-b1e6-5b9a2f0e9c11 /"
	ftpGet     = "2011-05-06 07:08:12 192.0.2.9 u 192.0.2.1 21 RETR a/b.txt 550 2 38 b1c54a22-5a6b-4cd0-b1e6-5b9a2f0e9c11 /a/b.txt"
)

func TestGuessedShapes(t *testing.T) {
	for _, c := range []struct {
		row                             string
		status, substatus, code, millis int64
		has                             []Column
	}{
		{iis6Site, 401, 1, 2148074254, None, []Column{SiteName, ServerIP, Username}},
		{iis6, 404, 2, 1260, None, []Column{ServerIP, UserAgent}},
		{iis7, 404, 4, 2, 792, []Column{ServerIP, UserAgent}},
		{iis8, 403, 502, 0, 5, []Column{Referer}},
		{iis8More, 200, 0, 64, 92255, []Column{Referer}},
		{iis8Size, 404, 0, 2, 189, []Column{SentBytes, ReceivedBytes}},
		{iisAll, 403, 4, 5, 15, []Column{ComputerName, Version, Cookie, Host}},
		{azure, 500, 0, 0, 89, []Column{SiteName, Cookie, Host}},
		{httpOld, 503, None, None, None, []Column{Reason, SiteID}},
		{httpNone, None, None, None, None, []Column{Reason}},
		{httpSlash, 505, None, None, None, []Column{Reason}},
		{httpBadURL, 400, None, None, None, []Column{Reason}},
		{httpPool, 404, None, None, None, []Column{Reason, Queue}},
		{httpStream, 503, None, None, None, []Column{Reason, Queue}},
		{httpQuic, None, None, None, None, []Column{Reason, Queue}},
		{ftpOpen, None, 0, 0, None, []Column{Session}},
		{ftpUser, 331, 0, 0, None, []Column{Session}},
		{ftpPass, 530, 41, 1326, None, []Column{Session}},
		{ftpGet, 550, 38, 2, None, []Column{Session}},
	} {
		out := readText(t, c.row+"\r\n")
		equal(t, map[string]int64{"fields-guessed": 1}, out.faults(), c.row)
		if out.Rows != 1 {
			continue
		}
		r := out.Records[0]
		equal(t, true, r.Guessed, "guessed")
		equal(t, []int64{c.status, c.substatus, c.code, c.millis}, []int64{r.Status, r.Substatus, r.Win32, r.Taken}, c.row)
		for _, column := range c.has {
			equal(t, true, NewLayout(r.Names).Has(column), column.String()+" of "+c.row)
		}
		if r.Second == NoTime {
			t.Errorf("no time: %s", c.row)
		}
		agree(t, c.row+"  \n"+c.row, 64)
	}
}

// TestGuessedColumns: what stands between the path and the client, and between that and the
// status, is told by its form where a site does not log all of it.
func TestGuessedColumns(t *testing.T) {
	const start, end = "2024-01-02 03:04:05 192.0.2.1 GET /a ", " 404 0 2 15"
	for _, c := range []struct{ row, want string }{
		{"203.0.113.9 Agent/1", "c-ip cs(User-Agent)"},
		{"q=1 203.0.113.9 Agent/1", "cs-uri-query c-ip cs(User-Agent)"},
		{"443 203.0.113.9 Agent/1", "s-port c-ip cs(User-Agent)"},
		{"q=1 443 203.0.113.9 Agent/1", "cs-uri-query s-port c-ip cs(User-Agent)"},
		{"443 ben 203.0.113.9 Agent/1", "s-port cs-username c-ip cs(User-Agent)"},
		{"q=1 ben 203.0.113.9 Agent/1", "cs-uri-query cs-username c-ip cs(User-Agent)"},
		{"203.0.113.9 Agent/1 sid=2;+b=3", "c-ip cs(User-Agent) cs(Cookie)"},
		{"203.0.113.9 Agent/1 http://example.com/", "c-ip cs(User-Agent) cs(Referer)"},
		{"203.0.113.9 Agent/1 www.example.com", "c-ip cs(User-Agent) cs-host"},
	} {
		out := readText(t, start+c.row+end+"\n")
		equal(t, map[string]int64{"fields-guessed": 1}, out.faults(), c.row)
		if len(out.Records) == 1 {
			names := strings.Join(out.Records[0].Names, " ")
			equal(t, "date time s-ip cs-method cs-uri-stem "+c.want+" sc-status sc-substatus sc-win32-status time-taken", names, c.row)
		}
	}
}

// TestGuessNothing: what only resembles a shape is refused, not repaired.
func TestGuessNothing(t *testing.T) {
	for _, row := range []string{
		"hello world",
		strings.Replace(iis6, "X;+Y", "X; +Y", 1),       // a blank too many
		strings.Replace(iis8, " 5", "", 1),              // a value too few
		strings.Replace(iis8, "2024", "24", 1),          // no date
		strings.Replace(iis8, "14:17", "25:17", 1),      // no time
		strings.Replace(iis8, " ::1 A", " client A", 1), // no address
		strings.Replace(iis8, "/bundles", "bund", 1),    // no path
		strings.Replace(iis8, "8090", "http", 1),        // no port
		strings.Replace(iis8, "GET", "G3T", 1),          // no method
		strings.Replace(iis8, "403", "4030", 1),         // no status
		strings.Replace(iis8, " 502 ", " five ", 1),     // no substatus
		strings.Replace(httpOld, "HTTP/1.1", "x", 1),    // no version
		strings.Replace(httpOld, "ConnLimit", "-", 1),   // no reason
		strings.Replace(httpOld, "ConnLimit", "X", 1),   // no reason
		strings.Replace(ftpUser, "-4cd0", "+4cd00", 1),  // no session
		strings.ReplaceAll(iis8, " ", "\t"),             // no blanks
	} {
		out := readText(t, row+"\n")
		equal(t, map[string]int64{"no-fields": 1}, out.faults(), row)
		agree(t, row, 64)
	}
}

// TestGuessEndsAtFields: rows are guessed up to the first #Fields only.
func TestGuessEndsAtFields(t *testing.T) {
	sample{"header in the middle", iis8 + "\n" + iis6 + "\n#Software: x\n" + httpOld + "\n#Fields: a b\n" + iis8 + "\n1 2\n",
		[]string{strings.ReplaceAll(iis8, " ", "|"), strings.ReplaceAll(iis6, " ", "|"), strings.ReplaceAll(httpOld, " ", "|"), "1|2"},
		map[string]int64{"fields-guessed": 3, "too-many-values": 1}}.run(t)
}

// TestShapes: each shape is one that rows can have, and no two are the same.
func TestShapes(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range shapes {
		fields := strings.Join(l.Names, " ")
		equal(t, true, l.Guessed, "guessed")
		equal(t, false, seen[fields], "seen before: "+fields)
		seen[fields] = true
	}
}

// TestIsIPv4: an address of four numbers is one to netip, too.
func TestIsIPv4(t *testing.T) {
	everyText("01259.x", 7, func(text string) { checkIPv4(t, text) })
	for _, text := range []string{"192.0.2.1", "255.255.255.255", "256.0.0.1", "01.0.0.1", "0.0.0.0", "1.2.3.4.5", "1..2.3", "1.2.3.", ".1.2.3", "1234.1.1.1", "192.0.2.1 "} {
		checkIPv4(t, text)
	}
}

func checkIPv4(t *testing.T, text string) {
	_, err := netip.ParseAddr(text)
	if got := isIPv4([]byte(text)); got != (err == nil) {
		t.Fatalf("%q: %v, and netip says %v", text, got, err)
	}
}
