package parser

import "testing"

// TestWithoutVectors reads as processors without the vector code do.
func TestWithoutVectors(t *testing.T) {
	if !vectors {
		t.Skip("this processor has no vector code here")
	}
	vectors = false
	defer func() { vectors = true }()
	for _, again := range []struct {
		name string
		run  func(*testing.T)
	}{
		{"texts", TestAllShortTexts}, {"seeds", TestSeedsAgreeAtEveryCapacity}, {"separators", TestSeparators},
		{"order", TestValuesInAnyOrder}, {"zeros", TestZeroBytes}, {"lines", TestLineEnds},
	} {
		t.Run(again.name, again.run)
	}
}
