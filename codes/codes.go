// Package codes says what the numbers and words in an IIS log mean. It knows
// nothing of logs: keys in, meanings and verdicts out.
//
// The tables are the files under data/, made to be edited by hand. For each
// table T there is one file of facts, T.tsv, and one file of texts per
// language, T.<lang>.tsv, with the same keys in the same order:
//
//	status   status and substatus of HTTP answers (401.1, 403.14, 500.19)
//	win32    Win32 errors and HRESULTs (1326, 2148074254)
//	reason   reasons of HTTP.sys in HTTPERR logs (Timer_ConnectionIdle)
//	ftp      replies and substatus of the FTP service (530, substatus 41)
//	pair     a code and a Win32 number together (401.1 with 1326)
//	case     a code where other fields or rows make something else of it (451 of ActiveSync)
//	event    events of the event log of Windows (WAS 5059)
//	noise    requests of scanners and bots, by what they ask for
//	verdict  the rules that say what kind of thing a row is; they have no texts
//
// A text has four parts: a name of a few words, the meaning in one sentence,
// the likely cause, and the first thing to check. A test holds that every key
// has all four in every language. The column meanings says how many different
// matters are published for a key: where there are two, the text names both, the
// likelier one first, and only what else stands in the log can tell.
//
// A Book reads of the tables what it is asked for. What the families of noise need to match
// is worked out beforehand, data/noise.prepared: see noise_prepared.go. Book.Add and
// Families.Add merge a site's own tables into them.
package codes

import "strings"

// Lang names a language that the texts are written in.
type Lang string

// English is the language that the others are held against, and the one for those
// who speak none of them. Chinese is simplified.
const (
	English Lang = "en"
	Chinese Lang = "zh"
)

// Langs lists every language, English first: those that the status table has texts
// in. Adding the tables of a language is all that it takes.
func Langs() []Lang {
	all := []Lang{English}
	files, _ := tables.ReadDir("data") // it is part of the program
	for _, f := range files {
		rest, isStatus := strings.CutPrefix(f.Name(), "status.")
		lang, isText := strings.CutSuffix(rest, ".tsv")
		if isStatus && isText && lang != string(English) && lang != "tsv" {
			all = append(all, Lang(lang))
		}
	}
	return all
}

// Text is what is said of one entry, in the language of its Book.
type Text struct {
	Name    string // a few words, without a full stop
	Meaning string // one sentence: what it says
	Cause   string // one sentence: what is usually behind it
	Check   string // one sentence: what to do first
}

// None stands for a substatus that an entry does not have, or that a log does
// not hold.
const None = -1

// Other stands for every substatus above 0 that IIS does not have, in the entry of a class.
const Other = -2

// Status is an entry of the status table.
type Status struct {
	Code            // of 100 to 599, to 999 in a site's own meanings, or a class; without a substatus where it speaks of the status as a whole
	Versions string // which IIS or module uses it: "7.0+", "6.0 only", "ARR"
	Meanings int    // how many matters are published for it; 0 in a site's own entries
	Source   string // document that the facts come from
	Text
}

// Win32 is an entry of the Win32 table.
type Win32 struct {
	Number uint32 // as logged in sc-win32-status, unsigned
	Symbol string // ERROR_LOGON_FAILURE
	Source string
	Text
}

// Reason is an entry of the HTTPERR reason table.
type Reason struct {
	Reason   string // as logged in s-reason
	Status   int    // the status that HTTP.sys sends with it, 0 when none or several
	Meanings int    // as of Status
	Source   string
	Text
}

// FTP is an entry of the FTP table.
type FTP struct {
	Code         // a reply, 110 to 553, without a substatus; or a substatus without a reply
	Meanings int // as of Status
	Source   string
	Text
}

// Match says how closely an entry fits what was asked for.
type Match int

// Matches, best first.
const (
	Exact    Match = iota // the very status and substatus
	ByOther               // the status is known, the substatus is none of IIS
	ByStatus              // the substatus is unknown; the status was found
	ByClass               // the status is unknown too; its class was found
	NoMatch               // nothing fits, the entry is empty
)

// String returns the word as it stands in JSON.
func (m Match) String() string {
	return [...]string{"exact", "other", "status", "class", "none"}[m]
}
