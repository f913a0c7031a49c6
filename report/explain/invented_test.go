package explain_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/iiswhy/iiswhy/report/redact"
	"github.com/iiswhy/iiswhy/report/scan"
)

// TestInventedCases holds what nobody published but everybody meets.
func TestInventedCases(t *testing.T) {
	for _, group := range [][]explainCase{logonCases(), requestCases(), proxyCases(), kernelCases(), pastedCases(), askedCases()} {
		for _, c := range group {
			c.check(t)
		}
	}
}

// rows are rows of iis8 at a second of one day, as "08:00:00 GET /path USER CLIENT 401 2 5 TAKEN".
func rows(short ...string) string {
	var out strings.Builder
	for _, s := range short {
		v := strings.Fields(s)
		fmt.Fprintf(&out, "2024-03-01 %s 10.0.0.1 %s %s - 443 %s %s Mozilla/5.0+(Test) - %s\r\n",
			v[0], v[1], v[2], v[3], v[4], strings.Join(v[5:], " "))
	}
	return out.String()
}

func logonCases() []explainCase {
	return []explainCase{
		{name: "client begins unasked", fields: iis8,
			lines:   rows("08:00:00 GET /ews - 10.0.0.9 401 1 2148074254 5005", `08:00:05 GET /ews CORP\anna 10.0.0.9 200 0 0 12`),
			results: []string{"401.1 2148074254 handshake certain", "200.0 0 ok certain"},
			says:    []string{"began it unasked", `CORP\\anna got in 5 s later`}, not: []string{"typed"}},
		{name: "two clients side by side, one fails", fields: iis8,
			lines: rows("08:00:00 GET /a - 10.0.0.8 401 2 5 0", "08:00:00 GET /a - 10.0.0.9 401 2 5 0",
				"08:00:00 GET /a - 10.0.0.8 401 1 2148074254 0", "08:00:01 GET /a - 10.0.0.9 401 1 1326 0",
				`08:00:01 GET /a CORP\ben 10.0.0.8 200 0 0 9`),
			results: []string{"401.2 5 handshake certain", "401.2 5 challenge-unanswered likely", "401.1 2148074254 handshake certain",
				"401.1 1326 logon-failure certain", "200.0 0 ok certain"},
			says: []string{"Lines 2, 4, 6 are one negotiation", `ben got in 1 s later`, "refused in line 5"}},
		{name: "the answer is logged first", fields: iis8,
			lines:   rows(`08:00:01 GET /a CORP\ben 10.0.0.8 200 0 0 9`, "08:00:01 GET /a - 10.0.0.8 401 2 5 0"),
			results: []string{"401.2 5 handshake certain", "200.0 0 ok certain"},
			says:    []string{"within the same second"}},
		{name: "many negotiations", fields: iis8,
			lines: rows("08:00:00 GET /a - 10.0.0.8 401 2 5 0", `08:00:00 GET /a CORP\ben 10.0.0.8 200 0 0 9`,
				"08:10:00 GET /b - 10.0.0.8 401 2 5 0", `08:10:00 GET /b CORP\ben 10.0.0.8 200 0 0 9`,
				"08:20:00 GET /c - 10.0.0.8 401 2 5 0", `08:20:00 GET /c CORP\ben 10.0.0.8 200 0 0 9`),
			results: []string{"401.2 5 handshake certain", "200.0 0 ok certain"},
			says:    []string{"3 rows, lines 2, 4, 6", "2 others ended the same way"}},
		{name: "without user names it is only likely", fields: "date time c-ip cs-method cs-uri-stem sc-status sc-substatus sc-win32-status",
			lines:   "2024-03-01 08:00:00 10.0.0.9 GET /a 401 2 5\n2024-03-01 08:00:01 10.0.0.9 GET /a 200 0 0\n",
			results: []string{"401.2 5 handshake likely", "200.0 0 ok certain"},
			says:    []string{"same request was let in 1 s later", "has no cs-username"}},
		{name: "a robot stops at the challenge", fields: iis8,
			lines:   rows("08:00:00 GET /a - 10.0.0.8 401 2 5 0", "09:00:00 GET /other - 10.0.0.7 200 0 0 0"),
			results: []string{"401.2 5 challenge-unanswered likely", "200.0 0 ok certain"},
			says:    []string{"No request of 10.0.0.8 with a user name follows"}},
		{name: "the paste ends at the challenge", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 401 2 5 0"),
			results: []string{"401.2 5 challenge-unanswered possible"},
			says:    []string{"What follows decides"}},
		{name: "preflight", fields: iis8,
			lines:   rows("08:00:00 OPTIONS /api - 10.0.0.8 401 2 5 0", "09:00:00 GET /other - 10.0.0.7 200 0 0 0"),
			results: []string{"401.2 5 challenge-unanswered likely", "200.0 0 ok certain"},
			says:    []string{"OPTIONS requests that browsers send ahead bring no credentials"}},
		{name: "let in elsewhere", fields: iis8,
			lines:   rows("08:00:00 GET /a - 10.0.0.8 401 2 5 0", `08:00:09 GET /b CORP\ben 10.0.0.8 200 0 0 0`, "09:00:00 GET /c - 10.0.0.7 200 0 0 0"),
			results: []string{"401.2 5 challenge-unanswered likely", "200.0 0 ok certain"},
			says:    []string{`10.0.0.8 got in as CORP\\ben for another path \(line 3\)`}},
		{name: "Basic, mistyped once", fields: iis8,
			lines:   rows("08:00:00 GET /a - 10.0.0.8 401 2 5 0", "08:00:07 GET /a ben 10.0.0.8 401 1 1326 40", "08:00:15 GET /a ben 10.0.0.8 200 0 0 9"),
			results: []string{"401.2 5 handshake certain", "401.1 1326 logon-failure certain", "200.0 0 ok certain"},
			says:    []string{"ben was refused 1 time, from 10.0.0.8", "ben got in from 10.0.0.8 8 s later"}},
		{name: "spray", fields: iis8, lines: rows(spray(12)...),
			results: []string{"401.1 1326 logon-failure certain"},
			says:    []string{"203.0.113.7 tried 12 user names", "sprayed", "user00, user01"}},
		{name: "few names", fields: iis8, lines: rows(spray(3)...),
			results: []string{"401.1 1326 logon-failure certain"},
			says:    []string{"3 user names were refused, from 203.0.113.7: user00, user01, user02"}, not: []string{"{", "tried 3"}},
		{name: "client id of OAuth", fields: iis8,
			lines:   rows("08:00:00 POST /auth/connect/token 0f8fad5b-d9cb-469f-a165-70867728950e 10.0.0.8 401 1 1326 40"),
			results: []string{"401.1 1326 logon-failure certain"},
			says:    []string{"client id of an OAuth program"}},
		{name: "domain out of reach", fields: iis8,
			lines:   rows("08:00:00 GET /a - 10.0.0.8 401 1 1311 40", "08:00:01 GET /a - 10.0.0.9 401 1 1311 40"),
			results: []string{"401.1 1311 directory-fault certain"},
			says:    []string{"It hit 2 clients"}, not: []string{"wrong password is"}},
		{name: "token of another connection", fields: iis8,
			lines:   rows("08:00:00 GET /a - 10.0.0.8 401 1 2148074248 40"),
			results: []string{"401.1 2148074248 directory-fault certain"},
			says:    []string{"balancer", "0x80090308"}},
		{name: "FTP logon", fields: ftp,
			lines: "2024-03-01 08:00:00 10.0.0.8 - 10.0.0.1 21 USER admin 331 0 0 b1c54a22-5a6b-4cd0-b1e6-5b9a2f0e9c11 -\n" +
				"2024-03-01 08:00:01 10.0.0.8 admin 10.0.0.1 21 PASS *** 530 1326 41 b1c54a22-5a6b-4cd0-b1e6-5b9a2f0e9c11 -\n",
			results: []string{"ftp 530.41 1326 logon-failure certain", "ftp 331.0 0 ok certain"},
			says:    []string{"ftp 530.41 with Win32 1326 refused logon", "admin was refused 1 time, from 10.0.0.8"}},
		{name: "FTP of IIS 6", fields: "time c-ip cs-method cs-uri-stem sc-status sc-win32-status",
			lines:   "08:00:00 10.0.0.8 [3]USER admin 331 0\n08:00:01 10.0.0.8 [3]PASS - 530 1326\n08:00:09 10.0.0.8 [4]USER admin 331 0\n",
			results: []string{"ftp 530 1326 logon-failure certain", "ftp 331 0 ok certain"},
			says:    []string{"FTP 530 with Win32 1326 refused logon"}, not: []string{"application failure"}},
		{name: "file rights", fields: iis8, lines: rows(`08:00:00 GET /secret.pdf CORP\ben 10.0.0.8 401 3 5 4`),
			results: []string{"401.3 5 access-denied certain"}, says: []string{"rights on the file"}, not: []string{"refused logon"}},
		{name: "forwarded clients are told apart", fields: iis8 + " X-Forwarded-For",
			lines: "2024-03-01 08:00:00 10.0.0.1 GET /a - 443 - 10.0.0.2 UA - 401 2 5 0 203.0.113.5\n" +
				"2024-03-01 08:00:01 10.0.0.1 GET /a - 443 CORP\\ben 10.0.0.2 UA - 200 0 0 0 203.0.113.6\n",
			change:  func(o *scan.Options) { o.ForwardedFor = "X-Forwarded-For" },
			results: []string{"401.2 5 challenge-unanswered possible", "200.0 0 ok certain"},
			not:     []string{"give --forwarded-for", "ben got in"}},
		{name: "redacted", fields: iis8, lines: rows("08:00:07 GET /a ben 10.0.0.8 401 1 1326 40"),
			change:  func(o *scan.Options) { o.Redact = redact.Kinds{Client: true, User: true} },
			results: []string{"401.1 1326 logon-failure certain"},
			says:    []string{"user-1 was refused 1 time, from client-1"}, not: []string{"ben ", "10.0.0.8"}},
	}
}

