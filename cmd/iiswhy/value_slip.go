package main

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/form"
	"github.com/iiswhy/iiswhy/report/render"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/spf13/pflag"
)

// valueMeant is what was meant by a value that a filter flag does not take, "" where
// nothing is near.
func valueMeant(flag scan.FilterFlag, value string) string {
	sign := ""
	if rest, not := strings.CutPrefix(value, "!"); not {
		sign, value = "!", rest
	}
	hint := otherValue(flag.Name, value)
	switch {
	case hint != "":
		return sign + hint
	case flag.Name == "status":
		hint = statusMeant(value)
	case flag.Name == "taken":
		hint = rangeMeant(value)
	case flag.Name == "verdict":
		hint = verdictMeant(value, flag.Offer())
	case flag.Name == "client":
		hint = cmp.Or(networkBetween(value), networkMeant(value), withoutPort(value))
	default:
		hint = meant(value, flag.Offer())
	}
	if hint == "" || strings.HasPrefix(hint, "--") {
		return hint
	}
	return sign + hint
}

var partOfAddress = form.Of(`^(\d{1,3}\.){0,2}\d{1,3}\.?$`)

// networkMeant is the network of an address that is not whole.
func networkMeant(s string) string {
	if !partOfAddress().MatchString(s) {
		return ""
	}
	return strings.TrimSuffix(s, ".") + ".*"
}

// withoutPort is the address in front of a port.
func withoutPort(s string) string {
	if both, err := netip.ParseAddrPort(s); err == nil {
		return both.Addr().String()
	}
	return ""
}

var (
	statusRange = form.Of(`^([1-5]\d\d)(?:-|\.\.|–)([1-5]\d\d)$`)
	statusFrom  = form.Of(`^(?:>=?\s*([1-5])\d\d|([1-5])(?:\*\*?|\d[x*]|x)|([1-5])\d\d\+)$`)
	statusParts = form.Of(`^([1-5]\d\d)[-/_: ](\d{1,3})$`)
	numberForm  = form.Of(`^(\d{4,10}|0[xX][0-9A-Fa-f]+)$`)
)

// statusMeant reads what other programs take for codes.
func statusMeant(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if between := statusRange().FindStringSubmatch(s); between != nil {
		return statusesBetween(between[1], between[2])
	}
	if from := statusFrom().FindStringSubmatch(s); from != nil {
		return from[1] + from[2] + from[3] + "xx"
	}
	if parts := statusParts().FindStringSubmatch(s); parts != nil {
		return parts[1] + "." + parts[2]
	}
	if numberForm().MatchString(s) {
		return "--win32 " + s
	}
	if strings.ContainsAny(s, ";|") {
		return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(";| ", r) }), ",")
	}
	if v, err := codes.ParseVerdict(s); err == nil {
		return "--verdict " + v.String()
	}
	return ""
}

// substatusMeant is the code whose status and substatus a comma parts: 401,2.
func substatusMeant(flag string, values []string, wrong int) string {
	if flag != "status" || wrong < 1 {
		return ""
	}
	code := values[wrong-1] + "." + values[wrong]
	if _, err := scan.ParseStatus(code); err != nil || !codeForm().MatchString(code) {
		return ""
	}
	return code
}

