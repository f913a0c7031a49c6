package parser

// vectors says that the processor knows what take is made of; it does not change.
var vectors = hasVectors()

// take makes v the survey of a text of whole blocks, of up to surveySize bytes. It returns how
// many lines end in it, and whether it holds a byte of up to 9, such as a tab or a
// zero byte.
//
//go:noescape
func take(v *survey, text []byte) (lines int, odd bool)

func hasVectors() bool
