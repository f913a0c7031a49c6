package parser

import (
	"strings"
	"testing"
)

const (
	front15 = "2024-03-04 09:10:01 192.0.2.5 GET /a x=1 443 - 192.0.2.77 SMS+CCM+5.0 - 403 7 0"
	front22 = "2024-03-04 09:10:01 W3SVC1 WEB1 192.0.2.5 GET /a x=1 443 - 192.0.2.77 HTTP/1.1 Agent/5.0 c=1 - h.example 403 7 0"
)

// TestGuessedFields: what stands where, in rows of sites with other fields than
// those that are ticked by default, and with fields that somebody added.
func TestGuessedFields(t *testing.T) {
	const (
		start  = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) "
		usual  = start + "cs(Referer) sc-status sc-substatus sc-win32-status "
		full   = "date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs-version cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status "
		timed  = "sc-bytes cs-bytes time-taken"
		real   = " X-Forwarded-For"
		triple = "sc-status sc-substatus sc-win32-status "
	)
	for _, c := range []struct {
		row, fields string
	}{
		{front15, strings.TrimSpace(usual)},
		{front15 + " 5573", usual + "time-taken"},
		{front15 + " 5573 11", usual + "sc-bytes time-taken"},
		{front15 + " 5573 184 11", usual + timed},
		{front15 + " 1 2 3 4", usual + "unnamed unnamed unnamed unnamed"},
		{front15 + " 11 -", usual + "time-taken" + real},
		{front15 + " 11 198.51.100.7", usual + "time-taken" + real},
		{front15 + " 11 198.51.100.7,+192.0.2.46", usual + "time-taken" + real},
		{front15 + " 11 198.51.100.7:4711,[2001:db8::1]:80,unknown", usual + "time-taken" + real},
		{front15 + " 11 2001:db8::1", usual + "time-taken" + real},
		{front15 + " 11 DE", usual + "time-taken unnamed"},
		{front15 + " 11 TLSv1.3", usual + "time-taken unnamed"},
		{front15 + " 11 8a4e2f4c-1", usual + "time-taken unnamed"},
		{front15 + " 11 unknown", usual + "time-taken unnamed"},
		{front15 + " 11 1.2.3", usual + "time-taken unnamed"},
		{front15 + " 11 c=1;+d=2", usual + "time-taken cs(Cookie)"},
		{front15 + " 11 - c=1", usual + "time-taken" + real + " cs(Cookie)"},
		{front15 + " 11 198.51.100.7 c=1", usual + "time-taken" + real + " cs(Cookie)"},
		{front15 + " 11 - 198.51.100.7", usual + "time-taken unnamed" + real},
		{front15 + " 11 DE 198.51.100.7 198.51.100.8", usual + "time-taken unnamed" + real + " unnamed"},
		{front15 + " 5573 11 198.51.100.7", usual + "sc-bytes time-taken" + real},
		{front15 + " -", usual + "X-Forwarded-For"},
		{front22 + " 378 590 7545", full + timed},
		{front22 + " 378 590 7545 198.51.100.7", full + timed + real},
		{front22 + " 378 590 7545 - - - 400", full + timed + real + " unnamed unnamed unnamed"},

		// Fields as others ticked them: reports of readers that could not tell.
		{"2024-11-15 16:25:59 WEB1337 192.0.2.25 GET / a 80 bot 192.0.2.99 200 0 0 703 7 1",
			"date time s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip " + triple + timed},
		{"2021-11-28 00:00:04 W3SVC1 192.0.2.136 GET /c SERVER-STATUS=200 443 - 192.0.2.13 HTTP/1.1 Chrome/2.12.1 - h.example 200 0 0 34018 303 46",
			"date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs-version cs(User-Agent) cs(Referer) cs-host " + triple + timed},
		{"2018-12-31 12:02:53 192.0.2.136 GET / - 443 - 192.0.2.188 Agent/4.0+(X) c=1 - 401 0 0 0", start + "cs(Cookie) cs(Referer) " + triple + "time-taken"},
		{"2018-12-31 12:02:53 192.0.2.136 GET / - 443 - 192.0.2.188 Agent/4.0+(X) c=1 h.example 401 0 0 0", start + "cs(Cookie) cs-host " + triple + "time-taken"},
		{"2018-12-31 12:02:53 192.0.2.136 GET / - 443 - 192.0.2.188 Agent/4.0+(X) h.example:8080 401 0 0 0", start + "cs-host " + triple + "time-taken"},
		{"2018-12-31 12:02:53 192.0.2.136 GET / - 443 - 192.0.2.188 Agent/4.0+(X) null 401 0 0 0", start + "cs(Referer) " + triple + "time-taken"},
		{"2024-03-04 09:10:01 WEB1 GET /a - 443 - 192.0.2.77 Agent/5.0 - 200 0 0 11 -",
			"date time s-computername cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) " + triple + "time-taken" + real},
		{"2024-03-04 09:10:01 SHOP GET /a - 443 - 192.0.2.77 Agent/5.0 - - shop.azurewebsites.net 200 0 0 1 2 11",
			"date time s-sitename cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Cookie) cs(Referer) cs-host " + triple + timed},
		{"2024-03-04 09:10:01 192.0.2.5 GET /a 443 - 192.0.2.77 Agent/5.0 200 0 0 11", "date time s-ip cs-method cs-uri-stem s-port cs-username c-ip cs(User-Agent) " + triple + "time-taken"},
		{"2024-03-04 09:10:01 GET /a x=1 192.0.2.77 200 0 0 11", "date time cs-method cs-uri-stem cs-uri-query c-ip " + triple + "time-taken"},

		// FTP before IIS 7.
		{"2002-05-24 20:18:01 192.0.2.9 eve MSFTPSVC1 SRV 192.0.2.1 21 [7]PASS - 530 1326",
			"date time c-ip cs-username s-sitename s-computername s-ip s-port cs-method cs-uri-stem sc-status sc-win32-status"},
		{"2008-05-24 20:18:01 192.0.2.9 - FTPSVC2 SRV 192.0.2.1 21 [7]PASS - 530 1326 0 0 16 FTP",
			"date time c-ip cs-username s-sitename s-computername s-ip s-port cs-method cs-uri-stem sc-status sc-win32-status " + timed + " unnamed"},
		{"20:18:01 192.0.2.9 [5]USER administrator 331 0", "time c-ip cs-method cs-uri-stem sc-status sc-win32-status"},
	} {
		out := readText(t, c.row+"\n")
		equal(t, map[string]int64{"fields-guessed": 1}, out.faults(), c.row)
		if out.Rows == 1 {
			equal(t, c.fields, strings.Join(out.Records[0].Names, " "), c.row)
		}
		agree(t, c.row+" \n"+c.row, 64)
		quoted := readText(t, `"`+c.row+"\",\n")
		equal(t, out.values(), quoted.values(), "the same between quotes")
	}
}

