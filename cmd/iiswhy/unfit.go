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
	case "explain":
		return counting.names()
	case "codes":
		return slices.Concat(choosing.names(), people.names(), counting.names())
	}
	return nil
}

// refuseUnfit returns an error for a flag that was typed and does not fit.
func refuseUnfit(c *cobra.Command, _ []string) error {
	for _, name := range unfit(c.Name()) {
		if f := c.Flags().Lookup(name); f != nil && f.Changed {
			return fmt.Errorf("--%s: expected a flag that %s can use; see iiswhy %s --help", name, c.Name(), c.Name())
		}
	}
	return nil
}

// hideUnfit leaves the flags that do not fit out of the help of a command.
func hideUnfit(c *cobra.Command) {
	c.SetHelpFunc(func(c *cobra.Command, args []string) {
		for _, name := range unfit(c.Name()) {
			if f := c.InheritedFlags().Lookup(name); f != nil && !f.Hidden {
				f.Hidden = true
				defer func() { f.Hidden = false }()
			}
		}
		c.Parent().HelpFunc()(c, args)
	})
}
