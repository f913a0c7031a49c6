package render

import (
	"math"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// The reports of the goldens. They are made by hand: nothing of them comes from
// a scan, but their counts fit together; only the timeline is freely drawn.

var zurich = time.FixedZone("Europe/Zurich", 3600)

func clock(hour, minute int) time.Time {
	return time.Date(2026, 11, 21, hour, minute, 3, 0, time.UTC)
}

func number(n int) *int { return &n }

// in returns the text for a language.
func in(lang, en, zh string) string {
	if lang == "zh" {
		return zh
	}
	return en
}

// rich is a bad day: refused logons among many handshakes, a broken web.config
// since noon, noise, a cut archive, rows that were refused.
func rich(lang string) *report.Report {
	return &report.Report{
		Schema: report.Schema, Command: "report", Lang: lang, Timezone: "Europe/Zurich",
		Input:   richInput(lang),
		Filters: []string{"--since 2026-11-21", "--site W3SVC1"},
		Period:  report.Period{First: clock(0, 0), Last: clock(21, 59)},
		Total:   report.Total{Rows: 196820, Errors: 10341, Attention: 4102},
		Classes: []report.ClassCount{
			{Class: "2xx", Count: 180104, Share: 180104. / 196820}, {Class: "3xx", Count: 5960, Share: 5960. / 196820},
			{Class: "4xx", Count: 7222, Share: 7222. / 196820}, {Class: "5xx", Count: 3119, Share: 3119. / 196820},
			{Class: "-", Count: 415, Share: 415. / 196820},
		},
		Verdicts: richVerdicts(),
		Codes:    richCodes(lang),
		Reasons:  richReasons(lang),
		Groups:   richGroups(),
		Timeline: richTimeline(),
		Latency:  &report.Latency{Rows: 196390, P50: 31, P95: 812, P99: 4120, Max: 129004},
		Slow: []report.Slow{
			{Key: "/shop/购物车/结算.aspx", Share: 0.412, Count: 3101, Errors: 3101, Attention: 3101, P50: 4012, P95: 9120, Max: 129004},
			{Key: "/reports/" + strings.Repeat("quarterly/", 8) + "all.aspx", Share: 0.0004, Count: 12, P50: 812, P95: 4120, Max: 4120, Estimated: true},
		},
		Findings: richFindings(lang),
	}
}

func richInput(lang string) report.Input {
	return report.Input{
		Files: 3, Bytes: 50541363, Lines: 197312, Rows: 196820, Filtered: 0, Malformed: 414, Directives: 72, Blank: 6,
		Partial: true,
		Sources: []report.Source{
			{Name: `C:\inetpub\logs\LogFiles\W3SVC1\u_ex261121.log`, Bytes: 40541363, Rows: 160000, Malformed: 414},
			{Name: `C:\inetpub\logs\LogFiles\W3SVC1\u_ex261120.zip!u_ex261120.log`, Bytes: 9000000, Rows: 36390, Error: "unexpected EOF"},
			{Name: `C:\Windows\System32\LogFiles\HTTPERR\httperr1.log`, Bytes: 1000000, Rows: 430},
		},
		Problems: []report.Problem{
			{Reason: "too-few-values", Refused: true, Count: 413,
				Detail: in(lang, "The row holds fewer values than #Fields names.", "该行的值少于 #Fields 中的字段。"),
				First: []report.Place{
					{Source: `C:\inetpub\logs\LogFiles\W3SVC1\u_ex261121.log`, Line: 1042, Text: "2026-11-21 10:11:12 10.0.0.5 GET /ind"},
					{Source: `\\fileserver01.corp.example.com\logs$\archive\2026\11\W3SVC1\u_ex261121_x.log`, Line: 99120, Text: "2026-11-21 11:00:00 \x1b[2J\x1b[31mGET /"},
				}},
			{Reason: "bad-status", Refused: true, Count: 1, Detail: in(lang, "The status is no number of three digits.", "状态码不是三位数字。"),
				First: []report.Place{{Source: "u_ex261121.log", Line: 7, Text: "2026-11-21 10:11:12 GET / 2000 0 0"}}},
			{Reason: "truncated-value", Count: 12, Detail: in(lang, "IIS wrote three dots in place of a value over 4096 bytes.", "IIS 用三个点代替了超过 4096 字节的值。"),
				First: []report.Place{}},
		},
	}
}

func richVerdicts() []report.VerdictCount {
	of := func(verdict string, n int64, attention bool) report.VerdictCount {
		return report.VerdictCount{Verdict: verdict, Count: n, Share: float64(n) / 196820, Attention: attention}
	}
	return []report.VerdictCount{
		of("ok", 185772, false), of("flagged", 52, false), of("handshake", 4214, false), of("client-left", 652, false),
		of("probe", 2028, false), of("logon-failure", 134, true), of("not-found", 845, true),
		of("configuration", 3101, true), of("capacity", 18, true), of("unknown", 4, true),
	}
}

func richCodes(lang string) []report.Code {
	return []report.Code{
		{Code: "200.0", Status: 200, Substatus: number(0), Class: "2xx", Count: 180052, Share: 180052. / 196820, Match: "exact",
			Name: in(lang, "OK", "成功"), Verdicts: map[string]int64{"ok": 179812, "client-left": 240}},
		{Code: "304.0", Status: 304, Substatus: number(0), Class: "3xx", Count: 5960, Share: 5960. / 196820, Match: "status",
			Name: in(lang, "Not modified", "未修改"), Verdicts: map[string]int64{"ok": 5960}},
		logonCode(lang),
		brokenConfig(lang),
		missing(lang),
		{Code: "401.2", Status: 401, Substatus: number(2), Class: "4xx", Count: 236, Share: 236. / 196820, Match: "exact",
			Name:     in(lang, "Logon failed due to server configuration", "因服务器配置而登录失败"),
			Verdicts: map[string]int64{"handshake": 236}},
		{Code: "200.501", Status: 200, Substatus: number(501), Class: "2xx", Count: 52, Share: 52. / 196820, Match: "exact",
			Name:     in(lang, "Served; parallel-request limit would have refused it", "已响应；并发限制本会拒绝"),
			Verdicts: map[string]int64{"flagged": 52}},
		{Code: "503", Status: 503, Class: "5xx", Count: 18, Share: 18. / 196820, Match: "exact",
			Name: in(lang, "Service unavailable", "服务不可用"), Verdicts: map[string]int64{"capacity": 18},
			Meaning: in(lang, "The server cannot take the request at the moment.", "服务器暂时无法受理请求。"),
			Cause:   in(lang, "The queue of the application pool is full.", "应用程序池的队列已满。"),
			Check:   in(lang, "Read the HTTPERR reasons below.", "查看下面的 HTTPERR 原因。")},
		{Code: "499.7", Status: 499, Substatus: number(7), Class: "4xx", Count: 1, Share: 1. / 196820, Match: "class", First: clock(9, 1),
			Name: in(lang, "Client error", "客户端错误"), Verdicts: map[string]int64{"unknown": 1},
			Meaning: in(lang, "The request is at fault in the eyes of the server.", "服务器认为请求有问题。")},
		{Code: "-", Class: "-", Count: 415, Share: 415. / 196820, Match: "exact", Name: in(lang, "No status", "没有状态码"),
			Verdicts: map[string]int64{"unknown": 3, "client-left": 412},
			Meaning:  in(lang, "The row holds no status.", "该行没有状态码。")},
	}
}

func logonCode(lang string) report.Code {
	return report.Code{
		Code: "401.1", Status: 401, Substatus: number(1), Class: "4xx", Count: 4112, Share: 4112. / 196820,
		First: clock(8, 12), Last: clock(20, 1), Match: "exact",
		Name:    in(lang, "Logon refused or challenge leg", "登录被拒或质询往返"),
		Meaning: in(lang, "The credentials were not accepted, or the row is the middle leg of an NTLM negotiation.", "凭据未被接受，或者该行是 NTLM 协商的中间一步。"),
		Cause:   in(lang, "A wrong or expired password, a locked account, a scheduled task that still uses an old password, or somebody who guesses.", "密码错误或已过期、账户被锁定、计划任务仍在使用旧密码，或者有人在猜测密码。"),
		Check:   in(lang, "Read the Win32 status below, then look up the user in the security log (event 4625).", "先看下面的 Win32 状态，再到安全日志（事件 4625）中查找该用户。"),
		Verdicts: map[string]int64{
			"handshake": 3978, "logon-failure": 134,
		},
		Win32: []report.Win32{
			{Code: 2148074254, Hex: "0x8009030E", Symbol: "SEC_E_NO_CREDENTIALS", Count: 3978,
				Meaning: in(lang, "No credentials were in the package yet.", "安全包中还没有凭据。")},
			{Code: 1326, Hex: "0x0000052E", Symbol: "ERROR_LOGON_FAILURE", Count: 120,
				Meaning: in(lang, "The user name or the password is wrong.", "用户名或密码错误。")},
			{Code: 1909, Hex: "0x00000775", Symbol: "ERROR_ACCOUNT_LOCKED_OUT", Count: 13,
				Meaning: in(lang, "The account is locked.", "账户已被锁定。")},
			{Code: 3735928559, Hex: "0xDEADBEEF", Count: 1},
		},
		Top: map[string][]report.Key{
			"cs-uri-stem":    {{Key: "/intranet/api/v2/departments/finance/reports/quarterly/2026/Q3/consolidated-balance-sheet-draft.xlsx", Count: 3100}, {Key: "/login", Count: 98}, {Key: "/", Count: 1}, {Key: "/never-shown", Count: 1}},
			"c-ip":           {{Key: "203.0.113.7", Count: 3990}, {Key: "2001:db8:85a3::8a2e:370:7334", Count: 98}},
			"cs-username":    {{Key: `CORP\svc-backup`, Count: 120}, {Key: "张伟@例子.中国", Count: 13}, {Key: "evil\x1b]0;owned\x07\u202euser", Count: 1}},
			"cs(User-Agent)": {{Key: "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/126.0.0.0+Safari/537.36+Edg/126.0.0.0", Count: 4002}, {Key: "curl/8.9.1", Count: 98}},
			"x-forwarded":    {},
		},
		Estimated: []string{"cs-uri-stem"},
	}
}

func brokenConfig(lang string) report.Code {
	return report.Code{
		Code: "500.19", Status: 500, Substatus: number(19), Class: "5xx", Count: 3101, Share: 3101. / 196820,
		First: clock(11, 58), Last: clock(13, 2), Match: "exact",
		Name:     in(lang, "Configuration cannot be used", "配置无法使用"),
		Meaning:  in(lang, "IIS could not read or would not accept a web.config on the way to the file.", "IIS 无法读取或不接受通往该文件途中的某个 web.config。"),
		Cause:    in(lang, "A section is locked higher up, a module it names is not installed, or the file is not well formed.", "某个配置节在上级被锁定、它引用的模块没有安装，或者文件格式不正确。"),
		Check:    in(lang, "Open the page on the server itself: the detailed error names file and line.", "在服务器本机打开该页面：详细错误会给出文件和行号。"),
		Verdicts: map[string]int64{"configuration": 3101},
		Win32: []report.Win32{{Code: 33, Hex: "0x00000021", Symbol: "ERROR_LOCK_VIOLATION", Count: 3101,
			Meaning: in(lang, "With 500.19: the section is locked at a higher level.", "与 500.19 同时出现：配置节在上级被锁定。")}},
		Top: map[string][]report.Key{"cs-uri-stem": {{Key: "/shop/", Count: 2900}, {Key: "/shop/购物车/结算.aspx", Count: 201}}},
	}
}

func missing(lang string) report.Code {
	return report.Code{
		Code: "404.0", Status: 404, Substatus: number(0), Class: "4xx", Count: 2873, Share: 2873. / 196820,
		First: clock(0, 4), Last: clock(21, 50), Match: "status",
		Name:     in(lang, "Not found", "未找到"),
		Meaning:  in(lang, "Nothing is at this address.", "该地址没有任何内容。"),
		Cause:    in(lang, "A broken link, a missing file or a scanner.", "链接失效、文件缺失，或者是扫描器。"),
		Check:    in(lang, "Fix the link behind the most frequent path.", "修正最常见路径背后的链接。"),
		Verdicts: map[string]int64{"not-found": 845, "probe": 2028},
		Top: map[string][]report.Key{
			"cs-uri-stem": {{Key: "/wp-login.php", Count: 2028}, {Key: "/old/price-list.pdf", Count: 840}},
			"c-ip":        {{Key: "198.51.100.9", Count: 2028}}},
		Estimated: []string{"c-ip"},
	}
}

func richReasons(lang string) []report.Reason {
	return []report.Reason{
		{Reason: "Timer_ConnectionIdle", Count: 412, Share: 412. / 196820, Verdict: "client-left",
			Name: in(lang, "Idle connection closed", "空闲连接已关闭")},
		{Reason: "QueueFull", Count: 18, Share: 18. / 196820, First: clock(12, 4), Last: clock(12, 5), Verdict: "capacity",
			Name:    in(lang, "Queue of the pool is full", "应用程序池队列已满"),
			Meaning: in(lang, "More requests waited than the pool may queue, so HTTP.sys answered 503 itself.", "等待的请求超过了应用程序池允许的队列长度，因此 HTTP.sys 自行返回 503。"),
			Check:   in(lang, "Look for a worker process that hangs at that time.", "查看当时是否有挂起的工作进程。")},
	}
}

func richGroups() []report.Group {
	of := func(site, path string, rows, errors, attention int64) report.Group {
		return report.Group{Key: []report.FieldValue{{Field: "s-sitename", Value: site}, {Field: "cs-uri-stem", Value: path}},
			Rows: rows, Errors: errors, Attention: attention, Bytes: 4096 * rows}
	}
	timed := func(g report.Group, p50, p95, most int64) report.Group {
		g.P50, g.P95, g.Max = &p50, &p95, &most
		return g
	}
	return []report.Group{
		of("W3SVC1", "/intranet/api/v2/departments/finance/reports/quarterly/2026/Q3/consolidated-balance-sheet-draft.xlsx", 180820, 7228, 1001),
		timed(of("W3SVC1", "/shop/购物车/结算.aspx", 3101, 3101, 3101), 4012, 9120, 129004),
		of("W3SVC2", "/", 12899, 12, 0),
	}
}

// richTimeline is a day in quarters of an hour, the fault around noon.
func richTimeline() *report.Timeline {
	t := &report.Timeline{BucketSeconds: 900, Start: clock(0, 0).Truncate(time.Hour), Classes: map[string][]int64{}}
	for i := range 96 {
		day := math.Sin(float64(i) / 96 * math.Pi)
		t.Classes["2xx"] = append(t.Classes["2xx"], int64(2950*day))
		t.Classes["3xx"] = append(t.Classes["3xx"], int64(95*day))
		t.Classes["4xx"] = append(t.Classes["4xx"], 60+int64(30*day))
		t.Classes["5xx"] = append(t.Classes["5xx"], fault(i))
		t.Classes["-"] = append(t.Classes["-"], int64(i%96/95*4))
		t.Attention = append(t.Attention, fault(i)+int64(10*day))
	}
	return t
}

func fault(bucket int) int64 {
	if bucket < 48 || bucket > 52 {
		return 0
	}
	return int64(900 - 120*(bucket-48))
}

func richFindings(lang string) []report.Finding {
	return []report.Finding{
		{Rule: "configuration", Severity: "critical", Rows: 3101, Code: "500.19", Verdict: "configuration",
			First: clock(11, 58), Last: clock(14, 37), State: report.GoingOn, Where: report.Values{{Field: "s-computername", Value: "WEB02"}},
			Check: in(lang, "Open the page on the server itself: the detailed error names file and line.", "在服务器本机打开该页面：详细错误会给出文件和行号。"),
			Evidence: []report.Evidence{
				{What: "rows", Value: 3101, Unit: "rows"}, {What: "share", Value: 3101. / 196820, Unit: "share"}, {What: "code", Text: "500.19", Unit: "code"},
				{What: "name", Text: in(lang, "Configuration cannot be used", "配置无法使用")}, {What: "since", Value: float64(clock(11, 58).Unix()), Unit: "time"},
				{What: "paths", Value: 2, Unit: "paths"}, {What: "path", Text: "/shop/"}, {What: "path-share", Value: 2900. / 3101, Unit: "share"},
				{What: "clients", Value: 412, Unit: "clients"}}},
		{Rule: "auth-guessing", Severity: "warning", Rows: 134, Code: "401.1", Verdict: "logon-failure",
			First: clock(8, 12), Last: clock(8, 40), State: report.Over, Evidence: []report.Evidence{
				{What: "rows", Value: 134, Unit: "rows"}, {What: "since", Value: float64(clock(8, 12).Unix()), Unit: "time"},
				{What: "user", Text: `CORP\svc-backup`}, {What: "client", Text: "203.0.113.7"}, {What: "client-share", Value: 0.91, Unit: "share"}}},
		{Rule: "a-rule-of-tomorrow", Severity: "info", Title: in(lang, "Nothing was logged between 03:00 and 04:00.", "03:00 到 04:00 之间没有日志。"),
			Check: in(lang, "See whether the server was down.", "确认服务器当时是否停机。")},
	}
}

// calm is a day with handshakes only.
func calm(lang string) *report.Report {
	return &report.Report{
		Schema: report.Schema, Command: "report", Lang: lang, Timezone: "UTC",
		Input:   report.Input{Files: 1, Bytes: 812, Lines: 1004, Rows: 1000, Directives: 4},
		Period:  report.Period{First: clock(6, 0), Last: clock(7, 30)},
		Total:   report.Total{Rows: 1000, Errors: 12},
		Classes: []report.ClassCount{{Class: "2xx", Count: 988, Share: 0.988}, {Class: "4xx", Count: 12, Share: 0.012}},
		Verdicts: []report.VerdictCount{
			{Verdict: "ok", Count: 988, Share: 0.988}, {Verdict: "handshake", Count: 12, Share: 0.012}},
		Codes: []report.Code{
			{Code: "200.0", Status: 200, Class: "2xx", Count: 988, Share: 0.988, Name: in(lang, "OK", "成功"), Verdicts: map[string]int64{"ok": 988}},
			{Code: "401.2", Status: 401, Class: "4xx", Count: 12, Share: 0.012, Name: in(lang, "Challenge", "身份质询"), Verdicts: map[string]int64{"handshake": 12}},
		},
		Timeline: &report.Timeline{BucketSeconds: 3600, Start: clock(6, 0).Truncate(time.Hour),
			Classes: map[string][]int64{"2xx": {700, 288}, "4xx": {12, 0}}, Attention: []int64{0, 0}},
		Latency: &report.Latency{Rows: 1, P50: 3, P95: 3, P99: 3, Max: 3},
	}
}

// empty is a report of an empty file.
func empty(lang string) *report.Report {
	return &report.Report{Schema: report.Schema, Command: "report", Lang: lang, Input: report.Input{Files: 1}}
}
