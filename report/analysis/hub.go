package analysis

import (
	"bytes"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// isOfHub reports whether what was not found are connections of SignalR or Blazor: a client
// that has negotiated asks by the name of its connection, which another server, or one that
// was started since, does not know. The hub is there, and nobody misses a page.
func (a *Analysis) isOfHub(i *issue) bool {
	if i.Code.Status != 404 || i.Verdict != codes.NotFound {
		return false
	}
	sample := a.sampleOf(i)
	path, share := mostCommon(sample, a.dimensions().named("cs-uri-stem"))
	if path == "" || share < nearlyAll {
		return false
	}
	numbered := 0
	for _, r := range sample {
		if bytes.HasPrefix(r.Row.Query(), []byte("id=")) || bytes.Contains(r.Row.Query(), []byte("&id=")) {
			numbered++
		}
	}
	if float64(numbered) < nearlyAll*float64(len(sample)) {
		return false
	}
	for _, r := range a.Traffic {
		if r.Row.Status == 200 && string(r.Row.Field(parser.Method)) == "POST" && string(r.Row.Path()) == path+"/negotiate" {
			return true
		}
	}
	return false
}