func spray(n int) (short []string) {
	for i := range n {
		short = append(short, fmt.Sprintf("08:00:%02d POST /login user%02d 203.0.113.7 401 1 1326 40", i, i))
	}
	return short
}

func requestCases() []explainCase {
	return []explainCase{
		{name: "folder that had its page", fields: iis8,
			lines:   rows("08:00:00 GET /app/ - 10.0.0.8 200 0 0 5", "08:30:00 GET /app/ - 10.0.0.8 403 14 0 5", "09:00:00 GET /app/ - 10.0.0.8 200 0 0 5"),
			results: []string{"403.14 0 configuration certain", "200.0 0 ok certain"},
			says:    []string{"default document", "served 30 min earlier \\(line 2\\)", "served again 30 min later \\(line 4\\)"},
			not:     []string{"permission problem"}},
		{name: "broken web.config", fields: iis8, lines: rows("08:00:00 GET / - 10.0.0.8 500 19 13 5"),
			results: []string{"500.19 13 configuration certain"}, says: []string{"web.config|configuration"}, not: []string{"certificate"}},
		{name: "HRESULT of a broken web.config", fields: iis8, lines: rows("08:00:00 GET / - 10.0.0.8 500 19 2147942413 5"),
			results: []string{"500.19 2147942413 configuration certain"}, says: []string{"0x8007000D"}},
		{name: "broken link", fields: iis8,
			lines:   "2024-03-01 08:00:00 10.0.0.1 GET /old.css - 443 - 10.0.0.8 UA https://www.example.com/start 404 0 2 3\n",
			results: []string{"404.0 2 not-found certain"}, says: []string{"The link to it is on https://www.example.com/start"}},
		{name: "page taken away", fields: iis8,
			lines:   rows("08:00:00 GET /p.htm - 10.0.0.8 200 0 0 5", "08:00:30 GET /p.htm - 10.0.0.8 404 0 2 5"),
			results: []string{"404.0 2 not-found certain", "200.0 0 ok certain"}, says: []string{"served 30 s earlier", "taken away"}},
		{name: "WordPress on IIS", fields: iis8, lines: rows("08:00:00 GET /wp-login.php - 203.0.113.9 404 0 2 5"),
			results: []string{"404.0 2 probe likely"}, says: []string{"WordPress pages", "sign-in page"}},
		{name: "two families of noise", fields: iis8, lines: rows("08:00:00 GET /wp-login.php - 203.0.113.9 404 0 2 5", "08:00:00 GET /.git/config - 203.0.113.9 404 0 2 5"),
			results: []string{"404.0 2 probe likely"}, says: []string{`Noise of the family "WordPress pages"`, `Noise of the family "Secrets`}},
		{name: "hidden segment", fields: iis8, lines: rows("08:00:00 GET /bin/x.dll - 10.0.0.8 404 8 0 5"),
			results: []string{"404.8 0 blocked certain"}, says: []string{"hidden"}, not: []string{"file is missing"}},
		{name: "upload too large", fields: iis8, lines: rows("08:00:00 POST /upload - 10.0.0.8 413 1 0 5"),
			results: []string{"413.1 0 blocked certain"}, says: []string{"maxAllowedContentLength"}},
		{name: "client certificate wanted", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 403 7 64 5"),
			results: []string{"403.7 64 blocked likely"}, says: []string{"certificate"}, not: []string{"NTFS"}},
		{name: "address not allowed", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 403 6 0 5"),
			results: []string{"403.6 0 blocked certain"}, says: []string{"address"}},
		{name: "only logged", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 200 502 0 5"),
			results: []string{"200.502 0 flagged certain"}, says: []string{"logging-only mode"}},
		{name: "attack on one page is no page load", fields: iis8,
			lines:   rows("08:00:00 GET /a - 10.0.0.8 403 502 0 5", "08:00:00 GET /b - 10.0.0.8 403 502 0 5"),
			results: []string{"403.502 0 blocked certain"}, says: []string{"2 requests of 10.0.0.8 came within one second"}, not: []string{"loads one page"}},
		{name: "percent in the path", fields: iis8, lines: rows("08:00:00 GET /100%25.txt - 10.0.0.8 404 11 0 5"),
			results: []string{"404.11 0 blocked certain"}, says: []string{"holds a %"}},
		{name: "unknown substatus", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 404 99 0 5"),
			results: []string{"404.99 0 not-found likely"}, says: []string{"404.99 is not in the tables", "IIS has no such substatus"}},
		{name: "unknown status", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 299 0 0 5"),
			results: []string{"299.0 0 ok possible"}, says: []string{"299.0 is not in the tables", "2xx in general"}},
		{name: "unknown Win32 number", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 500 0 424242 5"),
			results: []string{"500.0 424242 application likely"}, says: []string{"Win32 number 424242 .* is not in the tables"}},
		{name: "hostile path", fields: iis8, lines: rows("08:00:00 GET /mapi/\x1b[31mred\u202e - 10.0.0.8 200 0 64 95000"),
			results: []string{"200.0 64 client-left certain"}, says: []string{`\\x1b\[31mred\\u202e`}, not: []string{"\x1b", "\u202e"}},
	}
}

