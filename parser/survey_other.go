//go:build !amd64

package parser

const vectors = false

func take(v *survey, text []byte) (lines int, odd bool) { return takeSlowly(v, text) }
