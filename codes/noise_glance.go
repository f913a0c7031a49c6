package codes

import (
	"encoding/binary"
	"math"
	"strings"
)

// glance says at little cost that a request can be none of the attacks: nearly all
// healthy rows are done with after it. It looks at path and query in one, as they
// stand in a row between blanks, at every other byte:
//
//	are two bytes a sign, which common addresses do without?
//	are four bytes some that a pattern has, and common addresses do not?
//
// Of each pattern without a sign two runs of four bytes are known, of which one begins
// at an even place wherever the pattern stands. Both cases of a letter are one, and all
// digits: so whoever knows the answer for one number of a record knows it for all.
// Reading the bytes with the automaton took many times as long.
type glance struct {
	signs bitSet // by two bytes
	runs  bitSet // by a hash of four
	again bitSet // by another hash: asked where runs says yes
	blind bool   // some pattern is too short to be seen

	costs map[uint32]float64 // of runs, while patterns are learnt
}

// bitSet is a set of numbers of 16 bits.
type bitSet [1 << 16 / 64]uint64

// fold makes both cases of a letter one, in four bytes. It makes one of some signs.
const fold = 0x20202020

func newGlance(patterns []noisePattern) *glance {
	g := &glance{costs: map[uint32]float64{}}
	g.learnSigns()
	for i := 0; i+4 <= len(commonAddresses); i++ {
		g.costs[foldedRun([]byte(commonAddresses[i:]))] = common
	}
	for _, p := range patterns {
		if p.kind == "method" || p.kind == "agent" {
			continue // they are not looked at
		}
		for _, text := range p.sought() {
			if at := strings.IndexByte(text, '?'); at > 4 {
				text = text[at-4:] // the path alone says nothing
			}
			text = asWritten.Replace(text)
			g.learn(text, p.kind == "code")
			g.learn(strings.ReplaceAll(text, "?", " "), p.kind == "code")
		}
	}
	g.costs = nil
	return g
}

// asWritten makes of a text what stands in a row: there are blanks around path and query.
var asWritten = strings.NewReplacer(fieldStart, " ", fieldEnd, " ")

// learnSigns notes which two bytes hold a sign, or show where two dots may stand.
func (g *glance) learnSigns() {
	for n := range 1 << 16 {
		a, b := byte(n), byte(n>>8)
		if isOdd(a) || isOdd(b) || a == '.' && (b == '.' || b == '/') {
			set(&g.signs, uint32(n|fold&0xffff))
		}
	}
}

// isOdd reports whether a byte is a sign, but for the blank between path and query and
// the + between words.
func isOdd(b byte) bool { return isSign[b] && b > ' ' && b != '+' && b != 0x7f }

// learn notes two runs of a text, one behind the other: those that common addresses
// are least likely to hold. Words between blanks are shorter: of these one run is
// noted, and behind whatever byte it may stand.
func (g *glance) learn(text string, plain bool) {
	if strings.Contains(text, "../") || strings.ContainsFunc(text, func(r rune) bool { return isOdd(byte(r)) && !(plain && r == '#') }) {
		return // it has a sign, and is seen by that
	}
	if at := g.cheapest(text, 5, plain); at >= 0 && !(plain && g.isCommon(text[at:at+5])) {
		g.note(text[at:])
		g.note(text[at+1:])
		return
	}
	at := g.cheapest(text, 4, plain)
	if at < 0 {
		g.blind = true
		return
	}
	g.note(text[at:])
	for b := range 256 {
		if !isOdd(byte(b)) && b >= ' ' {
			g.note(string([]byte{byte(b)}) + text[at:at+3])
		}
	}
}

// cheapest returns the place of the stretch of a text that common addresses are least
// likely to hold, -1 for none. In the plain form of a field + and # stand for more than
// one way of writing, so that only a + at an end is sure to be there.
func (g *glance) cheapest(text string, size int, plain bool) int {
	best, least := -1, math.Inf(1)
	for i := 0; i+size <= len(text); i++ {
		part := text[i : i+size]
		if plain && (strings.Contains(part, "#") || strings.Contains(part[1:size-1], "+")) {
			continue
		}
		if cost := g.cost(part[:4]) + g.cost(part[size-4:]); cost < least {
			best, least = i, cost
		}
	}
	return best
}

// note notes the run that a text begins with.
func (g *glance) note(text string) {
	v := foldedRun([]byte(text))
	if g.costs[v] != common {
		g.costs[v] = 0
	}
	set(&g.runs, v*runHash>>16)
	set(&g.again, v*againHash>>16)
}

