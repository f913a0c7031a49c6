package input

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Exports of logs, by Log Parser, Log Analytics and App Service, end as many other files
// do. Those of a directory are told by how they begin.

// isExportName says whether a file may be an export by its name.
func isExportName(name string) bool {
	name = filepath.Base(name)
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".tsv", ".json", ".jsonl", ".ndjson":
		return !isAppleDouble(name)
	}
	return false
}

// isExport says whether a file begins like an export: a table whose first line names the
// status of IIS or the row of a log, or objects that hold the status. What this program
// wrote itself is none: its verdicts stand in it, or its schema.
func isExport(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, sniffed)
	n, err := io.ReadFull(f, head)
	if n == 0 || err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return false
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head[:n], []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) > 0 && head[0] != '{' { // a table: what it holds may be anything
		head, _, _ = bytes.Cut(head, []byte{'\n'})
	}
	head = bytes.ToLower(head)
	return holdsAny(head, "sc-status", "scstatus", "sc_status", "logrow") && !holdsAny(head, "verdict", "iiswhy/")
}

func holdsAny(b []byte, words ...string) bool {
	for _, w := range words {
		if bytes.Contains(b, []byte(w)) {
			return true
		}
	}
	return false
}
