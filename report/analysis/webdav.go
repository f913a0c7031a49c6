package analysis

import (
	"bytes"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// leastAsked is how many paths clients of WebDAV ask for in vain before that is their way of
// working; of one path nobody could tell it from a folder that was moved.
const leastAsked = 10

// isOfWebDAV reports whether what was not found are questions of clients of WebDAV, which ask
// whether a file is there before they write it.
func (a *Analysis) isOfWebDAV(i *issue, f *report.Finding) bool {
	top := i.tops[scan.FieldPath]
	return i.Verdict == codes.NotFound && !i.Code.FTP && f.Paths >= leastAsked && len(top.keys) > 0 && 2*top.keys[0].Count < i.rows &&
		slices.ContainsFunc(append(f.Where, f.Also...), func(v report.FieldValue) bool { return v.Field == "cs-method" && v.Value == "PROPFIND" })
}

var challenges = []byte("/.well-known/acme-challenge/")

// leastToken is how long a token of a challenge is at least, in bytes: whoever looks for a
// folder to hide in asks for it without.
const leastToken = 16

// isOfChallenges reports whether the rows ask for files by which a certificate authority sees
// who owns a name.
func (a *Analysis) isOfChallenges(i *issue) bool {
	sample := a.sampleOf(i)
	return len(sample) > 0 && !slices.ContainsFunc(sample, func(r scan.SampledRow) bool {
		token, ok := bytes.CutPrefix(r.Row.Path(), challenges)
		return !ok || len(token) < leastToken
	})
}