// statusesBetween lists the statuses of a range, or their classes where they are many.
func statusesBetween(low, high string) string {
	const most = 8
	from, _ := strconv.Atoi(low) // both are three digits
	to, _ := strconv.Atoi(high)
	var all []string
	for n := from; n <= to; n++ {
		name := fmt.Sprintf("%d", n)
		if to-from >= most {
			name = fmt.Sprintf("%dxx", n/100)
		}
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return strings.Join(all, ",")
}

var rangeForm = form.Of(`^(>=?|<=?)?\s*([\d.]+\s*[a-z]*)\s*(\+)?(?:-\s*([\d.]+\s*[a-z]*))?$`)

// rangeMeant reads what people write for a range of durations.
func rangeMeant(s string) string {
	if low, high, ok := strings.Cut(s, ".."); ok {
		return inMilliseconds(low) + ".." + inMilliseconds(high)
	}
	parts := rangeForm().FindStringSubmatch(strings.ToLower(strings.TrimSpace(s)))
	if parts == nil {
		return ""
	}
	low, high := inMilliseconds(parts[2]), inMilliseconds(parts[4])
	if strings.HasPrefix(parts[1], "<") {
		return ".." + low
	}
	return low + ".." + high
}

// inMilliseconds gives a number the unit of time-taken where it has none.
func inMilliseconds(s string) string {
	s = strings.ReplaceAll(s, " ", "")
	if _, err := strconv.Atoi(s); err == nil {
		return s + "ms"
	}
	return s
}

// dateForms are dates as other programs and countries write them. Where the day and
// the month could be either, both are offered.
var dateForms = []string{
	"2.1.2006", "2/1/2006", "1/2/2006", "2-1-2006", "2006/1/2", "2006.1.2", "2006-1-2", "2 Jan 2006", "Jan 2 2006", "Jan 2, 2006", "2-Jan-2006", "2/Jan/2006",
	"2.1.", "1/2", "2 Jan", "Jan 2",
}

// whenMeant is a moment as it is written here.
func whenMeant(s string, now time.Time) string {
	s = strings.TrimSpace(s)
	return cmp.Or(clockMeant(s), saidMeant(s, now), dateMeant(s, now), betweenMeant(s, now))
}

var betweenForm = form.Of(`^(.+?)(?:\.\.+| to | until |–|—)(.+)$|^(\d{1,2}:\d{2})-(\d{1,2}:\d{2})$`)

// betweenMeant parts what is from one time to another.
func betweenMeant(s string, now time.Time) string {
	parts := betweenForm().FindStringSubmatch(s)
	if parts == nil {
		return ""
	}
	from, until := strings.TrimSpace(parts[1]+parts[3]), strings.TrimSpace(parts[2]+parts[4])
	for _, one := range []string{from, until} {
		if _, err := parseWhen(one, now, time.Time{}, time.UTC); err != nil {
			return ""
		}
	}
	return "--since " + from + " --until " + until
}

// dateThenClock parts a moment into its day, time of the clock, half of the day and zone.
var dateThenClock = form.Of(`(?i)^(.*?)(?:[ T:,]+(\d{1,2}:\d{2}(?::\d{2})?)(?: ?([ap])\.?m\.?)?(?: ?(UTC|GMT|Z))?)?$`)

// dateMeant reads dates that are no way to write one here, and returns them as they
// are: one, or two with "or" between them. One without a year is the last before now.
func dateMeant(s string, now time.Time) string {
	parts := dateThenClock().FindStringSubmatch(strings.TrimSpace(s))
	var all []string
	for _, form := range dateForms {
		day, err := time.Parse(form, parts[1])
		if err != nil {
			continue
		}
		if day.Year() == 0 {
			if day = day.AddDate(now.Year(), 0, 0); day.After(now) {
				day = day.AddDate(-1, 0, 0)
			}
		}
		told := day.Format(time.DateOnly)
		if parts[2] != "" {
			told += "T" + clockOf(parts[2], parts[3], parts[4])
			if _, err := parseWhen(told, now, time.Time{}, time.UTC); err != nil {
				continue // 25:00
			}
		}
		if !slices.Contains(all, told) {
			all = append(all, told)
		}
	}
	return strings.Join(all, " or ")
}

// clockOf is a time of the clock as it is written here, "" where there is no such time.
func clockOf(clock, half, zone string) string {
	for _, form := range []string{"3:04:05PM", "3:04PM", "15:04:05", "15:04"} {
		t, err := time.Parse(form, clock+strings.ToUpper(half)+strings.Repeat("M", len(half)))
		switch {
		case err != nil:
			continue
		case zone != "":
			return t.Format("15:04:05Z")
		case t.Second() != 0:
			return t.Format("15:04:05")
		}
		return t.Format("15:04")
	}
	return ""
}

var clockOfDay = form.Of(`(?i)^(\d{1,2})(?::(\d{2}))? ?([ap])\.?m\.?$`)

// clockMeant reads a time of the clock as it is said: 3pm, noon.
func clockMeant(s string) string {
	switch strings.ToLower(s) {
	case "noon", "midday":
		return "12:00"
	case "midnight":
		return "00:00"
	}
	parts := clockOfDay().FindStringSubmatch(s)
	if parts == nil {
		return ""
	}
	hour, _ := strconv.Atoi(parts[1])
	minute, _ := strconv.Atoi(parts[2]) // none is 0
	if hour < 1 || hour > 12 || minute > 59 {
		return ""
	}
	hour %= 12
	if strings.EqualFold(parts[3], "p") {
		hour += 12
	}
	return fmt.Sprintf("%02d:%02d", hour, minute)
}

var (
	shortNumber   = form.Of(`^(\d{1,6})(?:([kKmM])|[eE](\d))$`)
	groupedNumber = form.Of(`^\d{1,3}(?:[,._' ]\d{3})+$`)
)

// numberMeant writes out a number that is written short, or in groups: 5k, 1e6, 10,000.
func numberMeant(f *pflag.Flag, s string) string {
	if f.Value.Type() != "int" {
		return ""
	}
	if groupedNumber().MatchString(s) {
		return strings.NewReplacer(",", "", "_", "", "'", "", ".", "", " ", "").Replace(s)
	}
	parts := shortNumber().FindStringSubmatch(s)
	if parts == nil {
		return ""
	}
	zeros, _ := strconv.Atoi(parts[3])
	if parts[2] != "" {
		zeros = map[string]int{"k": 3, "m": 6}[strings.ToLower(parts[2])]
	}
	return parts[1] + strings.Repeat("0", zeros)
}

// hiddenMeant is what --redact calls what others call so.
func hiddenMeant(s string) string {
	switch strings.ToLower(s) {
	case "all", "yes", "true", "everything":
		return "client,user,query"
	case "ip", "ips", "c-ip", "address", "addresses":
		return "client"
	case "cs-username", "name", "names", "username":
		return "user"
	}
	return ""
}

// spanMeant gives a number its unit, and a unit a number.
func spanMeant(s string) string {
	if number, ok := map[string]string{"hour": "1h", "day": "1d", "yesterday": "24h", "week": "7d", "month": "30d"}[strings.ToLower(s)]; ok {
		return number
	}
	if n, err := strconv.Atoi(s); err == nil {
		return bareSpan(n)
	}
	return hoursOf(s)
}

// bareSpan gives a number its unit: more hours than two days have are rather minutes. Of none
// nothing can be made.
func bareSpan(n int) string {
	switch {
	case n <= 0:
		return ""
	case n > 48:
		return fmt.Sprintf("%dm", n)
	}
	return fmt.Sprintf("%dh", n)
}

// verdictMeant is the verdict that a report calls so in words, in any language, or by a part
// of them: refused for refused logons; else the one whose name is near.
func verdictMeant(s string, verdicts []string) string {
	for _, lang := range codes.Langs() {
		for _, verdict := range verdicts {
			words := strings.ToLower(render.VerdictName(string(lang), verdict))
			if len(s) > 3 && strings.Contains(words, strings.ToLower(s)) {
				return verdict
			}
		}
	}
	return meant(s, verdicts)
}

// fieldMeant is what --by calls what others call so, else the one of some names that is near.
func fieldMeant(s string, names []string) string {
	switch strings.ToLower(s) {
	case "path", "paths", "url", "urls", "page", "pages", "stem":
		return "uri"
	case "ip", "ips", "address", "addresses":
		return "client"
	case "useragent", "user-agent", "browser":
		return "agent"
	case "username":
		return "user"
	case "status", "substatus", "error":
		return "code"
	case "domain", "vhost":
		return "host"
	}
	return cmp.Or(otherValue("by", s), meant(s, names))
}

// conditionMeant completes half a condition of --fail-on.
func conditionMeant(s string) string {
	what, limit, half := strings.Cut(s, "=")
	if !half && strings.HasSuffix(s, "%") {
		return "attention=" + s
	}
	if _, err := scan.ParseStatus(s); err == nil {
		return s + "=1"
	}
	name := ""
	if len(what) > 3 { // shorter ones are near to anything
		name = meant(what, []string{"attention", "spike", "worse", "slower"})
	}
	if name == "attention" {
		return name + "=" + cmp.Or(limit, "1%")
	}
	return name
}
