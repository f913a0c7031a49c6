package analysis

// A logon by NTLM names nobody in the log. Many addresses that are refused so at the same time, each again
// and again, are told in one: they are one attacker, or machines with one fault.

// namelessTogether tells of many clients that were refused without a name at the same time, and were
// served nothing.
func (s *actors) namelessTogether() {
	var dense, few crowd
	for _, c := range s.all.untold().byClient() {
		did := s.did[c[0].client]
		switch {
		case c.names() > 0 || s.shared[c[0].client] || did == nil || did.served > 0 || s.loops(c):
		case c.rows() >= fewLogons && s.dense(c):
			dense = append(dense, c...)
		default:
			few = append(few, c...)
		}
	}
	if len(dense.clients()) < manyPlaces || !dense.areTogether() {
		return
	}
	first, last := dense.span()
	for _, r := range few {
		if r.first >= first && r.last <= last {
			dense = append(dense, r)
		}
	}
	s.tell("auth-guessing", dense)
}

// areTogether reports whether the times of most clients overlap with the middle of those of all.
func (c crowd) areTogether() bool {
	first, last := c.span()
	middle, all, over := first+(last-first)/2, c.byClient(), 0
	for _, of := range all {
		if from, until := of.span(); from <= middle && until >= middle {
			over++
		}
	}
	return 2*over >= len(all)
}

// namelessLoops tells of many clients, each of which was refused for hours without a name: of programs with an old
// password, or of people at whose machines something changed.
func (s *actors) namelessLoops() {
	var all crowd
	for _, c := range s.all.untold().byClient() {
		if c.rows() >= fewLogons && c.names() == 0 && !s.shared[c[0].client] && s.loops(c) {
			all = append(all, c...)
		}
	}
	if len(all.clients()) > mostClosed {
		s.tell("auth-loop", all)
	}
}
