package parser

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// Rows of forms other than W3C.
const (
	iisRow  = `192.0.2.201, -, 03/20/01, 7:55:20, W3SVC2, SALES1, 192.0.2.45, 4502, 163, 3223, 404, 2, GET, /DeptLogo.gif, -,`
	iisFTP  = `192.0.2.255, anonymous, 03/20/01, 23:58:11, MSFTPSVC, SALES1, 192.0.2.45, 60, 275, 0, 0, 0, PASS, /Intro.htm, -,`
	ncsaRow = `192.0.2.45 - CORP\fred [08/Apr/2001:17:39:04 -0800] "GET /scripts/iisadmin/ism.dll?http/serv HTTP/1.0" 401 3401`

	logParserHead = "LogFilename,LogRow,date,time,c-ip,cs-username,s-sitename,cs-method,cs-uri-stem,cs-uri-query,sc-status,sc-substatus,sc-win32-status,sc-bytes,time-taken,cs(User-Agent)\r\n"
	logParserRow  = `C:\logs\ex0101.log,5,2010-01-02,03:04:05,192.0.2.9,,W3SVC1,GET,/a,"b=1,2",500,0,64,12,345,"Agent/4.0+(""X"";+Y)"` + "\r\n"

	appServiceRow = `{"time":"2025-03-02T20:24:00.8208182Z","resourceId":"/SUBSCRIPTIONS/5F33/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.WEB/SITES/SHOP","category":"AppServiceHTTPLogs","properties":{"CsMethod":"GET","CsUriStem":"/a b","SPort":"443","CIp":"192.0.2.64","UserAgent":"Mozilla/5.0+(X)","CsHost":"shop.azurewebsites.net","ScStatus":502,"ScSubStatus":"3","ScWin32Status":"12002","ScBytes":2140,"CsBytes":1386,"TimeTaken":230017,"Result":"Failed","Cookie":"-","CsUriQuery":"X-ARR-LOG-ID=aa4d","CsUsername":"-","Referer":"-","ComputerName":"WEBWK000003"}}`
)

// form is a row of a form and what it says.
type form struct {
	name, text string
	form       Form
	want       string // time, status, substatus, Win32, time-taken; "-" for none
	has        map[Column]string
}

