package parser

import "bytes"

// Path returns what the client asked for, without its query: nil where the row
// does not say. HTTP.sys writes path and query in one, and UrlScan puts both
// into the query of the path by which it refused the request.
func (r *Row) Path() []byte {
	if real := r.rejected(); real != nil {
		path, _, _ := bytes.Cut(real, question)
		return path
	}
	if stem := r.Field(Stem); stem != nil {
		return stem
	}
	path, _, _ := bytes.Cut(r.Field(URI), question)
	return path
}

// Query returns the query that the client sent, without its '?': nil where the
// row does not say, "-" where IIS wrote that there was none.
func (r *Row) Query() []byte {
	if real := r.rejected(); real != nil {
		_, query, _ := bytes.Cut(real, question)
		return query
	}
	if query := r.Field(Query); query != nil {
		return query
	}
	_, query, _ := bytes.Cut(r.Field(URI), question)
	return query
}

var question = []byte{'?'}

// IsURLScan reports whether UrlScan refused the request: it sends what it refuses
// to a path of its own, /<Rejected-By-UrlScan> unless RejectResponseUrl names
// another one.
func (r *Row) IsURLScan() bool {
	stem := r.Field(Stem)
	return len(stem) >= len("/Rejected-By-UrlScan") && isURLScan(stem)
}

// isURLScan takes the path with and without its angle brackets: the first form
// of UrlScan had none, and some tools drop them.
func isURLScan(stem []byte) bool {
	if stem[0] != '/' || stem[1] != '<' && stem[1]|0x20 != 'r' {
		return false
	}
	name := bytes.TrimSuffix(bytes.TrimPrefix(stem[1:], []byte{'<'}), []byte{'>'})
	return bytes.EqualFold(name, []byte("Rejected-By-UrlScan"))
}

// rejected returns path and query of the request that UrlScan refused, which it
// leaves in the query behind a '~'; nil for all other rows.
func (r *Row) rejected() []byte {
	if !r.IsURLScan() {
		return nil
	}
	if query := r.Field(Query); len(query) > 1 && query[0] == '~' {
		return query[1:]
	}
	return nil
}