// cost is how often a run is likely to come in addresses, in no unit: 0 where it is
// looked for already.
func (g *glance) cost(run string) float64 {
	v := foldedRun([]byte(run))
	cost, known := g.costs[v]
	if !known {
		cost = 1
		for i := range len(run) {
			cost *= float64(1 + max(0, strings.IndexByte(byFrequency, run[i]|fold&0xff)))
		}
		g.costs[v] = cost
	}
	return cost
}

// common is what a run of common addresses costs.
const common = 1e9

// isCommon reports whether common addresses hold a run of a text.
func (g *glance) isCommon(text string) bool {
	for i := 0; i+4 <= len(text); i++ {
		if g.cost(text[i:i+4]) == common {
			return true
		}
	}
	return false
}

// byFrequency are the bytes of addresses, the most frequent last.
const byFrequency = "+~zqj\x7fkvxybfguw-hmpdlcro8975643201nits=&a .e/"

const runHash, againHash = 0x9E3779B1, 0x85EBCA77

func foldedRun(b []byte) uint32 {
	return uint32(WithoutDigits(uint64(binary.LittleEndian.Uint32(b)))) ^ zeroDigits | fold
}

// Eight bytes at a time: each of them of one value.
const (
	eachByte   = 0x0101010101010101
	zeroDigits = '0' * eachByte & math.MaxUint32
)

// WithoutDigits returns eight bytes of text as they differ from '0', the same for all
// digits: none.
func WithoutDigits(text uint64) uint64 {
	text ^= '0' * eachByte
	others := (text&(0x7F*eachByte) + 0x76*eachByte | text) & (0x80 * eachByte) // the high bit of each that is no digit
	return text & (others - others>>7 | others)
}

func set(bits *bitSet, n uint32) { bits[n/64&1023] |= 1 << (n % 64) }

// sees reports whether path and query, with the blanks around them, may be an attack.
// Six bytes are looked at together, so that the processor has to foresee one answer for
// three.
func (g *glance) sees(asked []byte) bool {
	for ; len(asked) >= 8; asked = asked[6:] {
		v := WithoutDigits(binary.LittleEndian.Uint64(asked)) ^ '0'*eachByte | fold<<32 | fold
		a, b, c := uint32(v), uint32(v>>16), uint32(v>>32)
		if (g.hint(a)|g.hint(b)|g.hint(c))&1 != 0 && (g.has(a) || g.has(b) || g.has(c)) {
			return true
		}
	}
	for ; len(asked) >= 4; asked = asked[2:] {
		if g.has(foldedRun(asked)) {
			return true
		}
	}
	return g.blind || g.seesEnd(asked)
}

// has reports whether two bytes are a sign, or four are a run that is looked for.
func (g *glance) has(v uint32) bool {
	again := v * againHash >> 16
	return g.hint(v)&1 != 0 && (g.sign(v)|g.again[again/64&1023]>>(again%64))&1 != 0
}

// hint is has for who looks at the lowest bit alone, and may be mistaken about runs.
func (g *glance) hint(v uint32) uint64 {
	run := v * runHash >> 16
	return g.sign(v) | g.runs[run/64&1023]>>(run%64)
}

func (g *glance) sign(v uint32) uint64 { return g.signs[v/64&1023] >> (v % 64) }

// seesEnd looks for signs in the last bytes.
func (g *glance) seesEnd(end []byte) bool {
	for _, b := range end {
		if isOdd(b) {
			return true
		}
	}
	return false
}

// commonAddresses are parts of addresses that sites have, so that what tells an
// attack apart is looked for in the rest of its pattern.
const commonAddresses = ` /index.html /default.aspx /default.htm /index.php /images/logo.png /img/ /css/site.css /styles/main.css ` +
	`/js/jquery.min.js /scripts/ /bundles/ /content/ /fonts/ .woff2 .jpeg .jpg .gif .svg .ico .json .xml .pdf .zip .docx .xlsx .txt .map .axd ` +
	`/api/v1/ /api/v2/ /account/login.aspx /login /logon.aspx /logout /home /search /products/ /product.aspx /services/ /service.svc .asmx .ashx .aspx .asp .php ` +
	`/admin/ /user/ /users/ /orders /selected /collection /string from= /help/ /error.aspx /webresource.axd /scriptresource.axd /_layouts/15/ /sites/ /pages/ /forms/ /documents/ ` +
	`/owa/ /ecp/ /ews/exchange.asmx /autodiscover/autodiscover.xml /microsoft-server-activesync /rpc/rpcproxy.dll /mapi/ ` +
	`/news/ /blog/ /shop/ /cart /checkout /category/ /item/ /contact.aspx /about.aspx /support/ /files/ /download/ /upload/ /uploads/ ` +
	`/backup /database /data/ /windows /china /local/ /applications/ /http /process /system /user /status /static /production /staging /partners /member /mobile /human /server /setup /config /web /www /site /public /private /secret /password `