func TestForms(t *testing.T) {
	for _, c := range []form{
		{"IIS", iisRow, IIS, "2001-03-20T07:55:20Z 404 - 2 4502", map[Column]string{
			ClientIP: "192.0.2.201", Username: "-", SiteName: "W3SVC2", ComputerName: "SALES1", ServerIP: "192.0.2.45",
			ReceivedBytes: "163", SentBytes: "3223", Method: "GET", Stem: "/DeptLogo.gif", Query: "-"}},
		{"IIS of today", `::1, CORP\eve, 4/27/2015, 17:43:07, W3SVC1, WEB1, ::1, 78, 401, 704, 200, 0, POST, /a,b.aspx, c=1, 2,`, IIS,
			"refused", nil},
		{"IIS, commas within", `::1, CORP\eve, 4/27/2015, 17:43:07, W3SVC1, WEB1, ::1, 78, 401, 704, 200, 0, POST, /a,b.aspx, c=1,2,`, IIS,
			"2015-04-27T17:43:07Z 200 - 0 78", map[Column]string{Stem: "/a,b.aspx", Query: "c=1,2", Username: `CORP\eve`}},
		{"IIS, empty query", `::1, , 4/27/2015, 17:43:07, W3SVC1, WEB1, ::1, 78, 401, 704, 200, 0, POST, /a, ,`, IIS,
			"2015-04-27T17:43:07Z 200 - 0 78", map[Column]string{Query: "-", Username: "-"}},
		{"IIS, FTP", iisFTP, IIS, "2001-03-20T23:58:11Z - - 0 60", map[Column]string{Method: "PASS", Username: "anonymous"}},
		{"a list of 15", `192.0.2.201, -, 03/20/01, 7:55:20, a, b, c, d, e, f, g, h, i, j, k,`, IIS, "refused", nil},
		{"14 values", strings.Replace(iisRow, "SALES1, ", "", 1), IIS, "refused", nil},
		{"no day", strings.Replace(iisRow, "03/20/01", "20.20.01", 1), IIS, "refused", nil},
		{"no commas", strings.ReplaceAll(iisRow, ", ", " "), IIS, "refused", nil},

		{"NCSA", ncsaRow, NCSA, "2001-04-09T01:39:04Z 401 - - -", map[Column]string{
			ClientIP: "192.0.2.45", Username: `CORP\fred`, Method: "GET", Stem: "/scripts/iisadmin/ism.dll", Query: "http/serv", Version: "HTTP/1.0", SentBytes: "3401"}},
		{"NCSA, blanks within", `2001:db8::1 - - [08/Apr/2001:17:39:04 +0000] "GET /a "b" c.htm HTTP/1.1" 404 0`, NCSA,
			"2001-04-08T17:39:04Z 404 - - -", map[Column]string{Stem: `/a "b" c.htm`, Query: "-"}},
		{"NCSA without a request", `192.0.2.45 - - [08/Apr/2001:17:39:04 +0000] "-" 408 -`, NCSA,
			"2001-04-08T17:39:04Z 408 - - -", map[Column]string{Method: "-", Stem: "-", SentBytes: "-"}},
		{"combined, which IIS does not write", ncsaRow + ` "http://a.example/" "Agent/5.0"`, NCSA, "refused", nil},
		{"NCSA, no such day", strings.Replace(ncsaRow, "08/Apr", "31/Apr", 1), NCSA, "refused", nil},
		{"NCSA, a name for an address", strings.Replace(ncsaRow, "192.0.2.45", "client", 1), NCSA, "refused", nil},

		{"App Service", appServiceRow, JSON, "2025-03-02T20:24:00Z 502 3 12002 230017", map[Column]string{
			SiteName: "SHOP", ComputerName: "WEBWK000003", Method: "GET", Stem: "/a b", Query: "X-ARR-LOG-ID=aa4d", ServerPort: "443",
			ClientIP: "192.0.2.64", UserAgent: "Mozilla/5.0+(X)", Host: "shop.azurewebsites.net", SentBytes: "2140", ReceivedBytes: "1386"}},
		{"in an array", "[" + appServiceRow + ",", JSON, "2025-03-02T20:24:00Z 502 3 12002 230017", nil},
		{"one of an event hub", `{"records":[` + appServiceRow + `]}`, JSON, "2025-03-02T20:24:00Z 502 3 12002 230017", nil},
		{"two of an event hub", `{"records":[` + appServiceRow + `,` + appServiceRow + `]}`, JSON, "refused", nil},
		{"with lists of its own", `{"time":"2025-03-02T20:24:00Z","CsMethod":"GET","CsUriStem":"/","ScStatus":404,"tags":["a","b"],"rules":[{"id":1},{"id":2}]}`, JSON,
			"2025-03-02T20:24:00Z 404 - - -", nil},
		{"nested too deep", strings.Repeat(`{"a":`, 40) + appServiceRow + strings.Repeat("}", 40), JSON, "refused", nil},
		{"a text that is JSON", `{"time":"2025-03-02T20:24:00Z","resultDescription":"{\"CsMethod\":\"GET\",\"CsUriStem\":\"\\/\\u00e4\",\"ScStatus\":\"404\",\"CsUsername\":null}"}`, JSON,
			"2025-03-02T20:24:00Z 404 - - -", map[Column]string{Stem: "/ä", Username: "-"}},
		{"a text that is a row", `{"time":"2025-03-02T20:24:00Z","resultDescription":"2024-07-22 14:17:48 ::1 GET /a - 80 - ::1 Agent/5.0 - 403 502 0 5\r\n"}`, W3C,
			"2024-07-22T14:17:48Z 403 502 0 5", map[Column]string{Stem: "/a"}},
		{"Log Analytics", `{"TimeGenerated":"2025-03-02T20:24:00Z","csMethod":"GET","csUriStem":"/","scStatus":"401","scSubStatus":"1","scWin32Status":"1326","cIP":"192.0.2.1","csUserAgent":"A","sSiteName":"W3SVC1","TimeTaken":5}`, JSON,
			"2025-03-02T20:24:00Z 401 1 1326 5", map[Column]string{UserAgent: "A", SiteName: "W3SVC1"}},
		{"the names of W3C", `{"date":"2025-03-02","time":"20:24:00","cs-method":"GET","cs-uri-stem":"/","sc-status":200,"time-taken":5}`, JSON,
			"2025-03-02T20:24:00Z 200 - - 5", nil},
		{"another log of App Service", `{"time":"2025-03-02T20:24:00Z","category":"AppServiceConsoleLogs","resultDescription":"started 200 times"}`, JSON, "refused", nil},
		{"no path", `{"time":"2025-03-02T20:24:00Z","ScStatus":200}`, JSON, "refused", nil},
		{"no end", appServiceRow[:len(appServiceRow)-1], JSON, "refused", nil},
		{"two objects", appServiceRow + appServiceRow, JSON, "refused", nil},
		{"brackets alone", "[", JSON, "refused", nil},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t, c.text+"\n") })
	}
}

