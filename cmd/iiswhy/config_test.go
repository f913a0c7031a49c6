package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/unicode"
)

func TestConfig(t *testing.T) {
	file := filepath.Join(t.TempDir(), "iiswhy.cfg")
	f := func(text []byte, status int, want string) {
		t.Helper()
		require.NoError(t, os.WriteFile(file, text, 0o600))
		var out, complaints bytes.Buffer
		assert.Equal(t, status, run(t.Context(), []string{"rows", "--config", file, "../../testdata/logs/intranet.log"}, nil, &out, &complaints), "%q", text)
		assert.Contains(t, out.String()+complaints.String(), want, "%q", text)
	}
	const good = "lang = en\r\ntz = UTC\r\nstatus = 500.19\r\nlimit = 1\r\n"
	f([]byte(good), exitDone, "\n14:05:37 500.19")
	f([]byte("\ufeff"+good), exitDone, "\n14:05:37 500.19")
	for _, order := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} { // as PowerShell's > writes it
		text, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().String(good)
		require.NoError(t, err)
		f([]byte(text), exitDone, "\n14:05:37 500.19")
	}
	f([]byte("staus = 401"), exitUsage, `found "staus = 401"; did you mean status = 401?`)
	f([]byte("--Status = 401"), exitUsage, "did you mean status = 401?")
	f([]byte("tz UTC"), exitUsage, "did you mean tz = UTC?")
	f([]byte("quite another thing"), exitUsage, `found "quite another thing"`)
	f([]byte("engine_password = hunter2"), exitUsage, `found "engine_password = …"; did you mean engine-password = …?`)
}
