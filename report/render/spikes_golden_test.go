package render

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

func TestGoldensOfSpikes(t *testing.T) {
	f := func(name string, r *report.Report, format Format, o Options) {
		t.Helper()
		o.Location = zurich
		t.Run(name, func(t *testing.T) { golden(t, name, write(t, r, format, o)) })
	}
	for _, lang := range []string{"en", "zh"} {
		f("spikes.rich."+lang+".80.txt", richSpikes(lang), Text, Options{})
		f("spikes.rich."+lang+".md", richSpikes(lang), Markdown, Options{})
		f("spikes.rich."+lang+".html", richSpikes(lang), HTML, Options{})
		f("spikes.rich."+lang+".csv", richSpikes(lang), CSV, Options{})
		f("spikes.rich."+lang+".json", richSpikes(lang), JSON, Options{})
		f("spikes.none."+lang+".80.txt", noSpikes(lang), Text, Options{})
		f("spikes.none."+lang+".md", noSpikes(lang), Markdown, Options{})
	}
	f("spikes.rich.en.200.txt", richSpikes("en"), Text, Options{Width: 200})
	f("spikes.rich.en.color.txt", richSpikes("en"), Text, Options{Color: true})
	f("spikes.many.en.80.txt", manySpikes("en"), Text, Options{})
	f("spikes.none.en.html", noSpikes("en"), HTML, Options{})
	f("spikes.none.en.json", noSpikes("en"), JSON, Options{})

	briefly := rich("en")
	briefly.Spikes = newsOf("en")
	f("spikes.report.en.80.txt", briefly, Text, Options{})
	f("spikes.report.en.md", briefly, Markdown, Options{})
	f("spikes.report.en.html", briefly, HTML, Options{})
}

// A program finds the sentence that people read, and nothing where nobody looked.
func TestSpikesInJSON(t *testing.T) {
	var got struct {
		Spikes []struct{ Summary string }
		Days   []struct{ Spikes []struct{ Summary string } }
	}
	require.NoError(t, json.Unmarshal([]byte(write(t, richSpikes("en"), JSON, Options{Location: zurich})), &got))
	require.Len(t, got.Spikes, 8)
	assert.Contains(t, got.Spikes[0].Summary, "rose from <0.1 to 8 a minute between 2026-11-16 09:41 and 10:29")
	assert.NotContains(t, got.Spikes[0].Summary, nbsp)

	require.NoError(t, json.Unmarshal([]byte(write(t, richDays("en"), JSON, Options{})), &got))
	assert.NotEmpty(t, got.Days[len(got.Days)-1].Spikes[0].Summary)

	assert.NotContains(t, write(t, rich("en"), JSON, Options{}), `"spikes"`)
	assert.Contains(t, write(t, noSpikes("en"), JSON, Options{}), `"spikes": []`)
}

// The table has a line for each cause, and one for a spike without.
func TestSpikesInCSV(t *testing.T) {
	r := csv.NewReader(strings.NewReader(write(t, richSpikes("en"), CSV, Options{})))
	records, err := r.ReadAll()
	require.NoError(t, err)
	require.Len(t, records, 1+2+1+1+1+1+3)
	assert.Equal(t, records[1][:8], records[2][:8], "two causes of one spike")
}

// Bursts that come back are one entry that names all of their times.
func TestRecurringIsToldOnce(t *testing.T) {
	lists := builderOfReport(richSpikes("en"), Options{}).spikeLists()
	require.Len(t, lists, 3)
	again := lists[2]
	require.Len(t, again.spikes, 1)
	assert.Len(t, again.spikes[0].starts, 3)
	assert.Equal(t, 6, again.spikes[0].number)
}