func (c form) check(t *testing.T, text string) {
	t.Helper()
	agree(t, text, 64, 4096)
	var s Scanner
	s.Reset(Chunk{Header: NewHeader(), Text: []byte(text), Last: true})
	if !s.Scan() {
		equal(t, c.want, "refused", "what became of it")
		return
	}
	r := s.Row().Clone()
	equal(t, c.form, r.Layout.Form, "form")
	equal(t, c.want, said(r), "time and numbers")
	for column, want := range c.has {
		equal(t, want, string(r.Field(column)), column.String())
	}
	equal(t, c.name == "IIS, FTP", r.IsFTP(), "FTP")
}

// said are the time and the numbers of a row.
func said(r *Row) string {
	words := []string{"-"}
	if r.Second != NoTime {
		words[0] = time.Unix(r.Second, 0).UTC().Format(time.RFC3339)
	}
	for _, n := range []int64{int64(r.Status), int64(r.Substatus), r.Win32, r.Taken} {
		word := "-"
		if n != None {
			word = json.Number(string(mustJSON(n))).String()
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func mustJSON(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}

func TestExports(t *testing.T) {
	tab := strings.NewReplacer(",", "\t", `"b=1,2"`, "b=1,2")
	for _, c := range []form{
		{"Log Parser", logParserHead + logParserRow, CSV, "2010-01-02T03:04:05Z 500 0 64 345", map[Column]string{
			Username: "-", Query: "b=1,2", UserAgent: `Agent/4.0+("X";+Y)`, SiteName: "W3SVC1"}},
		{"with NULL", logParserHead + strings.Replace(logParserRow, "9,,W", "9,NULL,W", 1), CSV, "2010-01-02T03:04:05Z 500 0 64 345", map[Column]string{Username: "-"}},
		{"joined", logParserHead + "\xef\xbb\xbf" + logParserHead + logParserRow, CSV, "2010-01-02T03:04:05Z 500 0 64 345", nil},
		{"between tabs", tab.Replace(logParserHead + logParserRow), CSV, "2010-01-02T03:04:05Z 500 0 64 345", map[Column]string{Query: "b=1,2"}},
		{"Log Analytics", "\"TimeGenerated [UTC]\",CsMethod,CsUriStem,ScStatus,ScSubStatus,ScWin32Status,TimeTaken,CIp,UserAgent\n\"2/13/2021, 5:04:23.123 PM\",GET,/a,404,0,2,7,192.0.2.1,A\n", CSV,
			"2021-02-13T17:04:23Z 404 0 2 7", map[Column]string{ClientIP: "192.0.2.1", UserAgent: "A"}},
		{"Log Parser, of the form of IIS", "LogFilename,LogRow,UserIP,UserName,Date,Time,ServiceInstance,HostName,ServerIP,TimeTaken,BytesSent,BytesReceived,StatusCode,Win32StatusCode,RequestType,Target,Parameters\n" +
			"in.log,1,192.0.2.201,,2001-03-20,07:55:20,W3SVC2,SALES1,192.0.2.45,4502,163,3223,404,2,GET,/a.gif,\n", CSV,
			"2001-03-20T07:55:20Z 404 - 2 4502", map[Column]string{ClientIP: "192.0.2.201", SiteName: "W3SVC2", Stem: "/a.gif", Query: "-"}},
		{"Log Parser, of a binary log", "LogFilename,LogRow,ComputerName,SiteID,DateTime,ClientIpAddress,Method,ProtocolVersion,ProtocolStatus,SubStatus,TimeTaken,Win32Status,UriStem\n" +
			"ra.ibl,1,WEB1,1,2001-03-20 07:55:20,192.0.2.201,GET,HTTP/1.1,401,1,15,1326,/a.gif\n", CSV,
			"2001-03-20T07:55:20Z 401 1 1326 15", map[Column]string{ComputerName: "WEB1", Version: "HTTP/1.1"}},
		{"the same names of another program", "DateTime,Method,Target,StatusCode\n2001-03-20 07:55:20,GET,/a,404\n", CSV, "refused", nil},
		{"a #Fields without its sign", "date time cs-uri-stem sc-status sc-substatus sc-win32-status time-taken\n2024-01-02 03:04:05 /a 404 0 2 7\n", W3C,
			"2024-01-02T03:04:05Z 404 0 2 7", map[Column]string{Stem: "/a"}},
		{"a #Fields that lost its sign alone", "Fields: date time cs-uri-stem sc-status time-taken x-y\n2024-01-02 03:04:05 /a 404 7 z\n", W3C,
			"2024-01-02T03:04:05Z 404 - - 7", map[Column]string{Stem: "/a"}},
		{"a sentence", "look at sc-status and cs-uri-stem and say at which time each status came\n2024-01-02 03:04:05 /a 404 7\n", W3C, "refused", nil},
		{"a value too few", logParserHead + "a,b\n", CSV, "refused", nil},
		{"no status", "date,time,cs-uri-stem,user-status\n2010-01-02,03:04:05,/a,404\n", CSV, "refused", nil},
		{"no time", "cs-uri-stem,cs-method,c-ip,sc-status\n/a,GET,192.0.2.1,404\n", CSV, "refused", nil},
		{"a quotation that does not end", logParserHead + "\"a,b\n", CSV, "refused", nil},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t, c.text) })
	}
}

