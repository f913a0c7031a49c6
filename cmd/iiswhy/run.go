// Command iiswhy reads the logs of Microsoft IIS and says why requests failed.
//
//	iiswhy C:\inetpub\logs\LogFiles\W3SVC1
//	zcat u_ex2611*.log.gz | iiswhy
//
// See iiswhy --help, and README.md for recipes. Everything that knows a
// terminal, a clock or the environment is in this package.
//
// # What a start takes
//
// A short log takes as long as starting and ending do, which a script does often. Least of
// 40 runs in turn on a busy machine, milliseconds of the processor:
//
//	a log of 20 KB                                                    18.2
//	families of noise worked out beforehand                           12.1
//	patterns compiled, messages translated, codes read when asked      9.7
//	wordings and widths in plain ways, judges that counted not merged  8.2
//	explain 401.1                                           10.7, now  5.3
//
// By the clock, with both cores to itself, --version takes 4.9 ms and a program that does
// nothing 1.1: 2.4 are what 155 packages make before main, of which 0.8 are those that come with
// Parquet. From there to the first byte of a log it is 1.1 ms. A program that the linker has
// just written starts 1 to 2 ms later than a copy of it: compare copies.
//
// Of what is left a fifth is the packages that others wrote, made before main, of which one
// for Parquet reads the head of this program to make a number of it, and a tenth the
// runtime; memory that is touched the first time is a third of all, 2 µs for each 4 KiB.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"time"

	"github.com/iiswhy/iiswhy/cmd/iiswhy/interrupt"
	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/render"
)

// Exit statuses. Task Scheduler shows nothing but the number.
const (
	exitDone    = 0
	exitFailed  = 1 // a --fail-on condition holds
	exitUsage   = 2 // wrong usage
	exitPartial = 3 // some input was not read to its end, or --strict and a row was refused
)

// app is one run of the program, with all that it takes from outside.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	getenv         func(string) string
	machine        machine
	byExplorer     bool // a window was opened for this run, and closes with it

	lang   codes.Lang         // of help, errors and notes
	say    *render.Translator // into lang
	unread bool               // nobody reads standard output any more
	status int                // exit status so far; the gravest wins

	holding bool     // messages wait
	held    []string // that wait
	hide    func(string) string
}

// run runs the program with the arguments behind its name, and returns its exit
// status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := interrupt.Context(ctx, exitPartial)
	defer stop()
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, now: time.Now, getenv: os.Getenv}
	a.machine = thisMachine(runtime.GOOS == "windows", a.getenv)
	a.byExplorer = startedByExplorer()
	return a.execute(ctx, args)
}

// waitForKey keeps the window open that Windows opened for a double click, or for a log
// that was dropped on the program.
func (a *app) waitForKey() {
	fmt.Fprint(a.stderr, helpIn(a.lang).say("key"))
	readKey(a.stdin)
	fmt.Fprintln(a.stderr)
}

func (a *app) execute(ctx context.Context, args []string) int {
	a.speak(a.languageOf(args))
	if a.byExplorer {
		defer a.waitForKey()
	}
	help := &helpWriter{Writer: a.stdout}
	root := a.rootCommand(help)
	args, err := asWindowsDoes(root, args)
	if err != nil {
		return a.failed(err)
	}
	root.SetArgs(negativeCodes(args))
	root.SetIn(a.stdin)
	root.SetErr(a.stderr)
	err = root.ExecuteContext(ctx)
	if a.holding { // nothing was read
		a.release(nil)
	}
	if help.err != nil {
		err = &failure{exitPartial, fmt.Errorf("standard output: expected to write to it: %w", help.err)}
	}
	if err != nil {
		return a.failed(err)
	}
	return a.status
}

// failed complains of what ended the program, and returns the exit status.
func (a *app) failed(err error) int {
	a.complain(err)
	var f *failure
	if errors.As(err, &f) {
		return f.status
	}
	fmt.Fprintln(a.stderr, helpIn(a.lang).say("try"))
	return exitUsage
}

// negativeCodes turns what .NET and PowerShell show of an HRESULT, -2147024891,
// into a number that is not taken for a flag.
func negativeCodes(args []string) []string {
	if len(args) == 0 || args[0] != "explain" && args[0] != "codes" {
		return args
	}
	all := slices.Clone(args)
	for i, arg := range all {
		if n, err := strconv.ParseInt(arg, 10, 32); err == nil && n < -9999 {
			all[i] = strconv.FormatUint(uint64(uint32(n)), 10)
		}
	}
	return all
}

// failure is an error that is no wrong usage.
type failure struct {
	status int
	err    error
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// complain writes an error, and each of several on a line of its own. A name in an
// archive or a word of a script may hold what a terminal would obey.
func (a *app) complain(err error) {
	for _, one := range parts(err) {
		a.tell(one.Error())
	}
}

// tell writes a message to standard error. Under --redact it waits until all is read: only
// then it is known what must not be in it.
func (a *app) tell(message string) {
	if a.holding {
		a.held = append(a.held, message)
		return
	}
	if a.hide != nil {
		message = a.hide(message)
	}
	fmt.Fprintf(a.stderr, "iiswhy: %s\n", a.say.Text(render.Visible(message)))
}

// release writes the messages that wait; hide takes out of them, and of those to come,
// what must not be given away.
func (a *app) release(hide func(string) string) {
	a.holding, a.hide = false, hide
	for _, message := range a.held {
		a.tell(message)
	}
	a.held = nil
}

// parts are the errors that errors.Join made one of. A line feed inside of one is part of
// a name, and begins no line.
func parts(err error) (all []error) {
	switch e := err.(type) {
	case *failure:
		return parts(e.err)
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			all = append(all, parts(one)...)
		}
		return all
	}
	return []error{err}
}

// raise sets the exit status unless a graver one is set: 3 before 1 before 0.
func (a *app) raise(status int) { a.status = max(a.status, status) }
