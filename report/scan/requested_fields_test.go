package scan

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
)

// TestAbsentFields: a filter by a field that no row has leaves out every row,
// and the result says so.
func TestAbsentFields(t *testing.T) {
	const (
		site   = "#Fields: date time c-ip cs-uri-stem X-Forwarded-For sc-status\n2024-03-01 08:00:00 192.0.2.1 /a 203.0.113.5 200\n"
		kernel = "#Fields: date time c-ip cs-method s-siteid s-reason\n2024-03-01 08:00:00 192.0.2.1 GET 1 QueueFull\n"
	)
	f := func(name string, change func(*Options), want []string, texts ...string) {
		t.Helper()
		o := options(t)
		o.Workers, o.ChunkSize = 2, 64
		change(&o)
		var got []string
		for _, f := range resultOf(t, o, texts...).Absent {
			got = append(got, f.Flag+" "+f.Field)
		}
		assert.Equal(t, want, got, name)
	}
	f("none asked for", func(o *Options) {}, nil, site)
	f("there", func(o *Options) { o.Filter.Fields, o.By = where("uri", "/b"), []string{"CIP", "x-forwarded-for"} }, nil, site)
	f("missing", func(o *Options) { o.Filter.Fields = []FieldFilter{{"user", []string{"a"}}, {"agent", []string{"b"}}} },
		[]string{"--user cs-username", "--agent cs(User-Agent)"}, site)
	f("misspelt", func(o *Options) { o.ForwardedFor, o.By = "X-Forwarded", []string{"c-ip", "sitename"} },
		[]string{"--forwarded-for X-Forwarded", "--by sitename"}, site)
	f("one of two", func(o *Options) { o.Filter.Fields = []FieldFilter{{"site", []string{"1"}}, {"uri", []string{"*"}}} }, nil, site, kernel)
	f("in one of two logs", func(o *Options) {
		o.Filter.Fields = []FieldFilter{{"reason", []string{"QueueFull"}}, {"method", []string{"GET"}}}
	}, nil, site, kernel)
	f("real client instead", func(o *Options) {
		o.ForwardedFor, o.Filter.Fields = "X-Forwarded-For", where("client", "203.0.113.0/24")
	}, nil, "#Fields: X-Forwarded-For sc-status\n203.0.113.5 200\n")
	f("later in the log", func(o *Options) { o.By = []string{"cs-host"} }, nil, site+"#Fields: cs-host\nwww.example.com\n")
	f("no rows at all", func(o *Options) { o.By = []string{"cs-host"} }, nil, "#Fields: date time\n")
}

// TestUnknownBy: a field of --by is unknown when all was read and no row has it.
func TestUnknownBy(t *testing.T) {
	const site, kernel = "#Fields: date time c-ip sc-status\n2024-03-01 08:00:00 192.0.2.1 200\n", "#Fields: c-ip s-reason\n192.0.2.1 QueueFull\n"
	f := func(name string, change func(*Options), unknown, fields []string, texts ...string) {
		t.Helper()
		for _, workers := range []int{1, 2} {
			o := options(t)
			o.Workers = workers
			change(&o)
			r := resultOf(t, o, texts...)
			assert.Equal(t, unknown, r.UnknownBy(), name)
			if unknown != nil {
				assert.Equal(t, fields, r.FieldNames, name)
			}
		}
	}
	by := func(fields ...string) func(*Options) { return func(o *Options) { o.By = fields } }
	all := []string{"c-ip", "date", "s-reason", "sc-status", "time"}
	f("not asked for", by(), nil, nil, site)
	f("there, in other spellings", by("CIP", "sc_status"), nil, nil, site)
	f("nowhere", by("sitename", "c-ip", "x"), []string{"sitename", "x"}, all, site, kernel)
	f("in one of two logs", by("s-reason"), nil, nil, site, kernel)
	f("no rows", by("x"), nil, nil, "#Fields: date time\n")
	f("filtered out, but read", func(o *Options) { o.By, o.Filter.Fields = []string{"x"}, where("client", "10.0.0.1") },
		[]string{"x"}, []string{"c-ip", "date", "sc-status", "time"}, site)

	o := options(t)
	o.By = []string{"x"}
	r := Read(t.Context(), append(sourcesOf(site), input.Source{}), o)
	require.Len(t, r.Errors(), 1)
	assert.Nil(t, r.UnknownBy(), "a log that could not be read may have it")
	r = resultOf(t, o, site)
	r.Interrupted = true
	assert.Nil(t, r.UnknownBy(), "interrupted: what follows may have it")
}
