package main

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// Shells hand values on in ways that nobody means.

// plainValues takes off the values of flags what the shell left: single quotes, which
// cmd.exe hands on, and the blanks behind the commas of a list.
func plainValues(set *pflag.FlagSet) (err error) {
	set.VisitAll(func(f *pflag.Flag) {
		if !f.Changed || err != nil {
			return
		}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			err = list.Replace(trimmed(unquoted(list.GetSlice())))
			return
		}
		if typed := f.Value.String(); f.Value.Type() == "string" {
			if plain := unquoted([]string{typed})[0]; plain != typed {
				err = f.Value.Set(plain)
			}
		}
	})
	return err
}

// unquoted takes single quotes off a value, or off a list in them.
func unquoted(values []string) []string {
	n := len(values)
	if n == 0 || !strings.HasPrefix(values[0], "'") || !strings.HasSuffix(values[n-1], "'") || len(values[0])+len(values[n-1]) < 3 {
		return values
	}
	plain := slices.Clone(values)
	plain[0] = plain[0][1:]
	plain[n-1] = strings.TrimSuffix(plain[n-1], "'")
	return plain
}

// trimmed are values without the blanks around them.
func trimmed(values []string) []string {
	plain := slices.Clone(values)
	for i := range plain {
		plain[i] = strings.TrimSpace(plain[i])
	}
	return plain
}
