package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/stretchr/testify/assert"
)

// TestFilterFlags: each row of the table is a flag that help shows, that a shell
// completes, that is read, and that the report names.
func TestFilterFlags(t *testing.T) {
	values := map[string]string{
		"status": "401.1", "verdict": "ok", "client": "203.0.113.7", "port": "443", "win32": "5", "taken": "5s..",
		"field": "x-tenant=a*b", "time": "2026-11-21T14:00:00Z..2026-11-21T15:00:00Z",
	}
	const log = "#Fields: sc-status\n200\n"
	f := func(args ...string) (status int, out, complaints string) {
		var stdout, stderr bytes.Buffer
		status = run(t.Context(), args, strings.NewReader(log), &stdout, &stderr)
		return status, stdout.String(), stderr.String()
	}
	_, help, _ := f("--help")
	unwrapped := strings.Join(strings.Fields(help), " ")
	_, codesHelp, _ := f("codes", "--help")
	for _, flag := range scan.FilterFlags() {
		name := "--" + flag.Name
		line := "      " + name + " "
		assert.Contains(t, help, line, name)
		assert.Contains(t, unwrapped, strings.ReplaceAll(helpIn("en").say("flag."+flag.Name), "`", ""), name)
		assert.NotContains(t, codesHelp, name+" ", "codes has no rows to choose")

		_, offered, _ := f("__complete", name, "x,")
		for _, value := range flag.Offer() {
			assert.Contains(t, offered, "x,"+value+"\n", name)
		}
		assert.Contains(t, offered, ":4\n", "%s: no names of files", name)

		value := values[flag.Name]
		if value == "" {
			value = "a*b"
		}
		status, out, complaints := f(name, value, "-f", "json", "--lang", "en")
		assert.Equal(t, exitDone, status, complaints)
		assert.Contains(t, out, `"`+name+" "+value+`"`)

		status, _, complaints = f(name, "", "-f", "json")
		assert.Equal(t, exitUsage, status, name)
		assert.Contains(t, complaints, name+": expected a value")

		status, _, complaints = f("codes", name, value)
		assert.Equal(t, exitUsage, status, name)
		assert.Contains(t, complaints, name+": expected a flag that codes can use")
	}
	status, _, complaints := f("--port", "http")
	assert.Equal(t, exitUsage, status)
	assert.Contains(t, complaints, `--port: expected a port from 1 to 65535, found "http"`)
	_, out, _ := f("--host", "[2001:db8::1]", "-f", "json")
	assert.Contains(t, out, `"--host [2001:db8::1]"`)
}

// TestFieldsOfByStandOnce: a field that is asked for twice is one column, and what a flag
// takes is said in its order.
func TestFieldsOfByStandOnce(t *testing.T) {
	var stdout, stderr bytes.Buffer
	log := "#Fields: c-ip cs-method sc-status\n192.0.2.1 GET 200\n"
	assert.Zero(t, run(t.Context(), []string{"-", "--by", "client,method,client", "-f", "csv"}, strings.NewReader(log), &stdout, &stderr), &stderr)
	assert.Equal(t, 1, strings.Count(stdout.String(), "192.0.2.1"), &stdout)
	assert.Equal(t, 2, run(t.Context(), []string{"-", "--bucket", "7m"}, strings.NewReader(log), &stdout, &stderr))
	assert.Contains(t, stderr.String(), "expected one of auto, 1m, 5m, 15m, 1h, found")
}
