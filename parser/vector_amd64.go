package parser

// vectors says that the processor knows what blanksIn is made of; it does not
// change.
var vectors = hasVectors()

// blanksIn looks for the first line feed of a text in whole blocks of 32 bytes,
// counts the blanks before it, and sets a mask for each block: a bit for each
// blank. end is -1 where the masks or the whole blocks end before a line feed.
// odd is not 0 when the blocks hold a byte of up to 9, such as a tab or a zero
// byte.
//
//go:noescape
func blanksIn(text []byte, masks *masks) (end, blanks int, odd uint32)

func hasVectors() bool