func proxyCases() []explainCase {
	return []explainCase{
		{name: "nothing listens", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 502 3 12029 2014"),
			results: []string{"502.3 12029 upstream certain"}, says: []string{"waited 2.0 s"}, not: []string{"30 s that ARR"}},
		{name: "ASP.NET Core at its limit", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 502 3 12002 120015"),
			results: []string{"502.3 12002 upstream certain"}, says: []string{"120 s that ASP.NET Core Module waits"}},
		{name: "comes and goes", fields: iis8,
			lines:   rows("08:00:00 GET /a - 10.0.0.8 502 3 12030 20", "08:00:10 GET /a - 10.0.0.8 200 0 0 20"),
			results: []string{"502.3 12030 upstream certain", "200.0 0 ok certain"}, says: []string{"served again 10 s later", "comes and goes"}},
		{name: "write to a client that left", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 500 0 64 20"),
			results: []string{"500.0 64 client-left certain"}, says: []string{"client"}, not: []string{"application failure \\("}},
		{name: "ActiveSync waits", fields: iis8, lines: rows("08:00:00 POST /Microsoft-Server-ActiveSync ben 10.0.0.8 200 0 0 900123"),
			results: []string{"200.0 0 ok certain"}, says: []string{"900.1 s is waiting"}},
		{name: "web socket", fields: iis8, lines: rows("08:00:00 GET /hub - 10.0.0.8 101 0 0 3600000"),
			results: []string{"101.0 0 ok certain"}, says: []string{"is waiting, not slowness"}},
		{name: "slow client", fields: iis8, lines: rows("08:00:00 GET /big.zip - 10.0.0.8 200 0 1236 15000"),
			results: []string{"200.0 1236 client-left likely"}, says: []string{"15.0 s, but that includes waiting for the client"}},
		{name: "slow failure", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 500 0 0 15000"),
			results: []string{"500.0 0 application certain"}, says: []string{"time-taken is 15.0 s"}},
		{name: "application did not start", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 500 30 0 15"),
			results: []string{"500.30 0 application certain"}, says: []string{"start"}},
	}
}