// TestExportEndsAtFields: after a #Fields no line names columns, and a #Fields
// after an export goes on with W3C.
func TestExportEndsAtFields(t *testing.T) {
	out := readText(t, "#Fields: a b\n"+logParserHead+logParserRow)
	equal(t, map[string]int64{"too-few-values": 2}, out.faults(), "names behind a #Fields")
	out = readText(t, logParserHead+logParserRow+"#Fields: a b\n1 2\n"+logParserRow)
	equal(t, []int64{2, 1, 2}, []int64{out.Rows, out.Refused, out.Directives}, "a #Fields behind an export")
	agree(t, logParserHead+logParserRow+"#Fields: a b\n1 2\n"+logParserRow, 1, 64, 300)
}

// TestSplitExport reads a line as encoding/csv does.
func TestSplitExport(t *testing.T) {
	everyText(`a,"x`, 7, func(text string) { checkSplitExport(t, text) })
}

func FuzzSplitExport(f *testing.F) {
	for _, text := range []string{logParserHead, logParserRow, `"a","b ""c""",,d`, `,"`, `""`, `"a"b,c`} {
		f.Add(strings.TrimSpace(text))
	}
	f.Fuzz(checkSplitExport)
}

func checkSplitExport(t *testing.T, text string) {
	if strings.ContainsAny(text, "\r\n") || text == "" {
		return
	}
	want, err := csv.NewReader(strings.NewReader(text)).Read()
	if err != nil {
		return // a quote within a value, which is taken as it is
	}
	values, ok := splitExport(nil, []byte(text), ',')
	var got []string
	for i, value := range values {
		got = append(got, string(value))
		if want[i] == "" || want[i] == "NULL" {
			want[i] = "-"
		}
	}
	if !ok || strings.Join(want, "\x00") != strings.Join(got, "\x00") {
		t.Fatalf("%q: want %q, got %q", text, want, got)
	}
}

// FuzzForms holds that no line of any form breaks the reader, and that chunks do
// not change what is read.
func FuzzForms(f *testing.F) {
	for _, text := range []string{iisRow, iisFTP, ncsaRow, appServiceRow, logParserHead + logParserRow, iis8, iis8More, iisAll, azure, httpQuic, ftpGet, `"` + iis8 + `",`,
		`{"message":"` + iis8 + `"}`, `[{"a":[{"b":{}}]},`, "date,time,cs-uri-stem,sc-status\n", "2002-05-24 20:18:01 192.0.2.9 eve MSFTPSVC1 SRV 192.0.2.1 21 [7]PASS - 530 1326 0 0 0 FTP -"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { agree(t, text, 64, 4096) })
}

