package engine

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A filter as conditions. What scan compares cannot always be said in SQL, so each part is
// two of them: no row fits that is not of may, and all of sure fit. Rows of may that are
// not of sure are shown, and scan decides.

// clause is which rows fit a part of a filter.
type clause struct{ may, sure string }

// Conditions of all rows, and of none.
const (
	allRows = "1"
	noRows  = "0"
)

var unknownFit = clause{allRows, noRows}

func exactly(condition string) clause { return clause{condition, condition} }

func (f clause) not() clause { return clause{notOf(f.sure), notOf(f.may)} }

func notOf(condition string) string {
	switch condition {
	case allRows:
		return noRows
	case noRows:
		return allRows
	}
	return "NOT " + condition
}

func (f clause) and(o clause) clause { return clause{both(f.may, o.may), both(f.sure, o.sure)} }

func both(a, b string) string {
	switch {
	case a == noRows || b == noRows:
		return noRows
	case a == allRows:
		return b
	case b == allRows:
		return a
	}
	return "(" + a + " AND " + b + ")"
}

func (f clause) or(o clause) clause { return clause{either(f.may, o.may), either(f.sure, o.sure)} }

func either(a, b string) string {
	switch {
	case a == allRows || b == allRows:
		return allRows
	case a == noRows:
		return b
	case b == noRows:
		return a
	}
	return "(" + a + " OR " + b + ")"
}

// anyOf are the rows that fit one of some parts.
func anyOf[T any](values []T, fit func(T) clause) clause {
	out := exactly(noRows)
	for _, v := range values {
		out = out.or(fit(v))
	}
	return out
}

// filter is which rows fit a filter, but for its time.
func (r *Reader) filter(asked *scan.Asked) clause {
	f := &asked.Filter
	out := codesFit(f)
	if !f.Takes(codes.OK) { // no other row has this verdict in the end
		out = out.and(exactly("(" + odd + " AND verdict != 'ok')"))
	}
	for _, one := range f.Fields {
		out = out.and(r.fieldFits(one, asked.ForwardedFor))
	}
	if r.groupsPlain(asked) {
		out = out.and(clause{allRows, "(text = '')"})
	}
	return out
}

// codesFit is which rows fit a filter by their codes.
func codesFit(f *scan.Filter) clause {
	out := exactly(allRows)
	if len(f.Status) > 0 {
		out = out.and(anyOf(f.Status, statusFits))
	}
	if len(f.NotStatus) > 0 {
		out = out.and(anyOf(f.NotStatus, statusFits).not())
	}
	return out
}

func statusFits(p scan.StatusPattern) clause {
	condition := fmt.Sprintf("status >= %d AND status <= %d", p.Low, p.High)
	if !p.AnySubstatus() {
		condition += fmt.Sprintf(" AND substatus = %d", p.Substatus)
	}
	return exactly("(" + condition + ")")
}

// fieldFits is which rows fit a filter of a field: one of its values, and none of those
// behind a '!'.
func (r *Reader) fieldFits(f scan.FieldFilter, forwardedFor string) clause {
	var wanted, unwanted []string
	for _, v := range f.Values {
		if rest, not := strings.CutPrefix(v, "!"); not {
			unwanted = append(unwanted, rest)
		} else {
			wanted = append(wanted, v)
		}
	}
	out := exactly(allRows)
	if len(wanted) > 0 {
		out = r.valuesFit(f.Flag, wanted, forwardedFor)
	}
	if len(unwanted) > 0 {
		out = out.and(r.valuesFit(f.Flag, unwanted, forwardedFor).not())
	}
	return out
}

// globColumns are the columns that flags compare with globs; of those of sameColumns any case
// will do, of letters beyond ASCII as well.
var (
	globColumns = map[string]string{"uri": "path", "query": "query", "agent": "agent", "referer": "referer"}
	sameColumns = map[string]string{"method": "method", "pool": "queue", "reason": "reason"}
)

