package scan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

// The words that --by takes besides the names of fields: what people call them, and
// what no single field holds.
const (
	BySite    = "site"
	ByServer  = "server"
	ByClient  = "client" // the real one, where it is known in which field that is
	ByURI     = "uri"
	ByCode    = "code"
	ByVerdict = "verdict"
	ByHour    = "hour" // of UTC; the value is the second since 1970 at which it begins
	ByFile    = "file"
)

// byWords are the words of --by in the order of messages, and the field that holds
// each: "" where none does.
var byWords = []struct{ word, field string }{
	{ByURI, "cs-uri-stem"}, {ByClient, "c-ip"}, {"user", "cs-username"}, {"agent", "cs(User-Agent)"}, {"host", "cs-host"},
	{"method", "cs-method"}, {"query", "cs-uri-query"}, {"referer", "cs(Referer)"}, {"port", "s-port"}, {"pool", "s-queuename"},
	{"win32", "sc-win32-status"}, {"reason", "s-reason"}, {BySite, "s-sitename"}, {ByServer, "s-computername"},
	{ByCode, ""}, {ByVerdict, ""}, {ByHour, ""}, {ByFile, ""},
}

// ByWords are the words that ParseField takes for fields.
func ByWords() (all []string) {
	for _, w := range byWords {
		all = append(all, w.word)
	}
	return all
}

// computed are the words that stay as they are: more than one field, or none, tells
// them.
var computed = []string{BySite, ByServer, ByClient, ByURI, ByCode, ByVerdict, ByHour, ByFile}

// FieldOf returns the field that a word of --by speaks of, "" for none.
func FieldOf(by string) string {
	for _, w := range byWords {
		if w.word == by {
			return w.field
		}
	}
	return by
}

// ParseField reads a word or the name of a field as --by takes it. Any name can be
// that of a field; only what cannot be a name is refused.
func ParseField(name string) (string, error) {
	if name == "" || strings.ContainsAny(name, " \t,\x00") {
		return "", fmt.Errorf("expected the name of a field like s-sitename, or one of %s, found %q", strings.Join(ByWords(), ", "), name)
	}
	word := strings.ToLower(name)
	switch {
	case slices.Contains(computed, word):
		return word, nil
	case slices.Contains(ByWords(), word):
		return FieldOf(word), nil
	}
	return name, nil
}

// fieldsBehind are those of which one must be in the log for a grouping to say
// anything; nil where none is needed.
func fieldsBehind(by, forwardedFor string) []string {
	switch by {
	case BySite:
		return []string{"s-sitename", "s-siteid"}
	case ByServer:
		return []string{"s-computername", "s-ip"}
	case ByClient:
		return []string{"c-ip", forwardedFor}
	case ByURI:
		return []string{"cs-uri-stem", "cs-uri"}
	case ByCode, ByVerdict, ByHour, ByFile:
		return nil
	}
	return []string{by}
}

// groupField finds the values of one field of --by.
type groupField struct {
	by     string
	layout *parser.Layout // of the row before
	at     int            // place of the field in it
}

func newGroupField(by string) groupField { return groupField{by: by} }

// append appends the value of a row, nothing where it has none.
func (f *groupField) append(to []byte, c *columns, r *parser.Row, o *outcomeCount) []byte {
	switch f.by {
	case BySite:
		return append(to, Shorten(c.site(r))...)
	case ByServer:
		return append(to, Shorten(c.server(r))...)
	case ByClient:
		return append(to, Shorten(c.client(r))...)
	case ByURI:
		return append(to, Shorten(r.Path())...)
	case ByCode:
		return append(to, o.code().String()...)
	case ByVerdict:
		return append(to, o.verdict.String()...)
	case ByFile:
		return append(to, c.source...)
	case ByHour:
		if r.Second == parser.NoTime {
			return to
		}
		return strconv.AppendInt(to, floorDiv(r.Second, 3600)*3600, 10)
	}
	return append(to, Shorten(f.value(r))...)
}

// value is what a row has in the field of that name, nil where it has none.
func (f *groupField) value(r *parser.Row) []byte {
	if f.layout != r.Layout {
		f.layout, f.at = r.Layout, r.Layout.Lookup(f.by)
	}
	if f.at < 0 {
		return nil
	}
	return r.At(f.at)
}
