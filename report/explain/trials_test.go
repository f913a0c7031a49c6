package explain_test

import "testing"

// TestTrials holds the kinds of rows of which published reports say something else than
// the number alone, and beside each what looks like it and is not.
func TestTrials(t *testing.T) {
	for _, group := range [][]explainCase{goneTrials(), applicationTrials(), numberTrials(), behindTrials(), serviceTrials(), formTrials()} {
		for _, c := range group {
			c.check(t)
		}
	}
}

const appChallenge = "Lines .* are one logon: the application asked for credentials"

func goneTrials() []explainCase {
	const share, client = "Get-SmbConnection", "Client gone while its answer"
	served := "2024-03-01 08:00:00 10.0.0.1 GET /big - 443 - 10.0.0.9 UA - 200 0 0 5\n"
	return []explainCase{
		{name: "500.19 after 17 s", fields: iis8, lines: rows("08:00:00 GET /big - 10.0.0.8 500 19 64 17292"),
			results: []string{"500.19 64 client-left likely"}, says: []string{client, "longer than reading a file"}, not: []string{share}},
		{name: "500.19 after 678,298 bytes", fields: iis8 + " sc-bytes", lines: "2024-03-01 08:00:00 10.0.0.1 GET /big - 443 - 10.0.0.8 UA - 500 19 1236 1 678298\n",
			results: []string{"500.19 1236 client-left likely"}, says: []string{client}, not: []string{share}},
		{name: "500.19 beside a served row", fields: iis8, lines: served + rows("08:00:40 GET /big - 10.0.0.8 500 19 995 1"),
			results: []string{"500.19 995 client-left likely", "200.0 0 ok certain"}, says: []string{"served within the minute \\(line 2\\)"}, not: []string{share, "setting changed"}},
		{name: "500.19 long after a served row", fields: iis8, lines: served + rows("08:05:40 GET /big - 10.0.0.8 500 19 995 1"),
			results: []string{"500.19 995 configuration possible", "200.0 0 ok certain"}, says: []string{share}, not: []string{client}},
		{name: "500.19 of everybody after a served row", fields: iis8,
			lines:   served + rows("08:00:40 GET /big - 10.0.0.8 500 19 995 1", "08:00:42 GET /big - 10.0.0.7 500 19 995 1"),
			results: []string{"500.19 995 configuration possible", "200.0 0 ok certain"}, says: []string{share}, not: []string{client}},
		{name: "500.19 of everything at once", fields: iis8,
			lines:   rows("08:00:00 GET /a - 10.0.0.8 500 19 64 1", "08:00:00 GET /b - 10.0.0.9 500 19 64 2"),
			results: []string{"500.19 64 configuration possible"}, says: []string{share}, not: []string{client}},
		{name: "500.19 with another number takes its time", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 500 19 53 21043"),
			results: []string{"500.19 53 configuration certain"}, says: []string{"file server"}, not: []string{client}},
		{name: "500.19 asked", ask: []string{"500.19", "64"}, results: []string{"500.19 64 configuration possible"}, says: []string{"client left", share}},
		{name: "500.0 with 50", fields: iis8, lines: rows("08:00:00 GET / - 10.0.0.8 500 0 50 12"),
			results: []string{"500.0 50 configuration likely"}, says: []string{"TLS 1.3.*ISAPI"}},
	}
}

