package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report/engine"
	"github.com/iiswhy/iiswhy/report/scan"
)

// With --engine the files that servers shipped stand in the place of those of PATH: what
// is asked of sources is asked of their ledgers.

// shippedSources opens the engine, and returns the files of which it has rows.
func (a *app) shippedSources(ctx context.Context, s *settings, f *flags, paths []string) ([]input.Source, error) {
	if len(paths) > 0 {
		return nil, fmt.Errorf("--engine: expected no PATH beside it, since the rows are those that servers shipped; found %s", paths[0])
	}
	client, err := a.engineClient(s, &f.engine, "")
	if err != nil {
		return nil, err
	}
	s.tell.Engine = client.Address().String()
	if s.engine, err = engine.OpenReader(ctx, client, s.scan.Noise); err != nil {
		return nil, &failure{exitPartial, err}
	}
	if err := a.noteSilent(ctx, s); err != nil {
		return nil, &failure{exitPartial, err}
	}
	var all []input.Source
	for _, one := range s.engine.Sources() {
		all = append(all, input.Source{Name: one.Name, Size: one.Bytes})
	}
	if len(all) == 0 {
		return nil, &failure{exitPartial, fmt.Errorf("expected rows at %s, found none; iiswhy ship puts them there", client.Address())}
	}
	return all, nil
}

// mostSilent is how many machines are named.
const mostSilent = 5

// noteSilent says of which machines nothing came.
func (a *app) noteSilent(ctx context.Context, s *settings) error {
	silent, err := s.engine.Silent(ctx, s.now)
	for i, one := range silent {
		if i == mostSilent {
			a.note(s, "%d more machines have not shipped for a day", len(silent)-i)
			break
		}
		a.note(s, "%s has not shipped since %s: what happened there is missing", one.Machine, one.Since.Format("2006-01-02 15:04")+" UTC")
	}
	return err
}

// readShipped counts the rows of those files.
func (s *settings) readShipped(ctx context.Context, sources []input.Source, o scan.Options) (*scan.Result, error) {
	wanted := map[string]bool{}
	for _, source := range sources {
		wanted[source.Name] = true
	}
	all := s.engine.Sources()
	s.engine.Only(func(i int) bool { return wanted[all[i].Name] })
	r, err := scan.ReadShipped(ctx, s.engine, o)
	if err != nil {
		return nil, &failure{exitPartial, err}
	}
	return r, nil
}

// engineFailed is the error of an engine that failed on the way: a report would lack rows.
func (s *settings) engineFailed(ctx context.Context) error {
	if s.engine == nil || ctx.Err() != nil {
		return nil
	}
	if err := s.engine.Err(); err != nil {
		return &failure{exitPartial, errors.Join(err)}
	}
	return nil
}

// shippedPeriod is the time of the first and of the second after the last row of some
// files; zero where none has a time.
func (s *settings) shippedPeriod(sources []input.Source) (first, end time.Time) {
	wanted := map[string]bool{}
	for _, source := range sources {
		wanted[source.Name] = true
	}
	for _, one := range s.engine.Sources() {
		if !wanted[one.Name] || one.First > one.Last {
			continue
		}
		if from := time.Unix(one.First, 0).UTC(); first.IsZero() || from.Before(first) {
			first = from
		}
		if until := time.Unix(one.Last+1, 0).UTC(); until.After(end) {
			end = until
		}
	}
	return first, end
}
