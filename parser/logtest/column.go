package logtest

import (
	"cmp"
	"net/netip"
	"strconv"
	"strings"
)

// column says where the value of a column comes from.
type column uint8

const (
	unknownColumn column = iota
	dateColumn
	timeColumn
	siteNameColumn
	computerColumn
	serverIPColumn
	methodColumn
	stemColumn
	queryColumn
	portColumn
	userColumn
	clientColumn
	versionColumn
	agentColumn
	cookieColumn
	refererColumn
	hostColumn
	statusColumn
	substatusColumn
	win32Column
	sentColumn
	receivedColumn
	takenColumn
	clientPortColumn
	uriColumn
	siteIDColumn
	reasonColumn
	queueColumn
	transportColumn
	proxyColumn     // c-ip where a proxy stands in front
	forwardedColumn // the client that the proxy names
	arrQueryColumn  // cs-uri-query with the id of the front end
	sessionColumn   // of FTP: what the rows of one connection share
	fullPathColumn  // of FTP
)

func columnNamed(name string) column {
	names := map[string]column{
		"date": dateColumn, "time": timeColumn, "s-sitename": siteNameColumn,
		"s-computername": computerColumn, "s-ip": serverIPColumn, "cs-method": methodColumn,
		"cs-uri-stem": stemColumn, "cs-uri-query": queryColumn, "s-port": portColumn,
		"cs-username": userColumn, "c-ip": clientColumn, "cs-version": versionColumn,
		"cs(user-agent)": agentColumn, "cs(cookie)": cookieColumn, "cs(referer)": refererColumn,
		"cs-host": hostColumn, "sc-status": statusColumn, "sc-substatus": substatusColumn,
		"sc-win32-status": win32Column, "sc-bytes": sentColumn, "cs-bytes": receivedColumn,
		"time-taken": takenColumn, "c-port": clientPortColumn, "cs-uri": uriColumn,
		"s-siteid": siteIDColumn, "s-reason": reasonColumn, "s-queuename": queueColumn,
		"transport": transportColumn, "x-forwarded-for": forwardedColumn,
		"x-session": sessionColumn, "x-fullpath": fullPathColumn,
	}
	return names[strings.ToLower(name)]
}

// columns returns the columns of the layout in its order.
func (l Layout) columns() []column {
	var list []column
	forwarded := l.has("X-Forwarded-For")
	for field := range strings.FieldsSeq(string(l)) {
		c := columnNamed(field)
		switch {
		case c == clientColumn && forwarded:
			c = proxyColumn
		case c == queryColumn && l == Azure:
			c = arrQueryColumn
		}
		list = append(list, c)
	}
	return list
}

// printer turns rows into lines. It keeps the text of the second that it
// printed last, which most rows share with the row before.
type printer struct {
	columns []column
	sites   []site
	newline string
	proxy   string // c-ip where a proxy stands in front; "": proxyAddress
	second  int64
	stamp   string // "2026-11-21 14:00:00"
	printed uint64
}

// line appends one row.
func (p *printer) line(b []byte, r *row) []byte {
	if r.second != p.second || p.stamp == "" {
		p.second, p.stamp = r.second, stampOf(r.second)
	}
	p.printed++
	for i, c := range p.columns {
		if i > 0 {
			b = append(b, ' ')
		}
		b = p.value(b, c, r)
	}
	return append(b, p.newline...)
}

// value appends the value of one column: here the columns of nearly every log.
func (p *printer) value(b []byte, c column, r *row) []byte {
	switch c {
	case dateColumn:
		return append(b, p.stamp[:10]...)
	case timeColumn:
		return append(b, p.stamp[11:]...)
	case serverIPColumn:
		return append(b, p.sites[r.site].address...)
	case methodColumn:
		return appendOr(b, r.method)
	case stemColumn:
		return r.stem.appendTo(b)
	case queryColumn:
		return r.query.appendTo(b)
	case portColumn:
		return strconv.AppendUint(b, r.port, 10)
	case userColumn:
		return r.user.appendTo(b)
	case clientColumn:
		return r.client.AppendTo(b)
	case agentColumn:
		return r.agent.appendTo(b)
	case refererColumn:
		return r.referer.appendTo(b)
	case statusColumn:
		return appendStatus(b, r.status)
	case substatusColumn:
		return strconv.AppendInt(b, int64(r.substatus), 10)
	case win32Column:
		return strconv.AppendUint(b, uint64(r.win32), 10)
	case takenColumn:
		return strconv.AppendInt(b, r.taken, 10)
	}
	return p.rareValue(b, c, r)
}

