package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Reader gives the rows of an engine to scan.ReadShipped. Its files and rows are those that
// were there when it was opened.
type Reader struct {
	client   *Client
	cluster  bool // tables of all servers are asked
	modern   bool // see dialect
	families map[string]int
	verdicts map[string]codes.Verdict
	newest   uint64 // load that is counted
	earliest int64  // second of the first row that has a time, 0 for none: older days are dropped
	clean    bool   // no other loads than those that count have rows
	files    []shippedFile
	index    map[uint64]int // of a file among them
	left     []string       // files that were left out
	layouts  map[uint64]*parser.Layout
	columns  []int // of which rows are made again, by their places in rowsTable
	blocks   []blockTime

	few           int64 // see Few
	mostDifferent int   // values that are asked for at once
	mostGrouped   int   // and groups

	ended *[]codes.Outcome // see outcomes; nil before it was asked
	kinds kinds            // that Light found

	mu     sync.Mutex
	failed error
}

// Few is how many rows are shown one by one as fast as they are counted by Light.
func (r *Reader) Few() int64 { return r.few }

// Err is the first error of Rows, but for that of a context that ended.
func (r *Reader) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failed
}

func (r *Reader) fail(err error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed == nil {
		r.failed = err
	}
	return err
}

// blockTime is which rows a block has.
type blockTime struct {
	source      int
	first, last int64 // seconds; 0 where no row has one that fits
	bytes, rows int64
}

// OpenReader asks which files and rows there are. noise gives the families that rows are of.
func OpenReader(ctx context.Context, c *Client, noise *codes.Families) (*Reader, error) {
	r := &Reader{client: c, families: map[string]int{}, verdicts: map[string]codes.Verdict{}, index: map[uint64]int{}, layouts: map[uint64]*parser.Layout{}, few: scan.FewShipped, mostDifferent: mostDifferent, mostGrouped: mostGrouped}
	if noise != nil {
		for i := range noise.Count() {
			r.families[noise.Name(i)] = i
		}
	}
	for v := range codes.NumVerdicts {
		r.verdicts[codes.Verdict(v).String()] = codes.Verdict(v)
	}
	var err error
	if r.cluster, err = c.check(ctx); err != nil {
		return nil, err
	}
	c.replicas.Store(r.cluster)
	for _, step := range []func(context.Context) error{r.findDialect, r.findNewest, r.findLayouts, r.findFiles, r.findClean, r.findEarliest, r.findBlocks} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	r.findColumns()
	return r, nil
}

// table is the name of a table to read: that of all servers where there is one.
func (r *Reader) table(t table) string {
	if r.cluster {
		return r.client.table(t) + allServers
	}
	return r.client.table(t)
}

// in is the operator of a subquery, which a cluster answers once for all servers.
func (r *Reader) in() string {
	if r.cluster {
		return "GLOBAL IN"
	}
	return "IN"
}

// selecting is the start of a statement that selects columns, each under a name of its
// own: an alias that is named like a column takes the place of it elsewhere.
func selecting(columns []string) string {
	var all strings.Builder
	for i, c := range columns {
		if i > 0 {
			all.WriteString(", ")
		}
		fmt.Fprintf(&all, "%s AS v%d", c, i)
	}
	return "SELECT " + all.String()
}

// each asks, and shows the answer.
func (r *Reader) each(ctx context.Context, statement string, columns int, see func(*answer) error) error {
	return r.eachInto(ctx, new(answerBuffer), statement, columns, see)
}

// eachInto is each with a buffer that is used again.
func (r *Reader) eachInto(ctx context.Context, into *answerBuffer, statement string, columns int, see func(*answer) error) error {
	if err := r.fetchInto(ctx, into, statement); err != nil {
		return err
	}
	return into.read(columns, see)
}

// fetchInto asks, and holds the answer.
func (r *Reader) fetchInto(ctx context.Context, into *answerBuffer, statement string, settings ...setting) error {
	return r.client.patiently(ctx, func(ctx context.Context) error {
		err := r.client.fetch(ctx, statement+" FORMAT Native", into, settings...)
		if len(settings) > 0 && isTooMuch(err) {
			return scan.ErrManyValues
		}
		return err
	})
}

func (r *Reader) findDialect(ctx context.Context) error {
	d, err := r.client.dialect(ctx)
	r.modern = d.modern
	return err
}

func (r *Reader) findNewest(ctx context.Context) error {
	return r.each(ctx, "SELECT max(load) AS newest_load FROM "+r.table(loadsTable), 1, func(a *answer) error {
		for i := range a.rows {
			r.newest = a.columns[0].number(i)
		}
		return nil
	})
}

// findEarliest finds which days were dropped: none where no row is missing.
func (r *Reader) findEarliest(ctx context.Context) error {
	if r.clean {
		return nil
	}
	return r.each(ctx, "SELECT toUInt32(min(time)) AS earliest_time FROM "+r.table(rowsTable)+" WHERE toUInt32(time) > 0", 1, func(a *answer) error {
		for i := range a.rows {
			r.earliest = a.columns[0].second(i)
		}
		return nil
	})
}

