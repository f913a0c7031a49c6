package main

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

const applicationHost = "\ufeff" + `<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <system.applicationHost>
    <log><centralW3CLogFile enabled="true" directory="%SystemDrive%\inetpub\logs\LogFiles" /></log>
    <sites>
      <site name="Default Web Site" id="1"><logFile directory="D:\IISLogs\Shop\" /></site>
      <site name="Intranet" id="2"><logFile period="Hourly" /></site>
      <site name="Old" id="3"><logFile directory="E:\gone" /><traceFailedRequestsLogging directory="D:\traces" /></site>
      <siteDefaults><logFile logFormat="W3C" directory="D:\IISLogs" /></siteDefaults>
    </sites>
  </system.applicationHost>
</configuration>`

// serverWith is a server with a configuration and some folders.
func serverWith(config string, unreadable error, folders ...string) machine {
	return machine{
		windows: true,
		getenv: func(name string) string {
			return map[string]string{"SystemDrive": "C:", "SystemRoot": `C:\Windows`}[name]
		},
		read: func(file string) ([]byte, error) {
			if unreadable == nil && file != `C:\Windows\System32\inetsrv\config\applicationHost.config` {
				return nil, fs.ErrNotExist
			}
			return []byte(config), unreadable
		},
		isDir: func(path string) bool { return slices.Contains(folders, path) },
	}
}

func TestLogsOfTheMachine(t *testing.T) {
	f := func(m machine, unsure bool, want ...string) {
		t.Helper()
		folders, doubt := m.logs()
		assert.Equal(t, want, folders)
		assert.Equal(t, unsure, doubt)
	}
	const usual = `C:\inetpub\logs\LogFiles`
	// Those of the configuration, none within another, none that is gone.
	f(serverWith(applicationHost, nil, usual, `D:\IISLogs`, `D:\IISLogs\Shop`, `D:\traces`), false, usual, `D:\IISLogs`)
	f(serverWith(applicationHost, nil, usual, `D:\IISLogs\Shop`), false, usual, `D:\IISLogs\Shop`)
	// Without the right to read it, the usual one, and the doubt is told.
	f(serverWith("", fs.ErrPermission, usual), true, usual)
	// A configuration that is damaged, or gone.
	f(serverWith("<configuration><logFile directory='D:\\IISLogs'><", nil, `D:\IISLogs`), false, `D:\IISLogs`)
	f(serverWith("", errors.New("gone"), usual), false, usual)
	// Names like it are no folder within it.
	f(serverWith(`<logFile directory="D:\IISLogs"/><logFile directory="D:\IISLogs2"/>`, nil, `D:\IISLogs`, `D:\IISLogs2`), false, `D:\IISLogs`, `D:\IISLogs2`)
	// No IIS, no Windows.
	f(serverWith("", fs.ErrNotExist), false)
	m := serverWith(applicationHost, nil, usual)
	m.windows = false
	f(m, false)
	folders, _ := serverWith(strings.Repeat("<a>", 100_000), nil).logs()
	assert.Empty(t, folders)
}
