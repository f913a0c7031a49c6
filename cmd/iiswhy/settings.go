package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/iiswhy/iiswhy/report/engine"
	"github.com/iiswhy/iiswhy/report/redact"
	"github.com/iiswhy/iiswhy/report/render"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// settings are the flags, checked and in the terms of the packages that do the
// work. Once they are there, nobody asks the flags again.
type settings struct {
	scan   scan.Options
	tell   analysis.Options
	render render.Options // but for width and colour, which depend on where the report goes
	format render.Format
	output string // file, behind all links; "" for standard output
	mkdir  bool

	last   time.Duration // 0 for none
	failOn []condition
	strict bool

	quiet    bool
	color    string
	progress string

	engine *engine.Reader // that is asked in place of files; nil for files

	ctx  context.Context // of the reading of files that flags name
	now  time.Time
	lang codes.Lang // of the environment, where --lang does not say
}

// settings checks the flags of a command.
func (a *app) settings(c *cobra.Command, f *flags) (*settings, error) {
	set := c.Flags()
	if f.config != "" {
		if err := readConfig(c.Context(), f.config, set); err != nil {
			return nil, err
		}
	}
	if err := givesNothing(set); err != nil {
		return nil, err
	}
	if err := plainValues(set); err != nil {
		return nil, err
	}
	s := &settings{
		ctx: c.Context(), now: a.now(), lang: a.language(),
		mkdir: f.mkdir, strict: f.strict, quiet: f.quiet,
	}
	for _, step := range []func(*flags) error{
		s.checkOutput, s.setFormatFor(c.Name()), s.setBook, s.setNoise, s.setZone, s.setPeriod, s.setFilter, s.setCounts, s.setShow,
	} {
		if err := step(f); err != nil {
			return nil, err
		}
	}
	if err := refuseCondition(s.failOn, c.Name()); err != nil {
		return nil, err
	}
	if s.lang != a.lang { // --config says so
		a.speak(s.lang)
	}
	if set.Changed("top") { // each format has its own number of values, where none is given
		s.render.Top = f.top
	}
	a.noteNobody(s)
	a.holding = s.scan.Redact.Any()
	s.tell.Filters, s.scan.Whole = filtersOf(set), s.strict
	s.tell.Book, s.tell.Rules, s.tell.Noise, s.tell.Redact = s.scan.Book, s.scan.Rules, s.scan.Noise, s.scan.Redact
	return s, nil
}

// checkOutput finds what would keep the report from being written, before hours of
// reading and not after them.
func (s *settings) checkOutput(f *flags) error {
	if f.output == "" || f.output == "-" { // standard output
		return nil
	}
	if device := reservedHere(f.output); device != "" {
		return fmt.Errorf("--output: expected the name of a file, found %s, which Windows keeps for the device %s; give another name", f.output, device)
	}
	if stat, err := os.Stat(f.output); err == nil && stat.IsDir() {
		return fmt.Errorf("--output: expected the name of a file, found the directory %s", f.output)
	}
	var err error
	if s.output, err = linkTarget(f.output); err != nil {
		return fmt.Errorf("--output %s: expected the name of a file: %w", f.output, err)
	}
	dir := filepath.Dir(s.output)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) && !f.mkdir {
		return fmt.Errorf("--output %s: expected a directory that exists, found no %s; --mkdir creates it", f.output, dir)
	}
	return refuseInputs(s.output, []string{f.codes, f.noise, f.config}, nil)
}

// formats are those that a command has.
type formats struct {
	parse func(name string) (render.Format, error)
	of    func(file string) (render.Format, bool)
	names []string
	files string // extensions, for a message
}

// setFormatFor returns what finds the format of a command.
func (s *settings) setFormatFor(command string) func(*flags) error {
	all := formats{render.ParseFormat, render.FormatOf, render.FormatNames(), ".txt, .md, .csv, .json or .html"}
	if command == "rows" {
		all = formats{render.ParseRowFormat, render.RowFormatOf, render.RowFormatNames(), ".txt, .csv, .ndjson, .parquet or .log"}
	}
	return func(f *flags) error { return s.setFormat(f, all) }
}

