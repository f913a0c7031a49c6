package main

import (
	"os"
	"slices"
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
	name := time.Local.String()
	if name == "Local" {
		name = zoneName()
	}
	if slices.Contains([]string{"Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"}, name) {
		return time.UTC // under the name that everybody knows
	}
	if zone, err := time.LoadLocation(name); err == nil && name != "" {
		return zone
	}
	return time.Local
}

// zoneName is what the environment or the system calls the zone, "" where
// neither says.
func zoneName() string {
	if name := os.Getenv("TZ"); name != "" {
		return strings.TrimPrefix(name, ":")
	}
	link, err := os.Readlink("/etc/localtime")
	if err != nil {
		return ""
	}
	_, name, _ := strings.Cut(link, "zoneinfo/")
	return name
}
