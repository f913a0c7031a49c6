package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/iiswhy/iiswhy/parser/logtest"
)

// storySize returns the size that the order names; a story has no size in bytes.
func (o order) storySize() (logtest.Size, error) {
	if !o.sized {
		return logtest.Small, nil
	}
	size, err := logtest.SizeNamed(o.size)
	if err != nil {
		return size, fmt.Errorf("--size: with --story, %w", err)
	}
	return size, nil
}

// tale writes the story that the order names.
func (o order) tale() (logtest.Tale, error) {
	story, ok := logtest.StoryNamed(o.story)
	if !ok {
		return logtest.Tale{}, fmt.Errorf("--story: expected a name that --stories lists, found %q", o.story)
	}
	size, err := o.storySize()
	if err != nil {
		return logtest.Tale{}, err
	}
	tale := story.Write(size, o.seed)
	if len(tale.Logs) > 1 && o.out == "-" {
		return tale, fmt.Errorf("--output: expected a directory, since %s has %d logs", o.story, len(tale.Logs))
	}
	return tale, nil
}

// writeTale writes the logs of a tale: one to a file or stdout, several below a
// directory.
func (o order) writeTale(tale logtest.Tale, stdout io.Writer) error {
	save := func() error { return tale.Save(o.out) }
	if len(tale.Logs) == 1 {
		save = func() error { return o.saveOne(tale.Logs[0], stdout) }
	}
	if err := save(); err != nil {
		return err
	}
	return o.writeTruth(tale, stdout)
}

// saveOne writes a log to a file or to stdout.
func (o order) saveOne(log logtest.Log, stdout io.Writer) error {
	return toFile(o.out, stdout, func(w io.Writer) error {
		_, err := w.Write(log.Text)
		return err
	})
}

// writeTruth writes what was written as JSON, where somebody asked for it.
func (o order) writeTruth(what any, stdout io.Writer) error {
	if o.truth == "" {
		return nil
	}
	return toFile(o.truth, stdout, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(what)
	})
}

// listStories prints each story with what it tells.
func listStories(w io.Writer) error {
	var wrong []error
	for _, s := range logtest.Stories() {
		kind := ""
		if s.Lure() {
			kind = " (looks like " + s.Like + ")"
		}
		_, err := fmt.Fprintf(w, "%-24s %s%s\n", s.Name, s.Tells, kind)
		wrong = append(wrong, err)
	}
	return errors.Join(wrong...)
}
