package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/iiswhy/iiswhy/report/render"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A reader such as head, and --limit, want the first rows and no more. So where the rows
// of a large log go to a pipe, its beginning is read first, eight times as much at each
// turn, and what is older than anything that can follow is shown at once. Then all is
// read: what was shown must be what comes first then, else that is told. It costs a
// seventh of the time where everything is wanted.

const (
	aheadFirst   = 4 << 20  // bytes of each source that are read at the first turn
	aheadGrowth  = 8        // and how many times as much at each turn
	aheadFrom    = 32 << 20 // bytes of a log that takes a while
	aheadSources = 16       // that are read side by side
	aheadMargin  = 10 * time.Minute
	mostAhead    = 1 << 16 // rows that are shown so: each is remembered
)

// rowsShown is what was shown of the rows, and how.
type rowsShown struct {
	writer  render.RowWriter // nil until the first row
	options render.RowOptions
	reasons bool // some source is a log of HTTP.sys
	format  render.Format
	verdict map[rowPlace]string // of those that were shown before all was read
	count   int                 // of all that were shown
	limit   int                 // 0 for none
}

// rowPlace is where a row stands.
type rowPlace struct {
	source string
	byte   int64
}

func whereOf(r *report.Row) rowPlace { return rowPlace{r.Source, r.Byte} }

func (w *rowsShown) isFull() bool { return w.limit > 0 && w.count >= w.limit }

// writeAhead writes the first rows before all is read, and then the rest.
func (a *app) writeAhead(ctx context.Context, s *settings, own *rowsFlags, sources []input.Source, o render.RowOptions) error {
	shown := &rowsShown{options: o, format: s.format, limit: own.limit, verdict: map[rowPlace]string{}, reasons: slices.ContainsFunc(sources, isOfHTTPERR)}
	var result *scan.Result
	var all int64
	wrong, enough := 0, false
	err := a.write(ctx, s, func(w io.Writer) (err error) {
		out := bufio.NewWriter(w)
		if result, enough, err = a.goAhead(ctx, s, sources, out, shown); err != nil || enough {
			return err
		}
		var told *analysis.Analysis
		if result, told, err = a.readRows(ctx, s, sources); err != nil {
			return err
		}
		all = told.RowsShown()
		wrong, err = shown.rest(afterReading(ctx), told, out)
		return errors.Join(err, out.Flush(), result.Kept.Close())
	})
	if err != nil {
		return err
	}
	switch {
	case enough && !a.unread:
		a.note(s, "showed %s rows from the beginning; what follows was not read", render.Count(int64(shown.count)))
	case wrong > 0:
		a.complain(fmt.Errorf("expected rows in the order of time, found %s that stand elsewhere or are judged otherwise when all is read; -o gives them in order", render.Count(int64(wrong))))
	default:
		a.noteShown(s, int64(shown.count), all)
	}
	if result != nil {
		a.judgeRows(s, result)
	}
	return nil
}

// isForAhead reports whether the first rows can be shown before all is read.
func (a *app) isForAhead(s *settings, own *rowsFlags, sources []input.Source) bool {
	formats := []render.Format{render.Text, render.NDJSON, render.RowLog}
	if !slices.Contains(formats, s.format) || s.output != "" || s.scan.Keep.Slowest || own.sample > 0 ||
		s.engine != nil || s.strict || s.last > 0 || s.scan.Redact.Any() || isTerminal(a.stdout) && own.limit == 0 {
		return false
	}
	first, _ := oldest(sources)
	return totalSize(sources) >= aheadFrom && s.allRepeatable(sources) && len(first) <= aheadSources
}

// oldest returns the sources that can hold the first row, and the time before which
// none of the others has one; the zero time where there is no other.
func oldest(sources []input.Source) (first []input.Source, until time.Time) {
	var from time.Time
	for _, s := range sources {
		if span := s.Span(); span.Known() && (from.IsZero() || span.From.Before(from)) {
			from = span.From
		}
	}
	for _, s := range sources {
		span := s.Span()
		if !span.Known() || span.From.Equal(from) {
			first = append(first, s)
		} else if until.IsZero() || span.From.Before(until) {
			until = span.From
		}
	}
	return first, until
}

// goAhead shows the first rows. It reports true when no more are wanted, and what was
// read until then.
func (a *app) goAhead(ctx context.Context, s *settings, sources []input.Source, out *bufio.Writer, shown *rowsShown) (read *scan.Result, enough bool, err error) {
	first, until := oldest(sources)
	for size := int64(aheadFirst); ctx.Err() == nil; size *= aheadGrowth {
		beginnings, whole := beginningsOf(first, size)
		if len(whole) == len(first) {
			return nil, false, nil
		}
		result := scan.Read(ctx, beginnings, s.scan)
		known := horizon(result, whole, until)
		if since := s.scan.Filter.Since; !since.IsZero() && !known.After(since) { // what is asked for does not stand at the beginning
			return nil, false, result.Kept.Close()
		}
		err = shown.older(ctx, analysis.New(result, s.tell), known, out)
		if err = errors.Join(err, result.Kept.Close()); err == nil {
			err = out.Flush()
		}
		if err != nil || shown.isFull() {
			return result, true, err
		}
		if len(shown.verdict) >= mostAhead {
			return nil, false, nil
		}
	}
	return nil, false, nil
}

