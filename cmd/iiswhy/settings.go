package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/render"
	"github.com/spf13/pflag"
)

// settings are the flags, checked and in the terms of the packages that do the
// work.
type settings struct {
	report  report.Options
	format  render.Format
	zone    *time.Location
	last    time.Duration
	failOn  []condition
	color   string
	bom     bool
	comma   rune   // of CSV
	showing string // --progress
}

// settings checks the flags.
func (a *app) settings(f *flags, set *pflag.FlagSet) (*settings, error) {
	if f.config != "" {
		if err := readConfig(f.config, set); err != nil {
			return nil, err
		}
	}
	if err := givesNothing(set); err != nil {
		return nil, err
	}
	s := &settings{}
	for _, step := range []func(*flags) error{
		checkOutput, s.setFormat, a.setBook(s), s.setZone, a.setPeriod(s), s.setFilter, s.setCounts, s.setShow,
	} {
		if err := step(f); err != nil {
			return nil, err
		}
	}
	s.report.Filters = filtersOf(set)
	return s, nil
}

// checkOutput finds what would keep the report from being written, before hours of
// reading and not after them.
func checkOutput(f *flags) error {
	if f.output == "" {
		return nil
	}
	if stat, err := os.Stat(f.output); err == nil && stat.IsDir() {
		return fmt.Errorf("--output: expected the name of a file, found the directory %s", f.output)
	}
	dir := filepath.Dir(f.output)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) && !f.mkdir {
		return fmt.Errorf("--output %s: expected a directory that exists, found no %s; --mkdir creates it", f.output, dir)
	}
	return nil
}

func (s *settings) setFormat(f *flags) (err error) {
	s.format = "text"
	if format, ok := render.FormatOf(f.output); ok {
		s.format = format
	}
	if f.format != "" {
		if s.format, err = render.ParseFormat(f.format); err != nil {
			return fmt.Errorf("--format: %w", err)
		}
		return nil
	}
	if extension := strings.ToLower(filepath.Ext(f.output)); slices.Contains(foreign, extension) {
		return fmt.Errorf("--output: expected a file of .txt, .md, .csv, .json or .html, or --format, found %s", extension)
	}
	return nil
}

// foreign are extensions of what is not written here: a text of that name would
// open in nothing.
var foreign = []string{
	".xlsx", ".xls", ".ods", ".docx", ".doc", ".odt", ".rtf", ".pdf", ".eml", ".msg", ".tsv", ".xml", ".yaml", ".yml", ".jsonl", ".ndjson", ".zip", ".gz",
}

// setBook opens the tables in the language of the report, with the meanings of
// --codes added.
func (a *app) setBook(s *settings) func(*flags) error {
	return func(f *flags) error {
		lang := a.language()
		if f.lang != "" {
			var err error
			if lang, err = codes.ParseLang(f.lang); err != nil {
				return fmt.Errorf("--lang: %w", err)
			}
		}
		var err error
		if s.report.Book, err = codes.Open(lang); err != nil {
			return &failure{exitPartial, err}
		}
		if s.report.Rules, err = codes.OpenRules(); err != nil {
			return &failure{exitPartial, err}
		}
		if err := s.setNoise(f); err != nil || f.codes == "" {
			return err
		}
		own, err := os.Open(f.codes)
		if err != nil {
			return fmt.Errorf("--codes: expected a file of meanings: %w", err)
		}
		defer own.Close()
		return s.report.Book.Add(f.codes, own)
	}
}

// setNoise opens the noise families, with those of --noise added.
func (s *settings) setNoise(f *flags) (err error) {
	if s.report.Noise, err = codes.OpenFamilies(); err != nil {
		return &failure{exitPartial, err}
	}
	if f.noise == "" {
		return nil
	}
	own, err := os.Open(f.noise)
	if err != nil {
		return fmt.Errorf("--noise: expected a file of noise families: %w", err)
	}
	defer own.Close()
	return s.report.Noise.Add(f.noise, own)
}

