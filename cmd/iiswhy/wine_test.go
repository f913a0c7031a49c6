package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/unicode"
)

// TestOnWindows builds the program for Windows and runs it under wine, in a folder of
// its own: paths, pipes, encodings and exit statuses are those of Windows there. Ctrl+C
// is not tried: wine gives a program without a console none.
func TestOnWindows(t *testing.T) {
	w := newWine(t)
	for _, one := range []struct {
		name, stdin string
		args        []string
		status      int
		out, errs   string // that standard output and standard error hold
	}{
		{"a file", "", []string{`logs\lf-only.log`}, exitDone, "Rows    4;", ""},
		{"a folder", "", []string{"logs", "--full"}, exitDone, "3 files", ""},
		{"a glob with backslashes", "", []string{`logs\utf*.log`}, exitDone, "Rows    8;", ""},
		{"names in any case", "", []string{`LOGS\UTF16LE.log`}, exitDone, "Rows    4;", ""},
		{`"C:\logs\" with the last quote`, "", []string{"--full", `logs\"`}, exitDone, "3 files", ""},
		{"a path of more than 260 characters", "", []string{strings.Repeat("d", 50)}, exitDone, "Rows    4;", ""},
		{"a pipe", w.log, nil, exitDone, "Rows    4;", ""},
		{"a pipe of PowerShell 5.1", utf16Of(t, w.log), nil, exitDone, "Rows    4;", ""},
		{"nothing", "", []string{"NUL"}, exitDone, "No rows were read", ""},
		{"to nowhere", "", []string{`logs\lf-only.log`, "-o", "NUL"}, exitDone, "", ""},
		{"to a device", "", []string{`logs\lf-only.log`, "-o", "aux.csv"}, exitUsage, "", "found aux.csv, which Windows keeps for the device AUX; give another name"},
		{"Chinese", "", []string{`logs\lf-only.log`, "--lang", "zh"}, exitDone, "请求需要关注", ""},
		{"a Chinese name", "", []string{`没有.log`, "--lang", "zh"}, exitPartial, "没有", "没有.log：没有这个文件或文件夹"},
		{"a condition", "", []string{"--fail-on", "404.0=1", `logs\lf-only.log`}, exitFailed, "Rows", "holds"},
		{"a flag of PowerShell", "", []string{"-Status", "401", "logs"}, exitUsage, "", "did you mean --status?"},
		{"help", "", []string{"/?"}, exitDone, "Which rows", ""},
	} {
		t.Run(one.name, func(t *testing.T) {
			out, errs, status := w.run(one.stdin, append([]string{w.program}, one.args...)...)
			assert.Equal(t, one.status, status, errs)
			assert.Contains(t, out, one.out)
			assert.Contains(t, errs, one.errs)
		})
	}
	t.Run("a file of -o, in a folder that is made", func(t *testing.T) {
		out, errs, status := w.run("", w.program, `logs\lf-only.log`, "--mkdir", "-o", `reports\today.html`)
		assert.Equal(t, exitDone, status, errs)
		assert.Empty(t, out)
		page, err := os.ReadFile(filepath.Join(w.dir, "reports", "today.html"))
		require.NoError(t, err)
		assert.Contains(t, string(page), "</html>")
	})
	t.Run("a log that is written to", func(t *testing.T) {
		out, errs, _ := w.run("x", w.explorer, `logs\lf-only.log`, "iiswhy.exe", `logs\lf-only.log`)
		assert.Contains(t, out, "Rows    4;", errs)
	})
	t.Run("a log dropped on the program waits for a key", func(t *testing.T) {
		out, errs, status := w.run("x", w.explorer, "nothing", "iiswhy.exe", `logs\lf-only.log`)
		assert.Equal(t, exitDone, status, errs)
		assert.Contains(t, out, "Rows    4;")
		assert.Contains(t, errs, "Press a key to close this window.")
	})
	t.Run("a double click without IIS says how to use it", func(t *testing.T) {
		_, errs, status := w.run("", w.explorer, "nothing", "iiswhy.exe")
		assert.Equal(t, exitUsage, status)
		assert.Contains(t, errs, "Usage: iiswhy")
		assert.Contains(t, errs, "Press a key to close this window.")
	})
	t.Run("a double click on a server reads the logs of IIS", func(t *testing.T) {
		folder := filepath.Join(w.prefix, "drive_c", "inetpub", "logs", "LogFiles", "W3SVC1")
		require.NoError(t, os.MkdirAll(folder, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(folder, "u_ex261120.log"), []byte(w.log), 0o600))
		out, errs, status := w.run("", w.explorer, "nothing", "iiswhy.exe")
		assert.Equal(t, exitDone, status, errs)
		assert.Contains(t, out, "Rows    4;")
		assert.Contains(t, errs, `reading C:\inetpub\logs\LogFiles, where IIS of this machine writes its logs`)
	})
}