// TestTakenIsNeverGuessed: the time of a row whose numbers nobody can tell is not
// known.
func TestTakenIsNeverGuessed(t *testing.T) {
	for tail, want := range map[string]int64{
		"": None, " 5573": 5573, " 5573 11": 11, " 5573 184 11": 11, " 1 2 3 4": None, " -": None, " 11 DE": 11, " 192.0.2.1": None, " DE 11": None,
	} {
		out := readText(t, front15+tail+"\n")
		equal(t, int64(1), out.Rows, "rows of "+tail)
		equal(t, want, out.Records[0].Taken, "time-taken of "+tail)
	}
}

// TestGuessNoWeb: rows that only resemble those of sites.
func TestGuessNoWeb(t *testing.T) {
	for _, row := range []string{
		strings.Replace(front15, "SMS+CCM+5.0", "Agent/4.0+(X; Y)", 1),      // a blank in the agent
		strings.Replace(front15, "SMS+CCM+5.0", "Agent (X; Y; Z)", 1),       // more of them
		strings.Replace(front15, "403 7 0", "403 7", 1),                     // no Win32
		strings.Replace(front15, "403 7 0", "403 -", 1),                     // no substatus
		strings.Replace(front15, "403 7 0", "703 7 0", 1),                   // no status
		strings.Replace(front15, "403 7 0", "403 12345 0", 1),               // no substatus
		strings.Replace(front15, "192.0.2.77", "client", 1),                 // no client
		strings.Replace(front15, "GET /a", "GET a", 1),                      // no path
		strings.Replace(front15, " x=1 443", " 443 x=1", 1),                 // another order
		strings.Replace(front15, "192.0.2.5", "a b c 192.0.2.5", 1),         // too many names
		strings.Replace(front15, "5.0 -", "5.0 - cookie=1 extra", 1),        // a cookie behind the referer
		strings.Replace(front15, "5.0 -", "5.0 a b c", 1),                   // three words
		strings.Replace(front22, "- h.example", "- h.example more", 1),      // too many values
		"2024-03-04 09:10:01 192.0.2.9 eve FTPSVC2 [x]PASS - 530 1326",      // no session
		"2024-03-04 09:10:01 192.0.2.9 a b c d e f [7]PASS - 530 1326",      // too many names
		"2024-03-04 09:10:01 192.0.2.9 eve FTPSVC2 [7]PASS - refused 1326",  // no reply
		"2024-03-04 09:10:01 eve FTPSVC2 [7]PASS - 530 1326 0 0",            // no client
		"Mar  4 09:10:01 web1 kernel: GET /a - 80 - 192.0.2.9 - 200 0 0 11", // another log
		`"` + front15, // a quote that does not end
	} {
		out := readText(t, row+"\n")
		equal(t, map[string]int64{"no-fields": 1}, out.faults(), row)
		agree(t, row, 64)
	}
}