func kernelCases() []explainCase {
	return []explainCase{
		{name: "13 columns", fields: httperr,
			lines:   "2024-03-01 08:00:00 10.0.0.8 50228 10.0.0.1 80 HTTP/1.1 GET /a 503 2 QueueFull ShopPool\n",
			results: []string{"503 QueueFull - capacity certain"}, says: []string{"site 2, application pool ShopPool"}},
		{name: "14 columns", lines: "2024-03-01 08:00:00 10.0.0.8 50228 10.0.0.1 443 HTTP/2.0 GET /a?b=1 5 503 1 Disabled ShopPool\n",
			results: []string{"503 Disabled - capacity certain"}, says: []string{"No #Fields line", "site 1, application pool ShopPool"}},
		{name: "16 columns", lines: "2024-03-01 08:00:00 10.0.0.8 50228 10.0.0.1 443 HTTP/3 GET /a?b=1 5 9 - 2 Connection_Abandoned_By_AppPool ShopPool QUIC\n",
			results: []string{"Connection_Abandoned_By_AppPool - application certain"}, says: []string{"worker process ended", "502.3"}},
		{name: "idle connections", fields: httperr,
			lines:   "2024-03-01 08:00:00 10.0.0.8 50228 10.0.0.1 80 - - - - - Timer_ConnectionIdle -\n",
			results: []string{"Timer_ConnectionIdle - ok certain"}, says: []string{"idle"}},
		{name: "idle connections beside a fault", fields: httperr,
			lines: "2024-03-01 08:00:00 10.0.0.8 50228 10.0.0.1 80 - - - - - Timer_ConnectionIdle -\n" +
				"2024-03-01 08:00:00 10.0.0.8 50228 10.0.0.1 80 HTTP/1.1 GET /a 503 2 AppOffline ShopPool\n",
			results: []string{"503 AppOffline - capacity certain", "Timer_ConnectionIdle - ok certain"},
			says:    []string{"1 other row needs no explanation: 1 of Timer_ConnectionIdle"}},
		{name: "reason that nobody knows", fields: httperr,
			lines:   "2024-03-01 08:00:00 10.0.0.8 50228 10.0.0.1 80 HTTP/1.1 GET /a 400 2 Brand_New -\n",
			results: []string{"400 Brand_New - bad-request possible"}, says: []string{"reason Brand_New is not in the tables"}},
	}
}

