package codes

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"sync"
)

// Families are the families of noise: requests of scanners, bots and discovery
// for things that are not there. They go by the look of a request alone, so
// they are to be asked only about requests that found nothing. The families are
// in data/noise.tsv; OpenFamilies reads them and Add changes them; once neither
// runs any more, any number of goroutines may match. The zero Families has no
// family and matches nothing.
type Families struct {
	names     []string
	patterns  []noisePattern
	size      int // of all texts ever sought, in bytes
	ready     *sync.Once
	automaton // once it is ready
}

// OpenFamilies returns the built-in families. It fails only on a table that is
// not well formed, which the tests rule out for the table of a release.
func OpenFamilies() (*Families, error) {
	rows, err := builtIn("noise.tsv", noiseColumns()...)
	if err != nil {
		return nil, err
	}
	f := new(Families)
	return f, f.add(rows)
}

// Add reads a site's own patterns. They look like those in data/noise.tsv: a
// header line of
//
//	family<TAB>kind<TAB>pattern
//
// and below it families that are new, or more patterns for those there are. A
// line of
//
//	php-probes<TAB>off<TAB>-
//
// takes away what a family has so far, for a site on which such requests are no
// noise. Own families win over built-in ones. Errors read NAME:LINE: what was
// expected, what was found; after an error the Families are as before.
func (f *Families) Add(name string, r io.Reader) error {
	text, err := io.ReadAll(io.LimitReader(r, customLimit+1))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if len(text) > customLimit {
		return row{table: name, line: 1}.errorf("expected a table of at most %d MiB, found more", customLimit>>20)
	}
	rows, err := readTable(name, string(text), strict(noiseColumns()...))
	if err != nil {
		return err
	}
	return f.add(rows)
}

func (f *Families) add(rows []row) error {
	next := Families{names: slices.Clone(f.names), patterns: slices.Clone(f.patterns), size: f.size}
	for _, r := range rows {
		if err := next.put(r); err != nil {
			return err
		}
	}
	next.ready = new(sync.Once)
	*f = next
	return nil
}

// Prepare does what the first Match would have to do, some ten milliseconds of
// work: a program that reads a log does it while it reads.
func (f *Families) Prepare() {
	if f.ready != nil {
		f.ready.Do(func() { f.automaton = newAutomaton(f.patterns, f.size) })
	}
}

// put takes in one row of a table.
func (f *Families) put(r row) error {
	p, err := r.noisePattern()
	if err != nil {
		return err
	}
	p.family = slices.Index(f.names, r.cells[0])
	switch {
	case p.kind == "off" && p.family < 0:
		return r.errorf("expected a family that is there to switch off, found %q", r.cells[0])
	case p.kind == "off":
		f.patterns = slices.DeleteFunc(f.patterns, func(q noisePattern) bool { return q.family == p.family })
		return nil
	case p.family < 0:
		p.family = len(f.names)
		f.names = append(f.names, r.cells[0])
	}
	f.patterns = append(f.patterns, p)
	for _, text := range p.sought() {
		f.size += len(text)
	}
	if f.size > maxSought {
		return r.errorf("expected patterns of at most %d bytes in all, found more", maxSought)
	}
	return nil
}

// maxSought bounds the texts that the automaton looks for, in bytes: it needs
// some 250 times as much memory. The built-in families have a third of it.
const maxSought = 1 << 16

// Match returns the family of a request, given the values of its fields as they
// are logged; those that the log lacks are empty or "-". Where the path of an
// HTTPERR row brings its query along, Match parts them. Several families may
// know a request; the one that stands last in the table wins. A request that
// none knows yields None and false. Match looks at the first 2 KiB of each field,
// allocates nothing, and needs about 2 ns a byte.
func (f *Families) Match(method, path, query, agent []byte) (family int, ok bool) {
	f.Prepare()
	if len(f.next) == 0 {
		return None, false
	}
	path, query = partQuery(path, query)
	_, byMethod := f.scanWhole(method, inMethod)
	end, byPath := f.scanWhole(path, inPath)
	_, byQuery := f.scan(f.step(end, f.symbols['?']), query, inQuery)
	_, byAgent := f.scan(root, agent, inAgent)
	found := max(byMethod, byPath, byQuery, byAgent)
	return int(found) - 1, found > 0
}

// partQuery takes the query off a path that came without one.
func partQuery(path, query []byte) (stem, rest []byte) {
	if len(query) > len("-") {
		return path, query
	}
	stem = path[:min(len(path), fieldLimit+1)] // scan has to see that it is cut
	if at := bytes.IndexByte(stem, '?'); at >= 0 {
		return path[:at], path[at+1:]
	}
	return stem, query
}

// Name returns the word for a family that Match returned, or "" for None.
func (f *Families) Name(family int) string {
	if family < 0 || family >= len(f.names) {
		return ""
	}
	return f.names[family]
}

// Count returns the number of families; they are numbered from 0 in the order of
// the table.
func (f *Families) Count() int { return len(f.names) }

// Noise is what is said of a family of noise, in the language of a Book.
type Noise struct {
	Family  string // the word of the family, wordpress
	Name    string // a few words, without a full stop
	Meaning string // one sentence: what asks, and why it is noise; "" in a site's own families
	Check   string // one sentence: when to look all the same; "" in a site's own families
}

// Noise returns the texts of a family. A family without texts, such as a site's
// own, has its word for a name, and false is returned. The texts are parsed at
// each call: a report asks for a handful.
func (b *Book) Noise(family string) (Noise, bool) {
	rows, _ := builtIn("noise."+string(cmp.Or(b.lang, English))+".tsv", "family", "name", "meaning", "check")
	for _, r := range rows {
		if r.cells[0] == family {
			return Noise{Family: family, Name: r.cells[1], Meaning: r.cells[2], Check: r.cells[3]}, true
		}
	}
	return Noise{Family: family, Name: family}, false
}
