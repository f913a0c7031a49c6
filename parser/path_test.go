package parser

import (
	"strings"
	"testing"
)

// TestPathAndQuery: what was asked for, wherever a row holds it.
func TestPathAndQuery(t *testing.T) {
	const (
		web = "#Fields: cs-uri-stem cs-uri-query sc-status\n"
		sys = "#Fields: cs-uri sc-status s-reason\n"
	)
	for _, c := range []struct {
		name, text, path, query string
		scan                    bool
	}{
		{"path and query", web + "/a b=1 200", "/a", "b=1", false},
		{"no query", web + "/a - 200", "/a", "-", false},
		{"HTTP.sys", sys + "/a?b=1?c 503 QueueFull", "/a", "b=1?c", false},
		{"HTTP.sys, no query", sys + "/a 503 QueueFull", "/a", "", false},
		{"neither field", "#Fields: sc-status\n200", "", "", false},
		{"query alone", "#Fields: cs-uri-query sc-status\nb=1 200", "", "b=1", false},
		{"UrlScan", web + "/<Rejected-By-UrlScan> ~/scripts/root.exe 404", "/scripts/root.exe", "", true},
		{"UrlScan with a query", web + "/<Rejected-By-UrlScan> ~/a.aspx?id=1?2 404", "/a.aspx", "id=1?2", true},
		{"UrlScan without brackets", web + "/Rejected-By-UrlScan ~/a.aspx 404", "/a.aspx", "", true},
		{"UrlScan in another case", web + "/<rejected-by-urlscan> ~/a.aspx 404", "/a.aspx", "", true},
		{"UrlScan that says no path", web + "/<Rejected-By-UrlScan> - 404", "/<Rejected-By-UrlScan>", "-", true},
		{"UrlScan and an empty path", web + "/<Rejected-By-UrlScan> ~ 404", "/<Rejected-By-UrlScan>", "~", true},
		{"a page about it", web + "/docs/Rejected-By-UrlScan ~/a 404", "/docs/Rejected-By-UrlScan", "~/a", false},
		{"a longer name", web + "/Rejected-By-UrlScan.htm ~/a 200", "/Rejected-By-UrlScan.htm", "~/a", false},
		{"a shorter name", web + "/Rejected ~/a 200", "/Rejected", "~/a", false},
		{"a query that begins so", web + "/find ~/a 200", "/find", "~/a", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s Scanner
			s.Reset(Chunk{Header: NewHeader(), Text: []byte(c.text + "\n"), Last: true})
			equal(t, true, s.Scan(), "there is a row")
			equal(t, c.path, string(s.Row().Path()), "path")
			equal(t, c.query, string(s.Row().Query()), "query")
			equal(t, c.scan, s.Row().IsURLScan(), "refused by UrlScan")
		})
	}
}

// TestPathDoesNotSplit: the path of a usual row costs no more than its field.
func TestPathDoesNotSplit(t *testing.T) {
	for name, look := range map[string]func(*Row) []byte{"path": (*Row).Path, "field": func(r *Row) []byte { return r.Field(Stem) }} {
		var s Scanner
		text := plainFields + "\n" + strings.Repeat(iis8+"\n", 3)
		s.Reset(Chunk{Header: NewHeader(), Text: []byte(text), Last: true})
		equal(t, true, s.Scan(), "there is a row")
		equal(t, "/bundles/x", string(look(s.Row())), name)
		equal(t, false, s.Row().split, "the row is split for its "+name)
	}
}

// TestAsked: what is glanced at holds path and query as they are asked for.
func TestAsked(t *testing.T) {
	f := func(fields, row, want string) {
		t.Helper()
		text := "#Date: 2026-11-03 00:00:00\n#Fields: " + fields + "\n" + strings.Repeat(row+"\n", 9)
		var s Scanner
		s.Reset(Chunk{Text: []byte(text), Header: NewHeader()})
		if !s.Scan() {
			t.Fatalf("%s: expected a row, found none", fields)
		}
		if !vectors {
			want = ""
		}
		if asked := s.Row().Asked(); string(asked) != want {
			t.Errorf("%s: expected %q, found %q", fields, want, asked)
		}
	}
	f("date time cs-method cs-uri-stem cs-uri-query sc-status", "2026-11-03 00:00:01 GET /a b=c 200", " /a b=c ")
	f("date time cs-uri-stem cs-uri-query sc-status", "2026-11-03 00:00:01 /a b=c 200", "")
	f("time cs-method cs-uri-stem cs-uri-query sc-status", "00:00:01 GET /a b=c 200", " /a b=c ")
	f("time c-ip cs-method cs-uri-stem sc-status", "00:00:01 10.0.0.1 GET /a 200", " /a ")
	f("date time cs-method cs-uri-stem sc-status", "2026-11-03 00:00:01 GET /a 200", " /a ")
	f("time cs-uri-query cs-uri-stem sc-status", "00:00:01 b=c /a 200", "")
	f("time cs-uri cs-uri-stem sc-status", "00:00:01 /a?b=c /a 200", "")
	f("time sc-status cs-uri-stem", "00:00:01 200 /a", "")
	f("cs-uri-stem sc-status", "/a 200", "")
}