func (s *settings) setFormat(f *flags, all formats) (err error) {
	s.format = render.Text
	format, known := all.of(f.output)
	if known {
		s.format = format
	}
	if f.format != "" {
		if s.format, err = all.parse(cmp.Or(formatWords[strings.ToLower(f.format)], f.format)); err != nil {
			return fmt.Errorf("--format: %w%s", err, cmp.Or(suggest(otherValue("format", f.format)), didYouMean(f.format, "", all.names)))
		}
		return nil
	}
	if extension := strings.ToLower(filepath.Ext(f.output)); !known && slices.Contains(foreign, extension) {
		return fmt.Errorf("--output: expected a file of %s, or --format, found %s%s", all.files, extension, suggest(likeFile(f.output, extension)))
	}
	return nil
}

// likeFile is the file of a format that there is for one that is foreign, "" for none.
func likeFile(file, extension string) string {
	switch extension {
	case ".xlsx", ".xls":
		return strings.TrimSuffix(file, filepath.Ext(file)) + ".csv --bom"
	case ".pdf":
		return strings.TrimSuffix(file, filepath.Ext(file)) + ".html"
	}
	return ""
}

// formatWords are other words for formats.
var formatWords = map[string]string{"md": "markdown", "htm": "html", "txt": "text", "jsonl": "ndjson"}

// foreign are extensions of what is not written here: a text of that name would
// open in nothing.
var foreign = []string{
	".xlsx", ".xls", ".ods", ".docx", ".doc", ".odt", ".rtf", ".pdf", ".eml", ".msg", ".tsv", ".xml", ".yaml", ".yml", ".jsonl", ".ndjson", ".zip", ".gz",
}

// setBook opens the tables in the language of the report, with the meanings of
// --codes added.
func (s *settings) setBook(f *flags) (err error) {
	if f.lang != "" {
		if s.lang, err = codes.ParseLang(cmp.Or(languageWords[strings.ToLower(f.lang)], f.lang)); err != nil {
			return fmt.Errorf("--lang: %w", err)
		}
	}
	if s.scan.Book, err = codes.Open(s.lang); err != nil {
		return &failure{exitPartial, err}
	}
	if s.scan.Rules, err = codes.OpenRules(); err != nil {
		return &failure{exitPartial, err}
	}
	return s.addTable("codes", f.codes, s.scan.Book.Add)
}

// setNoise opens the noise families, with those of --noise added.
func (s *settings) setNoise(f *flags) (err error) {
	s.scan.Noise = codes.OpenFamilies()
	return s.addTable("noise", f.noise, s.scan.Noise.Add)
}

// addTable adds the table in the file of a flag, "" for none.
func (s *settings) addTable(flag, file string, add func(name string, table io.Reader) error) error {
	if file == "" {
		return nil
	}
	text, err := readFlagFile(s.ctx, file)
	if err != nil {
		return fmt.Errorf("--%s: expected a table that can be read: %w", flag, err)
	}
	return add(file, bytes.NewReader(text))
}

func (s *settings) setZone(f *flags) (err error) {
	if s.render.Location, err = parseZone(f.tz); err != nil {
		return fmt.Errorf("--tz: %w", err)
	}
	s.tell.Location, s.scan.Zone = s.render.Location, s.render.Location
	return nil
}

func (s *settings) setPeriod(f *flags) (err error) {
	filter := &s.scan.Filter
	if filter.Since, err = s.moment("since", f.since, time.Time{}); err != nil {
		return err
	}
	if filter.Until, err = s.moment("until", f.until, filter.Since); err != nil {
		return err
	}
	if f.last != "" {
		if s.last, err = parseSpan(f.last); err != nil {
			return fmt.Errorf("--last: %w%s", err, suggest(spanMeant(f.last)))
		}
	}
	if f.last != "" && f.since != "" {
		return fmt.Errorf("--last and --since both say where to begin: give one of them")
	}
	if f.since != "" && f.until != "" && !filter.Since.Before(filter.Until) {
		return fmt.Errorf("--since must be before --until: found %s and %s%s",
			filter.Since.Format(time.RFC3339), filter.Until.Format(time.RFC3339), suggest(s.endOfDay(filter)))
	}
	return nil
}

