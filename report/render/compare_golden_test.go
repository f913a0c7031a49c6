package render

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

func TestGoldensOfComparisons(t *testing.T) {
	f := func(name string, r *report.Report, format Format, o Options) {
		t.Helper()
		t.Run(name, func(t *testing.T) { golden(t, "compare."+name, write(t, r, format, o)) })
	}
	narrow := Options{Location: zurich}
	for _, lang := range []string{"en", "zh"} {
		f("at."+lang+".80.txt", afterDeployment(lang), Text, narrow)
		f("at."+lang+".md", afterDeployment(lang), Markdown, narrow)
		f("at."+lang+".html", afterDeployment(lang), HTML, narrow)
		f("between."+lang+".80.txt", oneServer(lang), Text, narrow)
		f("with."+lang+".80.txt", aWeekAgo(lang), Text, narrow)
		t.Run(lang+".brief", func(t *testing.T) {
			golden(t, "compare.at."+lang+".brief.txt", brief(t, afterDeployment(lang), 80))
			golden(t, "compare.between."+lang+".brief.txt", brief(t, oneServer(lang), 80))
		})
		f("nothing."+lang+".80.txt", nothingAfter(lang), Text, narrow)
	}
	f("at.en.200.txt", afterDeployment("en"), Text, Options{Width: 200, Location: zurich})
	f("at.en.color.txt", afterDeployment("en"), Text, Options{Color: true, Location: zurich})
	f("at.en.csv", afterDeployment("en"), CSV, narrow)
	f("at.en.json", afterDeployment("en"), JSON, narrow)
	f("between.en.html", oneServer("en"), HTML, narrow)
	f("between.en.csv", oneServer("en"), CSV, narrow)
}

// Every trend has its words in every mode and language.
func TestEveryTrendHasWords(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		v := vocabularyOf(lang)
		for _, mode := range []string{report.ModeAt, report.ModeWith, report.ModeBetween} {
			for _, trend := range []string{report.TrendWorse, report.TrendPartly, report.TrendMixed, report.TrendSlower, report.TrendOther, report.TrendBetter, report.TrendSame, report.TrendFew, report.TrendNothing} {
				assert.NotEmpty(t, v.messages["compare.trend."+trend], trend)
				r := afterDeployment(lang)
				c := r.Comparison
				c.Mode, c.Trend, c.Field, c.Pairs[0].Trend, c.Pairs[0].Value = mode, trend, "server", trend, "WEB02"
				var out bytes.Buffer
				require.NoError(t, Write(&out, r, Text, Options{}))
				head, _, _ := bytes.Cut(out.Bytes(), []byte("\n"))
				assert.NotRegexp(t, "^[:：]", string(head), "%s %s", mode, trend)
				assert.NotEmpty(t, head, "%s %s", mode, trend)
			}
		}
	}
}
