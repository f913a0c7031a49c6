package logtest

import "fmt"

// Size is how much log a story is told in.
type Size int

// Sizes: about 1,000, 10,000 and 100,000 rows.
const (
	Small Size = iota
	Medium
	Large
)

// Sizes returns all of them, the smallest first.
func Sizes() []Size { return []Size{Small, Medium, Large} }

// String returns "small", "medium" or "large".
func (s Size) String() string {
	if s < Small || s > Large {
		return fmt.Sprintf("Size(%d)", int(s))
	}
	return [...]string{"small", "medium", "large"}[s]
}

// SizeNamed returns the size of that name. The error says which names there are.
func SizeNamed(name string) (Size, error) {
	for _, s := range Sizes() {
		if s.String() == name {
			return s, nil
		}
	}
	return Small, fmt.Errorf("expected small, medium or large, found %q", name)
}
