package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/spf13/pflag"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// readConfig sets the flags that a file names, one "name = value" a line, and
// that were not typed; what a filter leaves out there is left out in any case. Lines that begin with '#' are comments.
func readConfig(ctx context.Context, file string, set *pflag.FlagSet) error {
	text, err := readFlagFile(ctx, file)
	if err != nil {
		return fmt.Errorf("--config: expected a file of flags that can be read: %w", err)
	}
	typed := map[string]bool{}
	set.Visit(func(f *pflag.Flag) { typed[f.Name] = true })
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok || set.Lookup(name) == nil || name == "config" {
			line = unspoken(line)
			return fmt.Errorf("%s:%d: expected name = value with the name of a flag, found %q%s", file, i+1, firstOf(line), settingMeant(line, set))
		}
		if typed[name] {
			if _, chooses := scan.FilterFlagOf(name); !chooses {
				continue
			}
			if value = exclusions(value); value == "" {
				continue
			}
		}
		if err := set.Set(name, value); err != nil {
			return fmt.Errorf("%s:%d: %w", file, i+1, err)
		}
	}
	return nil
}

// unspoken is a line without its value where that looks like a password.
func unspoken(line string) string {
	if at := strings.IndexAny(line, "= "); at >= 0 && strings.Contains(strings.ToLower(line[:at]), "pass") {
		return line[:at] + " = …"
	}
	return line
}

// settingMeant is the line that was meant by one that sets no flag.
func settingMeant(line string, set *pflag.FlagSet) string {
	name, value, ok := strings.Cut(line, "=")
	if !ok {
		name, value, _ = strings.Cut(line, " ")
	}
	name = strings.ReplaceAll(strings.ToLower(strings.TrimLeft(strings.TrimSpace(name), "-/")), "_", "-")
	var names []string
	set.VisitAll(func(f *pflag.Flag) {
		if f.Name != "config" {
			names = append(names, f.Name)
		}
	})
	if !slices.Contains(names, name) {
		name = meant(name, names)
	}
	if value = strings.TrimSpace(value); name == "" || value == "" {
		return ""
	}
	return suggest(name + " = " + firstOf(value))
}

// firstOf is the start of a line, for a message of one.
func firstOf(line string) string {
	const most = 80
	if len(line) <= most {
		return line
	}
	return strings.ToValidUTF8(line[:most], "") + "…"
}

// exclusions are those of the values of a filter that begin with '!'.
func exclusions(values string) string {
	var all []string
	for _, v := range strings.Split(values, ",") {
		if v = strings.TrimSpace(v); strings.HasPrefix(v, "!") {
			all = append(all, v)
		}
	}
	return strings.Join(all, ",")
}

// mostFlagFile is how large a file that a flag names may be, in bytes.
const mostFlagFile = 4 << 20

// readFlagFile reads the file that a flag names. Windows PowerShell writes such files in
// UTF-16.
func readFlagFile(ctx context.Context, file string) ([]byte, error) {
	text, err := input.Leave(ctx, func() ([]byte, error) {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, mostFlagFile+1))
	})
	switch {
	case errors.Is(err, input.ErrLeft):
		return nil, &failure{exitPartial, err}
	case err == nil && len(text) > mostFlagFile:
		return nil, fmt.Errorf("%s: expected a file of at most %d MiB, found a larger one", file, mostFlagFile>>20)
	}
	if err == nil {
		text, _, err = transform.Bytes(unicode.BOMOverride(transform.Nop), text)
	}
	return text, err
}
