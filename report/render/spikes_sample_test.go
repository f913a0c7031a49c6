package render

import (
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// The reports of the goldens of spikes, made by hand.

// richSpikes has a rise of every kind: of a new code on one path, of refused
// logons of one client and of another, of a code with a Win32 number that is
// spread evenly, of probes, and a burst that comes every night.
func richSpikes(lang string) *report.Report {
	r := rich(lang)
	return &report.Report{
		Schema: report.Schema, Command: "spikes", Lang: lang, Timezone: "Europe/Zurich",
		Input: r.Input, Filters: r.Filters, Period: report.Period{First: clock(0, 0).AddDate(0, 0, -6), Last: clock(21, 59)},
		Total: r.Total, Classes: r.Classes, Verdicts: r.Verdicts,
		Timeline: &report.Timeline{BucketSeconds: 21600, Start: clock(0, 0).AddDate(0, 0, -6).Truncate(time.Hour),
			Classes:   map[string][]int64{"2xx": {900, 7000, 8000, 1000, 950, 7100, 8100, 1100}},
			Attention: []int64{9, 12, 500, 8, 7, 9, 10, 3}},
		Spikes: append(newsOf(lang), nightly(lang)...),
	}
}

func at7(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC)
}

func newsOf(lang string) []report.Spike {
	number := uint64(1311)
	check := in(lang, "Look at the default document.", "检查默认文档。")
	return []report.Spike{
		{Code: "403.14", Verdict: "configuration", Attention: true, Start: at7(16, 8, 41), End: at7(16, 9, 30), Observed: 390, Expected: 0.4, Ratio: 390, Score: 60,
			Name: in(lang, "Folder without default document", "目录没有默认文档"), Meaning: in(lang, "The URL is a folder.", "该 URL 是目录。"),
			Cause: in(lang, "It was not deployed.", "内容未部署。"), Check: check, Together: []string{"404.0", "500.19"},
			Causes: []report.SpikeCause{
				{Where: report.Values{{Field: "cs-uri-stem", Value: "/"}, {Field: "s-sitename", Value: "W3SVC1"}}, Observed: 380, Share: 0.97, New: true, Clients: 288},
				{Where: report.Values{{Field: "cs-uri-stem", Value: "/shop/*"}}, Observed: 10, Expected: 1.25, Share: 0.03, Clients: 1}},
			Curve: report.Curve{BucketSeconds: 300, Start: at7(16, 8, 10), Counts: []int64{0, 0, 0, 0, 0, 0, 60, 90, 85, 70, 40, 25, 12, 5, 2, 1, 0, 0}},
			Samples: []report.Place{
				{Source: `C:\inetpub\logs\LogFiles\W3SVC1\u_ex261116.log`, Line: 1042, Text: "2026-11-16 08:41:02 10.0.0.5 GET / - 443 - 198.51.100.4 Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/126.0.0.0+Safari/537.36 - 403 14 0 3"},
				{Source: `C:\inetpub\logs\LogFiles\W3SVC1\u_ex261116.log`, Line: 2311, Text: "2026-11-16 09:29:58 10.0.0.5 GET / - 443 - 198.51.100.9 curl/8.5.0 - 403 14 0 2"}},
			Command: `iiswhy report --since 2026-11-16T08:41:00Z --until 2026-11-16T09:30:00Z --status 403.14 --verdict configuration --uri / --site W3SVC1 C:\inetpub\logs\LogFiles`},
		{Code: "401.1", Verdict: "directory-fault", Attention: true, Win32: &number, Start: at7(17, 14, 0), End: at7(17, 14, 20), Observed: 1561, New: true, Earlier: lang == "zh", Ratio: 1561, Score: 41,
			Name: in(lang, "No domain controller", "没有域控制器"), Meaning: in(lang, "No domain controller answered.", "没有域控制器应答。"), Check: check,
			Causes: []report.SpikeCause{{Where: report.Values{{Field: "sc-win32-status", Value: "1311"}, {Field: "s-ip", Value: "10.0.0.5"}}, Observed: 1561, Share: 1, New: true, Even: true, Clients: 721}},
			Curve:  report.Curve{BucketSeconds: 300, Start: at7(17, 13, 30), Counts: []int64{0, 0, 0, 0, 0, 0, 400, 380, 390, 391, 0, 0}}},
		{Code: "401.1", Verdict: "logon-failure", Attention: true, Start: at7(18, 6, 12), End: at7(18, 8, 40), Observed: 190, Expected: 2.1, Ratio: 90, Score: 40, Estimated: true, Legs: 380, Of: report.Values{{Field: "cs-uri-stem", Value: "/EWS/Exchange.asmx"}},
			Name: in(lang, "Logon refused", "登录被拒"),
			Causes: []report.SpikeCause{{Where: report.Values{{Field: "c-ip", Value: "203.0.113.0/24"}, {Field: "cs(User-Agent)", Value: "BAV2ROPC"}},
				Also: report.Values{{Field: "cs-username", Value: `CORP\svc-backup`}, {Field: "cs-uri-stem", Value: "/EWS/Exchange.asmx"}, {Field: "cs-method", Value: "POST"}}, Observed: 188, Share: 0.998}}},
		{Code: "-", Reason: "QueueFull", Verdict: "capacity", Attention: true, Start: at7(19, 6, 0), End: at7(22, 6, 0), Observed: 40000, Expected: 12000, Ratio: 3.3333, Score: 12,
			Causes: []report.SpikeCause{{Observed: 40000, Expected: 12000, Share: 1, Even: true}}},
		{Code: "404.0", Verdict: "probe", Verdicts: []string{"probe", "not-found"}, Start: at7(18, 7, 0), End: at7(18, 7, 5), Observed: 400, Expected: 20, Ratio: 20, Score: 30, Causes: []report.SpikeCause{}},
	}
}