// horizon is the time before which nothing comes that was not read.
func horizon(r *scan.Result, whole map[string]bool, until time.Time) time.Time {
	for i := range r.Sources {
		last := time.Unix(r.Sources[i].Last, 0).Add(-aheadMargin)
		if r.Sources[i].First > r.Sources[i].Last { // no row of it has a time
			last = time.Unix(0, 0)
		}
		if !whole[r.Sources[i].Name] && (until.IsZero() || last.Before(until)) {
			until = last
		}
	}
	return until
}

// older shows the rows from before a time that were not shown yet.
func (w *rowsShown) older(ctx context.Context, told *analysis.Analysis, until time.Time, out io.Writer) (err error) {
	read := told.EachRow(ctx, func(r *report.Row) bool {
		if r.Time.IsZero() || !r.Time.Before(until) || w.isFull() || len(w.verdict) >= mostAhead {
			return false
		}
		if _, known := w.verdict[whereOf(r)]; !known {
			w.verdict[whereOf(r)] = r.Verdict
			err = w.write(r, told, out)
		}
		return err == nil
	})
	return errors.Join(err, read)
}

// write writes a row, in columns that fit all that can follow.
func (w *rowsShown) write(r *report.Row, told *analysis.Analysis, out io.Writer) (err error) {
	if w.writer == nil {
		list := told.RowList()
		list.Reasons = list.Reasons || w.reasons
		if w.writer, err = render.NewRowWriter(out, w.format, list, w.options); err != nil {
			return err
		}
	}
	w.count++
	return w.writer.Write(r)
}

// rest writes the rows that were not shown yet. It returns how many of those that were
// would not stand there, or be told otherwise, had all been read before.
func (w *rowsShown) rest(ctx context.Context, told *analysis.Analysis, out io.Writer) (wrong int, err error) {
	ahead, turn := len(w.verdict), 0
	read := told.EachRow(ctx, func(r *report.Row) bool {
		verdict, known := w.verdict[whereOf(r)]
		if turn++; known && (turn > ahead || verdict != r.Verdict) {
			wrong++
		}
		if !known && !w.isFull() {
			err = w.write(r, told, out)
		}
		return err == nil && (!w.isFull() || turn < ahead)
	})
	if err = errors.Join(err, read); err == nil && w.writer != nil {
		err = w.writer.Close()
	}
	return wrong, err
}

// isOfHTTPERR reports whether a source has the name of a log of HTTP.sys.
func isOfHTTPERR(s input.Source) bool {
	return strings.HasPrefix(strings.ToLower(filepath.Base(strings.ReplaceAll(s.Name, `\`, "/"))), "httperr")
}

// beginningsOf returns sources that end after so many bytes, at the end of a line, and
// the names of those that end before.
func beginningsOf(sources []input.Source, size int64) (beginnings []input.Source, whole map[string]bool) {
	whole = map[string]bool{}
	for _, s := range sources {
		if s.Size <= size {
			whole[s.Name] = true
			beginnings = append(beginnings, s)
			continue
		}
		beginnings = append(beginnings, input.From(s.Name, &beginning{source: s, left: size}))
	}
	return beginnings, whole
}

// beginning reads the beginning of a source.
type beginning struct {
	source input.Source
	stream *input.Stream
	in     *bufio.Reader
	left   int64 // bytes, and then the rest of a line
	ended  bool
}

func (b *beginning) Read(p []byte) (int, error) {
	if b.ended {
		return 0, io.EOF
	}
	if b.stream == nil {
		stream, err := b.source.Open()
		if err != nil {
			b.ended = true
			return 0, err
		}
		b.stream, b.in = stream, bufio.NewReaderSize(stream, 64<<10)
	}
	n, err := b.next(p)
	lineEnds := n > 0 && p[n-1] == '\n'
	if b.left -= int64(n); b.left > 0 || !lineEnds {
		b.ended = err != nil
	} else {
		b.ended, err = true, io.EOF
	}
	if b.ended {
		_ = b.stream.Close() // what is wrong with it, the reading of all says
	}
	return n, err
}

// next reads of the bytes that are left, and then of the line that they end in, which may be
// as long as the source.
func (b *beginning) next(p []byte) (int, error) {
	if b.left > 0 {
		return b.in.Read(p[:min(int64(len(p)), b.left)])
	}
	if _, err := b.in.Peek(1); err != nil {
		return 0, err
	}
	line, err := b.in.Peek(min(len(p), b.in.Buffered()))
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end+1]
	}
	n := copy(p, line)
	_, pass := b.in.Discard(n)
	return n, errors.Join(err, pass)
}