// TestGuessedLayoutsAreFew: rows with ever other added fields do not fill the
// memory, and are read all the same.
func TestGuessedLayoutsAreFew(t *testing.T) {
	var s Scanner
	var text strings.Builder
	for n := range 1 << 9 {
		text.WriteString(front15 + " 11")
		for bit := range 9 {
			text.WriteString(map[bool]string{true: " DE", false: " c=1"}[n>>bit&1 == 1])
		}
		text.WriteString("\n")
	}
	s.Reset(Chunk{Header: NewHeader(), Text: []byte(text.String()), Last: true})
	rows := 0
	for s.Scan() {
		rows++
	}
	equal(t, 1<<9, rows, "rows")
	if n := len(s.shapes.layouts); n > maxLayouts {
		t.Errorf("%d layouts are kept", n)
	}
}

// TestGarbageOfHTTPERR: HTTP.sys writes whatever came in as method.
func TestGarbageOfHTTPERR(t *testing.T) {
	for _, row := range []string{
		"2021-11-02 08:48:30 192.0.2.34 59638 192.0.2.49 80 - 145.ll 7 - 400 - BadRequest -",
		"2021-11-02 08:48:30 192.0.2.34 59638 192.0.2.49 80 - 145.ll|'|'|SGFj|'|'|WIN-J|'|'||'|'|Win 7 - 400 - BadRequest -",
		"2021-11-02 08:48:30 192.0.2.34 59638 192.0.2.49 80 HTTP/1.1 GET|x /a 400 - Verb",
		"2021-11-02 08:48:30 192.0.2.34 59638 192.0.2.49 80 HTTP/1.1 \x16\x03\x01 / 400 - Verb -",
	} {
		out := readText(t, row+"\n")
		equal(t, map[string]int64{"fields-guessed": 1}, out.faults(), row)
		if out.Rows == 1 {
			equal(t, int64(400), out.Records[0].Status, row)
		}
		agree(t, row, 64)
	}
}
