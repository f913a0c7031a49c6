package render

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// rowJSON writes an object a line: the fields of the log under their own names, but
// for date and time, which are in time; then what the row is, and its place. Numbers
// are numbers; what the server did not write is absent.
type rowJSON struct {
	out    io.Writer
	header string    // of the row before
	keys   []jsonKey // of its fields
	buf    []byte
}

// jsonKey is how a field is written.
type jsonKey struct {
	key    []byte // with its quotes and colon; nil for a field that is not written
	number bool
	clock  bool // date or time
}

func newRowJSON(w io.Writer, _ report.RowList, _ RowOptions) (RowWriter, error) {
	return &rowJSON{out: w}, nil
}

// rowNames are the names that are written behind the fields.
var rowNames = map[string]bool{
	"time": true, "code": true, "class": true, "verdict": true, "attention": true, "family": true, "name": true, "site": true,
	"server": true, "source": true, "line": true, "byte": true, "partial": true,
}

// besideOurs is the name of a field of the log where it stands beside what we say of a row:
// PowerShell refuses a table of two columns of one name.
func besideOurs(field string) string {
	if rowNames[strings.ToLower(field)] {
		return "log_" + field
	}
	return field
}

// learn prepares the keys of a layout. Of two fields of one name, the first is written;
// one that has one of those names gets "log_" before it.
func (j *rowJSON) learn(r *report.Row) {
	j.header, j.keys = r.Header, j.keys[:0]
	seen := map[string]bool{}
	for _, f := range r.Fields {
		k := jsonKey{number: f.Kind == report.NumberField, clock: f.Kind == report.DateField || f.Kind == report.TimeField}
		name := besideOurs(f.Name)
		if !seen[name] {
			k.key = append(appendJSONString(nil, name), ':')
		}
		seen[name] = true
		j.keys = append(j.keys, k)
	}
}

// Write writes an object.
func (j *rowJSON) Write(r *report.Row) error {
	if r.Header != j.header || len(j.keys) == 0 {
		j.learn(r)
	}
	b := append(j.buf[:0], '{')
	for i, f := range r.Fields {
		k := j.keys[i]
		if k.key == nil || f.Value == "-" || f.Value == "" || k.clock && !r.Time.IsZero() {
			continue
		}
		b = append(b, k.key...)
		if k.number && isNumber(f.Value) {
			b = append(b, f.Value...)
		} else {
			b = appendJSONString(b, f.Value)
		}
		b = append(b, ',')
	}
	b = j.appendWhat(b, r)
	j.buf = append(b, '}', '\n')
	_, err := j.out.Write(j.buf)
	return err
}

func (j *rowJSON) appendWhat(b []byte, r *report.Row) []byte {
	text := func(key, value string) {
		if value != "" {
			b = append(append(append(b, '"'), key...), '"', ':')
			b = append(appendJSONString(b, value), ',')
		}
	}
	if !r.Time.IsZero() {
		text("time", r.Time.UTC().Format(time.RFC3339))
	}
	text("code", r.Code)
	text("class", r.Class)
	text("verdict", r.Verdict)
	b = strconv.AppendBool(append(b, `"attention":`...), r.Attention)
	b = append(b, ',')
	text("family", r.Family)
	text("name", r.Name)
	text("site", r.Site)
	text("server", r.Server)
	text("source", r.Source)
	if r.Line == 0 {
		return strconv.AppendInt(append(b, `"byte":`...), r.Byte, 10)
	}
	return strconv.AppendInt(append(b, `"line":`...), r.Line, 10)
}

// isNumber reports whether a value is a number as JSON writes it.
func isNumber(s string) bool { return onlyDigits(s) && len(s) < 16 && (s == "0" || s[0] != '0') }

// appendJSONString appends a string with its quotes. Bytes that are no UTF-8 become
// U+FFFD, what a terminal would obey is written as \u escapes.
func appendJSONString(to []byte, s string) []byte {
	if plainASCII(s) && !strings.ContainsAny(s, `"\`) {
		return append(append(append(to, '"'), s...), '"')
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(strings.ToValidUTF8(s, "\uFFFD")); err != nil {
		return append(to, `""`...) // a string can always be encoded
	}
	return append(to, escapeHidden(bytes.TrimRight(out.Bytes(), "\n"))...)
}

// Close writes nothing.
func (j *rowJSON) Close() error { return nil }
