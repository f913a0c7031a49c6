// Package interrupt hears the signals that ask the program to end: Ctrl+C, and those that
// a service manager or a terminal that goes away sends.
//
// It imports little, so that Go begins it before nearly all others: from then on a signal
// ends the reading and no longer the program. Before that the system ends it.
package interrupt

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

var heard = make(chan os.Signal, 2)

func init() { listen() }

func listen() { signal.Notify(heard, wanted()...) }

// wanted are the signals that end the reading. What nohup has ignored stays ignored.
func wanted() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		all = append(all, syscall.SIGHUP)
	}
	return all
}

// Context returns a context that ends with the first signal since the program began. The
// next one ends the program at once, with the status given.
func Context(parent context.Context, status int) (ctx context.Context, stop func()) {
	ctx, stop = context.WithCancel(parent)
	go func() {
		select {
		case <-heard:
			signal.Reset(wanted()...)
			stop()
		case <-ctx.Done():
			return
		}
		if len(heard) > 0 { // it came before the system could take it
			os.Exit(status)
		}
	}()
	return ctx, stop
}