func applicationTrials() []explainCase {
	return []explainCase{
		{name: "challenge of an application", fields: iis8,
			lines:   rows("05:28:49 PUT /$Scope - 10.0.0.8 401 0 0 1477", "05:28:52 PUT /$Scope - 10.0.0.8 201 0 0 562"),
			results: []string{"401.0 0 handshake likely", "201.0 0 ok certain"},
			says:    []string{appChallenge + ".*let in 3 s later", "normal"}, not: []string{"token that is missing", "Kerberos"}},
		{name: "challenge of an application, named", fields: iis8,
			lines:   rows("05:28:49 GET /feed - 10.0.0.8 401 0 0 7", "05:28:50 GET /feed build 10.0.0.8 200 0 0 56"),
			results: []string{"401.0 0 handshake certain", "200.0 0 ok certain"}, says: []string{appChallenge + ", and build got in 1 s later"}},
		{name: "nothing follows", fields: iis8, lines: rows("05:28:49 GET /feed - 10.0.0.8 401 0 0 7", "05:40:00 GET /x - 10.0.0.9 200 0 0 7"),
			results: []string{"401.0 0 access-denied certain", "200.0 0 ok certain"}, says: []string{"token"}, not: []string{appChallenge}},
		{name: "another client is served", fields: iis8, lines: rows("05:28:49 GET /feed - 10.0.0.8 401 0 0 7", "05:28:50 GET /feed - 10.0.0.9 200 0 0 7"),
			results: []string{"401.0 0 access-denied certain", "200.0 0 ok certain"}, not: []string{appChallenge}},
		{name: "a ticket that is too large", fields: iis8,
			lines: rows("09:10:00 GET /ccm - 10.0.0.9 401 2 5 3", "09:11:00 GET /ccm - 10.0.0.9 401 2 5 3", "09:12:00 GET /ccm - 10.0.0.9 401 2 5 3",
				"09:12:00 GET /ccm - 10.0.0.8 401 2 5 3", `09:12:00 GET /ccm C\a 10.0.0.8 200 0 0 3`, "09:20:00 GET /x - 10.0.0.7 200 0 0 3"),
			results: []string{"401.2 5 challenge-unanswered likely", "401.2 5 handshake certain", "200.0 0 ok certain"},
			says:    []string{"10.0.0.9 is never let in here, while others are", "MaxFieldLength and MaxRequestBytes"}},
		{name: "nobody is let in", fields: iis8,
			lines:   rows("09:10:00 GET /ccm - 10.0.0.9 401 2 5 3", "09:11:00 GET /ccm - 10.0.0.9 401 2 5 3", "09:12:00 GET /ccm - 10.0.0.9 401 2 5 3", "09:20:00 GET /x - 10.0.0.7 200 0 0 3"),
			results: []string{"401.2 5 challenge-unanswered likely", "200.0 0 ok certain"}, not: []string{"MaxFieldLength"}},
		{name: "preflight", fields: iis8, lines: rows("09:10:00 OPTIONS /api - 10.0.0.9 401 2 5 3", "09:20:00 GET /x - 10.0.0.7 200 0 0 3"),
			results: []string{"401.2 5 challenge-unanswered likely", "200.0 0 ok certain"}, says: []string{"anonymous access for that method", "IIS CORS module"}},
		{name: "phone sent elsewhere", fields: iis8, lines: rows(`09:10:00 POST /Microsoft-Server-ActiveSync/default.eas c\anna 10.0.0.9 451 0 0 3`),
			results: []string{"451.0 0 automatic likely"}, says: []string{"ActiveSync redirects", "Get-ActiveSyncVirtualDirectory"}, not: []string{"legal"}},
		{name: "barred content", fields: iis8, lines: rows("09:10:00 GET /film - 10.0.0.9 451 0 0 3"),
			results: []string{"451.0 0 blocked likely"}, says: []string{"legal reasons"}},
		{name: "impersonation", fields: iis8, lines: rows("09:10:00 POST /client.asmx - 10.0.0.9 500 24 50 3"),
			results: []string{"500.24 50 configuration certain"}, says: []string{"disable ASP.NET Impersonation"}},
		{name: "long requests", fields: iis8, lines: rows("09:10:00 RPC_IN_DATA /rpc/rpcproxy.dll - 10.0.0.9 503 3 0 3"),
			results: []string{"503.3 0 capacity likely"}, says: []string{"requestQueueLimit", "Outlook Anywhere"}},
	}
}