func nightly(lang string) (all []report.Spike) {
	starts := []time.Time{at7(20, 2, 15), at7(19, 2, 14), at7(21, 2, 15)}
	for i, start := range starts {
		all = append(all, report.Spike{Code: "401.1", Verdict: "logon-failure", Attention: true, Start: start, End: start.Add(11 * time.Minute),
			Observed: 92 - int64(i), New: true, Recurring: true, Burst: 1, Earlier: true, Ratio: 92, Score: 10, Name: in(lang, "Logon refused", "登录被拒"),
			Causes: []report.SpikeCause{{Where: report.Values{{Field: "c-ip", Value: "10.20.30.41"}}, Observed: 90, Share: 1, New: true, Clients: 1}},
			Curve:  report.Curve{BucketSeconds: 300, Start: start.Add(-30 * time.Minute), Counts: []int64{0, 0, 0, 0, 0, 0, 40, 50, 2}}})
	}
	return all
}

// noSpikes is a quiet week.
func noSpikes(lang string) *report.Report {
	r := calm(lang)
	r.Command, r.Spikes = "spikes", []report.Spike{}
	return r
}

// manySpikes has more than are told in full.
func manySpikes(lang string) *report.Report {
	r := richSpikes(lang)
	r.Spikes = nil
	for i := range mostExplained + 2 {
		s := newsOf(lang)[0]
		s.Start, s.End = s.Start.Add(time.Duration(i)*4*time.Hour), s.End.Add(time.Duration(i)*4*time.Hour)
		r.Spikes = append(r.Spikes, s)
	}
	return r
}

// measured completes the rises and days of a report with what follows from their times
// and counts.
func measured(r *report.Report) *report.Report {
	r.Spikes = measuredSpikes(r.Spikes)
	for i := range r.Days {
		d := &r.Days[i]
		d.Spikes = measuredSpikes(d.Spikes)
		if d.First.IsZero() && d.Rows > 0 {
			d.First, d.Last = d.Start.Add(2*time.Second), d.End.Add(-time.Second)
			if last := r.Period.Last; last.After(d.Start) && last.Before(d.Last) {
				d.Last = last
			}
		}
	}
	return r
}

func measuredSpikes(all []report.Spike) []report.Spike {
	all = slices.Clone(all)
	for i := range all {
		s := &all[i]
		length := s.End.Sub(s.Start)
		s.Last, s.PerSeconds = s.End.Add(-time.Second), 60
		switch {
		case length >= 48*time.Hour:
			s.PerSeconds = 86400
		case length >= time.Hour:
			s.PerSeconds = 3600
		}
		per := float64(s.PerSeconds) / max(1, length.Seconds())
		s.Rate, s.UsualRate = float64(s.Observed)*per, s.Expected*per
	}
	return all
}
