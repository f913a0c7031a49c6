package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report/form"
)

// parseZone reads a zone as --tz takes it: local, UTC, a name of the time zone database,
// one that Windows gives, or an offset.
func parseZone(s string) (*time.Location, error) {
	switch strings.ToLower(s) {
	case "local":
		return localZone(), nil
	case "utc", "z":
		return time.UTC, nil
	}
	if zone, ok := parseOffset(s); ok {
		return zone, nil
	}
	if name := windowsZone(s); name != "" {
		s = name
	}
	if zone, err := time.LoadLocation(s); err == nil {
		return zone, nil
	}
	return nil, fmt.Errorf(`expected local, UTC, a zone like Europe/Zurich or "W. Europe Standard Time", or an offset like +01:00, found %q%s`, s, suggest(cmp.Or(otherValue("tz", s), zoneMeant(s))))
}

// zoneMeant is the zone of a city, or the one of the name that looks most like what was
// typed. Abbreviations such as CST stand for several zones: none is offered.
func zoneMeant(s string) string {
	zones := knownZones()
	city := strings.ReplaceAll(strings.TrimSpace(s), " ", "_")
	for _, zone := range zones {
		if _, name, _ := strings.Cut(zone, "/"); strings.EqualFold(name, city) {
			return zone
		}
	}
	for _, region := range []string{"Europe", "America", "Asia", "Australia", "Africa", "Pacific", "Atlantic"} {
		name := region + "/" + strings.ToUpper(city[:min(1, len(city))]) + strings.ToLower(city[min(1, len(city)):])
		if _, err := time.LoadLocation(name); err == nil && len(city) > 3 {
			return name
		}
	}
	if near := meant(s, zones); near != s {
		return near
	}
	return ""
}

var offsetForm = form.Of(`^(?i:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?$`)

// parseOffset reads +01:00, -0530, UTC+1.
func parseOffset(s string) (*time.Location, bool) {
	parts := offsetForm().FindStringSubmatch(strings.ReplaceAll(s, " ", ""))
	if parts == nil {
		return nil, false
	}
	hours, _ := strconv.Atoi(parts[2])
	minutes, _ := strconv.Atoi(parts[3]) // none is 0
	seconds := hours*3600 + minutes*60
	if seconds > 14*3600 {
		return nil, false
	}
	name := fmt.Sprintf("UTC%s%02d:%02d", parts[1], hours, minutes)
	if parts[1] == "-" {
		seconds = -seconds
	}
	return time.FixedZone(name, seconds), true
}

//go:embed windows_zones.tsv
var windowsZones string

// knownZones are the zones of the database that Windows has names for.
func knownZones() (all []string) {
	for line := range strings.Lines(windowsZones) {
		if _, iana, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && line[0] != '#' {
			all = append(all, iana)
		}
	}
	return all
}

// windowsZone returns the name in the time zone database of a zone of Windows, in any
// case, "" for none.
func windowsZone(name string) string {
	for line := range strings.Lines(windowsZones) {
		windows, iana, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if ok && line[0] != '#' && strings.EqualFold(windows, strings.TrimSpace(name)) {
			return iana
		}
	}
	return ""
}