// rareValue appends the value of a column that a default log does not have.
func (p *printer) rareValue(b []byte, c column, r *row) []byte {
	at := &p.sites[r.site]
	switch c {
	case siteNameColumn:
		return append(b, at.name...)
	case computerColumn:
		return append(b, at.computer...)
	case hostColumn:
		return append(b, at.host...)
	case versionColumn:
		return p.version(b, r)
	case cookieColumn:
		return p.cookie(b, r)
	case sentColumn:
		return strconv.AppendInt(b, r.sent, 10)
	case receivedColumn:
		return strconv.AppendInt(b, r.received, 10)
	case arrQueryColumn:
		return p.frontEnd(b, r)
	case proxyColumn:
		return append(b, cmp.Or(p.proxy, proxyAddress)...)
	case forwardedColumn:
		return p.forwarded(b, r)
	}
	return p.kernelValue(b, c, r)
}

// kernelValue appends the value of a column that only HTTP.sys writes.
func (p *printer) kernelValue(b []byte, c column, r *row) []byte {
	switch c {
	case clientPortColumn:
		return strconv.AppendUint(b, 49152+p.printed*7919%16384, 10)
	case uriColumn:
		return appendURI(b, r)
	case siteIDColumn:
		if r.routed {
			return strconv.AppendInt(b, int64(r.site)+1, 10)
		}
	case reasonColumn:
		return appendOr(b, r.reason)
	case queueColumn:
		return appendOr(b, r.queue)
	case transportColumn:
		return append(b, "TCP"...)
	case sessionColumn:
		return appendOr(b, r.session)
	case fullPathColumn:
		return r.stem.appendTo(b)
	}
	return append(b, '-')
}

func appendOr(b []byte, s string) []byte {
	if s == "" {
		return append(b, '-')
	}
	return append(b, s...)
}

func appendStatus(b []byte, status int) []byte {
	if status == 0 {
		return append(b, '-')
	}
	return strconv.AppendInt(b, int64(status), 10)
}

func appendURI(b []byte, r *row) []byte {
	b = r.stem.appendTo(b)
	if r.query.head == "" {
		return b
	}
	return r.query.appendTo(append(b, '?'))
}

func (p *printer) version(b []byte, r *row) []byte {
	switch {
	case r.method == "":
		return append(b, '-')
	case r.port == 443 && r.user.head == "" && r.status != 401:
		return append(b, "HTTP/2.0"...) // Windows authentication stays with 1.1
	}
	return append(b, "HTTP/1.1"...)
}

func (p *printer) cookie(b []byte, r *row) []byte {
	if r.client.IsValid() && lastByte(r.client)%4 == 0 {
		return append(b, '-')
	}
	b = append(b, "ASP.NET_SessionId="...)
	return strconv.AppendUint(b, mixed(uint64(lastByte(r.client))+uint64(r.second/1200)<<8), 36)
}

// frontEnd appends the query with the id that the Azure front end adds.
func (p *printer) frontEnd(b []byte, r *row) []byte {
	if r.query.head != "" {
		b = append(r.query.appendTo(b), '&')
	}
	b = append(b, "X-ARR-LOG-ID="...)
	id := strconv.AppendUint(nil, mixed(p.printed)|1<<63, 16)
	b = append(append(b, id[:8]...), '-')
	b = append(append(b, id[8:12]...), "-4"...)
	b = append(append(b, id[12:15]...), "-a1c0-0f5e"...)
	return append(b, id[8:16]...)
}

const proxyAddress = "10.0.0.4"

// forwarded appends the client as proxies name it: alone, with a port, or with
// a second proxy behind it. What is planted stands alone.
func (p *printer) forwarded(b []byte, r *row) []byte {
	b = r.client.AppendTo(b)
	switch last := lastByte(r.client); {
	case r.planted || !r.client.Is4():
		return b
	case last%8 == 1:
		return strconv.AppendUint(append(b, ':'), 49152+uint64(last)*37, 10)
	case last%8 == 2:
		return append(b, ",+10.0.0.9"...)
	}
	return b
}

func lastByte(a netip.Addr) byte { b := a.As16(); return b[15] }

// mixed scatters n over all 64 bits.
func mixed(n uint64) uint64 {
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}
