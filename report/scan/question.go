package scan

import "github.com/iiswhy/iiswhy/codes"

// question is what is asked of the rows of an outcome besides their numbers.
type question uint8

const (
	notAsked question = iota
	// isAttack: was it served what only attackers ask for? The rows keep their verdict.
	isAttack
	// isMiss: it was not there or was refused. Is it noise?
	isMiss
	// isFailure: it failed. Did an attack make it fail, or did a scanner ask?
	isFailure
	// isDevice: HTTP.sys ended it. Was it a device of the local network?
	isDevice
	// isFromBehind: did the server behind ARR answer so?
	isFromBehind
)

// questionFor returns what is asked of the rows of an outcome, given what the rules
// say of it.
func (o *outcome) questionFor(v codes.Verdict) question {
	switch {
	case o.log == codes.FTPLog || o.status == codes.None && o.log == codes.Web:
		return notAsked
	case o.log == codes.Web && o.status < 400:
		return isAttack
	case o.isMiss(v):
		return isMiss
	case o.status >= 500 && v != codes.ClientLeft && v != codes.OK:
		return isFailure
	case o.log == codes.HTTPERR && v != codes.OK:
		return isDevice
	case o.log == codes.Web && (v.Attention() || v == codes.ChallengeUnanswered) && v != codes.LogonFailure && v != codes.DirectoryFault:
		return isFromBehind
	}
	return notAsked
}

// isMiss reports whether what such rows asked for is not there, or was refused to
// whoever asks. A rule of addresses refused the rows of 403.501, 404.501 and up,
// whatever they asked for; of a 401.1 somebody had sent credentials, and of a 401.3
// an access list was asked.
func (o *outcome) isMiss(v codes.Verdict) bool {
	if o.substatus >= 501 {
		return false
	}
	switch v {
	case codes.NotFound, codes.BadRequest, codes.Blocked, codes.Configuration, codes.AccessDenied, codes.ChallengeUnanswered, codes.Unknown:
	default:
		return false
	}
	switch o.status {
	case 400, 403, 404, 405, 410, 501:
		return true
	case 401:
		return o.substatus == codes.None || o.substatus == 0 || o.substatus == 2
	}
	return false
}

// ran reports whether the application worked on such rows: what failed before that
// shows nothing to an attacker.
func (o *outcomeCount) ran() bool {
	return o.log == codes.Web && (o.verdict == codes.Application || o.verdict == codes.Upstream || o.verdict == codes.Unknown)
}