func numberTrials() []explainCase {
	const fields = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Cookie) sc-status sc-win32-status OriginalIP"
	row := func(user, numbers string) string {
		return "2018-03-15 03:10:01 10.101.1.116 RPC_IN_DATA /rpc/rpcproxy.dll x@contoso.com:6001 443 " + user + " 10.101.1.240 MSRPC - " + numbers + " 192.0.2.7\n"
	}
	missing := []string{"has no sc-substatus", "Switch both", "Log sc-substatus"}
	one := func(name, user, numbers, result string, says ...string) explainCase {
		return explainCase{name: "no substatus, " + name, fields: fields, lines: row(user, numbers), results: []string{result}, says: says, not: missing}
	}
	return []explainCase{
		one("wrong password", `Contoso\testuser`, "401 1326", "401 1326 logon-failure certain", "user name or password", `Contoso\\testuser was refused 1 time`),
		one("locked", `Contoso\testuser`, "401 1909", "401 1909 logon-failure certain", "locked"),
		one("denied", `Contoso\testuser`, "401 2148074252", "401 2148074252 logon-failure certain", "denied"),
		one("client gone from a 401", "-", "401 64", "401 64 client-left certain", "client or a proxy left"),
		one("client gone from a 500", "-", "500 64", "500 64 client-left certain", "client or a proxy left"),
		one("client gone from a 404", "-", "404 64", "404 64 client-left certain", "client or a proxy left"),
		one("untrusted root", "-", "403 2148204809", "403 2148204809 blocked certain", "root"),
		one("domain", "-", "401 1311", "401 1311 directory-fault certain", "domain controller"),
		{name: "no substatus, middle leg", fields: fields, lines: row("-", "401 2148074254") + row(`Contoso\a`, "200 0"),
			results: []string{"401 2148074254 handshake certain", "200 0 ok certain"}, says: []string{"middle leg", `Contoso\\a got in`}, not: missing},
		{name: "no substatus, a number that does not decide", fields: fields, lines: row("-", "403 5"),
			results: []string{"403 5 unknown possible"}, says: []string{"has no sc-substatus"}},
		{name: "no substatus, no number", fields: fields, lines: row("-", "500 0"),
			results: []string{"500 0 application certain"}, says: []string{"has no sc-substatus"}},
	}
}

func behindTrials() []explainCase {
	const arr = "X-ARR-CACHE-HIT=0&X-ARR-LOG-ID=a9f58676-4261&SERVER-STATUS="
	row := func(query, numbers string) string {
		return "2026-05-26 07:46:18 172.27.15.6 POST /lake/api " + query + " 443 - 172.19.242.203 UA - " + numbers + " 1125\n"
	}
	var all []explainCase
	for _, status := range []string{"401", "403", "404", "405", "413", "500", "502", "503"} {
		all = append(all, explainCase{name: "behind ARR " + status, fields: iis8, lines: row(arr+status, status+" 0 0"),
			results: []string{status + ".0 0 upstream certain"}, says: []string{"server behind ARR", "X-ARR-LOG-ID a9f58676-4261 \\(line 2\\)"},
			not: []string{"1309", "static file handler", "WebDAV", "app_offline", "uploadReadAheadSize", "token", "firewall"}})
	}
	return append(all,
		explainCase{name: "made by a rule of this server", fields: iis8, lines: row(arr+"200", "500 0 0"),
			results: []string{"500.0 0 application certain"}, not: []string{"server behind ARR"}},
		explainCase{name: "nobody answered", fields: iis8, lines: row("X-ARR-CACHE-HIT=0&X-ARR-LOG-ID=a9f58676-4261", "502 3 12029"),
			results: []string{"502.3 12029 upstream certain"}, says: []string{"X-ARR-LOG-ID a9f58676-4261"}, not: []string{"Failed on the server behind"}},
		explainCase{name: "words of a query", fields: iis8, lines: row("arr=1&status=500", "500 0 0"),
			results: []string{"500.0 0 application certain"}, not: []string{"server behind ARR"}},
		explainCase{name: "UrlScan", fields: iis8, lines: "2024-03-04 09:10:02 10.0.0.5 GET /<Rejected-By-UrlScan> ~/shop/list.aspx 80 - 203.0.113.9 UA - 404 0 2 3\n",
			results: []string{"404.0 2 blocked certain"}, says: []string{"Refused by UrlScan", "urlscan.ini", `urlscan\\logs`}, not: []string{"Test-Path", "broken link"}},
		explainCase{name: "UrlScan and a scanner", fields: iis8, lines: "2024-03-04 09:10:02 10.0.0.5 GET /Rejected-By-UrlScan ~/scripts/..%255c/cmd.exe 80 - 203.0.113.9 UA - 404 0 2 3\n",
			results: []string{"404.0 2 probe likely"}, says: []string{"UrlScan refused it", "cmd.exe stands in cs-uri-query"}},
		explainCase{name: "a page about UrlScan", fields: iis8, lines: rows("09:10:00 GET /docs/Rejected-By-UrlScan.html - 10.0.0.9 404 0 2 3"),
			results: []string{"404.0 2 not-found certain"}, not: []string{"urlscan.ini"}},
	)
}