func pastedCases() []explainCase {
	return []explainCase{
		{name: "blanks in the agent and the query", fields: iis8,
			lines: "2024-03-01 08:00:00 10.0.0.1 GET /a - 443 - 10.0.0.8 Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.2) - 500 0 0 15\n" +
				"2024-03-01 08:00:00 10.0.0.1 GET /a q=a b 443 - 10.0.0.8 UA - 500 0 0 15\n",
			results: []string{"500.0 0 application certain"}, says: []string{"2 rows, lines 2, 3", "Lines 2, 3 have a blank"}},
		{name: "tails of a negotiation", lines: "401 2 5\n401 1 2148074254\n200 0 0\n",
			results: []string{"401.2 5 handshake likely", "401.1 2148074254 handshake likely", "200.0 0 ok certain"},
			says:    []string{"Lines 1–3", "let in afterwards"}},
		{name: "order of its own, without #Fields", lines: "2024-03-01 08:00:00 10.0.0.1 GET /a - 443 - 10.0.0.8 UA - cookie=1 extra 500 19 33 15\n",
			results: []string{"500.19 33 configuration certain"}, says: []string{"locked", "Line 1 lacks"}},
		{name: "fields change within", fields: iis6,
			lines:   "2024-03-01 08:00:00 10.0.0.1 GET /a - 443 - 10.0.0.8 UA 404 4 2\n#Fields: sc-win32-status sc-substatus sc-status cs-uri-query cs-uri-stem\n5 3 401 - /b\n404 3 0 3\n",
			results: []string{"404.4 2 configuration certain", "401.3 5 access-denied certain", "404.3 0 configuration certain"}},
		{name: "last row cut short", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 500 0 0 15") + "2024-03-01 08:00:01 10.0.0.1 GET /a",
			results: []string{"500.0 0 application certain"}, says: []string{"Line 3 ends within a row"}},
		{name: "what is nothing", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 500 0 0 15") + "see above, thanks\n\n",
			results: []string{"500.0 0 application certain"}, says: []string{"1 line is neither a row nor a code, the first is line 3"}},
		{name: "questions between", lines: "401.1 1326\n\n0x8009030E\n",
			results: []string{"401.1 1326 logon-failure certain", " 2148074254 unknown possible"}, says: []string{"SEC_E_NO_CREDENTIALS"}},
		{name: "no substatus", fields: "date time cs-method cs-uri-stem sc-status",
			lines:   "2024-03-01 08:00:00 GET /a 401\n2024-03-01 08:00:00 GET /b 200\n",
			results: []string{"401 - unknown possible", "200 - ok certain"}, says: []string{"has no sc-substatus", "Select Fields"}},
		{name: "no Win32 number", fields: "date time cs-username cs-method cs-uri-stem sc-status sc-substatus",
			lines:   "2024-03-01 08:00:00 - GET /a 401 1\n",
			results: []string{"401.1 - unknown possible"}, says: []string{"has no sc-win32-status"}},
		{name: "tabs", fields: "date\ttime\tcs-uri-stem\tsc-status\tsc-substatus\tsc-win32-status", lines: "2024-03-01\t08:00:00\t/a b\t500\t19\t33\n",
			results: []string{"500.19 33 configuration certain"}, says: []string{"locked"}},
		{name: "nothing but health", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 200 0 0 15", "08:00:00 GET /a - 10.0.0.8 304 0 0 15"),
			results: []string{"200.0 0 ok certain", "304.0 0 ok certain"}, says: []string{"handled and answered"}},
		{name: "nothing at all", fields: iis8, lines: "", results: []string{}, says: []string{"nothing to explain"}},
	}
}

