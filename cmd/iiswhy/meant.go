package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/spf13/cobra"
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
		return suggest(sign + name)
	}
	return ""
}

// suggest is the question whether something else was meant, "" for nothing.
func suggest(what string) string {
	if what == "" {
		return ""
	}
	return "; did you mean " + what + "?"
}

// commandNames are those of the commands that people type.
func commandNames(root *cobra.Command) (names []string) {
	for _, c := range root.Commands() {
		if !c.Hidden && c.Name() != "completion" && c.Name() != "help" {
			names = append(names, c.Name())
		}
	}
	return names
}

// refuseWord returns an error for a first word that is neither a command nor a path
// that exists, and looks like none.
func refuseWord(c *cobra.Command, args []string) error {
	if len(args) == 0 || strings.ContainsAny(args[0], `./\*?[:=`) || args[0] == "-" || args[0] == "" || exists(args[0]) {
		return nil
	}
	if err := refuseSlips(c, args[:1]); err != nil {
		return err
	}
	names := commandNames(c)
	hint := suggest(inOtherCase(args[0]))
	if hint == "" {
		hint = suggest(otherCommand(args[0]))
	}
	if hint == "" {
		hint = didYouMean(args[0], "", names)
	}
	if hint == "" {
		hint = suggest(flagMeant(c, args[0]))
	}
	if hint == "" {
		hint = "; commands are " + strings.Join(names, ", ")
	}
	return fmt.Errorf("expected a command or a path, found %q%s", args[0], hint)
}

// inOtherCase is the name of a file or folder here that a word is in another case, "" for
// none or several.
func inOtherCase(word string) (name string) {
	entries, err := os.ReadDir(".")
	if err != nil {
		return ""
	}
	for _, e := range entries {
		if strings.EqualFold(e.Name(), word) {
			if name != "" {
				return ""
			}
			name = e.Name()
		}
	}
	return name
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