// valuesFit is which rows have one of the values of a flag.
func (r *Reader) valuesFit(flag string, values []string, forwardedFor string) clause {
	if len(values) > mostValues {
		return unknownFit
	}
	if column, ok := globColumns[flag]; ok {
		return anyOf(values, func(v string) clause { return globFits(column, v) })
	}
	if column, ok := sameColumns[flag]; ok {
		return anyOf(values, func(v string) clause { return sameFits(column, v) })
	}
	switch flag {
	case "host":
		return anyOf(values, func(v string) clause { return sameFits("host", v).or(sameFits(hostWithoutPort, v)) })
	case "user":
		fit := anyOf(values, func(v string) clause { return globFits("user", v) })
		return clause{fit.or(exactly("log != 'web'")).may, both(fit.sure, "log = 'web'")} // a session of FTP may name it
	case "port":
		return anyOf(values, portFits)
	case "win32":
		return anyOf(values, win32Fits)
	case "taken":
		return anyOf(values, takenFits)
	case "client":
		if forwardedFor == "" {
			return anyOf(values, r.clientFits)
		}
	case "site":
		return r.siteFits(values)
	case "server":
		return r.serverFits(values)
	case "time":
		return anyOf(values, timeFits)
	case "field":
		return anyOf(values, r.customFits)
	}
	return unknownFit
}

// hostWithoutPort is the host as scan compares it besides.
const hostWithoutPort = "if(endsWith(host, ']') OR length(host) = position(reverse(host), ':'), host, substring(host, 1, length(host) - position(reverse(host), ':')))"

// sameFits is which rows have a value in any case, or fit it as a glob.
func sameFits(column, value string) clause {
	fit := globFits(column, value)
	if strings.ContainsFunc(value, func(c rune) bool { return c >= 0x80 }) {
		fit.may = allRows // letters beyond ASCII have cases as well
	}
	return fit
}

// globFits is which rows fit a glob: the case of ASCII letters does not matter.
func globFits(column, glob string) clause {
	value := "lower(" + column + ")"
	glob = lowerASCII(glob)
	parts := strings.FieldsFunc(glob, func(c rune) bool { return c == '*' || c == '?' }) // keeps bytes as they are
	if len(parts) == 0 && strings.Trim(glob, "*") == "" {
		if glob == "" {
			return exactly("(" + column + " = '')")
		}
		return exactly(allRows)
	}
	if !strings.ContainsAny(glob, "*?") {
		return exactly("(" + value + " = " + quote(glob) + ")")
	}
	var all []string
	first, last := !isWild(glob[0]), !isWild(glob[len(glob)-1])
	for i, part := range parts {
		switch {
		case i == 0 && first:
			all = append(all, "startsWith("+value+", "+quote(part)+")")
		case i == len(parts)-1 && last:
			all = append(all, "endsWith("+value+", "+quote(part)+")")
		default:
			all = append(all, "position("+value+", "+quote(part)+") > 0")
		}
	}
	all = append(all, fmt.Sprintf("length(%s) >= %d", column, len(strings.ReplaceAll(glob, "*", ""))))
	may := "(" + strings.Join(all, " AND ") + ")"
	// Two parts in the middle may stand in the other order, or in one another.
	if strings.Contains(glob, "?") || len(parts) > 2 || len(parts) == 2 && !(first && last) {
		return clause{may, noRows}
	}
	return exactly(may)
}

func isWild(c byte) bool { return c == '*' || c == '?' }

