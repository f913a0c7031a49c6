package codes

import _ "embed"

// preparedNoise is what a program needs of the built-in families to match, worked out
// beforehand: to work it out of data/noise.tsv took 8 of the 20 ms of the processor that
// the report on a short log took. It is made by
//
//	go test ./codes -run TestPreparedNoise -update
//
// and that test fails where it is not that of the table. Numbers are in seven bits a byte,
// the lowest first, the last without the high bit; what is of several has their number
// before it, and each of the three parts its length:
//
//	families   name, traits;    port and family of it
//	automaton  hits;    width, symbols of the 256 bytes;    ends: how many children,
//	           fallback, symbol, hits
//	glance     blind, and three sets of bits, each 1024 numbers of 8 bytes
//
//go:embed data/noise.prepared
var preparedNoise string

// prepared is what is left of it to read.
type prepared string

// preparedParts returns the parts of what was worked out.
func preparedParts() (families, automaton, glance prepared) {
	p := prepared(preparedNoise)
	return prepared(p.text()), prepared(p.text()), prepared(p.text())
}

func (p *prepared) number() uint32 {
	n, shift := uint32(0), 0
	for i := 0; ; i++ {
		b := (*p)[i]
		n |= uint32(b&0x7F) << shift
		if b < 0x80 {
			*p = (*p)[i+1:]
			return n
		}
		shift += 7
	}
}

func (p *prepared) text() string {
	length := p.number()
	text := (*p)[:length]
	*p = (*p)[length:]
	return string(text)
}

// Traits of families, as bits.
const (
	isAutomatic = 1 << iota
	isAnAttack
	isOwn
	isPage
	isStranger
)

func (p prepared) families() (all []noiseFamily, ports map[int]int) {
	all = make([]noiseFamily, p.number())
	for i := range all {
		name, traits := p.text(), p.number()
		all[i] = noiseFamily{
			name: name, verdict: Probe,
			attack: traits&isAnAttack != 0, own: traits&isOwn != 0, page: traits&isPage != 0, stranger: traits&isStranger != 0,
		}
		if traits&isAutomatic != 0 {
			all[i].verdict = Automatic
		}
	}
	ports = map[int]int{}
	for range p.number() {
		port := p.number()
		ports[int(port)] = int(p.number())
	}
	return all, ports
}

func (p prepared) automaton() (a automaton) {
	a.hits = make([]hits, p.number())
	for i := range a.hits {
		for of := range a.hits[i] {
			for in := range a.hits[i][of] {
				a.hits[i][of][in] = p.number()
			}
		}
	}
	a.width = p.number()
	for b := range a.symbols {
		a.symbols[b] = p.number()
	}
	a.ends = make([]end, p.number())
	children := uint32(1)
	for i := range a.ends {
		a.ends[i].children = children
		children += p.number()
		a.ends[i].fallback, a.ends[i].symbol, a.ends[i].hits = p.number(), p.number(), p.number()
	}
	a.begin()
	return a
}

func (p prepared) glance() *glance {
	g := &glance{blind: p.number() > 0}
	for _, bits := range []*bitSet{&g.signs, &g.runs, &g.again} {
		for i := range bits {
			for at := range 8 {
				bits[i] |= uint64(p[i*8+at]) << (at * 8)
			}
		}
		p = p[len(bits)*8:]
	}
	return g
}
