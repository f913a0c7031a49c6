// Package form holds regular expressions that are compiled when they are first asked: a
// program has many of which a run asks a few, and compiling all took half a millisecond of
// each start.
package form

import (
	"regexp"
	"sync"
)

// Form returns a regular expression, compiled once.
type Form func() *regexp.Regexp

// Of is the form of a pattern. One that is not well formed panics when it is first asked.
func Of(pattern string) Form {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}
