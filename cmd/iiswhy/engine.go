package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"github.com/iiswhy/iiswhy/report/engine"
	"github.com/spf13/pflag"
)

// engineFlags say where an engine is and who asks. They are typed, stand in the file of
// --config or in the environment; a password is never typed, since everybody on a machine
// sees what was.
type engineFlags struct {
	url, user, password, authorities string
	timeout                          time.Duration
	tries                            int
}

func (e *engineFlags) define(s *pflag.FlagSet) {
	s.StringVar(&e.url, "engine", "", "")
	s.StringVar(&e.user, "engine-user", "", "")
	s.StringVar(&e.password, "engine-password", "", "")
	s.StringVar(&e.authorities, "engine-ca", "", "")
	s.DurationVar(&e.timeout, "timeout", time.Minute, "")
	s.IntVar(&e.tries, "tries", 6, "")
}

var errTypedPassword = errors.New("expected no password on the command line, where everybody on the machine can see it: put it into IISWHY_ENGINE_PASSWORD, or as engine-password = … into the file of --config")

// refuseTyped returns an error for a password that was typed. It is asked before the file
// of --config is read.
func (e *engineFlags) refuseTyped(set *pflag.FlagSet, typed string) error {
	if set.Changed("engine-password") || engine.HasPassword(typed) || engine.HasPassword(e.url) {
		return errTypedPassword
	}
	return nil
}

// address is where the engine is, "" of typed for none.
func (a *app) engineAddress(e *engineFlags, typed string) (at engine.Address, err error) {
	for _, text := range []string{typed, e.url, a.getenv("IISWHY_ENGINE")} {
		if text == "" {
			continue
		}
		if at, err = engine.ParseAddress(text); err != nil {
			return at, err
		}
		break
	}
	if at.Base == "" {
		return at, errors.New("expected the URL of an engine, http://HOST:8123/DATABASE, first, by --engine or in IISWHY_ENGINE; found none")
	}
	for _, user := range []string{a.getenv("IISWHY_ENGINE_USER"), e.user} {
		if user != "" {
			at.User = user
		}
	}
	for _, password := range []string{a.getenv("IISWHY_ENGINE_PASSWORD"), e.password} {
		if password != "" {
			at.Password = password
		}
	}
	return at, nil
}

// client makes what asks the engine.
func (a *app) engineClient(s *settings, e *engineFlags, typed string) (*engine.Client, error) {
	at, err := a.engineAddress(e, typed)
	if err != nil {
		return nil, err
	}
	switch {
	case e.timeout < time.Second:
		return nil, fmt.Errorf("--timeout: expected a second or more, found %s", e.timeout)
	case e.tries < 1 || e.tries > 1000:
		return nil, fmt.Errorf("--tries: expected a number from 1 to 1000, found %d", e.tries)
	}
	var authorities []byte
	if e.authorities != "" {
		if authorities, err = os.ReadFile(e.authorities); err != nil {
			return nil, fmt.Errorf("--engine-ca: expected a file of certificates: %w", err)
		}
	}
	return engine.NewClient(engine.Config{
		Address: at, Authorities: authorities, Timeout: e.timeout, Tries: e.tries, Wait: wait, Random: rand.Float64,
		Retrying: func(err error, after time.Duration) {
			a.note(s, "%v; trying again in %s", err, after.Round(100*time.Millisecond))
		},
	})
}

// wait waits, or returns the error of a context that ends before.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