func utf16Of(t *testing.T, text string) string {
	t.Helper()
	all, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(text, "\n", "\r\n"))
	require.NoError(t, err)
	return all
}

// wine runs programs for Windows.
type wine struct {
	t                 *testing.T
	dir, prefix, log  string // where programs run; where their drive C: is; a log
	program, explorer string
}

// newWine sets up a Windows with the program, or skips the test.
func newWine(t *testing.T) *wine {
	t.Helper()
	if _, err := exec.LookPath("wine"); err != nil {
		t.Skip("wine is not installed; .ci/run installs it (Debian: apt-get install wine wine64)")
	}
	if testing.Short() {
		t.Skip("setting up a Windows takes half a minute: left out under -short")
	}
	log, err := os.ReadFile("../../testdata/logs/lf-only.log")
	require.NoError(t, err)
	w := &wine{t: t, dir: t.TempDir(), prefix: filepath.Join(t.TempDir(), "wine"), log: string(log)}
	deep := filepath.Join(w.dir, strings.Repeat(strings.Repeat("d", 50)+"/", 6))
	require.NoError(t, os.MkdirAll(deep, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(deep, "u_ex261120.log"), log, 0o600))
	require.NoError(t, os.Mkdir(filepath.Join(w.dir, "logs"), 0o755))
	for _, name := range []string{"lf-only.log", "utf16le.log", "utf16be.log"} {
		content, err := os.ReadFile(filepath.Join("../../testdata/logs", name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(w.dir, "logs", name), content, 0o600))
	}
	w.program = w.build(".", "iiswhy.exe")
	w.explorer = w.build(w.write("explorer/main.go", explorerSource), "explorer.exe")
	w.boot()
	return w
}

// explorerSource stands for the explorer of Windows: it starts a program, and may hold a
// file open for writing meanwhile.
const explorerSource = `package main

import (
	"errors"
	"os"
	"os/exec"
)

func main() {
	if held, err := os.OpenFile(os.Args[1], os.O_WRONLY|os.O_APPEND, 0); err == nil {
		defer held.Close()
	}
	c := exec.Command(".\\" + os.Args[2], os.Args[3:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	var ended *exec.ExitError
	if err := c.Run(); errors.As(err, &ended) {
		os.Exit(ended.ExitCode())
	}
}
`

func (w *wine) write(name, content string) string {
	file := filepath.Join(w.dir, name)
	require.NoError(w.t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(w.t, os.WriteFile(file, []byte(content), 0o600))
	return file
}

func (w *wine) build(from, name string) string {
	file := filepath.Join(w.dir, name)
	build := exec.Command("go", "build", "-o", file, from)
	build.Env = append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	require.NoError(w.t, err, string(out))
	return file
}

// boot sets up drive C: with what Go asks of Windows and wine before version 9 lacks.
func (w *wine) boot() {
	w.t.Cleanup(func() { _ = w.command("wineserver", "-k").Run() })
	out, err := w.command("wineboot", "-i").CombinedOutput()
	require.NoError(w.t, err, string(out))
	random := filepath.Join(w.prefix, "drive_c", "windows", "system32", "bcryptprimitives.dll")
	if _, err := os.Stat(random); err != nil {
		library := forwardingLibrary("bcryptprimitives.dll", "ProcessPrng", "advapi32.SystemFunction036")
		require.NoError(w.t, os.WriteFile(random, library, 0o600))
	}
}

func (w *wine) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Dir = w.dir
	c.Env = append(os.Environ(), "WINEPREFIX="+w.prefix, "WINEDEBUG=-all", "WINEARCH=win64", "WINEDLLOVERRIDES=mscoree,mshtml=", "LC_ALL=C.UTF-8", "TZ=UTC")
	return c
}

// run runs a program, with what stands on its standard input; "" for none.
func (w *wine) run(stdin string, args ...string) (out, errs string, status int) {
	var stdout, stderr bytes.Buffer
	c := w.command("wine", args...)
	c.Stdout, c.Stderr = &stdout, &stderr
	if stdin != "" {
		c.Stdin = strings.NewReader(stdin)
	}
	_ = c.Run() // its status says it
	return stdout.String(), stderr.String(), c.ProcessState.ExitCode()
}
