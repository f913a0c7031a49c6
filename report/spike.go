package report

import (
	"bytes"
	"encoding/json"
	"time"
)

// Spike is an unusual rise of one code, or of one reason of HTTPERR, and what is
// behind it.
type Spike struct {
	Code      string  `json:"code"`             // "401.1"; "-" where HTTP.sys sent no status
	Log       string  `json:"log,omitempty"`    // "ftp" for replies of the FTP service
	Reason    string  `json:"reason,omitempty"` // of HTTPERR
	Win32     *uint64 `json:"win32,omitempty"`  // set when the rows of this number rose and not the others
	Verdict   string  `json:"verdict"`
	Attention bool    `json:"attention"` // of the verdict

	Start    time.Time `json:"start"` // Start ≤ time < End
	End      time.Time `json:"end"`
	Observed int64     `json:"observed"` // rows
	Expected float64   `json:"expected"` // rows that are usual at that time with that much traffic
	Ratio    float64   `json:"ratio"`    // Observed by Expected; less than one expected counts as one
	Score    float64   `json:"score"`    // like a number of standard deviations; higher is less usual

	New       bool        `json:"new"`                 // never seen outside of spikes
	Earlier   bool        `json:"earlier,omitempty"`   // an earlier spike was of the same code and verdict
	Recurring bool        `json:"recurring"`           // comes back at the same time of the day
	Burst     int         `json:"burst,omitempty"`     // recurring spikes of one burst have one number, from 1; 0 for others
	Returns   []time.Time `json:"returns,omitempty"`   // other times at which it began
	Together  []string    `json:"together,omitempty"`  // codes that rose in the same minutes
	Estimated bool        `json:"estimated,omitempty"` // Causes come from a sample of the rows

	Summary string       `json:"summary"` // one sentence; the renderers word it
	Causes  []SpikeCause `json:"causes"`  // the weightiest first

	Name    string `json:"name"` // of the code or reason, or of it together with Win32
	Meaning string `json:"meaning"`
	Cause   string `json:"cause"`
	Check   string `json:"check"`

	Curve   Curve   `json:"curve"`
	Samples []Place `json:"samples"` // rows of the first cause, spread over the spike
	Command string  `json:"command"` // shows the rows of the spike and its first cause
}

// SpikeCause is a group of rows that accounts for a part of a rise.
type SpikeCause struct {
	// Where is what the rows have in common, the most telling first: the name of
	// a field and its value, or a network (203.0.113.0/24), a folder (/shop/*), an
	// extension (*.php). Also are more such values that nine of ten rows have, and
	// their Win32 number where that tells an expired password from a locked account.
	Where    Values  `json:"where"`
	Also     Values  `json:"also,omitempty"`
	Observed int64   `json:"observed"` // rows, without those of the causes before
	Expected float64 `json:"expected"`
	Share    float64 `json:"share"` // of the rise, 0 to 1
	New      bool    `json:"new"`   // no row like it outside of spikes
	// Clients is from how many different addresses the rows came; 0 where not all
	// of them were looked at.
	Clients int64 `json:"clients,omitempty"`
	// Even says that nothing stands out: the rise is spread like the usual rows,
	// and Where is what all of them have in common, if anything.
	Even bool `json:"even,omitempty"`
}

// Curve counts the rows of a spike's code and verdict around it, per bucket.
type Curve struct {
	BucketSeconds int64     `json:"bucket_s"`
	Start         time.Time `json:"start"`
	Counts        []int64   `json:"counts"`
}

// Values are values of named fields in an order that matters. In JSON they are
// one object, its members in that order.
type Values []FieldValue

// MarshalJSON writes {"c-ip":"203.0.113.7","cs-method":"GET"}.
func (v Values) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, f := range v {
		if i > 0 {
			b.WriteByte(',')
		}
		for j, text := range [...]string{f.Field, f.Value} {
			quoted, err := json.Marshal(text)
			if err != nil {
				return nil, err
			}
			b.Write(quoted)
			if j == 0 {
				b.WriteByte(':')
			}
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