func (s *settings) setZone(f *flags) (err error) {
	switch {
	case strings.EqualFold(f.tz, "local"):
		s.zone = localZone()
	case strings.EqualFold(f.tz, "utc"):
		s.zone = time.UTC
	default:
		if s.zone, err = time.LoadLocation(f.tz); err != nil {
			return fmt.Errorf("--tz: expected local, UTC or a zone like Europe/Zurich, found %q", f.tz)
		}
	}
	s.report.Location = s.zone
	return nil
}

func (a *app) setPeriod(s *settings) func(*flags) error {
	return func(f *flags) (err error) {
		filter := &s.report.Filter
		for _, end := range []struct {
			name, text string
			to         *time.Time
		}{{"since", f.since, &filter.Since}, {"until", f.until, &filter.Until}} {
			if end.text == "" {
				continue
			}
			if *end.to, err = parseWhen(end.text, a.now(), s.zone); err != nil {
				return fmt.Errorf("--%s: %w", end.name, err)
			}
		}
		if f.last != "" {
			if s.last, err = parseSpan(f.last); err != nil {
				return fmt.Errorf("--last: %w", err)
			}
		}
		if f.last != "" && f.since != "" {
			return fmt.Errorf("--last and --since both say where to begin: give one of them")
		}
		if f.since != "" && f.until != "" && !filter.Since.Before(filter.Until) {
			return fmt.Errorf("--since must be before --until: found %s and %s",
				filter.Since.Format(time.RFC3339), filter.Until.Format(time.RFC3339))
		}
		return nil
	}
}

func (s *settings) setFilter(f *flags) (err error) {
	for _, flag := range report.FilterFlags() {
		if err := flag.Set(&s.report.Filter, *f.filters[flag.Name]); err != nil {
			return fmt.Errorf("--%s: %w", flag.Name, err)
		}
	}
	if s.report.Redact, err = report.ParseRedact(f.redact); err != nil {
		return fmt.Errorf("--redact: %w", err)
	}
	s.report.ForwardedFor = f.forwardedFor
	return nil
}

func (s *settings) setCounts(f *flags) (err error) {
	if f.top < 1 || f.top > 10_000 {
		return fmt.Errorf("--top: expected a number from 1 to 10000, found %d", f.top)
	}
	if f.workers < 1 || f.workers > 256 {
		return fmt.Errorf("--workers: expected a number from 1 to 256, found %d", f.workers)
	}
	s.report.Top, s.report.Workers = f.top, f.workers
	if s.report.By, err = each("by", f.by, report.ParseField); err != nil {
		return err
	}
	if s.report.Bucket, err = bucketOf(f.bucket); err != nil {
		return err
	}
	s.failOn, err = each("fail-on", f.failOn, parseCondition)
	return err
}

func (s *settings) setShow(f *flags) error {
	when := map[string]string{"auto": "auto", "always": "always", "never": "never"}
	var err error
	if s.color, err = oneOf("color", f.color, when); err != nil {
		return err
	}
	if s.showing, err = oneOf("progress", f.progress, when); err != nil {
		return err
	}
	s.bom = f.bom
	named := map[string]string{",": "comma", ";": "semicolon", "\t": "tab"}[f.delimiter] // a shell may take the sign for itself
	s.comma, err = oneOf("delimiter", cmp.Or(named, f.delimiter), map[string]rune{"comma": ',', "semicolon": ';', "tab": '\t'})
	return err
}

// choosing are the flags that choose rows; a report names those that were set.
func choosing() []string {
	names := []string{"since", "until", "last"}
	for _, flag := range report.FilterFlags() {
		names = append(names, flag.Name)
	}
	return names
}

func filtersOf(set *pflag.FlagSet) []string {
	var all []string
	for _, name := range choosing() {
		if f := set.Lookup(name); f != nil && f.Changed {
			all = append(all, "--"+name+" "+typed(f.Value))
		}
	}
	return all
}

// typed is the value of a flag as it is typed, a list without the brackets that
// pflag puts around it.
func typed(v pflag.Value) string {
	text := v.String()
	if _, list := v.(pflag.SliceValue); list {
		return strings.TrimSuffix(strings.TrimPrefix(text, "["), "]")
	}
	return text
}
