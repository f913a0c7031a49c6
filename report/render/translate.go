package render

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/form"
)

// Errors and notes are worded in English where they arise: in packages that know no
// language, in libraries, in the system. A Translator says them in another language. It
// knows them by what they say: data/translation.tsv has each sentence in all languages,
// side by side, with blanks for what changes.
//
//	{name}     what is typed, named or counted, said as it is
//	{name...}  a sentence or a part of one, translated as well
//	{"name"}   what stands between quotes
//	{#name}    a number
//
// The first sentence that fits is taken. What the table does not have is said in
// English.

// Translator says English messages in another language. The zero value leaves them. Its
// sentences are read when the first message comes: most runs have none.
type Translator struct {
	sentences func() []sentence
}

// sentence is a message in English and in another language.
type sentence struct {
	english *regexp.Regexp
	names   []string // of the blanks, in the order of the English
	other   string
}

// NewTranslator returns what translates into a language. English needs nothing.
func NewTranslator(lang string) *Translator {
	if lang == string(codes.English) {
		return &Translator{}
	}
	return &Translator{sync.OnceValue(func() []sentence { return sentencesIn(lang) })}
}

// sentencesIn reads the table in a language.
func sentencesIn(lang string) (all []sentence) {
	rows := translations()
	column := slices.Index(rows[0], lang)
	if column < 0 {
		return nil
	}
	for _, cells := range rows[1:] {
		one := sentenceOf(cells[0])
		one.other = strings.NewReplacer("...}", "}", "{#", "{", `{"`, "{", `"}`, "}").Replace(cells[column])
		all = append(all, one)
	}
	return all
}

// translations are the lines of the table, the head first.
func translations() (rows [][]string) {
	raw, err := tables.ReadFile("data/translation.tsv")
	if err != nil {
		return [][]string{{string(codes.English)}}
	}
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && line[0] != '#' {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows
}

var blankForm = form.Of(`\{("?)(#?)([a-z0-9]+)(\.\.\.)?"?\}`)

// sentenceOf makes what finds an English sentence.
func sentenceOf(english string) (s sentence) {
	pattern, end := "(?s)^", 0
	for _, at := range blankForm().FindAllStringSubmatchIndex(english, -1) {
		pattern += regexp.QuoteMeta(english[end:at[0]])
		end = at[1]
		switch {
		case at[2] < at[3]:
			pattern += `("(?:[^"\\]|\\.)*")`
		case at[4] < at[5]:
			pattern += `([-\d][\d,.]*)`
		default:
			pattern += "(.+?)"
		}
		name := english[at[6]:at[7]]
		if at[8] >= 0 {
			name += "..."
		}
		s.names = append(s.names, name)
	}
	s.english = regexp.MustCompile(pattern + regexp.QuoteMeta(english[end:]) + "$")
	return s
}

// Text translates a message of one line.
func (t *Translator) Text(english string) string {
	if t.sentences == nil {
		return english
	}
	for _, s := range t.sentences() {
		found := s.english.FindStringSubmatch(english)
		if found == nil {
			continue
		}
		var blanks []blank
		for i, name := range s.names {
			value := found[i+1]
			if part, whole := strings.CutSuffix(name, "..."); whole {
				name, value = part, t.Text(value)
			}
			blanks = append(blanks, word(name, value))
		}
		told, _ := fill(s.other, blanks)
		return told
	}
	return english
}