// TestLocalTimes: times of the server's clock are those of the zone that the
// caller names.
func TestLocalTimes(t *testing.T) {
	zurich, err := time.LoadLocation("Europe/Zurich")
	if err != nil {
		t.Skip("no time zones here: ", err)
	}
	for _, c := range []struct {
		name, text, want string
		local            bool
	}{
		{"IIS", iisRow, "2001-03-20T06:55:20Z", true},
		{"IIS in summer", strings.Replace(iisRow, "03/20/01", "7/20/2001", 1), "2001-07-20T05:55:20Z", true},
		{"export of IIS", "LogRow,UserIP,Date,Time,StatusCode,Target\n1,192.0.2.1,2001-03-20,07:55:20,404,/a", "2001-03-20T06:55:20Z", true},
		{"NCSA names its zone", ncsaRow, "2001-04-09T01:39:04Z", false},
		{"Advanced Logging", "#Fields: date-local time-local cs-uri-stem sc-status\n2024-01-02 03:04:05.123 /a 200", "2024-01-02T02:04:05Z", true},
		{"both, UTC counts", "#Fields: date-local time-local date time sc-status\n2024-01-02 04:04:05 2024-01-02 03:04:05 200", "2024-01-02T03:04:05Z", false},
		{"date-utc", "#Fields: date-utc time-utc date-local time-local sc-status\n2024-01-02 03:04:05 2024-01-02 04:04:05 200", "2024-01-02T03:04:05Z", false},
		{"BeginRequest-UTC", "#Fields: date-local time-local BeginRequest-UTC sc-status\n2024-01-02 04:04:05 \"2024-01-02 03:04:05.678\" 200", "2024-01-02T03:04:05Z", false},
		{"EndRequest-UTC", "#Fields: EndRequest-UTC sc-status\n2024-01-02T03:04:05.678 200", "2024-01-02T03:04:05Z", false},
		{"a blank between", "#Fields: BeginRequest-UTC EndRequest-UTC cs-uri-stem sc-status\n2024-01-02 03:04:05.678 2024-01-02 03:04:06.1 /a 200", "2024-01-02T03:04:05Z", false},
		{"W3C is UTC", "#Fields: date time sc-status\n2024-01-02 03:04:05 200", "2024-01-02T03:04:05Z", false},
		{"half of a local time", "#Fields: time-local sc-status\n03:04:05 200", "-", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			agree(t, c.text+"\n", 64)
			s := Scanner{Zone: zurich}
			s.Reset(Chunk{Header: NewHeader(), Text: []byte(c.text + "\n"), Last: true})
			equal(t, true, s.Scan(), "there is a row")
			at, _, _ := strings.Cut(said(s.Row()), " ")
			equal(t, c.want, at, "time")
			equal(t, c.local, s.Row().Layout.Local, "local")
		})
	}
}

// TestMomentsAreJoined: only where the fields say so, and only in rows that have
// too many values.
func TestMomentsAreJoined(t *testing.T) {
	many := map[string]int64{"too-many-values": 1}
	for _, s := range []sample{
		{"two of them", "#Fields: BeginRequest-UTC a EndRequest-UTC\n2024-01-02 03:04:05 x 2024-01-02 03:04:06\n", []string{"2024-01-02 03:04:05|x|2024-01-02 03:04:06"}, nil},
		{"at the end", "#Fields: a timestamp\nx 2024-01-02 03:04:05\n", []string{"x|2024-01-02 03:04:05"}, nil},
		{"other fields", "#Fields: a b\nx 2024-01-02 03:04:05\n", nil, many},
		{"no time behind", "#Fields: timestamp a\n2024-01-02 x y\n", nil, many},
		{"more than that", "#Fields: timestamp a\n2024-01-02 03:04:05 x y\n", nil, many},
	} {
		s.run(t)
	}
}

