package report

import (
	"encoding/json"
	"time"
)

// Evidence is one number of a finding, or a value that is none.
type Evidence struct {
	What  string
	Value float64
	Unit  string // rows, share, ms, clients …; time for seconds since 1970
	Text  string // a value that is no number: a client, a path
	More  bool   // there are more than Value: too many to count each
}

// evidenceJSON is an Evidence as JSON holds it: without a value where that is not
// zero but no number, and with times like all others, RFC 3339 in UTC.
type evidenceJSON struct {
	What  string   `json:"what"`
	Value *float64 `json:"value,omitempty"`
	Unit  string   `json:"unit"`
	Text  string   `json:"text,omitempty"`
	More  bool     `json:"more,omitempty"`
}

// MarshalJSON writes {"what":"rows","value":144,"unit":"rows"}.
func (e Evidence) MarshalJSON() ([]byte, error) {
	out := evidenceJSON{e.What, &e.Value, e.Unit, e.Text, e.More}
	switch {
	case e.Unit == "time":
		out.Value, out.Text = nil, time.Unix(int64(e.Value), 0).UTC().Format(time.RFC3339)
	case e.Text != "" && e.Value == 0:
		out.Value = nil
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (e *Evidence) UnmarshalJSON(data []byte) error {
	var in evidenceJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	*e = Evidence{What: in.What, Unit: in.Unit, Text: in.Text, More: in.More}
	if in.Value != nil {
		e.Value = *in.Value
	}
	if in.Unit == "time" {
		at, err := time.Parse(time.RFC3339, in.Text)
		if err != nil {
			return err
		}
		e.Value, e.Text = float64(at.Unix()), ""
	}
	return nil
}
