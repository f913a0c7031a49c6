package analysis_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/iiswhy/iiswhy/report/redact"
	"github.com/iiswhy/iiswhy/report/scan"
)

var errDisk = errors.New("disk on fire")

// failing reads text and then fails.
type failing struct{ text io.Reader }

func (f failing) Read(p []byte) (int, error) {
	n, err := f.text.Read(p)
	if err == io.EOF {
		err = errDisk
	}
	return n, err
}

// A source that failed makes a report partial, and says why without its own name.
func TestInputOfBrokenSources(t *testing.T) {
	const text = "#Fields: sc-status\n500\n"
	sources := append(sourcesOf(text), input.From("broken.log", failing{strings.NewReader(text)}), input.Source{})
	r := analysisOf(sources, options(t)).Report(context.Background())
	agrees(t, r)
	in := r.Input
	assert.True(t, in.Partial)
	assert.Equal(t, 3, in.Files)
	assert.EqualValues(t, 2, in.Rows)
	require.Len(t, in.Sources, 3)
	assert.Equal(t, report.Source{Name: "a.log", Bytes: int64(len(text)), Rows: 1}, in.Sources[0])
	assert.Contains(t, in.Sources[1].Error, errDisk.Error())
	assert.NotContains(t, in.Sources[1].Error, "broken.log", "the name stands beside it")
	assert.NotEmpty(t, in.Sources[2].Error)
}

// What was not found to be read is a source with its reason.
func TestInputOfUnreadSources(t *testing.T) {
	o := options(t)
	o.Unread = []report.Source{{Name: "away.log", Error: "expected a file, found nothing"}}
	r := reportOf(t, o, "#Fields: sc-status\n500\n")
	assert.True(t, r.Input.Partial)
	assert.Equal(t, 2, r.Input.Files)
	assert.Equal(t, o.Unread[0], r.Input.Sources[1])
}

// A report of what was read until it was interrupted is partial.
func TestInputThatWasInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	o := options(t)
	r := analysis.New(scan.Read(ctx, sourcesOf("#Fields: sc-status\n200\n"), o.counting), o.telling).Report(context.Background())
	agrees(t, r)
	assert.True(t, r.Input.Partial)
	assert.False(t, reportOf(t, o, "#Fields: sc-status\n200\n").Input.Partial)
}

// Problems are told by their reason, with the first places by the names of sources.
func TestInputProblems(t *testing.T) {
	const head = "#Fields: c-ip sc-status\n"
	texts := []string{head + "1\n10.0.0.1 x\n", head, head + "10.0.0.1 200\n2\n3\n", head + "4\n"}
	in := reportOf(t, options(t), texts...).Input
	require.Len(t, in.Problems, 2)
	problems := map[string]report.Problem{}
	for _, p := range in.Problems {
		problems[p.Reason] = p
	}
	assert.Equal(t, report.Problem{Reason: "too-few-values", Refused: true, Count: 4, First: []report.Place{
		{Source: "a.log", Line: 2, Text: "1"}, {Source: "c.log", Line: 3, Text: "2"}, {Source: "c.log", Line: 4, Text: "3"},
	}}, problems["too-few-values"])
	assert.Equal(t, report.Problem{Reason: "unreadable-number", Count: 1, First: []report.Place{
		{Source: "a.log", Line: 3, Text: "10.0.0.1 x"},
	}}, problems["unreadable-number"])
	assert.Equal(t, []report.Source{{Name: "a.log", Bytes: 37, Rows: 1, Malformed: 1}, {Name: "b.log", Bytes: 24},
		{Name: "c.log", Bytes: 41, Rows: 1, Malformed: 2}, {Name: "d.log", Bytes: 26, Malformed: 1}}, in.Sources)

	o := options(t)
	o.hide(redact.Kinds{Client: true})
	assert.Equal(t, report.Place{Source: "a.log", Line: 2}, reportOf(t, o, texts...).Input.Problems[0].First[0], "a line may hold anything")
}
