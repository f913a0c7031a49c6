package render

import (
	"fmt"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// The reports of the goldens of days, made by hand.

func at(n float64) *float64 { return &n }

func before(n int64) *int64 { return &n }

// dateIn is a day of November 2026 in Zurich.
func dateIn(d int) (date string, start, end time.Time) {
	start = time.Date(2026, 11, d, 0, 0, 0, 0, zurich)
	return start.Format(dateOnly), start, start.AddDate(0, 0, 1)
}

// richDays is a week without its Thursday, its Saturday not over: a broken
// web.config since the morning, more refused logons, a back end that recovered.
func richDays(lang string) *report.Report {
	r := &report.Report{
		Schema: report.Schema, Command: "daily", Lang: lang, Timezone: "Europe/Zurich",
		Input: report.Input{Files: 6, Bytes: 290541363, Lines: 1931024, Rows: 1930880, Malformed: 2, Directives: 142,
			Sources: []report.Source{{Name: `C:\inetpub\logs\LogFiles\W3SVC1\u_ex261121.log`, Bytes: 40541363, Rows: 310221, Malformed: 2}},
			Problems: []report.Problem{{Reason: "too-few-values", Refused: true, Count: 2,
				First: []report.Place{{Source: "u_ex261121.log", Line: 1042, Text: "2026-11-21 10:11:12 10.0.0.5 GET /ind"}}}}},
		Filters: []string{"--site W3SVC1"},
		Total:   report.Total{Rows: 1930880, Errors: 23000, Attention: 4800},
		Period:  report.Period{First: time.Date(2026, 11, 14, 23, 0, 2, 0, time.UTC), Last: clock(13, 24)},
		Missing: []string{"2026-11-19"},
	}
	for i, attention := range []int64{405, 640, 598, 610, 0, 1022} {
		if d := 15 + i; d != 19 {
			r.Days = append(r.Days, earlierDay(lang, d, 260000+int64(i)*9100, attention))
		}
	}
	r.Days[4].Codes = append(r.Days[4].Codes, report.DayCode{Code: "502.3", Class: "5xx", Count: 412, Attention: 412, Previous: before(0),
		Typical: at(0), New: true, Since: time.Date(2026, 11, 20, 7, 2, 0, 0, time.UTC), Verdict: "upstream", Name: in(lang, "Bad gateway", "网关错误")})
	r.Days[4].Spikes = []report.Spike{{Code: "502.3", Verdict: "upstream", Attention: true, Start: time.Date(2026, 11, 20, 7, 2, 0, 0, time.UTC),
		End: time.Date(2026, 11, 20, 7, 30, 0, 0, time.UTC), Observed: 410}}
	r.Days = append(r.Days, saturday(lang))
	return r
}

// earlierDay is a day of which little is told.
func earlierDay(lang string, d int, rows, attention int64) report.Day {
	date, start, end := dateIn(d)
	ok := rows - attention - 2000
	return report.Day{Date: date, Start: start, End: end, Rows: rows, Errors: attention + 2000, Attention: attention,
		Classes: []report.ClassCount{{Class: "2xx", Count: ok, Share: float64(ok) / float64(rows)},
			{Class: "4xx", Count: attention + 2000, Share: float64(attention+2000) / float64(rows)}},
		Verdicts: []report.VerdictCount{{Verdict: "ok", Count: ok}, {Verdict: "handshake", Count: 2000}, {Verdict: "not-found", Count: attention, Attention: true}},
		Codes: []report.DayCode{
			{Code: "200.0", Class: "2xx", Count: ok, Name: in(lang, "OK", "成功"), Verdict: "ok"},
			{Code: "404.0", Class: "4xx", Count: attention, Attention: attention, Name: in(lang, "Not found", "未找到"), Verdict: "not-found"},
		}}
}

// saturday is the newest day; its counts fit together.
func saturday(lang string) report.Day {
	date, start, end := dateIn(21)
	return report.Day{
		Date: date, Start: start, End: end, Until: "14:25", Rows: 310221, Errors: 7103, Attention: 1204,
		Against:  []string{"2026-11-20", "2026-11-18", "2026-11-17", "2026-11-16", "2026-11-15"},
		Partial:  []string{"2026-11-14"},
		Previous: &report.Sums{Rows: 298114, Errors: 3022, Attention: 1022},
		Typical:  &report.Sums{Rows: 278200, Errors: 2610, Attention: 610},
		Classes: []report.ClassCount{{Class: "2xx", Count: 303118, Share: 303118. / 310221},
			{Class: "4xx", Count: 6690, Share: 6690. / 310221}, {Class: "5xx", Count: 413, Share: 413. / 310221}},
		Verdicts: []report.VerdictCount{
			{Verdict: "ok", Count: 303118, Share: 303118. / 310221}, {Verdict: "handshake", Count: 3899, Share: 3899. / 310221},
			{Verdict: "probe", Count: 2000, Share: 2000. / 310221},
			{Verdict: "not-found", Count: 590, Share: 590. / 310221, Attention: true},
			{Verdict: "configuration", Count: 401, Share: 401. / 310221, Attention: true},
			{Verdict: "logon-failure", Count: 201, Share: 201. / 310221, Attention: true},
			{Verdict: "upstream", Count: 12, Share: 12. / 310221, Attention: true},
		},
		Worse: []string{"404.0", "401.1"}, Better: []string{"502.3", "QueueFull", "FTP 530"},
		Trend: report.TrendAbove, Unusual: true,
		Codes:    saturdayCodes(lang),
		Spikes:   saturdaySpikes(lang),
		Timeline: saturdayTimeline(),
	}
}

// saturdayTimeline is by the hour, and ends where the log does.
func saturdayTimeline() *report.Timeline {
	hours := func(at map[int]int64) []int64 {
		counts := make([]int64, 24)
		for hour, n := range at {
			counts[hour] = n
		}
		return counts
	}
	_, start, _ := dateIn(21)
	return &report.Timeline{BucketSeconds: 3600, Start: start,
		Classes: map[string][]int64{
			"2xx": hours(map[int]int64{0: 8000, 3: 9000, 6: 21000, 8: 36118, 9: 60000, 10: 62000, 11: 48000, 12: 30000, 13: 29000}),
			"4xx": hours(map[int]int64{2: 600, 7: 2090, 9: 2000, 12: 2000}),
			"5xx": hours(map[int]int64{9: 380, 10: 33}),
		},
		Attention: hours(map[int]int64{2: 90, 7: 201, 9: 620, 10: 293})}
}

func saturdayCodes(lang string) []report.DayCode {
	return []report.DayCode{
		{Code: "200.0", Class: "2xx", Count: 303118, Previous: before(295000), Typical: at(275590), Change: at(303118./275590 - 1),
			Name: in(lang, "OK", "成功"), Verdict: "ok", Meaning: in(lang, "The request was served.", "请求已正常响应。")},
		{Code: "401.1", Class: "4xx", Count: 4100, Attention: 201, Previous: before(1980), Typical: at(1990.5), Change: at(4100/1990.5 - 1), Worse: true, Beyond: 103.4,
			Name: in(lang, "Logon refused or challenge leg", "登录被拒或质询往返"), Verdict: "handshake",
			Meaning: in(lang, "The credentials were not accepted, or the row is the middle leg of an NTLM negotiation.", "凭据未被接受，或者该行是 NTLM 协商的中间一步。"),
			Check:   in(lang, "Look up the user in the security log (event 4625).", "到安全日志（事件 4625）中查找该用户。"),
			Top: map[string][]report.Key{"cs-uri-stem": {{Key: "/api/login", Count: 3100}}, "c-ip": {{Key: "203.0.113.7", Count: 2100}, {Key: "2001:db8::1", Count: 88}},
				"cs-username": {{Key: `CORP\svc-backup`, Count: 200}, {Key: "张伟@例子.中国", Count: 1}}}},
		{Code: "404.0", Class: "4xx", Count: 2590, Attention: 590, Previous: before(610), Typical: at(605), Change: at(2590./605 - 1), Worse: true, Beyond: 452.2,
			Name: in(lang, "Not found", "未找到"), Verdict: "probe",
			Meaning: in(lang, "Nothing is at this address.", "该地址没有任何内容。"),
			Check:   in(lang, "Fix the link behind the most frequent path.", "修正最常见路径背后的链接。"),
			Top: map[string][]report.Key{"cs-uri-stem": {{Key: "/wp-login.php", Count: 2000}, {Key: "/old/price-list.pdf", Count: 590}},
				"c-ip": {{Key: "198.51.100.9", Count: 2000}}}},
		{Code: "500.19", Class: "5xx", Count: 401, Attention: 401, Previous: before(0), Typical: at(0), New: true, Since: clock(8, 41), Beyond: 401,
			Name: in(lang, "Configuration cannot be used", "配置无法使用"), Verdict: "configuration",
			Meaning: in(lang, "IIS could not read or would not accept a web.config on the way to the file.", "IIS 无法读取或不接受通往该文件途中的某个 web.config。"),
			Check:   in(lang, "Open the page on the server itself: the detailed error names file and line.", "在服务器本机打开该页面：详细错误会给出文件和行号。"),
			Top: map[string][]report.Key{"cs-uri-stem": {{Key: "/shop/购物车/结算.aspx", Count: 380}, {Key: "/shop/", Count: 21}},
				"cs(User-Agent)": {{Key: "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/126.0.0.0+Safari/537.36", Count: 300}}}},
		{Code: "502.3", Class: "5xx", Count: 12, Attention: 12, Previous: before(412), Typical: at(60), Change: at(-0.8), Better: true,
			Name: in(lang, "Bad gateway", "网关错误"), Verdict: "upstream",
			Meaning: in(lang, "The server behind this one did not answer.", "后端服务器没有应答。"), Check: in(lang, "Look at the server behind.", "检查后端服务器。")},
		{Code: "-", Reason: "QueueFull", Class: "-", Previous: before(35), Typical: at(31), Change: at(-1), Gone: true, Better: true,
			Name: in(lang, "Queue of the pool is full", "应用程序池的队列已满"), Verdict: "capacity"},
		{Code: "530", Log: "ftp", Class: "5xx", Previous: before(9), Typical: at(8.5), Change: at(-1), Gone: true, Better: true,
			Name: in(lang, "Not logged on", "未登录"), Verdict: "logon-failure"},
	}
}

func saturdaySpikes(lang string) []report.Spike {
	win32 := uint64(1326)
	return []report.Spike{
		{Code: "500.19", Verdict: "configuration", Attention: true, Start: clock(8, 41), End: clock(9, 30), Observed: 390, New: true,
			Ratio: 390, Score: 60, Name: in(lang, "Configuration cannot be used", "配置无法使用"),
			Causes: []report.SpikeCause{{Where: report.Values{{Field: "cs-uri-stem", Value: "/shop/购物车/结算.aspx"}}, Observed: 380, Share: 0.97, New: true}},
			Curve:  report.Curve{BucketSeconds: 300, Start: clock(8, 10).Truncate(time.Hour), Counts: []int64{0, 0, 0, 0, 0, 0, 0, 0, 60, 90, 85, 70, 40, 25, 12, 5, 2, 1, 0, 0}}},
		{Code: "401.1", Verdict: "logon-failure", Attention: true, Win32: &win32, Start: clock(6, 12), End: clock(6, 40), Observed: 190, Expected: 2.1,
			Ratio: 90, Score: 40, Name: in(lang, "Logon refused", "登录被拒"),
			Causes: []report.SpikeCause{{Where: report.Values{{Field: "c-ip", Value: "203.0.113.7"}, {Field: "cs-username", Value: `CORP\svc-backup`}}, Observed: 188, Share: 0.99, New: true}},
			Curve:  report.Curve{BucketSeconds: 120, Start: clock(6, 0).Truncate(time.Hour), Counts: []int64{1, 0, 0, 0, 1, 0, 30, 31, 28, 30, 22, 24, 10, 9, 4, 1, 0}}},
	}
}

// calmDays is a quiet day after two others, the same day of two weeks.
func calmDays(lang string) *report.Report {
	r := &report.Report{
		Schema: report.Schema, Command: "daily", Lang: lang, Timezone: "UTC",
		Input:  report.Input{Files: 3, Bytes: 3812, Lines: 3012, Rows: 3000, Directives: 12},
		Period: report.Period{First: time.Date(2026, 11, 6, 0, 3, 0, 0, time.UTC), Last: time.Date(2026, 11, 20, 22, 59, 7, 0, time.UTC)},
		Total:  report.Total{Rows: 3000, Errors: 36},
	}
	for i, d := range []int{6, 13, 20} {
		rows := int64(990 + 10*i)
		one := report.Day{Date: fmt.Sprintf("2026-11-%02d", d), Start: time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 11, d+1, 0, 0, 0, 0, time.UTC),
			Rows: rows, Errors: 12,
			Classes:  []report.ClassCount{{Class: "2xx", Count: rows - 12, Share: 0.99}, {Class: "4xx", Count: 12, Share: 0.01}},
			Verdicts: []report.VerdictCount{{Verdict: "ok", Count: rows - 12, Share: 0.99}, {Verdict: "handshake", Count: 12, Share: 0.01}},
			Codes: []report.DayCode{
				{Code: "200.0", Class: "2xx", Count: rows - 12, Name: in(lang, "OK", "成功"), Verdict: "ok"},
				{Code: "401.2", Class: "4xx", Count: 12, Name: in(lang, "Challenge", "身份质询"), Verdict: "handshake"},
			}}
		r.Days = append(r.Days, one)
	}
	newest := &r.Days[2]
	newest.Against, newest.SameWeekday = []string{"2026-11-13", "2026-11-06"}, true
	newest.Typical = &report.Sums{Rows: 995, Errors: 12}
	newest.Codes[0].Typical, newest.Codes[0].Change = at(983), at(float64(newest.Codes[0].Count)/983-1)
	newest.Codes[1].Typical, newest.Codes[1].Change = at(12), at(0)
	newest.Codes[0].Recent, newest.Codes[1].Recent = at(985), at(40)
	return r
}

