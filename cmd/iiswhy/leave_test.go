package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const fewRows = `#Fields: date time cs-method cs-uri-stem c-ip sc-status sc-substatus sc-win32-status time-taken
2026-11-21 08:00:00 GET /a 203.0.113.7 500 19 33 15
2026-11-21 08:00:01 GET /b 203.0.113.7 404 0 2 15
`

// silent gives a text, calls then, and gives nothing any more, as a pipe whose writer waits.
type silent struct {
	text io.Reader
	then func()
}

func (s *silent) Read(p []byte) (int, error) {
	n, err := s.text.Read(p)
	if err == io.EOF {
		s.then()
		select {}
	}
	return n, err
}

// What a silent pipe gave until an interrupt is told, and told to be partial.
func TestInterruptWhileAPipeIsSilent(t *testing.T) {
	f := func(args ...string) string {
		t.Helper()
		ctx, interrupt := context.WithCancel(t.Context())
		var out, errs bytes.Buffer
		got := run(ctx, append(args, "--lang", "en"), &silent{strings.NewReader(fewRows), interrupt}, &out, &errs)
		assert.Equal(t, exitPartial, got, "%v: %s", args, &errs)
		assert.Contains(t, errs.String(), "PARTIAL", args)
		return out.String()
	}
	for _, command := range []string{"report", "daily", "spikes"} {
		var told struct{ Input struct{ Partial bool } }
		require.NoError(t, json.Unmarshal([]byte(f(command, "-f", "json")), &told), command)
		assert.True(t, told.Input.Partial, command)
		assert.Contains(t, f(command), "PARTIAL", command)
		heads, _, _ := strings.Cut(f(command, "-f", "csv"), "\r\n")
		assert.True(t, strings.HasSuffix(heads, ",partial"), command)
	}
	assert.Contains(t, f("explain"), "500.19")
	assert.Contains(t, f("explain"), "PARTIAL")
	var told struct{ Partial bool }
	require.NoError(t, json.Unmarshal([]byte(f("explain", "-f", "json")), &told))
	assert.True(t, told.Partial)
	f("rows")
}

// An interrupt that comes when all is read ends what is still looked for: the exit status says
// so, and so does a line. One that comes when all is told changes nothing.
func TestInterruptWhileTelling(t *testing.T) {
	for _, early := range []bool{true, false} {
		var out, errs bytes.Buffer
		ctx, interrupt := context.WithCancel(t.Context())
		a := &app{stdout: &out, stderr: &errs, getenv: func(string) string { return "" }}
		a.speak("en")
		s := &settings{format: "json"}
		require.NoError(t, a.conclude(ctx, s, nil, &scan.Result{}, func(context.Context, *analysis.Analysis) *report.Report {
			if early {
				interrupt()
			}
			return &report.Report{Command: "report", Lang: "en"}
		}))
		interrupt()
		assert.Equal(t, early, strings.Contains(errs.String(), "PARTIAL: an interrupt came before all was told"), &errs)
		assert.Equal(t, early, strings.Contains(out.String(), `"partial": true`))
		assert.Equal(t, early, a.status == exitPartial)
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// What cannot be written is the fault of no argument.
func TestHelpOnAFullDisk(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"--version"}, {"spikes", "--help"}, {"completion", "bash"}, {"completion", "powershell"}} {
		var errs bytes.Buffer
		assert.Equal(t, exitPartial, run(t.Context(), args, nil, full{}, &errs), args)
		assert.Contains(t, errs.String(), "no space left on device", args)
		assert.NotContains(t, errs.String(), "--help", args)
	}
	var out, errs bytes.Buffer
	assert.Equal(t, exitDone, run(t.Context(), []string{"completion", "bash"}, nil, &out, &errs))
	assert.Contains(t, out.String(), "bash completion")
	assert.Equal(t, exitUsage, run(t.Context(), []string{"completion", "bush"}, nil, &out, &errs))
}

// blocked takes nothing, as a pipe that is full and that nobody reads.
type blocked struct{ then func() }

func (b blocked) Write([]byte) (int, error) {
	b.then()
	select {}
}

func TestInterruptWhileOutputIsBlocked(t *testing.T) {
	for _, command := range []string{"report", "rows", "codes", "explain"} {
		ctx, interrupt := context.WithCancel(t.Context())
		var errs bytes.Buffer
		got := run(ctx, []string{command, "--lang", "en"}, strings.NewReader(fewRows), blocked{interrupt}, &errs)
		assert.Equal(t, exitPartial, got, command)
		assert.Contains(t, errs.String(), "interrupt", command)
	}
}

// An interrupt before anything was read leaves an empty report that says so, with --last
// as well.
func TestInterruptAtTheStart(t *testing.T) {
	log := filepath.Join(t.TempDir(), "u_ex261121.log")
	require.NoError(t, os.WriteFile(log, []byte(fewRows), 0o600))
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	for _, args := range [][]string{{log}, {log, "--last", "1h"}, {"spikes", log}, {"daily", log}, {"explain", log}, {log, "--codes", log}} {
		var out, errs bytes.Buffer
		assert.Equal(t, exitPartial, run(ctx, args, nil, &out, &errs), "%v: %s", args, &errs)
	}
}
