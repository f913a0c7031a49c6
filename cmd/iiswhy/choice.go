package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// oneOf returns the value of a choice that was typed for a flag. more are
// choices that the caller has dealt with.
func oneOf[T any](flag, typed string, choices map[string]T, more ...string) (T, error) {
	if v, ok := choices[typed]; ok {
		return v, nil
	}
	names := append(slices.Sorted(maps.Keys(choices)), more...)
	var none T
	return none, fmt.Errorf("--%s: expected one of %s, found %q", flag, strings.Join(names, ", "), typed)
}

// each parses every value of a flag.
func each[T any](flag string, typed []string, parse func(string) (T, error)) ([]T, error) {
	var all []T
	for _, t := range typed {
		v, err := parse(t)
		if err != nil {
			return nil, fmt.Errorf("--%s: %w", flag, err)
		}
		all = append(all, v)
	}
	return all, nil
}