// gapDays are days of whose logs a file is missing between the last two.
func gapDays(lang string) *report.Report {
	r := calmDays(lang)
	r.Days[1].Until, r.Days[1].Gap = "12:31", true
	r.Days[2].From, r.Days[2].Gap = "13:00", true
	r.Days[2].Against, r.Days[2].SameWeekday = r.Days[2].Against[1:], false
	return r
}

// firstDay has no day before it.
func firstDay(lang string) *report.Report {
	d := saturday(lang)
	d.Until, d.Against, d.Previous, d.Typical, d.Spikes = "", nil, nil, nil, nil
	d.Worse, d.Better, d.Trend, d.Unusual = nil, nil, "", false
	d.Codes = d.Codes[:5]
	for i := range d.Codes {
		c := &d.Codes[i]
		c.Previous, c.Typical, c.Change, c.New, c.Since = nil, nil, nil, false, time.Time{}
		c.Worse, c.Better, c.Beyond = false, false, 0
	}
	return &report.Report{
		Schema: report.Schema, Command: "daily", Lang: lang, Timezone: "Europe/Zurich",
		Input:  report.Input{Files: 1, Bytes: 40541363, Lines: 310225, Rows: 310221, Directives: 4},
		Period: report.Period{First: clock(0, 0), Last: clock(21, 59)},
		Total:  report.Total{Rows: d.Rows, Errors: d.Errors, Attention: d.Attention},
		Days:   []report.Day{d},
	}
}

// missingDay is a report of a day without a log.
func missingDay(lang string) *report.Report {
	r := noDays(lang)
	r.Input, r.Missing = report.Input{Files: 2, Lines: 10, Filtered: 10}, []string{"2026-11-19"}
	return r
}

// noDays is a daily report of an empty folder.
func noDays(lang string) *report.Report {
	return &report.Report{Schema: report.Schema, Command: "daily", Lang: lang, Days: []report.Day{}}
}