func lowerASCII(s string) string {
	out := []byte(s)
	for i, c := range out {
		if 'A' <= c && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return string(out)
}

// portFits is which rows have a port: they must have written it so.
func portFits(value string) clause {
	n, err := strconv.ParseUint(value, 10, 16)
	if err != nil {
		return exactly(noRows)
	}
	return clause{fmt.Sprintf("(port = %d OR text != '')", n), notIf(strconv.FormatUint(n, 10) != value, fmt.Sprintf("(port = %d AND text = '')", n))}
}

func notIf(not bool, condition string) string {
	if not {
		return noRows
	}
	return condition
}

func win32Fits(value string) clause {
	n, err := strconv.ParseInt(value, 0, 64)
	if err != nil || n < 0 {
		return exactly(noRows)
	}
	return exactly(fmt.Sprintf("(win32 = %d)", n))
}

// takenFits is which rows took as long as a range says: 5s.. or 1s..30s or ..100ms.
func takenFits(value string) clause {
	low, high, _ := strings.Cut(value, "..")
	condition := "taken >= 0"
	for _, end := range []struct{ text, compares string }{{low, ">="}, {high, "<="}} {
		if end.text == "" {
			continue
		}
		d, err := time.ParseDuration(end.text)
		if err != nil {
			return exactly(noRows)
		}
		condition += fmt.Sprintf(" AND taken %s %d", end.compares, d.Milliseconds())
	}
	return exactly("(" + condition + ")")
}

// clientFits is which rows are of a client. An address of IPv6 is written in many ways, and
// may be one of IPv4: such rows are shown.
func (r *Reader) clientFits(value string) clause {
	if strings.ContainsAny(value, "*?") {
		return globFits("client", value)
	}
	unsure := "position(client, ':') > 0"
	prefix, err := netip.ParsePrefix(value)
	if err != nil {
		address, err := netip.ParseAddr(value)
		if err != nil {
			return unknownFit
		}
		address = address.Unmap()
		if !address.Is4() {
			return clause{"(" + unsure + ")", noRows}
		}
		same := "client = " + quote(address.String())
		return clause{"(" + same + " OR " + unsure + ")", "(" + same + ")"}
	}
	if !prefix.Addr().Is4() {
		return unknownFit
	}
	number := "IPv4StringToNum(client)"
	if r.modern {
		number = "IPv4StringToNumOrDefault(client)"
	}
	first := prefix.Masked().Addr().As4()
	from := uint32(first[0])<<24 | uint32(first[1])<<16 | uint32(first[2])<<8 | uint32(first[3])
	upto := from | uint32(uint64(1)<<(32-prefix.Bits())-1)
	in := fmt.Sprintf("%[1]s >= %[2]d AND %[1]s <= %[3]d AND IPv4NumToString(%[1]s) = client", number, from, upto)
	return clause{"(" + in + " OR " + unsure + ")", "(" + in + ")"}
}

// says is the condition that a column holds a value.
func says(column string) string { return "(" + column + " NOT IN ('', '-'))" }

// What a log calls a site, and that without what IIS puts before its number.
const (
	siteValue = "if(sitename NOT IN ('', '-'), sitename, siteid)"
	ofWeb     = "startsWith(lower(" + siteValue + "), 'w3svc')"
	ofFTP     = "startsWith(lower(" + siteValue + "), 'ftpsvc')"
	siteBare  = "multiIf(" + ofWeb + ", substring(" + siteValue + ", 6), " + ofFTP + ", substring(" + siteValue + ", 7), " + siteValue + ")"
	// numbered is a site of HTTP.sys, which is one of the web.
	numbered = "(sitename IN ('', '-') AND match(siteid, '^[0-9]+$'))"
)

// siteFits is which rows are of a site: their log says so, or the folder of the file.
func (r *Reader) siteFits(values []string) clause {
	told := "(sitename NOT IN ('', '-') OR siteid NOT IN ('', '-'))"
	named := anyOf(values, func(v string) clause {
		service, id := siteID(v)
		fits := sameFits(siteBare, id).and(exactly("(" + siteBare + " != '')"))
		switch service {
		case "W3SVC":
			return fits.and(exactly("NOT " + ofFTP))
		case "FTPSVC":
			return fits.and(exactly("NOT (" + ofWeb + " OR " + numbered + ")"))
		}
		return fits
	})
	folder := r.foldersFit("site", values)
	return named.and(exactly(told)).or(folder.and(exactly("NOT " + told)))
}

// siteID parts the name of a site, as scan does.
func siteID(site string) (service, id string) {
	for _, prefix := range []string{"W3SVC", "FTPSVC"} {
		if n := len(prefix); len(site) >= n && strings.EqualFold(site[:n], prefix) {
			return prefix, site[n:]
		}
	}
	return "", site
}

// serverFits is which rows are of a server: by its name, its address, or the folder.
func (r *Reader) serverFits(values []string) clause {
	computer := anyOf(values, func(v string) clause { return sameFits("computer", v) })
	address := anyOf(values, func(v string) clause { return sameFits("ip", v) })
	named, told := says("computer"), says("ip")
	return computer.and(exactly(named)).
		or(address.and(exactly("(" + told + " AND (length(ip) > 1 OR NOT " + named + "))"))).
		or(r.foldersFit("server", values).and(exactly("NOT (" + named + " OR " + told + ")")))
}

// foldersFit is which rows are of files whose folders fit.
func (r *Reader) foldersFit(flag string, values []string) clause {
	var files []string
	for i := range r.files {
		if (scan.FieldFilter{Flag: flag, Values: values}).FitsFolders(r.files[i].source.Name) {
			files = append(files, strconv.FormatUint(r.files[i].id, 10))
		}
	}
	switch n := len(files); {
	case n == len(r.files):
		return exactly(allRows)
	case n == 0:
		return exactly(noRows)
	case n > mostNamed:
		return unknownFit
	}
	return exactly("(file IN (" + strings.Join(files, ", ") + "))")
}
