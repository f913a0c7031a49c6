package main

import (
	"cmp"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/render"
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

// languageOf is the language of help and errors: that of --lang, which has to be known
// before the flags are read, else that of the environment.
func (a *app) languageOf(args []string) codes.Lang {
	for i, arg := range args {
		value, given := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			value, given = args[i+1], true
		}
		if lang, err := codes.ParseLang(cmp.Or(languageWords[strings.ToLower(value)], value)); given && err == nil {
			return lang
		}
	}
	return a.language()
}

// languageWords are other words for languages.
var languageWords = map[string]string{
	"cn": "zh", "chs": "zh", "chinese": "zh", "中文": "zh", "english": "en", "us": "en",
}

// speak makes help, errors and notes those of a language.
func (a *app) speak(lang codes.Lang) {
	a.lang, a.say = lang, render.NewTranslator(string(lang))
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
