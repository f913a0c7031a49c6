package codes

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
)

// Families are the families of noise: requests of scanners, browsers and devices
// for things that are not there. They go by the look of a request alone, so Match
// is to be asked only about requests that found nothing. Some families are
// attacks, whose patterns fit nothing else: MatchAttack may be asked about any
// request, served ones too.
//
// The families are in data/noise.tsv; OpenFamilies reads them and Add changes
// them; once neither runs any more, any number of goroutines may match. The zero
// Families has no family and matches nothing.
type Families struct {
	prepared bool // they are the built-in ones: patterns are not read
	families []noiseFamily
	patterns []noisePattern
	ports    map[int]int // port of the server → family
	size     int         // of all texts ever sought, in bytes
	search   *search
	atGlance *sync.Once
	glance   *glance // of the attacks, once atGlance is done
}

// noiseFamily is a family and what its requests are.
type noiseFamily struct {
	name    string
	verdict Verdict // Probe or Automatic
	attack  bool
	own     bool // no noise: the site itself has to answer such requests
	page    bool // of pages that the site may have itself
	// stranger says that it is an attack, and only when a client sends it that the site
	// served no page: its own pages send such requests as well.
	stranger bool
}

// OpenFamilies returns the built-in families.
func OpenFamilies() *Families {
	f := &Families{prepared: true, search: new(search), atGlance: new(sync.Once)}
	families, _, _ := preparedParts()
	f.families, f.ports = families.families()
	return f
}

