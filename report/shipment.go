package report

import "time"

// Shipment is what one run of ship did, as plain values. Counts are rows.
type Shipment struct {
	Schema  string `json:"schema"`
	Command string `json:"command"`
	Lang    string `json:"lang"`
	Engine  string `json:"engine"`  // its URL, without user and password
	Machine string `json:"machine"` // that shipped
	Judge   string `json:"judge"`   // version of the tables by which rows were judged

	Began time.Time `json:"began"`
	Ended time.Time `json:"ended"`

	Rows      ShippedRows   `json:"rows"`
	Refused   int64         `json:"refused_lines"`
	Retries   int64         `json:"retries"`
	BytesSent int64         `json:"bytes_sent"` // packed, tries that failed included
	Partial   bool          `json:"partial"`    // not all that was found was read, or acknowledged
	Error     string        `json:"error,omitempty"`
	Files     []ShippedFile `json:"files"` // in the order of the input
}

// ShippedRows says where the rows of files are. Those of files that were known to be
// there whole are not read, and are no part of it.
type ShippedRows struct {
	Read    int64 `json:"read"`
	Shipped int64 `json:"shipped"` // now, and acknowledged; with rows of blocks of which more is known now
	There   int64 `json:"there"`   // and not sent again
	Waiting int64 `json:"waiting"` // until it is known whether their handshake is answered
	Unsure  int64 `json:"not_acknowledged"`
}

// ShippedFile is a file and what became of it.
type ShippedFile struct {
	Name    string `json:"name"`
	State   string `json:"state"` // see the constants
	Rows    int64  `json:"rows"`  // that were read
	Refused int64  `json:"refused_lines"`
	Waiting int64  `json:"waiting"`
	Error   string `json:"error,omitempty"` // why it was not shipped, or not read to its end
}

// States of a ShippedFile.
const (
	FileRead   = "read"   // and what was missing was shipped
	FileKnown  = "known"  // it was there whole, and was not read
	FileEmpty  = "empty"  // it has no row that ended yet
	FileFailed = "failed" // see Error
)

// Add adds what a later run of the same machine shipped. All else is as that run left it.
func (s *Shipment) Add(later *Shipment) {
	shipped := s.Rows.Shipped + later.Rows.Shipped
	s.Rows, s.Refused = later.Rows, later.Refused
	s.Rows.Shipped = shipped
	s.Retries += later.Retries
	s.BytesSent += later.BytesSent
	s.Ended, s.Partial, s.Error, s.Files = later.Ended, later.Partial, later.Error, later.Files
}
