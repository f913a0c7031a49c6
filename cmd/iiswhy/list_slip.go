package main

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// listTakes are the flags of lists whose values can be told from paths by their looks.
var listTakes = map[string]func(word string) bool{
	"by":     func(word string) bool { return slices.Contains(scan.ByWords(), word) },
	"redact": func(word string) bool { return word == "client" || word == "user" || word == "query" },
	"status": func(word string) bool { return codeForm().MatchString(word) },
	"verdict": func(word string) bool {
		_, err := codes.ParseVerdict(word)
		return err == nil
	},
	"client": func(word string) bool {
		_, err := netip.ParseAddr(word)
		return err == nil
	},
}

// refuseSplitList returns an error for a word that is no path, but would be a further value
// of a list that was typed: PowerShell makes words of its own of what commas part.
func refuseSplitList(c *cobra.Command, word string) (err error) {
	c.Flags().Visit(func(f *pflag.Flag) {
		takes := listTakes[f.Name]
		if list, ok := f.Value.(pflag.SliceValue); ok && err == nil && takes != nil && takes(strings.ToLower(word)) {
			all := strings.Join(append(slices.Clone(list.GetSlice()), word), ",")
			err = fmt.Errorf("expected a path, found %q; write lists with commas and in quotes: --%s '%s'", word, f.Name, all)
		}
	})
	return err
}