// TestMail: rows of SMTP and NNTP are told to be no web log, and rows that look
// like them are not.
func TestMail(t *testing.T) {
	const (
		fields = "#Fields: date time c-ip cs-username s-sitename s-ip s-port cs-method cs-uri-stem cs-uri-query sc-status sc-win32-status cs-version\n"
		front  = "2021-06-14 18:36:48 192.0.2.9 APP01 "
	)
	for _, c := range []struct {
		name, text string
		refused    int64
	}{
		{"SMTP", fields + front + "SMTPSVC1 192.0.2.5 0 RCPT - +TO:<bob@a.example> 550 0 SMTP\n", 1},
		{"outbound SMTP", fields + "2021-06-14 18:36:46 192.0.2.4 OutboundConnectionResponse SMTPSVC1 - 25 - - 250-mx.a.example 0 0 SMTP\n", 1},
		{"NNTP", fields + front + "NNTPSVC1 192.0.2.5 119 group a.b - 211 0 NNTP\n", 1},
		{"no name of the service", "#Fields: date time c-ip cs-method sc-status cs-version\n2021-06-14 18:36:48 192.0.2.9 EHLO 250 smtp\n", 1},
		{"substatus ticked", strings.Replace(fields, "cs-version", "sc-substatus cs-version", 1) + front + "SMTPSVC1 192.0.2.5 0 RCPT - +TO:<bob@a.example> 550 0 0 SMTP\n", 1},
		{"IIS", strings.Replace(iisRow, "W3SVC2", "SMTPSVC1", 1) + "\n", 1},
		{"a site of IIS 5", fields + front + "W3SVC1 192.0.2.5 80 GET /SMTPSVC1 - 200 0 HTTP/1.1\n", 0},
		{"a site with a substatus", "#Fields: s-sitename cs-method cs-uri-stem c-ip sc-status sc-substatus\nSMTPSVC1 GET /a 192.0.2.1 200 0\n", 0},
		{"the words elsewhere", "#Fields: s-sitename cs-uri-stem cs-username sc-status cs-version\nW3SVC1 /SMTPSVC1 SMTP 200 HTTP/1.1\n", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := readText(t, c.text)
			equal(t, []int64{1 - c.refused, c.refused}, []int64{out.Rows, out.Counts[OtherService]}, "rows, and rows of other services")
			agree(t, c.text, 64)
			agree(t, strings.ReplaceAll(c.text, " ", "  "), 64)
		})
	}
}

// TestAnyTimes: the forms of days and times that other forms than W3C have.
func TestAnyTimes(t *testing.T) {
	for text, want := range map[string]string{
		"2024-02-29": "2024-02-29", "2024-02-29 00:00:00": "2024-02-29", "2024-02-29T10:00": "2024-02-29",
		"02/29/24": "2024-02-29", "2/29/2024": "2024-02-29", "29.2.2024": "2024-02-29", "29.02.24": "2024-02-29",
		"12/31/69": "1969-12-31", "12/31/68": "2068-12-31", "1/1/1999": "1999-01-01",
		"29/2/2024": "", "2/29/2023": "", "0/1/2024": "", "1/2": "", "1/2/3/4": "", "1/2/": "", "-/1/2024": "", "1/2/9999": "", "1/2/0500": "",
		"2024-02-30": "", "1/2.2024": "", "": "", "-": "", "+1/2/2024": "",
	} {
		day, ok := parseAnyDay([]byte(text))
		equal(t, want != "", ok, "day "+text)
		if ok {
			equal(t, want, time.Unix(day, 0).UTC().Format("2006-01-02"), text)
		}
	}
	for text, want := range map[string]int64{
		"03:04:05": 11045, "3:04:05": 11045, "3:04:05 PM": 11045 + 43200, "12:00:00 AM": 0, "2000-01-01 03:04:05": 11045, "3:04:05.123": 11045,
		"3:4:5": -1, "24:00:00": -1, "13:00:00 PM": -1, "": -1, "-": -1, ":04:05": -1, "3:04": -1,
	} {
		sec, ok := parseAnyClock([]byte(text))
		equal(t, want >= 0, ok, "time "+text)
		if ok {
			equal(t, want, sec, text)
		}
	}
	for text, want := range map[string]string{
		"2024-01-02T03:04:05Z": "2024-01-02T03:04:05Z true", "2024-01-02T03:04:05.1234567+01:00": "2024-01-02T02:04:05Z true",
		"2024-01-02 03:04:05.678": "2024-01-02T03:04:05Z false", "1/2/2024, 3:04:05.678 PM": "2024-01-02T15:04:05Z false",
		"1/2/2024 15:04:05": "2024-01-02T15:04:05Z false", "02/Jan/2024:03:04:05 +0100": "2024-01-02T02:04:05Z true",
		"2024-01-02": "", "03:04:05": "", "0000-01-01T00:00:00Z": "", "9999-12-31T23:59:59Z": "", "2024-13-02T03:04:05Z": "", "": "",
	} {
		second, zoned, ok := parseMoment([]byte(text))
		equal(t, want != "", ok, "moment "+text)
		if ok {
			equal(t, want, fmt.Sprint(time.Unix(second, 0).UTC().Format(time.RFC3339), " ", zoned), text)
		}
	}
}
