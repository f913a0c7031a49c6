package codes

// tree holds the texts that an automaton looks for while it is made.
type tree struct{ nodes []node }

// node is the end of a text that starts some. Node 0 is the root, and nobody's child.
type node struct {
	child, sibling uint32 // 0 for none
	symbol         uint32 // that leads here
	hits           uint32 // index into automaton.hits; 0 for none
}

// insert adds a text, and returns its node.
func (t *tree) insert(a *automaton, text string) *node {
	at := uint32(0)
	for i := range len(text) {
		at = t.step(at, a.symbol(text[i]))
	}
	return &t.nodes[at]
}

// step returns the child that a symbol leads to, which it adds when there is none.
func (t *tree) step(at, symbol uint32) uint32 {
	for c := t.nodes[at].child; c > 0; c = t.nodes[c].sibling {
		if t.nodes[c].symbol == symbol {
			return c
		}
	}
	c := uint32(len(t.nodes))
	t.nodes = append(t.nodes, node{symbol: symbol, sibling: t.nodes[at].child})
	t.nodes[at].child = c
	return c
}

// ends returns the nodes breadth first, so that the children of one stand together.
func (t *tree) ends() []end {
	queue := append(make([]uint32, 0, len(t.nodes)), 0)
	all := make([]end, 0, len(t.nodes)+1)
	for i := 0; i < len(queue); i++ {
		n := &t.nodes[queue[i]]
		all = append(all, end{children: uint32(len(queue)), symbol: n.symbol, hits: n.hits})
		for at := n.child; at > 0; at = t.nodes[at].sibling {
			queue = append(queue, at)
		}
	}
	return append(all, end{children: uint32(len(all))})
}
