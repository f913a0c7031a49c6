package explain_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/explain"
	"github.com/iiswhy/iiswhy/report/scan"
)

// The tables are opened once: a Book and Rules are read-only.
var (
	openBook = map[codes.Lang]func() (*codes.Book, error){
		codes.English: sync.OnceValues(func() (*codes.Book, error) { return codes.Open(codes.English) }),
		codes.Chinese: sync.OnceValues(func() (*codes.Book, error) { return codes.Open(codes.Chinese) }),
	}
	openRules = sync.OnceValues(codes.OpenRules)
	openNoise = sync.OnceValue(codes.OpenFamilies)
)

// optionsFor returns options with the tables in place.
func optionsFor(t *testing.T, lang codes.Lang) scan.Options {
	t.Helper()
	book, err := openBook[lang]()
	require.NoError(t, err)
	rules, err := openRules()
	require.NoError(t, err)
	return scan.Options{Book: book, Rules: rules, Noise: openNoise()}
}

// explanationsOf explains texts, one source each.
func explanationsOf(t *testing.T, texts ...string) *report.Explanations {
	t.Helper()
	return explanationsWith(t, optionsFor(t, codes.English), texts...)
}

func explanationsWith(t *testing.T, o scan.Options, texts ...string) *report.Explanations {
	t.Helper()
	var sources []input.Source
	for i, text := range texts {
		sources = append(sources, input.From(fmt.Sprintf("log%d", i+1), strings.NewReader(text)))
	}
	x := explain.NewExplainer(o)
	require.Empty(t, x.Read(t.Context(), sources))
	return x.Explanations()
}

func rowsIn(found *report.Explanations) (rows int64) {
	for _, e := range found.Results {
		rows += e.Rows
	}
	return rows
}

// verdictsOf returns how many rows a scan counted, and how many of each verdict.
func verdictsOf(r *scan.Result) (verdicts map[string]int64, rows int64) {
	verdicts = map[string]int64{}
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		if o.Rows == 0 { // they moved on to another verdict
			continue
		}
		verdicts[o.Verdict.String()] += o.Rows
		rows += o.Rows
	}
	return verdicts, rows
}
