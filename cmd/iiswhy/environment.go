package main

import (
	"os"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/codes"
)

// language is that of the environment, English where it names none of ours.
func (a *app) language() codes.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := a.getenv(name); v != "" {
			return langOr(v, codes.English)
		}
	}
	return langOr(systemLanguage(), codes.English)
}

func langOr(s string, fallback codes.Lang) codes.Lang {
	if lang, err := codes.ParseLang(s); err == nil {
		return lang
	}
	return fallback
}

// localZone is the zone of the machine under its name, where that can be found:
// "Local" would tell the reader of a report nothing.
func localZone() *time.Location {
	name := os.Getenv("TZ")
	if name == "" {
		if link, err := os.Readlink("/etc/localtime"); err == nil {
			_, name, _ = strings.Cut(link, "zoneinfo/")
		}
	}
	if name != "" && time.Local.String() == "Local" {
		if zone, err := time.LoadLocation(strings.TrimPrefix(name, ":")); err == nil {
			return zone
		}
	}
	return time.Local
}
