package render

import (
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// The reports of the goldens of comparisons, made by hand.

func ms64(n int64) *int64 { return &n }

// afterDeployment is a farm before and after a deployment at 14:00, of which the first
// half hour is not in the log: a page that fails, logons that fail more often, calls that
// take longer, and a fault that is mended.
func afterDeployment(lang string) *report.Report {
	r := comparisonOf(lang)
	r.Filters = []string{"--site W3SVC2"}
	r.Findings = []report.Finding{{Rule: "compare-silent-other", Severity: report.Note, Evidence: []report.Evidence{
		{What: "share", Value: 0.25, Unit: "share"}, {What: "first", Value: float64(clock(12, 0).Unix()), Unit: "time"},
		{What: "last", Value: float64(clock(12, 30).Unix()), Unit: "time"}}}}
	r.Comparison = &report.Comparison{Mode: report.ModeAt, At: clock(14, 0), Trend: report.TrendWorse, Pairs: []report.Pair{farmPair(lang)}}
	return r
}

func comparisonOf(lang string) *report.Report {
	return &report.Report{
		Schema: report.Schema, Command: "compare", Lang: lang, Timezone: "Europe/Zurich",
		Input:    report.Input{Files: 2, Bytes: 40541363, Lines: 310225, Rows: 40221, Filtered: 270000, Directives: 4},
		Period:   report.Period{First: clock(12, 30), Last: clock(15, 59)},
		Total:    report.Total{Rows: 40221, Errors: 812, Attention: 640},
		Verdicts: []report.VerdictCount{{Verdict: "ok", Count: 39409}, {Verdict: "application", Count: 412, Attention: true}, {Verdict: "logon-failure", Count: 228, Attention: true}},
	}
}

func farmPair(lang string) report.Pair {
	broken := report.CodeChange{Code: "500.0", Class: "5xx", Verdict: "application", Attention: true, Trend: report.ChangeNew,
		Name: in(lang, "Unhandled error in the application", "应用程序中未处理的错误"), Count: 412, Rate: 166.1}
	expired := uint64(1330)
	refused := report.CodeChange{Code: "401.1", Class: "4xx", Win32: &expired, Verdict: "logon-failure", Attention: true, Trend: report.ChangeWorse,
		Name: in(lang, "Password expired", "密码已过期"), Count: 180, Other: 48, Rate: 72.6, OtherRate: 31.1}
	mended := report.CodeChange{Code: "404.0", Class: "4xx", Verdict: "not-found", Attention: true, Trend: report.ChangeGone,
		Name: in(lang, "Not found", "未找到"), Other: 93, OtherRate: 60.2}
	few := report.CodeChange{Code: "-", Reason: "QueueFull", Class: "-", Verdict: "capacity", Attention: true, Trend: report.ChangeFew, Count: 3, Rate: 1.21,
		Name: in(lang, "Queue of the pool is full", "应用程序池的队列已满")}
	slow := report.Change{Path: "/api/v1/orders/*", Score: 31.2, P50: ms64(7100), P95: ms64(11900), OtherP50: ms64(120), OtherP95: ms64(310), Expected: 633,
		Command: `iiswhy rows --since 2026-11-21T13:00:00Z --uri "/api/v1/orders/*" logs`}
	slow.Trend, slow.Count, slow.Other = report.ChangeSlower, 633, 401
	mostly := refused
	mostly.Count, mostly.Other, mostly.Rate, mostly.OtherRate, mostly.Win32 = 40, 2, 3333, 140, nil
	return report.Pair{
		Trend: report.TrendWorse, Expected: 229.3, Shared: 0.982,
		This: report.Side{From: clock(14, 0), Until: clock(16, 0), First: clock(14, 0), Last: clock(15, 59), Rows: 24801, Errors: 640, Attention: 595,
			P50: ms64(23), P95: ms64(1508)},
		Other: report.Side{From: clock(12, 0), Until: clock(14, 0), First: clock(12, 30), Last: clock(13, 59), SilentFrom: clock(12, 0), SilentUntil: clock(12, 30),
			Rows: 15420, Errors: 172, Attention: 141, P50: ms64(22), P95: ms64(204)},
		Changes: []report.Change{
			{CodeChange: broken, Expected: 254, Score: 15.8, First: clock(14, 2), Last: clock(15, 58), State: report.GoingOn,
				Check:   in(lang, "Read events 1309 and 1325 in the Application log at that second.", "查看应用程序日志在该时刻的事件 1309 和 1325。"),
				Paths:   []report.PathChange{{Path: "/api/cart", Count: 390}, {Path: "/shop/购物车/结算.aspx", Count: 22}},
				Command: "iiswhy rows --since 2026-11-21T13:00:00Z --status 500.0 --verdict application logs"},
			{CodeChange: refused, Expected: 140, Score: 5.4, First: clock(14, 0), Last: clock(15, 40), State: report.Over,
				Paths: []report.PathChange{{Path: "/api/login", Count: 180, Other: 48}}, Clients: []report.Key{{Key: "10.20.30.40", Count: 120}, {Key: "10.20.30.41", Count: 50}},
				Command: "iiswhy rows --since 2026-11-21T13:00:00Z --status 401.1 --verdict logon-failure --win32 1330 logs"},
			{CodeChange: mostly, Path: "/owa/auth.owa", Expected: 26, Score: 4.8, Command: "iiswhy rows --uri /owa/auth.owa logs"},
			slow,
			{CodeChange: mended, Expected: 57, Score: -12.2, Paths: []report.PathChange{{Path: "/old/price-list.pdf", Other: 93}},
				OtherCommand: "iiswhy rows --since 2026-11-21T11:00:00Z --until 2026-11-21T13:00:00Z --status 404.0 --verdict not-found logs"},
		},
		Codes: []report.CodeChange{broken, refused, mended, few,
			{Code: "200.0", Class: "2xx", Verdict: "ok", Name: in(lang, "OK", "成功"), Trend: report.ChangeSame, Count: 24161, Other: 15248, Rate: 9742, OtherRate: 9888}},
		Paths: []report.PathChange{{Path: "/v2/basket", Trend: report.ChangeNew, Count: 402, Command: "iiswhy rows --uri /v2/basket logs"},
			{Path: "/old/price-list.pdf", Trend: report.ChangeGone, Other: 93, Command: "iiswhy rows --uri /old/price-list.pdf logs"}},
		StepSeconds: 1800,
		Steps: []report.Step{
			{Start: clock(14, 0), Rows: 6100, Attention: 140, OtherStart: clock(12, 0)},
			{Start: clock(14, 30), Rows: 6300, Attention: 155, OtherStart: clock(12, 30), OtherRows: 5100, OtherAttention: 47},
			{Start: clock(15, 0), Rows: 6201, Attention: 150, OtherStart: clock(13, 0), OtherRows: 5200, OtherAttention: 46},
			{Start: clock(15, 30), Rows: 6200, Attention: 150, OtherStart: clock(13, 30), OtherRows: 5120, OtherAttention: 48},
		},
	}
}

// oneServer is a comparison of three servers, one of which is broken and one of which is
// asked for other paths.
func oneServer(lang string) *report.Report {
	r := comparisonOf(lang)
	bad := farmPair(lang)
	bad.Value, bad.Changes, bad.Paths = "WEB02", bad.Changes[:1], nil
	bad.Changes[0].Command = "iiswhy rows --server WEB02 --status 500.0 --verdict application logs"
	for i := range bad.Steps {
		bad.Steps[i].OtherStart = bad.Steps[i].Start
	}
	odd := report.Pair{Value: "WEB03", Trend: report.TrendOther, Shared: 0.05, This: report.Side{Rows: 1200, Errors: 90, Attention: 88, P50: ms64(40), P95: ms64(900)},
		Other: report.Side{Rows: 39000, Errors: 700, Attention: 552, P50: ms64(22), P95: ms64(1400)}, StepSeconds: 1800}
	calm := report.Pair{Value: "WEB01", Trend: report.TrendSame, Shared: 0.99, This: report.Side{Rows: 14220, Errors: 160, Attention: 90, P50: ms64(21), P95: ms64(190)},
		Other: report.Side{Rows: 26001, Errors: 652, Attention: 550, P50: ms64(24), P95: ms64(1420)}}
	r.Findings = []report.Finding{{Rule: "compare-nameless", Severity: report.Note, Evidence: []report.Evidence{
		{What: "rows", Value: 12, Unit: "rows"}, {What: "field", Text: "server"}}}}
	r.Comparison = &report.Comparison{Mode: report.ModeBetween, Field: "server", Trend: report.TrendWorse, Values: 3, Nameless: 12, Pairs: []report.Pair{bad, odd, calm}}
	return r
}

// aWeekAgo is a night as the one a week before.
func aWeekAgo(lang string) *report.Report {
	r := comparisonOf(lang)
	p := report.Pair{Trend: report.TrendSame, Shared: 1,
		This:  report.Side{From: clock(0, 0), Until: clock(6, 0), Rows: 820, Errors: 10, Attention: 4},
		Other: report.Side{From: clock(0, 0).AddDate(0, 0, -7), Until: clock(6, 0).AddDate(0, 0, -7), Rows: 790, Errors: 9, Attention: 3}}
	r.Comparison = &report.Comparison{Mode: report.ModeWith, ShiftSeconds: int64(7 * 24 * time.Hour / time.Second), Trend: p.Trend, Pairs: []report.Pair{p}}
	return r
}

// nothingAfter is a moment behind the end of the log.
func nothingAfter(lang string) *report.Report {
	r := comparisonOf(lang)
	p := report.Pair{Trend: report.TrendNothing, This: report.Side{From: clock(20, 0), Until: clock(20, 0).Add(time.Second)},
		Other: report.Side{Until: clock(20, 0), First: clock(12, 30), Last: clock(15, 59), Rows: 40221, Errors: 812, Attention: 640}}
	r.Comparison = &report.Comparison{Mode: report.ModeAt, At: clock(20, 0), Trend: p.Trend, Pairs: []report.Pair{p}}
	return r
}
