package main

import (
	"bytes"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is no ClickHouse gives no report, and a server that nobody vouches for is told
// nothing: with status 3, and nothing on standard output.
func TestWhatIsNoEngineGivesNoReport(t *testing.T) {
	asked := 0
	front := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<html>Sign in</html>\n")
	}))
	front.Config.ErrorLog = log.New(io.Discard, "", 0) // it says that a certificate was not trusted
	front.StartTLS()
	t.Cleanup(front.Close)
	authority := filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(authority, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: front.Certificate().Raw}), 0o600))
	for _, command := range [][]string{{"report"}, {"daily"}, {"spikes"}, {"compare", "--between", "site"}, {"rows"}} {
		for _, c := range []struct {
			says  string
			flags []string
			asked bool
		}{
			{"something else than ClickHouse answers there", []string{"--engine-ca", authority}, true},
			{"certificate signed by unknown authority", nil, false},
		} {
			var out, errs bytes.Buffer
			asked = 0
			args := append(append(command, "--engine", front.URL, "--tries", "1"), c.flags...)
			got := run(t.Context(), args, strings.NewReader(""), &out, &errs)
			assert.Equal(t, exitPartial, got, "%v: %s", args, &errs)
			assert.Contains(t, errs.String(), c.says, args)
			assert.Empty(t, out.String(), args)
			assert.Equal(t, c.asked, asked > 0, args)
		}
	}
}
