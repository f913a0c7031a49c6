package logtest

import "strings"

// Layout is the text of a #Fields line after the colon and blank, trailing
// blank included: any list of columns makes a log. Columns that logtest does
// not know hold "-". Zero is IIS10.
type Layout string

// Layouts as servers write them.
const (
	// IIS10 has the columns that IIS 8 and later log unless told otherwise.
	IIS10 Layout = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip " +
		"cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken"
	// AllFields has all 22 columns of the IIS dialog.
	AllFields Layout = "date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port " +
		"cs-username c-ip cs-version cs(User-Agent) cs(Cookie) cs(Referer) cs-host " +
		"sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken"
	// IIS6 has no time-taken, ends in a blank, and its rows hold the Win32 codes
	// that IIS 6 gave to the legs of a handshake.
	IIS6 Layout = "date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip " +
		"cs(User-Agent) sc-status sc-substatus sc-win32-status "
	// Azure is what App Service writes: no s-ip, and an id of the front end in
	// every query.
	Azure Layout = "date time s-sitename cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip " +
		"cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status " +
		"sc-bytes cs-bytes time-taken"
	// Forwarded is IIS10 behind a proxy: c-ip is the proxy, and a custom column
	// holds the client, sometimes with a port or as a list.
	Forwarded Layout = IIS10 + " X-Forwarded-For"
	// HTTPERR12 to HTTPERR16 are the columns of HTTP.sys through the years.
	HTTPERR12 Layout = "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason"
	HTTPERR13 Layout = HTTPERR12 + " s-queuename"
	HTTPERR14 Layout = "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid " +
		"sc-status s-siteid s-reason s-queuename"
	HTTPERR16 Layout = "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid streamid_ex " +
		"sc-status s-siteid s-reason s-queuename transport"
)

// has reports whether the layout has a column of that name.
func (l Layout) has(name string) bool {
	for field := range strings.FieldsSeq(string(l)) {
		if strings.EqualFold(field, name) {
			return true
		}
	}
	return false
}

// httperr reports whether rows come from HTTP.sys, which alone gives reasons.
func (l Layout) httperr() bool { return l.has("s-reason") }

// iis6 reports whether the layout ends in a blank, as only IIS 6 writes it.
func (l Layout) iis6() bool { return strings.HasSuffix(string(l), " ") }

func (l Layout) software() string {
	switch {
	case l.httperr():
		return "Microsoft HTTP API 2.0"
	case l.iis6():
		return "Microsoft Internet Information Services 6.0"
	case l == Azure:
		return "Microsoft Internet Information Services 8.0"
	}
	return "Microsoft Internet Information Services 10.0"
}
