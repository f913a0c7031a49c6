package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/engine"
	"github.com/iiswhy/iiswhy/report/render"
	"github.com/spf13/cobra"
)

// shipFlags are those that ship alone has.
type shipFlags struct {
	create        bool
	cluster, keep string
	machine       string
	follow        time.Duration
}

func (a *app) shipCommand(f *flags) *cobra.Command {
	own := &shipFlags{}
	c := &cobra.Command{
		Use:  "ship [flags] URL [PATH...]",
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return a.ship(c, f, own, args) },
	}
	set := c.Flags()
	set.BoolVar(&own.create, "create", false, "")
	set.StringVar(&own.cluster, "cluster", "", "")
	set.StringVar(&own.keep, "ttl", "", "")
	set.StringVar(&own.machine, "machine", "", "")
	set.DurationVar(&own.follow, "follow", 0, "")
	return c
}

// ship ships once, or until Ctrl+C.
func (a *app) ship(c *cobra.Command, f *flags, own *shipFlags, args []string) error {
	url, paths := "", args
	if len(args) > 0 && engine.IsAddress(args[0]) {
		url, paths = args[0], args[1:]
	}
	if err := f.engine.refuseTyped(c.Flags(), url); err != nil {
		return err
	}
	s, err := a.settings(c, f)
	if err != nil {
		return err
	}
	if !slices.Contains(render.Formats("ship"), s.format) {
		return fmt.Errorf("--format: expected text, markdown or json, which ship has, found %s", s.format)
	}
	days, err := own.check(paths)
	if err != nil {
		return err
	}
	client, err := a.engineClient(s, &f.engine, url)
	if err != nil {
		return err
	}
	defer client.Close()
	if err := a.prepareTables(c.Context(), s, own, client, days); err != nil {
		return &failure{exitPartial, err}
	}
	if len(paths) == 0 {
		return nil
	}
	return a.shipPaths(c.Context(), s, f, own, client, paths)
}

// check checks the flags, and returns how many days rows are kept, 0 for ever.
func (own *shipFlags) check(paths []string) (days int, err error) {
	if own.keep != "" {
		span, err := parseSpan(own.keep)
		if days = int(span / (24 * time.Hour)); err != nil || days < 1 || days > 3650 {
			return 0, fmt.Errorf("--ttl: expected from 1 to 3650 days, such as 90d, found %q", own.keep)
		}
	}
	switch {
	case own.cluster != "" && !own.create:
		return 0, errors.New("--cluster says how tables are made: give it with --create")
	case own.follow != 0 && own.follow < time.Second:
		return 0, fmt.Errorf("--follow: expected a second or more, found %s", own.follow)
	case len(paths) == 0 && !own.create:
		return 0, errors.New("expected a PATH behind the URL, or --create, found neither")
	}
	return days, nil
}

// prepareTables makes the tables, where that is wanted, and drops days that are over.
func (a *app) prepareTables(ctx context.Context, s *settings, own *shipFlags, client *engine.Client, days int) error {
	if own.create {
		todo, err := client.Create(ctx, engine.Schema{Cluster: own.cluster, Days: days})
		if err != nil {
			return err
		}
		if todo != "" {
			a.note(s, "%s", todo)
		}
	}
	if days == 0 {
		return nil
	}
	return client.Expire(ctx, s.now, days)
}

// shipPaths ships the logs of paths.
func (a *app) shipPaths(ctx context.Context, s *settings, f *flags, own *shipFlags, client *engine.Client, paths []string) error {
	judge, err := judgeName(f)
	if err != nil {
		return err
	}
	o := engine.Options{Machine: own.machine, Judge: judge, Scan: s.scan, Now: a.now, Random: rand.Float64}
	if o.Machine == "" {
		if o.Machine, err = os.Hostname(); err != nil {
			return fmt.Errorf("--machine: expected a name, as the system tells none: %w", err)
		}
	}
	shipper, err := engine.NewShipper(ctx, client, o)
	if err != nil {
		return &failure{exitPartial, err}
	}
	if own.follow > 0 {
		return a.follow(ctx, s, own, shipper, paths)
	}
	told, err := a.shipOnce(ctx, s, shipper, paths)
	if told == nil {
		return err
	}
	return a.writeShipment(ctx, s, told)
}

// shipOnce ships what is there now. What failed stands in the shipment.
func (a *app) shipOnce(ctx context.Context, s *settings, shipper *engine.Shipper, paths []string) (*report.Shipment, error) {
	a.release(nil) // messages need not wait: no report hides what is shipped
	sources, err := a.sources(ctx, s, paths)
	if err != nil {
		return nil, err
	}
	add, end := a.progressBar(s, sources)
	defer end()
	told, err := shipper.Ship(ctx, sources, add)
	if err != nil && ctx.Err() == nil {
		a.complain(err)
	}
	for _, one := range told.Files {
		if one.Error != "" {
			a.complain(errors.New(one.Error))
		}
	}
	for _, one := range s.tell.Unread {
		told.Partial = true
		told.Files = append(told.Files, report.ShippedFile{Name: one.Name, State: report.FileFailed, Error: one.Error})
	}
	s.tell.Unread = nil
	return told, nil
}

// writeShipment writes what was done, and sets the exit status by it.
func (a *app) writeShipment(ctx context.Context, s *settings, told *report.Shipment) error {
	if told.Partial {
		a.raise(exitPartial)
	}
	return a.write(ctx, s, func(w io.Writer) error {
		return render.WriteShipment(w, told, s.format, a.renderOptions(s))
	})
}

// follow ships new rows until Ctrl+C.
func (a *app) follow(ctx context.Context, s *settings, own *shipFlags, shipper *engine.Shipper, paths []string) error {
	var all *report.Shipment
	for {
		told, err := a.shipOnce(ctx, s, shipper, paths)
		if told == nil {
			return err
		}
		switch {
		case all == nil:
			all = told
		case ctx.Err() != nil: // it was not read to the end; the round before was
			all.Rows.Shipped += told.Rows.Shipped
			all.Ended = told.Ended
		default:
			all.Add(told)
		}
		if told.Rows.Shipped > 0 || told.Partial && ctx.Err() == nil {
			a.note(s, "%s: shipped %d rows of %d files, %d wait, %d not acknowledged", told.Ended.Format(time.TimeOnly)+" UTC",
				told.Rows.Shipped, len(told.Files), told.Rows.Waiting, told.Rows.Unsure)
		}
		if wait(ctx, own.follow) != nil {
			a.status = exitDone // what failed on the way was made up for, or the last round tells
			return a.writeShipment(ctx, s, all)
		}
	}
}

// judgeName names what decides the verdicts of rows: the version of the tables, and what
// was given besides.
func judgeName(f *flags) (string, error) {
	name := []string{codes.Version()}
	if f.noise != "" {
		text, err := os.ReadFile(f.noise)
		if err != nil {
			return "", fmt.Errorf("--noise: %w", err)
		}
		sum := sha256.Sum256(text)
		name = append(name, "noise="+hex.EncodeToString(sum[:4]))
	}
	if f.forwardedFor != "" {
		name = append(name, "forwarded-for="+f.forwardedFor)
	}
	return strings.Join(name, " "), nil
}
