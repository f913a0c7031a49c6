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
	if err := a.noteMachines(ctx, s, f); err != nil {
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

// mostNamed is how many machines are named of a kind.
const mostNamed = 5

// noteMachines says of which machines nothing came, and whose rows were judged by something
// else than is given here: what ship judged stays.
func (a *app) noteMachines(ctx context.Context, s *settings, f *flags) error {
	judge, err := judgeName(f)
	if err != nil {
		return err
	}
	all, err := s.engine.Machines(ctx)
	silent, otherwise := 0, 0
	for i := range all {
		if m := &all[i]; m.IsSilent(s.now) {
			if silent++; silent <= mostNamed {
				a.note(s, "%s has not shipped since %s: what happened there is missing", m.Name, m.Last.Format("2006-01-02 15:04")+" UTC")
			}
		}
		if m := &all[i]; m.Judge != judge {
			if otherwise++; otherwise <= mostNamed {
				a.note(s, "%s shipped rows that were judged by other tables, --noise or --forwarded-for than this report has: their verdicts stay", m.Name)
			}
		}
	}
	if silent > mostNamed {
		a.note(s, "%d more machines have not shipped for a day", silent-mostNamed)
	}
	if otherwise > mostNamed {
		a.note(s, "%d more machines shipped rows that were judged otherwise", otherwise-mostNamed)
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