// isDropped reports whether the days of a block are over: --ttl drops them.
func (r *Reader) isDropped(b *blockTime) bool { return b.last > 0 && b.last < r.earliest }

func (r *Reader) findLayouts(ctx context.Context) error {
	columns := []string{"layout", "CAST(form AS String)", "guessed", "local", "delimiter", "names"}
	return r.each(ctx, selecting(columns)+" FROM "+r.table(layoutsTable)+" ORDER BY layout LIMIT 1 BY layout", len(columns), func(a *answer) error {
		c := a.columns
		for i := range a.rows {
			form, ok := parser.ParseForm(string(c[1].text(i)))
			if !ok {
				return ofAnother(fmt.Errorf("expected a form of logs that this program knows, found %.40q: another version shipped it", c[1].text(i)))
			}
			r.layouts[c[0].number(i)] = parser.RestoreLayout(parser.LayoutKey{
				Form: form, Guessed: c[2].number(i) == 1, Local: c[3].number(i) == 1, Delimiter: byte(c[4].number(i)), Names: c[5].list(i),
			})
		}
		return nil
	})
}

func (r *Reader) findFiles(ctx context.Context) (err error) {
	r.files, err = r.listFiles(ctx)
	for i := range r.files {
		r.index[r.files[i].id] = i
	}
	return err
}

// findClean finds out whether there are rows that do not count.
func (r *Reader) findClean(ctx context.Context) error {
	rows := int64(0)
	for i := range r.files {
		rows += r.files[i].source.Rows
	}
	return r.each(ctx, fmt.Sprintf("SELECT count() AS all_rows FROM %s WHERE load <= %d", r.table(rowsTable), r.newest), 1, func(a *answer) error {
		for i := range a.rows {
			r.clean = a.columns[0].number(i) == uint64(rows)
		}
		return nil
	})
}

func (r *Reader) findBlocks(ctx context.Context) error {
	statement := "SELECT file, best.1 AS b1, best.2 AS b2, best.3 AS b3, best.4 AS b4 FROM (" +
		r.best("file, block, argMax((toUInt32(first), toUInt32(last), bytes, rows), (bytes, rows, load)) AS best", "") + ")"
	err := r.each(ctx, statement, 5, func(a *answer) error {
		c := a.columns
		for i := range a.rows {
			b := blockTime{first: c[1].second(i), last: c[2].second(i), bytes: c[3].second(i), rows: c[4].second(i)}
			var known bool
			if b.source, known = r.index[c[0].number(i)]; !known || b.rows == 0 {
				continue
			}
			f := &r.files[b.source]
			if f.expiring = f.expiring || b.last > 0 && b.first < r.earliest; r.isDropped(&b) {
				f.source.Rows, f.source.Lines = f.source.Rows-b.rows, f.source.Lines-b.rows
			} else {
				r.blocks = append(r.blocks, b)
			}
		}
		return nil
	})
	slices.SortFunc(r.blocks, func(a, b blockTime) int { return cmp.Compare(a.first, b.first) })
	r.Only(func(i int) bool { return r.files[i].source.Rows > 0 })
	return err
}

// family is the index of a family of noise by its name.
func (r *Reader) family(name string) (int, bool) {
	i, ok := r.families[name]
	return i, ok
}

// Sources are the ledgers of the files.
func (r *Reader) Sources() (all []scan.Source) {
	for i := range r.files {
		all = append(all, r.files[i].source)
	}
	return all
}

// Size is how many bytes of the files are around the rows of some spans.
func (r *Reader) Size(spans []scan.Span) (bytes int64) {
	for _, b := range r.blocks {
		for _, s := range spans {
			if b.first < s.Until && b.last >= s.From && b.last > 0 {
				bytes += b.bytes
				break
			}
		}
	}
	return bytes
}

// Only leaves out files.
func (r *Reader) Only(wanted func(source int) bool) {
	var files []shippedFile
	places := make([]int, len(r.files))
	clear(r.index)
	for i, f := range r.files {
		places[i] = -1
		if wanted(i) {
			places[i], r.index[f.id] = len(files), len(files)
			files = append(files, f)
		}
	}
	var blocks []blockTime
	for _, b := range r.blocks {
		if b.source = places[b.source]; b.source >= 0 {
			blocks = append(blocks, b)
		}
	}
	r.leave(files)
	r.files, r.blocks = files, blocks
}

// mostNamed is how many files a statement names.
const mostNamed = 10_000

// leave leaves out the files that are not among those that stay. Their rows are passed over
// here where they are too many for a statement, but for counts: their names say that they
// hold other days than those that are asked for.
func (r *Reader) leave(stay []shippedFile) {
	kept := map[uint64]bool{}
	for _, f := range stay {
		kept[f.id] = true
	}
	for _, f := range r.files {
		if !kept[f.id] {
			r.left = append(r.left, strconv.FormatUint(f.id, 10))
		}
	}
}
