package scan

import (
	"hash/maphash"

	"github.com/iiswhy/iiswhy/parser"
)

// rowHashes are the hashes of those values by which a row is known again: what counts
// values, finds families of noise and pairs legs with answers goes by these, so that
// a value is hashed once, while its line is in the cache.
type rowHashes struct{ path, client, agent uint64 }

// rowHashesOf returns the hashes of a row.
func rowHashesOf(r *parser.Row, seed maphash.Seed, c *columns) rowHashes {
	return withPath(maphash.Bytes(seed, r.Path()), r, seed, c)
}

// withPath returns the hashes of a row of which that of the path is known.
func withPath(path uint64, r *parser.Row, seed maphash.Seed, c *columns) rowHashes {
	return rowHashes{path, maphash.Bytes(seed, c.client(r)), maphash.Bytes(seed, r.Field(parser.UserAgent))}
}

func (k *keyer) hashes(r *parser.Row) rowHashes { return rowHashesOf(r, k.seed, &k.columns) }

// key is what legs and their answers share: client, agent and path. It is not 0.
func (h *rowHashes) key() uint64 { return max(1, joinHashes(joinHashes(h.client, h.agent), h.path)) }

// joinHashes is the hash of two values in their order.
func joinHashes(a, b uint64) uint64 { return a*31 + b }

// keyer makes the hashes and keys of rows.
type keyer struct {
	seed    maphash.Seed
	columns columns
}

func newKeyer(o *Options, seed maphash.Seed) keyer {
	return keyer{seed, columns{forwardedFor: o.ForwardedFor}}
}

func (k *keyer) path(r *parser.Row) uint64 { return maphash.Bytes(k.seed, r.Path()) }

// served is a row that was let in.
type served struct {
	key            uint64
	second, offset int64
	named          bool // its user is, else only applications may have asked who it is
}

// servedBy returns what is kept of a row that may answer legs, and false for one that
// answers none.
func (k *keyer) servedBy(r *parser.Row) (served, bool) { return k.servedAt(k.path(r), r) }

// servedAt is servedBy of a row of which the hash of the path is known.
func (k *keyer) servedAt(path uint64, r *parser.Row) (served, bool) {
	named := IsServed(r)
	if !named && !isGranted(r) {
		return served{}, false
	}
	h := withPath(path, r, k.seed, &k.columns)
	return served{h.key(), r.Second, r.Offset, named}, true
}
