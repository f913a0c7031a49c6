package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report/form"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flagError says what is wrong with a flag, and which was meant.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var wrong *pflag.InvalidValueError
	var odd *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(c, unknown)
	case errors.As(err, &missing):
		return noValue(missing.GetFlag())
	case errors.As(err, &wrong):
		f := wrong.GetFlag()
		return fmt.Errorf("--%s: expected %s, found %q%s", f.Name, kindOfValue(f), wrong.GetValue(), suggest(numberMeant(f, wrong.GetValue())))
	case errors.As(err, &odd):
		return fmt.Errorf("expected --NAME or --NAME=VALUE, found %q", odd.GetSpecifiedFlag())
	}
	return err
}

func kindOfValue(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "int", "float64":
		return "a number"
	case "bool":
		return "true or false"
	case "duration":
		return "a length of time like 30s or 5m"
	}
	return "values with commas between them"
}

func noValue(f *pflag.Flag) error {
	what, _ := pflag.UnquoteUsage(f)
	if list, ok := f.Value.(pflag.SliceValue); ok && len(list.GetSlice()) > 1 {
		return fmt.Errorf("--%s: expected a value (%s) on both sides of each comma, found %q", f.Name, what, strings.Join(list.GetSlice(), ","))
	}
	return fmt.Errorf("--%s: expected a value (%s), found none", f.Name, what)
}

func unknownFlag(c *cobra.Command, unknown *pflag.NotExistError) error {
	name, typed := unknown.GetSpecifiedName(), "--"+unknown.GetSpecifiedName()
	if group := unknown.GetSpecifiedShortnames(); group != "" {
		name, typed = group, "-"+group
	}
	name, _, _ = strings.Cut(name, "=")
	if slices.Contains(pathWords, strings.ToLower(name)) {
		return fmt.Errorf("expected a flag, found %s; a path to read has none: iiswhy PATH; paths in the logs are chosen by --uri", typed)
	}
	hint := suggest(flagMeant(c, name))
	if hint == "" {
		hint = "; iiswhy --help lists them"
	}
	return fmt.Errorf("expected a flag, found %s%s", typed, hint)
}

// flagMeant is the flag that a name stands for: one of this command, of another, or
// what other tools call so. It is "" where none looks like it.
func flagMeant(c *cobra.Command, name string) string {
	name = strings.ToLower(name)
	if known := flagNamed(c, name); known != "" {
		return "--" + known
	}
	if c.Name() == "rows" && name == "n" {
		return "--limit"
	}
	if other := otherFlag(c.Name(), name); other != "" {
		return fitting(c, other)
	}
	if flag := valueAttached().FindStringSubmatch(name); flag != nil && flagNamed(c, flag[1]) != "" {
		return "--" + flag[1] + " " + flag[2]
	}
	for _, other := range c.Root().Commands() {
		if !other.Hidden && other.LocalFlags().Lookup(name) != nil {
			return "iiswhy " + other.Name() + " --" + name
		}
	}
	if len(name) > 1 {
		if near := meant(name, flagNames(c)); near != "" {
			return "--" + near
		}
		for _, other := range c.Root().Commands() {
			if near := meant(name, ownFlags(other)); near != "" {
				return "iiswhy " + other.Name() + " --" + near
			}
		}
	}
	return ""
}

var valueAttached = form.Of(`^([a-z-]{3,})(\d\w*)$`)

// fitting is a hint for a command: what it has no use for is one of iiswhy report.
func fitting(c *cobra.Command, hint string) string {
	flag, _, _ := strings.Cut(strings.TrimPrefix(hint, "--"), " ")
	if slices.Contains(unfit(c.Name()), flag) || c.Name() == "daily" && (flag == "since" || flag == "until" || flag == "last") {
		return "iiswhy report " + hint
	}
	return hint
}

// ownFlags are the flags that a command alone has.
func ownFlags(c *cobra.Command) (all []string) {
	if c.Hidden || c.Name() == "completion" || c.Name() == "help" {
		return nil
	}
	c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		if f.Name != "help" {
			all = append(all, f.Name)
		}
	})
	return all
}

// flagNamed is the flag of that name in any case, "" for none.
func flagNamed(c *cobra.Command, name string) string {
	if f := c.Flags().Lookup(strings.ToLower(name)); f != nil {
		return f.Name
	}
	return ""
}

// flagNames are the flags that a command takes.
func flagNames(c *cobra.Command) (all []string) {
	c.Flags().VisitAll(func(f *pflag.Flag) { all = append(all, f.Name) })
	return all
}

// asWindowsDoes takes the ways in which Windows programs are asked for help, and
// returns an error for a flag with the one dash of PowerShell, which would be read as
// several flags of one letter: -output x as -o utput.
func asWindowsDoes(root *cobra.Command, args []string) ([]string, error) {
	if n := len(args); n > 0 && (args[n-1] == "/?" || args[n-1] == "-?" || args[n-1] == "-help" || args[n-1] == "/help") && !exists(args[n-1]) {
		return append(args[:n-1:n-1], "--help"), nil
	}
	c, _, err := root.Find(args)
	if err != nil {
		c = root
	}
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if err := lacksValue(c, args, i); err != nil {
			return nil, err
		}
		name, isShort := strings.CutPrefix(arg, "-")
		name, _, _ = strings.Cut(name, "=")
		name, _, _ = strings.Cut(name, ":")
		if !isShort || len(name) < 3 || strings.HasPrefix(name, "-") {
			continue
		}
		c.InheritedFlags() // makes cobra join them to the flags of the command
		if known := flagNamed(c, name); known != "" {
			return nil, fmt.Errorf("expected a flag with two dashes, found %s; did you mean --%s?", arg, known)
		}
	}
	return args, nil
}

// lacksValue returns an error where a flag stands in the place of the value of the flag
// before it, which would take it as that: --by --lang zh.
func lacksValue(c *cobra.Command, args []string, at int) error {
	if at == 0 || !strings.HasPrefix(args[at-1], "--") || !strings.HasPrefix(args[at], "-") {
		return nil
	}
	c.InheritedFlags() // makes cobra join them to the flags of the command
	f := c.Flags().Lookup(args[at-1][2:])
	name, _, _ := strings.Cut(strings.TrimLeft(args[at], "-"), "=")
	if f == nil || f.NoOptDefVal != "" || flagNamed(c, name) == "" {
		return nil
	}
	what, _ := pflag.UnquoteUsage(f)
	return fmt.Errorf("--%s: expected a value (%s), found %s", f.Name, what, args[at])
}
