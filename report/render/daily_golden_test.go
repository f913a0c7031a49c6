package render

import (
	"testing"

	"github.com/iiswhy/iiswhy/report"
)

func TestGoldensOfDays(t *testing.T) {
	f := func(name string, r *report.Report, format Format, o Options) {
		t.Helper()
		o.Location = zurich
		t.Run(name, func(t *testing.T) { golden(t, name, write(t, r, format, o)) })
	}
	for _, lang := range []string{"en", "zh"} {
		for name, made := range map[string]func(string) *report.Report{
			"daily.rich": richDays, "daily.calm": calmDays, "daily.first": firstDay,
		} {
			f(name+"."+lang+".80.txt", made(lang), Text, Options{})
			f(name+"."+lang+".md", made(lang), Markdown, Options{})
			f(name+"."+lang+".html", made(lang), HTML, Options{})
		}
		f("daily.rich."+lang+".csv", richDays(lang), CSV, Options{})
		f("daily.rich."+lang+".json", richDays(lang), JSON, Options{})
	}
	f("daily.rich.en.200.txt", richDays("en"), Text, Options{Width: 200})
	f("daily.rich.en.color.txt", richDays("en"), Text, Options{Color: true})
	f("daily.none.en.80.txt", noDays("en"), Text, Options{})
	f("daily.missing.en.80.txt", missingDay("en"), Text, Options{})
	f("daily.missing.zh.80.txt", missingDay("zh"), Text, Options{})
	f("daily.missing.en.html", missingDay("en"), HTML, Options{})
	f("daily.gap.en.80.txt", gapDays("en"), Text, Options{})
	f("daily.gap.zh.80.txt", gapDays("zh"), Text, Options{})
	f("daily.gap.en.csv", gapDays("en"), CSV, Options{})
	f("daily.none.en.csv", noDays("en"), CSV, Options{})
}