func askedCases() []explainCase {
	return []explainCase{
		{name: "401.1 alone", ask: []string{"401.1"}, results: []string{"401.1 - logon-failure possible"},
			says: []string{"With Win32 1326", "With Win32 2148074254", "domain or Kerberos fault"}},
		{name: "401 alone", ask: []string{"401"}, results: []string{"401 - unknown possible"},
			says: []string{"depends on substatus and Win32 number", "401.2: unanswered challenge", "401.3"}},
		{name: "a challenge", ask: []string{"401.2", "5"}, results: []string{"401.2 5 challenge-unanswered possible"},
			says: []string{"What follows in the log decides"}},
		{name: "403.14", ask: []string{"403.14"}, results: []string{"403.14 - configuration certain"}, says: []string{"default document"}},
		{name: "FTP", ask: []string{"FTP 530"}, results: []string{"ftp 530 - logon-failure likely"}, says: []string{"ftp 530 refused logon"}},
		{name: "a reason", ask: []string{"timer_connectionidle"}, results: []string{"Timer_ConnectionIdle - ok certain"}},
		{name: "a symbol", ask: []string{"ERROR_LOGON_FAILURE"}, results: []string{" 1326 unknown possible"},
			says: []string{"Win32 1326 ERROR_LOGON_FAILURE", "With 401.1: refused logon"}},
		{name: "no Windows error", ask: []string{"0x00000000"}, results: []string{" 0 unknown possible"}, says: []string{"Windows reported no error", "ERROR_SUCCESS"}},
		{name: "row of a proxy that waited", ask: []string{"502 3 12002 29889"}, results: []string{"502.3 12002 upstream certain"}, says: []string{"29.9 s, the 30 s that ARR waits"}},
		{name: "several", ask: []string{"500.19", "33", "404.11"},
			results: []string{"500.19 33 configuration certain", "404.11 - blocked certain"}},
		{name: "a number behind a substatus is Win32", ask: []string{"500.30", "574"},
			results: []string{"500.30 574 application certain"}},
		{name: "a Win32 number that no table knows as a status", ask: []string{"500.30", "29999"},
			results: []string{"500.30 29999 application likely"}},
		{name: "end of a row of HTTP.sys", ask: []string{"503", "1", "QueueFull", "DefaultAppPool"},
			results: []string{"503 QueueFull - capacity certain"}, says: []string{"site 1, application pool DefaultAppPool"}},
		{name: "of a connection that had no answer", ask: []string{"- 1 Connection_Dropped Pool"},
			results: []string{"Connection_Dropped - client-left likely"}, not: []string{"Win32 1"}},
		{name: "a whole row in quotes", ask: []string{"403.14", "2024-03-01 08:00:00 10.0.0.1 GET /a.pdf - 443 - 10.0.0.8 UA/1 404 3 0 9"},
			results: []string{"403.14 - configuration certain", "404.3 0 configuration certain"}, says: []string{`extension is \.pdf`}},
		{name: "two ends of rows", ask: []string{"401", "1", "1326", "15", "404", "0", "2", "9"},
			results: []string{"401.1 1326 logon-failure certain", "404.0 2 not-found certain"}, says: []string{"is 15 ms", "is 9 ms"}},
		{name: "codes that look like the end of a row", ask: []string{"404", "13", "404", "5"},
			results: []string{"404.13 - blocked certain", "404.5 - blocked certain"}, not: []string{"time-taken"}},
		{name: "a code and a reason that does not go with it", ask: []string{"404", "13", "QueueFull"},
			results: []string{"404.13 - blocked certain", "503 QueueFull - capacity certain"}},
		{name: "a phrase with the name of a reason", ask: []string{"HTTP Error 403 - Forbidden"},
			results: []string{"403 - unknown possible"}, not: []string{"HTTP.sys wrote"}},
		{name: "a limit without time and client", ask: []string{"403 502 0 5"},
			results: []string{"403.502 0 blocked certain"}, says: []string{"Behind a proxy"}, not: []string{"within one second"}},
		{name: "whole row", ask: []string{"404", "0", "2", "325", "2481", "0"},
			results: []string{"404.0 2 not-found certain"}, says: []string{"time-taken is 0 ms"}},
	}
}
