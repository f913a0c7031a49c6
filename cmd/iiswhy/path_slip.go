package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/engine"
	"github.com/iiswhy/iiswhy/report/form"
	"github.com/spf13/cobra"
)

// What stands in the place of a path and is none.

var (
	clockForm    = form.Of(`^\d{1,2}:\d{2}(:\d{2})?$`)
	codeForm     = form.Of(`^([1-5]\d\d|[1-5]xx)(\.(\d{1,3}|[x*]))?$`)
	dateForm     = form.Of(`^\d{4}-\d{1,2}-\d{1,2}(T[\d:]+)?$`)
	settingForm  = form.Of(`^[-/]?([A-Za-z][A-Za-z0-9-]+)[=:](.*)$`)
	longDash     = form.Of(`^[‐‑–—−]+([A-Za-z][A-Za-z0-9-]+)`) // what word processors make of two dashes
	windowsForm  = form.Of(`^/([A-Za-z][A-Za-z0-9-]+)$`)
	numberInHex  = form.Of(`^0[xX][0-9A-Fa-f]{8}$`)
	wordsForDays = []string{"today", "yesterday", "now"}
)

// refuseSlips returns an error for a path that does not exist and is something else in
// the wrong place: a time, a code, a verdict, a command behind its paths.
func refuseSlips(c *cobra.Command, paths []string) error {
	for _, path := range paths {
		if path == "-" || exists(path) {
			continue
		}
		if err := cmp.Or(refuseSplitList(c, path), wrongPath(path), wrongFlag(c, path), otherThanPath(c, path)); err != nil {
			return err
		}
	}
	return nil
}

// pathMeant is the path that exists where a word in quotes, or with the slashes of Windows,
// does not; "" for none.
func pathMeant(word string) string {
	if n := len(word); n > 2 && word[0] == word[n-1] && strings.ContainsRune(`'"`, rune(word[0])) && exists(word[1:n-1]) {
		return word[1 : n-1]
	}
	if slashed := strings.ReplaceAll(word, `\`, "/"); slashed != word && filepath.Separator == '/' && exists(slashed) {
		return slashed
	}
	return ""
}

// wrongPath says how a path is written that was not written well; nil for others.
func wrongPath(word string) error {
	parts := strings.Split(word, ",")
	switch {
	case word == "":
		return errors.New("expected a path, found an empty one, as of a variable that was never set")
	case engine.IsAddress(word): // which may hold a password
		return errors.New("expected a path, found a URL; an engine is read by --engine URL, and a log on the web has to be downloaded first")
	case strings.Contains(word, `" `) && strings.Contains(word, `\`):
		return fmt.Errorf(`expected a path, found %q; write no \ before the quote that ends it`, word)
	case len(parts) > 1 && slices.ContainsFunc(parts, exists):
		return fmt.Errorf("expected a path, found %q; write paths with blanks between them: %s", word, strings.Join(parts, " "))
	case pathMeant(word) != "":
		return fmt.Errorf("expected a path, found %s%s", word, suggest(pathMeant(word)))
	}
	return nil
}

// wrongFlag says how a flag is written that was written as other programs have it; nil for
// others.
func wrongFlag(c *cobra.Command, word string) error {
	if dashed := longDash().FindStringSubmatch(word); dashed != nil && flagNamed(c, dashed[1]) != "" {
		return fmt.Errorf("expected a flag with two dashes, found %s%s", word, suggest("--"+flagNamed(c, dashed[1])))
	}
	if setting := settingForm().FindStringSubmatch(word); setting != nil && flagNamed(c, setting[1]) != "" {
		return fmt.Errorf("expected a path, found %s%s", word, suggest("--"+flagNamed(c, setting[1])+" "+setting[2]))
	}
	if windowsForm().MatchString(word) && flagNamed(c, word[1:]) != "" {
		return fmt.Errorf("expected a path, found %s%s", word, suggest("--"+flagNamed(c, word[1:])))
	}
	return nil
}

// otherThanPath says what a word is if no path, and where it belongs; nil for a path.
func otherThanPath(c *cobra.Command, word string) error {
	lower := strings.ToLower(word)
	verdict, _ := codes.ParseVerdict(lower)
	switch {
	case clockForm().MatchString(word):
		return fmt.Errorf(`expected a path, found the time %s; write a date and its time as one word: 2026-11-21T%s or "yesterday %s"`, word, word, word)
	case dateForm().MatchString(word), slices.Contains(wordsForDays, lower):
		return fmt.Errorf("expected a path, found the time %s%s", word, suggest(cmp.Or(otherFlag(c.Name(), "since"), "--since")+" "+word))
	case codeForm().MatchString(lower), numberInHex().MatchString(word):
		return fmt.Errorf("expected a path, found the code %s; did you mean iiswhy explain %s or --status %s?", word, word, lower)
	case verdict != 0:
		return fmt.Errorf("expected a path, found the verdict %s%s", word, suggest("--verdict "+lower))
	case lower == "help":
		return fmt.Errorf("expected a path, found %s%s", word, suggest(c.CommandPath()+" --help"))
	case slices.Contains(commandNames(c.Root()), lower):
		return fmt.Errorf("expected a path, found the command %s, which comes first: iiswhy %s PATH", word, lower)
	}
	return nil
}
