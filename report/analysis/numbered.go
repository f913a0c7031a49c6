package analysis

// numbered are texts that got a number each, from 0 on: what is asked of thousands of rows is
// asked of numbers.
type numbered struct {
	at    map[string]int
	texts []string
}

// of is the number of a text.
func (n *numbered) of(text []byte) int {
	if at, ok := n.at[string(text)]; ok {
		return at
	}
	if n.at == nil {
		n.at = map[string]int{}
	}
	return intern(string(text), n.at, &n.texts)
}

// numberSet holds some of such numbers.
type numberSet struct {
	has  []bool
	size int
}

func (s *numberSet) add(n int) {
	if n >= len(s.has) {
		s.has = append(s.has, make([]bool, n+1-len(s.has))...)
	}
	if !s.has[n] {
		s.has[n] = true
		s.size++
	}
}

func (s *numberSet) holds(n int) bool { return n < len(s.has) && s.has[n] }
