package render

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestGBK: paths that old Chinese servers write are text for who reads Chinese; what may be another encoding is not.
func TestGBK(t *testing.T) {
	f := func(want, s string) {
		t.Helper()
		assert.Equal(t, want, visibleIn("zh")(s))
	}
	f("/产品/新闻.asp", "/\xb2\xfa\xc6\xb7/\xd0\xc2\xce\xc5.asp")
	f("/产品", "/产品")
	f("/plain.asp", "/plain.asp")
	f(`/\xb2\xfa.asp`, "/\xb2\xfa.asp")                                 // one character may be anything
	f(`/\xb2\xfa\xc6`, "/\xb2\xfa\xc6")                                 // cut off
	f(`/\xdcbersicht.asp`, "/\xdcbersicht.asp")                         // Latin
	f(`/\xed\xee\xe2\xee\xf1\xf2\xe8`, "/\xed\xee\xe2\xee\xf1\xf2\xe8") // Cyrillic
	f(`/\xed\xee\xe2\xee\xf1\xf2`, "/\xed\xee\xe2\xee\xf1\xf2")
	f(`产品 \x1b`, "产品 \x1b")
	assert.Equal(t, `/\xce\xc5\xce\xc5`, visibleIn("en")("/\xce\xc5\xce\xc5"))
}