// endOfDay is the --until of a day that was given as both ends, "" for other times.
func (s *settings) endOfDay(filter *scan.Filter) string {
	until := filter.Until.In(s.tell.Location)
	if midnight, _ := onDay(until, ""); !filter.Since.Equal(until) || !until.Equal(midnight) {
		return ""
	}
	return "--until " + until.AddDate(0, 0, 1).Format(time.DateOnly)
}

// moment reads the time behind a flag, the zero time where there is none.
func (s *settings) moment(flag, text string, after time.Time) (at time.Time, err error) {
	if text == "" {
		return at, nil
	}
	if at, err = parseWhen(text, s.now, after, s.tell.Location); err != nil {
		return at, fmt.Errorf("--%s: %w%s", flag, err, suggest(whenMeant(text, s.now)))
	}
	return at, nil
}

func (s *settings) setFilter(f *flags) (err error) {
	for _, flag := range scan.FilterFlags() {
		values := f.filters[flag.Name]
		if err := flag.Set(&s.scan.Filter, *values); err != nil {
			wrong := slices.IndexFunc(*values, func(v string) bool { return !flag.Takes(v) })
			return fmt.Errorf("--%s: %w%s", flag.Name, err, suggest(cmp.Or(substatusMeant(flag.Name, *values, wrong), valueMeant(flag, (*values)[max(wrong, 0)]))))
		}
	}
	if s.scan.Redact, err = redact.Parse(f.redact); err != nil {
		typed := strings.Join(f.redact, ",")
		hint := suggest(hiddenMeant(typed))
		if hint == "" {
			hint = nearChoice("redact", typed, []string{"client", "user", "query"})
		}
		return fmt.Errorf("--redact: %w%s", err, hint)
	}
	s.scan.ForwardedFor = f.forwardedFor
	return nil
}

func (s *settings) setCounts(f *flags) (err error) {
	if f.top < 1 || f.top > 10_000 {
		return fmt.Errorf("--top: expected a number from 1 to 10000, found %d", f.top)
	}
	if f.workers < 1 || f.workers > 256 {
		return fmt.Errorf("--workers: expected a number from 1 to 256, found %d", f.workers)
	}
	s.tell.Top, s.scan.Workers = f.top, f.workers
	if s.scan.By, err = each("by", f.by, scan.ParseField); err != nil {
		return err
	}
	s.scan.By = once(s.scan.By)
	if !slices.Contains(scan.GroupSorts, f.sort) {
		return fmt.Errorf("--sort: expected one of %s, found %q%s", strings.Join(scan.GroupSorts, ", "), f.sort, cmp.Or(suggest(otherValue("sort", f.sort)), didYouMean(f.sort, "", scan.GroupSorts)))
	}
	if f.sort != scan.GroupSorts[0] && len(f.by) == 0 {
		return fmt.Errorf("--sort: expected --by as well, whose lines it sorts, found none")
	}
	s.tell.Sort, s.scan.BySort = f.sort, f.sort
	if s.tell.Bucket, err = bucketOf(f.bucket); err != nil {
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
	if s.progress, err = oneOf("progress", f.progress, when); err != nil {
		return err
	}
	s.render.BOM, s.render.Full = f.bom, f.full
	named := map[string]string{",": "comma", ";": "semicolon", "\t": "tab"}[f.delimiter] // a shell may take the sign for itself
	s.render.Delimiter, err = oneOf("delimiter", cmp.Or(named, f.delimiter), map[string]rune{"comma": ',', "semicolon": ';', "tab": '\t'})
	return err
}

// filtersOf names the flags that choose rows, as far as they were set.
func filtersOf(set *pflag.FlagSet) []string {
	if set.NFlag() == 0 {
		return nil
	}
	var all []string
	for _, name := range choosing.names() {
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