// readFamilies reads the built-in families, to which others can be added.
func readFamilies() (*Families, error) {
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
// and below it families that are new, or more patterns for those there are. Lines
// of
//
//	health-checks<TAB>is<TAB>automatic
//	php-probes<TAB>off<TAB>-
//
// say what a family is, which for a new one is probe, and take away the patterns
// that a family has so far, for a site on which such requests are no noise. Own
// families win over built-in ones. Errors read NAME:LINE: what was expected, what
// was found; after an error the Families are as before.
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

func (f *Families) add(rows []row) (err error) {
	base := f
	if f.prepared {
		if base, err = readFamilies(); err != nil {
			return err
		}
	}
	next := Families{families: slices.Clone(base.families), patterns: slices.Clone(base.patterns), ports: map[int]int{}, size: base.size}
	maps.Copy(next.ports, base.ports)
	for _, r := range rows {
		if err := next.put(r); err != nil {
			return err
		}
	}
	next.search, next.atGlance = new(search), new(sync.Once)
	*f = next
	return nil
}

// Prepare does what the first Match and the first MatchAttack would have to do, some ten
// milliseconds of work where families were added: a program that reads a log does it while
// it reads.
func (f *Families) Prepare() {
	f.automaton()
	f.MayAttack(nil)
}

func (f *Families) automaton() *automaton {
	return f.search.over(f.newAutomaton)
}

func (f *Families) newAutomaton() automaton {
	if f.prepared {
		_, ready, _ := preparedParts()
		return ready.automaton()
	}
	return newAutomaton(f.patterns, f.answers)
}

func (f *Families) newGlance() *glance {
	if f.prepared {
		_, _, ready := preparedParts()
		return ready.glance()
	}
	return newGlance(f.attackPatterns())
}

// answers are the questions that a pattern answers.
func (f *Families) answers(p noisePattern) []question {
	switch of := f.families[p.family]; {
	case of.stranger:
		return []question{isAttack}
	case of.attack:
		return []question{isNoise, isAttack}
	}
	return []question{isNoise}
}

func (f *Families) attackPatterns() (attacks []noisePattern) {
	for _, p := range f.patterns {
		if f.families[p.family].attack {
			attacks = append(attacks, p)
		}
	}
	return attacks
}

// MayAttack reports whether MatchAttack may know a request by its path or query. It
// is for the many rows of which nearly none is an attack, and takes a tenth of the
// time. What it says is the same whatever digits stand where one stands. asked is what stands in a row from the blank before the path to the one
// behind the query.
func (f *Families) MayAttack(asked []byte) bool {
	if f.atGlance == nil {
		return false
	}
	f.atGlance.Do(func() { f.glance = f.newGlance() })
	return f.glance.sees(asked)
}

// put takes in one row of a table.
func (f *Families) put(r row) error {
	p, err := r.noisePattern()
	if err != nil {
		return err
	}
	p.family = slices.IndexFunc(f.families, func(g noiseFamily) bool { return g.name == r.cells[0] })
	switch {
	case p.kind == "off" && p.family < 0:
		return r.errorf("expected a family that is there to switch off, found %q", r.cells[0])
	case p.kind == "off":
		f.patterns = slices.DeleteFunc(f.patterns, func(q noisePattern) bool { return q.family == p.family })
		maps.DeleteFunc(f.ports, func(_, family int) bool { return family == p.family })
		return nil
	case p.family < 0:
		p.family = len(f.families)
		f.families = append(f.families, noiseFamily{name: r.cells[0], verdict: Probe})
	}
	switch p.kind {
	case "is":
		f.families[p.family].become(p.text)
		return nil
	case "port":
		f.ports[p.port()] = p.family
		return nil
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
// up to 300 times as much memory. The built-in families have a third of it.
const maxSought = 1 << 17

// become takes in what a line of kind is says of the family.
func (g *noiseFamily) become(what string) {
	g.verdict, g.own, g.page, g.stranger = Probe, what == "own", what == "page", what == "stranger"
	g.attack = what == "attack" || g.stranger
	if what == "automatic" {
		g.verdict = Automatic
	}
}

// Match returns the family of a request that found nothing, given the values of
// its fields as they are logged; those that the log lacks are empty or "-". Where
// the path of an HTTPERR row brings its query along, Match parts them. Several
// families may know a request; the one that stands last in the table wins. A
// request that none knows, or that the site itself has to answer, yields None and
// false. Match looks at the first 2 KiB of
// each field, allocates nothing, and needs about 4 ns a byte.
func (f *Families) Match(method, path, query, agent []byte) (family int, ok bool) {
	family, ok = f.automaton().match(isNoise, method, path, query, agent)
	if ok && f.families[family].own {
		return None, false
	}
	return family, ok
}

// MatchAttack is Match over the families that are attacks, for requests that were
// served as well: their patterns fit nothing that a page or a visitor asks for. A
// request that a family of another kind knows too, by the name of a scanner for
// one, is found all the same.
func (f *Families) MatchAttack(method, path, query, agent []byte) (family int, ok bool) {
	return f.automaton().match(isAttack, method, path, query, agent)
}

// MatchPort returns the family of requests to a port of the server: on a few ports
// HTTP.sys serves devices of the local network and nothing else, whatever is asked
// for. It is for rows of HTTPERR, where such requests end.
func (f *Families) MatchPort(port int) (family int, ok bool) {
	family, ok = f.ports[port]
	if !ok {
		return None, false
	}
	return family, true
}

// Name returns the word for a family that Match returned, or "" for None.
func (f *Families) Name(family int) string { return f.at(family).name }

// Verdict returns what requests of a family that Match returned are: Probe or
// Automatic; Probe too for None.
func (f *Families) Verdict(family int) Verdict { return f.at(family).verdict }

// IsAttack reports whether a family that Match returned is one of those that
// MatchAttack asks.
func (f *Families) IsAttack(family int) bool { return f.at(family).attack }

// IsOfStrangers reports whether requests of a family are an attack only when a client
// sends them that the site served no page: else a page of its own made the client send
// them. Match does not know such a family.
func (f *Families) IsOfStrangers(family int) bool { return f.at(family).stranger }

// MayBeOwn reports whether a family is of pages of any name, which the site may have
// itself: one that failed is a fault of it, and only one that was not found is noise.
func (f *Families) MayBeOwn(family int) bool { return f.at(family).page }

// OfDevices reports whether a family is of devices of the local network, which HTTP.sys
// serves itself: a port is theirs.
func (f *Families) OfDevices(family int) bool {
	for _, of := range f.ports {
		if of == family {
			return true
		}
	}
	return false
}

func (f *Families) at(family int) noiseFamily {
	if family < 0 || family >= len(f.families) {
		return noiseFamily{verdict: Probe}
	}
	return f.families[family]
}

// Count returns the number of families; they are numbered from 0 in the order of
// the table.
func (f *Families) Count() int { return len(f.families) }

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
