package main

import (
	"io"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
)

// What is suggested exists, and what has a name of its own is not called otherwise.
func TestOtherWordsExist(t *testing.T) {
	a := &app{}
	root := a.rootCommand(io.Discard)
	root.InitDefaultVersionFlag()
	known := map[string]bool{}
	note := func(f *pflag.Flag) { known["--"+f.Name] = true; known["-"+f.Shorthand] = true }
	for _, c := range append(root.Commands(), root) {
		c.InheritedFlags()
		c.Flags().VisitAll(note)
	}
	f := func(table [][2]string) {
		t.Helper()
		seen := map[string]bool{}
		for _, line := range table {
			for part := range strings.FieldsSeq(line[0]) {
				if part = strings.Trim(part, ","); strings.HasPrefix(part, "-") {
					assert.True(t, known[part], line[0])
				}
			}
			for word := range strings.FieldsSeq(line[1]) {
				assert.False(t, seen[word], "%s is there twice", word)
				seen[word] = true
			}
		}
	}
	f(otherFlags)
	f(otherCommands)
	for command, table := range otherFlagsOf {
		assert.Contains(t, commandNames(root), command)
		f(table)
	}
	for _, line := range otherFlags {
		for word := range strings.FieldsSeq(line[1]) {
			assert.False(t, known["--"+word] && root.PersistentFlags().Lookup(word) != nil, word)
		}
	}
	for _, line := range otherCommands {
		for word := range strings.FieldsSeq(line[1]) {
			assert.NotContains(t, commandNames(root), word)
		}
	}
}
