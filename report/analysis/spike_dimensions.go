package analysis

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/contrast"
	"github.com/iiswhy/iiswhy/report/scan"
)

// dimension is what a cause may name, and where a row of a source holds it.
type dimension struct {
	contrast.Dimension
	of  func(source int, r *parser.Row) string
	key string // by which its values among all requests are known, see usualValues; "" where they are not
}

// dimensions are those of all causes, the most telling first. A method is the
// least: half of all requests that could fail are GET.
type dimensions []dimension

// dimensions are those of the rows of a result, for one goroutine: they remember the layout of the row before.
func (a *Analysis) dimensions() dimensions {
	client := a.Client()
	text := func(v []byte) string { return string(scan.Shorten(v)) }
	own := func(of func(*parser.Row) string) func(int, *parser.Row) string {
		return func(_ int, r *parser.Row) string { return of(r) }
	}
	field := func(c parser.Column) func(*parser.Row) string {
		return func(r *parser.Row) string { return text(r.Field(c)) }
	}
	plain := func(name string, of func(*parser.Row) string) dimension {
		return dimension{Dimension: contrast.Dimension{Name: name}, of: own(of)}
	}
	broad := func(name string, of func(*parser.Row) string) dimension {
		return dimension{Dimension: contrast.Dimension{Name: name, Broad: true}, of: own(of)}
	}
	place := func(name string, of func(int, *parser.Row) string) dimension {
		return dimension{Dimension: contrast.Dimension{Name: name, Broad: true, Place: true}, of: of}
	}
	all := dimensions{
		{Dimension: contrast.Dimension{Name: "c-ip", Kind: contrast.Address}, of: own(func(r *parser.Row) string { return text(client(r)) })},
		plain("cs-username", field(parser.Username)),
		{Dimension: contrast.Dimension{Name: "cs-uri-stem", Kind: contrast.Path}, of: own(func(r *parser.Row) string { return text(pathAsked(r)) })},
		plain(queryField, a.queryOf),
		plain("cs(User-Agent)", field(parser.UserAgent)),
		plain("cs(Referer)", func(r *parser.Row) string { return pageOf(r.Field(parser.Referer)) }),
		{Dimension: contrast.Dimension{Name: "sc-win32-status", Kind: contrast.Outcome}, of: own(win32Of)},
		broad("cs-host", func(r *parser.Row) string { return strings.ToLower(text(r.Field(parser.Host))) }),
		broad("s-port", field(parser.ServerPort)),
		place("s-queuename", own(field(parser.Queue))),
		place("s-sitename", a.siteOf),
		place("s-computername", a.computerOf),
		place("s-ip", own(field(parser.ServerIP))),
		broad("cs-method", field(parser.Method)),
	}
	for _, name := range a.customFields() {
		all = append(all, customDimension(name))
	}
	all = append(all, place(routedField, own(func(r *parser.Row) string { return text(routedTo(r.Query())) })))
	for i := range all {
		all[i].key = all[i].Name
	}
	return all
}

// named is the dimension of a field; none has no value in any row.
func (d dimensions) named(field string) dimension {
	for _, one := range d {
		if one.Name == field {
			return one
		}
	}
	return dimension{Dimension: contrast.Dimension{Name: field}, of: func(int, *parser.Row) string { return "" }}
}

// names are the dimensions as contrast takes them.
func (d dimensions) names() (all []contrast.Dimension) {
	for _, one := range d {
		all = append(all, one.Dimension)
	}
	return all
}

// row returns what a row has of the dimensions; it stands for so many rows.
func (d dimensions) row(r scan.SampledRow, weight int64) contrast.Row {
	return contrast.Row{Values: d.values(r.Source, r.Row), Weight: weight}
}

func (d dimensions) values(source int, r *parser.Row) []string {
	values := make([]string, len(d))
	for i, one := range d {
		values[i] = one.of(source, r)
	}
	return values
}

// pathAsked is the path of a row; of a logon of FTP, which has a name or a password in its
// place, there is none.
func pathAsked(r *parser.Row) []byte {
	if r.IsFTP() {
		for _, method := range []string{"USER", "PASS"} {
			if bytes.HasSuffix(r.Field(parser.Method), []byte(method)) { // IIS 6 puts [n] before it
				return nil
			}
		}
	}
	return r.Path()
}

func win32Of(r *parser.Row) string {
	if r.Win32 <= 0 {
		return ""
	}
	return strconv.FormatInt(r.Win32, 10)
}

// pageOf is the page that a referer names, without what it was asked with.
func pageOf(referer []byte) string {
	page, _, asked := bytes.Cut(referer, []byte{'?'})
	if asked {
		return string(scan.Shorten(page)) + "?…"
	}
	return string(scan.Shorten(page))
}

// longestShape is how long a shape of a query may be, in bytes.
const longestShape = 160

// routedField is the parameter in which ARR, and gateways that are made of it, log the server
// behind to which they passed a request on.
const routedField = "SERVER-ROUTED"

// routedTo is that server, where a proxy added it behind what the client asked.
func routedTo(query []byte) []byte {
	const name = routedField + "="
	at := bytes.LastIndex(query, []byte(name))
	if at < 0 || at > 0 && query[at-1] != '&' || !bytes.Contains(query, []byte("-LOG-ID=")) {
		return nil
	}
	value, _, _ := bytes.Cut(query[at+len(name):], []byte{'&'})
	return value
}

// isOfProxy reports whether a parameter is one that ARR, or a gateway made of it, adds to each
// request that it passes on.
func isOfProxy(name []byte) bool {
	return bytes.HasPrefix(name, []byte("X-ARR-")) || bytes.HasPrefix(name, []byte("X-AzureApplicationGateway-")) ||
		string(name) == routedField || string(name) == "SERVER-STATUS"
}

// queryShape returns the names of a query's parameters without their values:
// id=…&page=…. What classic ASP writes of an error, behind a '|', stays as it is; what a
// proxy added says nothing.
func queryShape(q []byte) string {
	switch {
	case len(q) == 0 || len(q) == 1 && q[0] == '-':
		return ""
	case q[0] == '|':
		return string(q[:min(len(q), longestShape)])
	}
	var b strings.Builder
	for part := range bytes.SplitSeq(q, []byte{'&'}) {
		name, _, named := bytes.Cut(part, []byte{'='})
		if isOfProxy(name) {
			continue
		}
		if b.Len()+len(name) > longestShape {
			break
		}
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		if named {
			b.Write(name)
			b.WriteByte('=')
		}
		b.WriteString("…")
	}
	return b.String()
}
