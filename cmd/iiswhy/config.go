package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/spf13/pflag"
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
	for i, line := range strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok || set.Lookup(name) == nil || name == "config" {
			return fmt.Errorf("%s:%d: expected name = value with the name of a flag, found %q", file, i+1, firstOf(line))
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

// readFlagFile reads the file that a flag names.
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
	return text, err
}
