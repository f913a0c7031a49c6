package parser

import "bytes"

// Path returns what the client asked for, without its query: nil where the row
// does not say. HTTP.sys writes path and query in one, and UrlScan puts both
// into the query of the path by which it refused the request.
func (r *Row) Path() []byte {
	stem := r.Field(Stem) // once: the second look at a row splits it
	switch {
	case stem == nil:
		path, _, _ := bytes.Cut(r.Field(URI), question)
		return path
	case isURLScan(stem):
		if asked := r.rejected(); asked != nil {
			path, _, _ := bytes.Cut(asked, question)
			return path
		}
	}
	return stem
}

// Query returns the query that the client sent, without its '?': nil where the
// row does not say, "-" where IIS wrote that there was none.
func (r *Row) Query() []byte {
	query := r.Field(Query)
	if query == nil {
		_, query, _ = bytes.Cut(r.Field(URI), question)
		return query
	}
	if len(query) > 1 && query[0] == '~' && r.IsURLScan() {
		_, query, _ = bytes.Cut(query[1:], question)
	}
	return query
}

// Asked returns the part of the line from the blank before the path to the one behind
// the query, where the two stand side by side between single blanks, or there is no
// query: nil elsewhere. It is for a glance at every row, and costs a third of asking for
// path and query.
func (r *Row) Asked() []byte {
	l := r.Layout
	if l.asked == 0 || r.survey == nil || l.stamped && !r.clear {
		return nil
	}
	from, to := r.survey.stretch(r.from+l.lead, l.asked-1, l.askedValues)
	return r.Line[l.lead+from : l.lead+to+1]
}

var question = []byte{'?'}

// IsURLScan reports whether UrlScan refused the request: it sends what it refuses
// to a path of its own, /<Rejected-By-UrlScan> unless its RejectResponseUrl is set
// to another one.
func (r *Row) IsURLScan() bool { return isURLScan(r.Field(Stem)) }

// isURLScan takes the path with and without its angle brackets, which some tools
// drop.
func isURLScan(stem []byte) bool {
	if len(stem) < len("/Rejected-By-UrlScan") || stem[0] != '/' || stem[1] != '<' && stem[1]|0x20 != 'r' {
		return false
	}
	name := bytes.TrimSuffix(bytes.TrimPrefix(stem[1:], []byte{'<'}), []byte{'>'})
	return bytes.EqualFold(name, []byte("Rejected-By-UrlScan"))
}

// rejected returns path and query of a request that UrlScan refused, which it
// leaves in the query behind a '~'; nil where it does not.
func (r *Row) rejected() []byte {
	if query := r.Field(Query); len(query) > 1 && query[0] == '~' {
		return query[1:]
	}
	return nil
}
