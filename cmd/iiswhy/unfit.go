package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"
)

// unfit names the common flags that a command has no use for. They are refused:
// to pass over them would answer another question than the one asked. Those that
// only shape the output or the work do no harm and are let be.
func unfit(command string) []string {
	switch command {
	case "rows":
		return []string{"by", "bucket", "fail-on", "top"}
	case "ship":
		return append(choosing.names(), "redact", "by", "bucket", "fail-on", "strict", "top")
	case "compare":
		return []string{"by", "sort"}
	case "explain":
		return append(engineGroup.names(), "by", "sort", "bucket", "fail-on", "strict")
	case "codes":
		return slices.Concat(choosing.names(), engineGroup.names(), []string{"forwarded-for", "redact", "by", "sort", "bucket", "fail-on", "strict"})
	}
	return nil
}

// refuseUnfit returns an error for a flag that was typed and does not fit.
func refuseUnfit(c *cobra.Command, _ []string) error {
	for _, name := range unfit(c.Name()) {
		if f := c.Flags().Lookup(name); f != nil && f.Changed {
			return fmt.Errorf("--%s: expected a flag that %s can use, found one of iiswhy report; see iiswhy %s --help", name, c.Name(), c.Name())
		}
	}
	return nil
}
