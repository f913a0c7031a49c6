package report

import (
	"bytes"
	"encoding/json"
	"time"
)

// Spike is an unusual rise of one code, or of one reason of HTTPERR, and what is
// behind it; or one of the time that requests take, which is of no code.
type Spike struct {
	Code      string  `json:"code"`             // "401.1"; "-" where HTTP.sys sent no status
	Log       string  `json:"log,omitempty"`    // "ftp" for replies of the FTP service
	Reason    string  `json:"reason,omitempty"` // of HTTPERR
	Win32     *uint64 `json:"win32,omitempty"`  // set when the rows of this number rose and not the others
	Verdict   string  `json:"verdict"`
	Attention bool    `json:"attention"` // of the verdict
	// Verdicts are those of its rows where there are several, Verdict first: what one
	// scanner asked for is a probe here and not found there.
	Verdicts []string `json:"verdicts,omitempty"`
	// Of is set when the rows with these values rose and the others of the code hid it.
	Of Values `json:"of,omitempty"`

	// Taken is what the middle request took, in ms, and UsualTaken what it takes at other
	// times, where the time rose that requests take; 0 of a rise of a code.
	Taken      int64 `json:"taken_ms,omitempty"`
	UsualTaken int64 `json:"usual_taken_ms,omitempty"`

	// Start is the second of the first row, Last that of the last, and End the one after
	// it: Start ≤ time < End. Where Estimated is set they may be those of minutes.
	Start    time.Time `json:"start"`
	End      time.Time `json:"end"`
	Last     time.Time `json:"last,omitzero"`
	Observed int64     `json:"observed"` // rows
	// State is that of a finding: going-on where rows came until the end of the log. Empty where it recurs.
	State string `json:"state,omitempty"`
	// Without are the times of shorter rises of the same code and verdict in this one: their
	// rows are not counted here.
	Without  []Period `json:"without,omitempty"`
	Expected float64  `json:"expected"` // rows that are usual in so much time, by what lies outside of spikes
	Ratio    float64  `json:"ratio"`    // Observed by Expected; less than one expected counts as one
	// Rate is how many rows came in a minute, hour or day of PerSeconds, as the spike is
	// long, and UsualRate how many are usual in that. A shorter spike counts as a minute.
	Rate       float64 `json:"rate"`
	UsualRate  float64 `json:"usual_rate"`
	PerSeconds int64   `json:"per_s"`

	Score float64 `json:"score"` // like a number of standard deviations; higher is less usual

	New       bool        `json:"new"`                 // this code with this verdict was not seen before, nor between spikes
	Earlier   bool        `json:"earlier,omitempty"`   // an earlier spike was of the same code and verdict
	Legs      int64       `json:"legs,omitempty"`      // rows of negotiations before these, in rises of their own
	Recurring bool        `json:"recurring"`           // comes back at the same time of the day
	Burst     int         `json:"burst,omitempty"`     // recurring spikes of one burst have one number, from 1; 0 for others
	Returns   []time.Time `json:"returns,omitempty"`   // other times at which it began
	Together  []string    `json:"together,omitempty"`  // codes that rose in the same minutes
	Findings  []int       `json:"findings,omitempty"`  // places in Findings, from 1, of those that tell the same
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
	// extension (*.php). Also are more such values that all of the rows have, and
	// their Win32 number where that tells an expired password from a locked account.
	// All are 99.5 %, and what nine of ten requests have is in neither.
	Where    Values  `json:"where"`
	Also     Values  `json:"also,omitempty"`
	Observed int64   `json:"observed"` // rows, without those of the causes before
	Expected float64 `json:"expected"`
	// Share is the part of the rise, 0 to 1; those of one rise sum to 1 at most. From
	// 0.995 on all rows of the spike are of this cause.
	Share float64 `json:"share"`
	// New says that no earlier row of this code and verdict is like it. It is not said
	// where that is not known.
	New bool `json:"new"`
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

// UnmarshalJSON reads what MarshalJSON wrote, in its order.
func (v *Values) UnmarshalJSON(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	if _, err := d.Token(); err != nil { // the brace
		return err
	}
	*v = Values{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		var value string
		if err := d.Decode(&value); err != nil {
			return err
		}
		field, _ := name.(string) // names of members are strings
		*v = append(*v, FieldValue{field, value})
	}
	return nil
}
