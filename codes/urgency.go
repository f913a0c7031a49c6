package codes

// Urgent reports whether rows of this verdict are the fault of the server, of the
// directory or of a logon, so that somebody should look at once. Of the others that
// need attention, the fault may be in what the clients ask for.
func (v Verdict) Urgent() bool {
	switch v {
	case ChallengeUnanswered, AccessDenied, Blocked, NotFound, BadRequest, Unknown:
		return false
	}
	return v.Attention()
}
