package logtest

// served is the outcome of most requests.
func served() outcome { return outcome{status: 200, verdict: verdictOK} }

// legsOf returns the two legs of an NTLM handshake; Kerberos has only the
// first.
func legsOf(l Layout) [2]outcome {
	legs := [2]outcome{
		{status: 401, substatus: 2, win32: 5, verdict: verdictHandshake},
		{status: 401, substatus: 1, win32: 2148074254, verdict: verdictHandshake},
	}
	if l.iis6() {
		legs[0].win32, legs[1].win32 = 2148074254, 0
	}
	return legs
}

// ntlm writes a healthy NTLM handshake, three rows: the challenge, the leg in
// the middle, and r with the name of its user.
func ntlm(j *journal, r row, legs [2]outcome) {
	leg := challenge(j, r, legs[0])
	leg.second, leg.outcome, leg.sent = 0, legs[1], 341
	j.wait(leg)
	r.outcome = served()
	j.wait(r)
}

// kerberos writes a healthy Kerberos handshake, two rows: the challenge and r
// with the name of its user.
func kerberos(j *journal, r row, legs [2]outcome) {
	challenge(j, r, legs[0])
	r.outcome = served()
	j.wait(r)
}

// challenge writes the first leg for r and returns it.
func challenge(j *journal, r row, o outcome) row {
	r.user, r.outcome, r.sent = text{}, o, 1509
	r.taken = int64(j.dice.below(4))
	j.put(&r)
	return r
}
