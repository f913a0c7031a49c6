package parser

import "bytes"

// The SMTP and NNTP services of IIS write the format of W3C into folders beside
// those of the sites. Their status is a reply of SMTP or NNTP, or 0, and means
// nothing to those who read logs of a web server: such rows are refused, and told.

// isMail reports whether a row is of one of these services. The protocol is asked
// for where the service is not named.
func (r *Row) isMail() bool {
	if site := r.Field(SiteName); len(site) > 1 {
		if first := site[0] | 0x20; first != 's' && first != 'n' {
			return false // nearly always W3SVC
		}
		return hasService(site, "SMTPSVC") || hasService(site, "NNTPSVC")
	}
	version := r.Field(Version)
	return bytes.EqualFold(version, []byte("SMTP")) || bytes.EqualFold(version, []byte("ESMTP")) || bytes.EqualFold(version, []byte("NNTP"))
}

// planMail finds whether rows may be of these services. They name the service or
// the protocol, and have the fields of IIS 5: no substatus, or the client before
// the method. No site of IIS 6 or later has these unless somebody unticks the
// substatus, so that the usual row is never asked.
func (l *Layout) planMail() {
	if l.Form == IIS {
		l.mail = true
		return
	}
	old := !l.Has(Substatus) || l.Has(ClientIP) && l.index[ClientIP] < l.index[Method]
	l.mail = old && (l.Has(SiteName) || l.Has(Version)) && !l.Has(Session) && !l.Has(Reason)
}
