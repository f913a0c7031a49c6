package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/spf13/pflag"
)

// Exit statuses.
const (
	exitDone  = 0
	exitUsage = 2 // the flags are wrong; nothing was written
	exitWrite = 3 // the log or its truth was not written whole
)

// order is what the flags ask for.
type order struct {
	kind, size string
	sized      bool // --size was given
	seed       uint64
	out, truth string
	story      string
	stories    bool // list them
}

// run does what args ask. The log goes to stdout where no file is named.
func run(args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stdout)
	if errors.Is(err, pflag.ErrHelp) {
		return exitDone
	}
	var write func(io.Writer) error
	if err == nil {
		write, err = o.job()
	}
	if err != nil {
		fmt.Fprintln(stderr, "mklog:", err)
		return exitUsage
	}
	if err := write(stdout); err != nil {
		fmt.Fprintln(stderr, "mklog:", err)
		return exitWrite
	}
	return exitDone
}

// job returns what is to be written, once all that is asked for makes sense.
func (o order) job() (func(io.Writer) error, error) {
	switch {
	case o.stories:
		return listStories, nil
	case o.story != "":
		tale, err := o.tale()
		return func(w io.Writer) error { return o.writeTale(tale, w) }, err
	}
	c, err := o.config()
	return func(w io.Writer) error { return o.write(c, w) }, err
}

func parse(args []string, help io.Writer) (order, error) {
	var o order
	flags := pflag.NewFlagSet("mklog", pflag.ContinueOnError)
	flags.SetOutput(help)
	flags.SortFlags = false
	flags.StringVarP(&o.kind, "kind", "k", "bench", "what to write: bench, auth, hostile, quiet or incidents")
	flags.StringVarP(&o.size, "size", "s", "64MiB", "size of the log: bytes, or with B, KiB, MiB, GiB, KB, MB, GB; of a story small, medium or large")
	flags.Uint64Var(&o.seed, "seed", 1, "number that makes the log: the same seed, the same bytes")
	flags.StringVarP(&o.out, "output", "o", "-", "file for the log; - is standard output")
	flags.StringVar(&o.truth, "truth", "", "file for what was written, as JSON")
	flags.StringVar(&o.story, "story", "", "write a story with its truth in place of a kind: a name of --stories")
	flags.BoolVar(&o.stories, "stories", false, "list the stories")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	o.sized = flags.Changed("size")
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("expected flags only, found %q", flags.Arg(0))
	case o.truth == "-" && o.out == "-":
		return o, errors.New("--truth: expected a file, since the log itself goes to standard output")
	}
	return o, nil
}

// config returns the log that the order names.
func (o order) config() (logtest.Config, error) {
	size, err := parseSize(o.size)
	if err != nil {
		return logtest.Config{}, err
	}
	kinds := map[string]func(int64) logtest.Config{
		"bench": logtest.Bench, "auth": logtest.Auth, "hostile": logtest.Hostile,
		"quiet": logtest.Quiet, "incidents": logtest.Planted,
	}
	preset, ok := kinds[o.kind]
	if !ok {
		return logtest.Config{}, fmt.Errorf("--kind: expected bench, auth, hostile, quiet or incidents, found %q", o.kind)
	}
	c := preset(size)
	c.Seed = o.seed
	return c, nil
}

func (o order) write(c logtest.Config, stdout io.Writer) error {
	var s logtest.Summary
	err := toFile(o.out, stdout, func(w io.Writer) (err error) {
		s, err = logtest.Write(w, c)
		return err
	})
	if err != nil {
		return err
	}
	return o.writeTruth(s, stdout)
}

// toFile lets fill write the named file, or stdout for "-".
func toFile(name string, stdout io.Writer, fill func(io.Writer) error) error {
	if name == "-" {
		b := bufio.NewWriter(stdout)
		return errors.Join(fill(b), b.Flush())
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(fill(f), f.Close())
}
