package report

// Tables are entries of the tables that explanations come from, as plain values.
// A table that was not asked for is empty.
type Tables struct {
	Schema  string        `json:"schema"`
	Command string        `json:"command"`
	Lang    string        `json:"lang"`
	Codes   []CodeEntry   `json:"codes"`
	Win32   []Win32Entry  `json:"win32"`
	Reasons []ReasonEntry `json:"reasons"`
	FTP     []CodeEntry   `json:"ftp,omitempty"`
	Pairs   []PairEntry   `json:"pairs,omitempty"`
	Events  []EventEntry  `json:"events,omitempty"`
	Noise   []NoiseEntry  `json:"noise,omitempty"`
	Made    Made          `json:"made,omitzero"`
}

// Texts are what a table says of an entry.
type Texts struct {
	Name    string `json:"name"`
	Meaning string `json:"meaning"`
	Cause   string `json:"cause,omitempty"`
	Check   string `json:"check"`
	Source  string `json:"source,omitempty"`
}

// CodeEntry is a status, with or without a substatus, or a class. Verdict is
// what rows of it are when nothing more is known, "unknown" where a Win32 number
// or a substatus must decide.
type CodeEntry struct {
	Code      string `json:"code"` // 401.1, 401, 4xx; x.41 for a substatus of FTP
	Status    int    `json:"status,omitempty"`
	Substatus *int   `json:"substatus,omitempty"`
	Versions  string `json:"versions,omitempty"`
	Verdict   string `json:"verdict,omitempty"`
	Texts
}

// Win32Entry is a Win32 error or an HRESULT.
type Win32Entry struct {
	Code   uint64 `json:"code"`
	Hex    string `json:"hex"`
	Symbol string `json:"symbol"`
	Texts
}

// ReasonEntry is a reason of HTTP.sys.
type ReasonEntry struct {
	Reason  string `json:"reason"`
	Status  int    `json:"status,omitempty"`
	Verdict string `json:"verdict"`
	Texts
}

// PairEntry is a code together with a Win32 number.
type PairEntry struct {
	Code    string `json:"code"` // 401.1; 401 for any substatus; 4xx
	Win32   uint64 `json:"win32"`
	Hex     string `json:"hex"`
	Verdict string `json:"verdict"`
	Texts
}

// EventEntry is an event of the event log of Windows.
type EventEntry struct {
	Event    uint64   `json:"event"`
	Provider string   `json:"provider"`
	Log      string   `json:"log"`            // System, Application or Security
	With     []string `json:"with,omitempty"` // what logs have in its company: 503, 500.30, AppOffline
	Texts
}

// NoiseEntry is a family of noise.
type NoiseEntry struct {
	Family string `json:"family"`
	Texts
}

// Len is the number of entries.
func (t *Tables) Len() int {
	return len(t.Codes) + len(t.Win32) + len(t.Reasons) + len(t.FTP) + len(t.Pairs) + len(t.Events) + len(t.Noise)
}