func serviceTrials() []explainCase {
	return []explainCase{
		{name: "FTP names", fields: ftp,
			lines: "2022-07-05 21:41:05 192.0.2.3 - 198.51.100.8 21 USER anna 331 0 0 s1 -\n2022-07-05 21:41:05 192.0.2.4 - 198.51.100.8 21 USER ben 331 0 0 s2 -\n" +
				"2022-07-05 21:41:06 192.0.2.3 - 198.51.100.8 21 PASS *** 530 1326 41 s1 -\n2022-07-05 21:41:06 192.0.2.4 - 198.51.100.8 21 PASS *** 530 1326 41 s2 -\n",
			results: []string{"ftp 530.41 1326 logon-failure certain", "ftp 331.0 0 ok certain"},
			says:    []string{"2 user names were refused, from 2 clients: anna, ben"}, not: []string{"names no user"}},
		{name: "FTP without the name", fields: ftp, lines: "2022-07-05 21:41:06 192.0.2.3 - 198.51.100.8 21 PASS *** 530 1326 41 s1 -\n",
			results: []string{"ftp 530.41 1326 logon-failure certain"}, says: []string{"name stands in the row of USER"}, not: []string{"NTLM"}},
		{name: "FTP of another session", fields: ftp,
			lines:   "2022-07-05 21:41:05 192.0.2.3 - 198.51.100.8 21 USER anna 331 0 0 s1 -\n2022-07-05 21:41:06 192.0.2.3 - 198.51.100.8 21 PASS *** 530 1326 41 s2 -\n",
			results: []string{"ftp 530.41 1326 logon-failure certain", "ftp 331.0 0 ok certain"}, not: []string{"anna was"}},
		{name: "FTP before IIS 7", fields: "time c-ip cs-method cs-uri-stem sc-status",
			lines:   "18:00:01 203.0.113.5 [5]USER administrator 331\n18:00:02 203.0.113.5 [5]PASS - 530\n",
			results: []string{"ftp 530 - logon-failure likely", "ftp 331 - ok certain"}, says: []string{"administrator was refused"}},
		{name: "FTP without a header", lines: "2006-05-05 18:00:01 203.0.113.5 - MSFTPSVC1 WEB01 10.0.0.1 21 [7]PASS - - 530 1326 0 0 0 FTP - - - -\n",
			results: []string{"ftp 530 1326 logon-failure certain"}},
		{name: "FTP and a reserved port", fields: ftp, lines: "2022-07-05 21:41:06 192.0.2.3 anna 198.51.100.8 21 PASV - 425 10013 0 s1 -\n",
			results: []string{"ftp 425.0 10013 configuration likely"}, says: []string{"reserved that port", "excludedportrange"}},
		{name: "mail among requests", fields: "date time c-ip cs-username s-sitename s-ip s-port cs-method cs-uri-stem cs-uri-query sc-status sc-win32-status cs-version",
			lines: "2021-06-14 18:36:48 10.0.0.9 APP01 SMTPSVC1 10.0.0.5 0 RCPT - +TO:<bob@example.net> 550 0 SMTP\n" +
				"2021-06-14 18:36:49 10.0.0.9 - W3SVC1 10.0.0.5 80 GET /a - 404 2 HTTP/1.1\n",
			results: []string{"404 2 not-found certain"}, says: []string{"1 row is of the SMTP or NNTP service", "first is line 2"}},
		{name: "queue of WSUS", fields: httperr, lines: "2023-12-12 21:06:16 10.0.0.6 5921 10.0.0.8 8530 HTTP/1.1 POST /client.asmx 503 1 QueueFull WsusPool\n",
			results: []string{"503 QueueFull - capacity certain"}, says: []string{"application pool WsusPool", "2000", "private memory limit"}},
		{name: "slow client", fields: httperr, lines: "2023-12-12 21:06:16 10.0.0.6 5921 10.0.0.8 6500 - - - - - SlowResponsiveClient -\n",
			results: []string{"SlowResponsiveClient - client-left likely"}, says: []string{"500.19"}},
		{name: "garbage method without a header", lines: "2021-11-02 08:48:30 66.240.205.34 59638 172.21.2.49 80 - 145.ll 7 - 400 - BadRequest -\n",
			results: []string{"400 BadRequest - bad-request certain"}},
	}
}

