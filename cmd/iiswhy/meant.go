package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A slip of the keyboard is answered with what was meant, and nothing is read: a report
// of other rows, or of another kind, would look like an answer.

// meant returns the name that looks most like what was typed, "" where none does.
func meant(typed string, names []string) (best string) {
	least := -1
	for _, name := range names {
		d := scan.Distance(typed, name)
		if known := d < 4; known && (least < 0 || d < least) {
			least, best = d, name
		}
	}
	return best
}

// didYouMean is the question behind a message, "" where nothing looks alike, or where
// what was typed is a name that only these logs have nothing of.
func didYouMean(typed, sign string, names []string) string {
	if name := meant(typed, names); name != "" && sign+name != typed {
		return "; did you mean " + sign + name + "?"
	}
	return ""
}

// flagError says which flag was meant. -last, as PowerShell writes its own flags, is
// --last here.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return err
	}
	name := unknown.GetSpecifiedName()
	if group := unknown.GetSpecifiedShortnames(); group != "" {
		name = group
		if len(group) == 1 {
			return err
		}
	}
	name, _, _ = strings.Cut(name, "=")
	return fmt.Errorf("%w%s", err, didYouMean(name, "--", flagNames(c)))
}

// flagNames are the flags that a command takes.
func flagNames(c *cobra.Command) (all []string) {
	c.Flags().VisitAll(func(f *pflag.Flag) { all = append(all, f.Name) })
	return all
}

// refuseWord returns an error for a first word that is neither a command nor a path
// that exists, and looks like none.
func refuseWord(c *cobra.Command, args []string) error {
	if len(args) == 0 || strings.ContainsAny(args[0], `./\*?[:`) || args[0] == "-" || args[0] == "" {
		return nil
	}
	if _, err := os.Stat(args[0]); err == nil {
		return nil
	}
	var names []string
	for _, sub := range c.Commands() {
		if !sub.Hidden {
			names = append(names, sub.Name())
		}
	}
	hint := didYouMean(args[0], "", names)
	if hint == "" && c.Flags().Lookup(args[0]) != nil {
		hint = "; did you mean --" + args[0] + "?"
	}
	if hint == "" {
		hint = "; commands are " + strings.Join(names, ", ")
	}
	return fmt.Errorf("expected a command or a path, found %q%s", args[0], hint)
}

var clockAlone = regexp.MustCompile(`^\d{1,2}:\d{2}(:\d{2})?$`)

// refuseClock returns an error for a path that is the second half of a time.
func refuseClock(paths []string) error {
	for _, p := range paths {
		if !clockAlone.MatchString(p) {
			continue
		}
		if _, err := os.Stat(p); err != nil {
			return fmt.Errorf("expected a path, found the time %s: write a date and its time as one word, 2026-11-21T%s", p, p)
		}
	}
	return nil
}
