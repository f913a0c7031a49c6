//go:build !amd64

package parser

const vectors = false

func blanksIn(text []byte, masks *masks) (end, blanks int, odd uint32) {
	return blanksInSlowly(text, masks)
}