// Rows of other forms beside a row that has to be repaired are not lost.
func formTrials() []explainCase {
	const tail = "\n404 0 2 325 2481 0\n"
	const found = "404.0 2 not-found certain"
	return []explainCase{
		{name: "IIS native beside a tail", lines: "192.0.2.1, -, 03/20/26, 7:55:20, W3SVC2, SALES1, 192.0.2.5, 4502, 163, 3223, 500, 64, GET, /a, -," + tail,
			results: []string{"500 64 client-left certain", found}},
		{name: "NCSA beside a tail", lines: `192.0.2.6 - - [08/Apr/2026:17:39:05 -0800] "GET /gone and lost.htm HTTP/1.1" 404 1245` + tail,
			results: []string{"404 - unknown possible", found}},
		{name: "JSON beside a tail", lines: `{"time":"2026-11-20T20:24:00Z","category":"AppServiceHTTPLogs","properties":{"CsMethod":"GET","CsUriStem":"/a","ScStatus":502,"ScSubStatus":"3","ScWin32Status":"12002"}}` + tail,
			results: []string{"502.3 12002 upstream certain", found}},
		{name: "CSV beside a tail", lines: "LogFilename,LogRow,date,time,cs-method,cs-uri-stem,sc-status,sc-substatus,sc-win32-status\nu_ex.log,5,2026-11-20,00:00:01,GET,/a.aspx,500,19,5" + tail,
			results: []string{"500.19 5 configuration certain", found}, not: []string{"neither a row nor a code"}},
		{name: "NCSA alone", lines: `192.0.2.6 - - [08/Apr/2026:17:39:05 -0800] "GET /gone HTTP/1.1" 404 1245` + "\n",
			results: []string{"404 - unknown possible"}, says: []string{"format of this log has no sc-substatus", "choose W3C"}, not: []string{"tick it"}},
		{name: "local times", fields: "date-local time-local c-ip cs-method cs-uri-stem cs-username cs(User-Agent) sc-status sc-substatus sc-win32-status",
			lines:   "2026-11-20 10:00:00 10.0.0.8 GET /a - UA 401 2 5\n2026-11-20 10:00:03 10.0.0.8 GET /a CORP\\ben UA 200 0 0\n",
			results: []string{"401.2 5 handshake certain", "200.0 0 ok certain"}, says: []string{"ben got in 3 s later"}},
	}
}
