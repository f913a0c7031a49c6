package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// oneOf returns the value of a choice that was typed for a flag.
func oneOf[T any](flag, typed string, choices map[string]T) (T, error) {
	if v, ok := choices[typed]; ok {
		return v, nil
	}
	var none T
	return none, wrongChoice(flag, typed, slices.Sorted(maps.Keys(choices)))
}

// wrongChoice says what a flag takes, in the order of the names.
func wrongChoice(flag, typed string, names []string) error {
	return fmt.Errorf("--%s: expected one of %s, found %q%s", flag, strings.Join(names, ", "), typed, nearChoice(flag, typed, names))
}

// nearChoice is the question whether another choice was meant. Words of one or two
// letters are near to anything.
func nearChoice(flag, typed string, names []string) string {
	for _, table := range []string{flag, "rows --" + flag} {
		if value := otherValue(table, typed); slices.Contains(names, value) {
			return suggest(value)
		}
	}
	if len(typed) < 3 {
		return ""
	}
	return didYouMean(typed, "", names)
}

// once are values in their order, each the first time.
func once(values []string) (all []string) {
	for _, v := range values {
		if !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
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

// givesNothing returns an error for a flag that was given without a value: in a
// script that is a variable that was never set, and taking it for no flag would
// report on other rows than were asked for.
func givesNothing(set *pflag.FlagSet) (err error) {
	set.VisitAll(func(f *pflag.Flag) {
		if f.Changed && err == nil && isEmpty(f.Value) {
			err = noValue(f)
		}
	})
	return err
}

// isEmpty reports whether a value, or one of a list, is nothing.
func isEmpty(v pflag.Value) bool {
	if list, ok := v.(pflag.SliceValue); ok {
		all := list.GetSlice()
		return len(all) == 0 || slices.ContainsFunc(all, func(s string) bool { return strings.TrimSpace(s) == "" })
	}
	return strings.TrimSpace(v.String()) == "" && v.String() != "\t"
}
