package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report/form"
)

// On a server, who types no path means the logs of IIS. Where it writes them is in its
// configuration, which only administrators can read, and which most leave as it is.

// machine is the computer that the program runs on, as far as its logs go.
type machine struct {
	windows bool
	getenv  func(string) string
	read    func(file string) ([]byte, error)
	isDir   func(string) bool
}

func thisMachine(windows bool, getenv func(string) string) machine {
	return machine{windows: windows, getenv: getenv, read: os.ReadFile, isDir: func(path string) bool {
		stat, err := os.Stat(path)
		return err == nil && stat.IsDir()
	}}
}

const (
	usualLogs     = `%SystemDrive%\inetpub\logs\LogFiles`
	configuration = `%SystemRoot%\System32\inetsrv\config\applicationHost.config`
)

// logs returns the folders that IIS writes its logs to, as far as they are there, none
// within another; and whether the configuration could not be read, so that there may be more.
func (m machine) logs() (folders []string, unsure bool) {
	if !m.windows {
		return nil, false
	}
	text, err := m.read(m.expand(configuration))
	unsure = errors.Is(err, fs.ErrPermission)
	for _, folder := range append(logFolders(text), usualLogs) {
		folder = strings.TrimRight(m.expand(folder), `\`)
		if !slices.ContainsFunc(folders, func(f string) bool { return isWithin(folder, f) }) && m.isDir(folder) {
			folders = slices.DeleteFunc(folders, func(f string) bool { return isWithin(f, folder) })
			folders = append(folders, folder)
		}
	}
	return folders, unsure
}

// isWithin reports whether a folder is another, or below it.
func isWithin(folder, other string) bool {
	folder, other = strings.ToLower(folder), strings.ToLower(other)
	return folder == other || strings.HasPrefix(folder, other+`\`)
}

// logFolders finds the folders that applicationHost.config names for logs: of the
// defaults, of each site, and of a server that writes one log for all.
func logFolders(config []byte) (folders []string) {
	in := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(config, []byte("\ufeff"))))
	for {
		token, err := in.RawToken()
		if err != nil {
			return folders // what could be read of it is better than nothing
		}
		element, ok := token.(xml.StartElement)
		if !ok || element.Name.Local != "logFile" && element.Name.Local != "centralW3CLogFile" {
			continue
		}
		for _, a := range element.Attr {
			if a.Name.Local == "directory" && a.Value != "" {
				folders = append(folders, a.Value)
			}
		}
	}
}

var variableForm = form.Of(`%([^%]+)%`)

// expand puts variables of the environment in place of %NAME%.
func (m machine) expand(path string) string {
	return variableForm().ReplaceAllStringFunc(path, func(variable string) string {
		if value := m.getenv(strings.Trim(variable, "%")); value != "" {
			return value
		}
		return variable
	})
}
