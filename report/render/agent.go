package render

import (
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/form"
	"github.com/mileusna/useragent"
)

// agentField is the column of a log that says with what a client asked.
const agentField = "cs(User-Agent)"

// agentName is an agent as people call it: Chrome 128, Windows; Bingbot 2.0; curl 8.9.
// IIS writes "+" for a blank. What nobody knows by a name is told as it is in the log.
//
// The library takes an agent apart by its tokens; of 182 agents of public logs it names
// all browsers and crawlers right. What it gives where there is no name, such as Win64 or
// the whole of a sentence, is no name here.
func agentName(logged string) string {
	raw := strings.ReplaceAll(logged, "+", " ")
	if office := outlook().FindStringSubmatch(raw); office != nil {
		return "Outlook " + office[1]
	}
	if crawler := searchRobot().FindStringSubmatch(raw); crawler != nil { // it calls itself a browser of 1998
		return "Microsoft Search " + crawler[1]
	}
	found := useragent.Parse(raw)
	name := calledOtherwise(found.Name)
	switch {
	case slices.Contains(browsers, name):
		return browserName(name, found)
	case found.Version != "" && plainName().MatchString(name) && strings.Contains(raw, found.Name+"/"+found.Version):
		return name + " " + shortVersion(found.Version)
	case found.Bot && botName().MatchString(name):
		return name
	}
	return logged
}

// agentCause is an agent as the cause of something: with what it says of the device as well, since
// the same program on another one may do no harm. Browsers are named with their system already.
func agentCause(logged string) string {
	name := agentName(logged)
	_, detail, ok := strings.Cut(strings.ReplaceAll(logged, "+", " "), " (")
	if !ok || name == logged || strings.HasPrefix(logged, "Mozilla/") || strings.HasPrefix(name, "Outlook") {
		return name
	}
	detail, _, _ = strings.Cut(detail, ")")
	return name + " (" + detail + ")"
}

// browserName is a browser with its version and its system. Browsers freeze the version of the
// system: Windows 11 calls itself 10.0 as well, and macOS 15 itself 10.15.7.
func browserName(name string, found useragent.UserAgent) string {
	version, _, _ := strings.Cut(found.Version, ".")
	if found.Name == "Trident" { // Internet Explorer 11 calls itself by its engine alone
		version = "11"
	}
	called := strings.TrimSpace(name + " " + version)
	if found.OS == "" {
		return called
	}
	return called + ", " + found.OS
}

// browsers are names that say all together with the system.
var browsers = []string{useragent.Chrome, useragent.HeadlessChrome, useragent.Edge, useragent.Firefox, useragent.InternetExplorer,
	useragent.Opera, useragent.OperaMini, useragent.OperaTouch, useragent.Safari, useragent.MobileSafari, useragent.SamsungBrowser,
	useragent.Vivaldi, "Miui Browser"}

var (
	outlook     = form.Of(`Microsoft Outlook (\d+\.\d+)`)
	searchRobot = form.Of(`MS Search (\d+\.\d+) Robot`)
	plainName   = form.Of(`^[A-Za-z][A-Za-z0-9 ._-]{1,39}$`)
	botName     = form.Of(`(?i)^[a-z0-9._-]{0,30}(bot|spider|crawler)[a-z0-9._-]{0,30}$`)
)

// calledOtherwise is the name that people know a program by.
func calledOtherwise(name string) string {
	switch name {
	case "Trident", useragent.Msie:
		return useragent.InternetExplorer
	case "WindowsPowerShell":
		return "PowerShell"
	case "MacOutlook":
		return "Outlook for Mac"
	case useragent.Mozilla: // every browser calls itself so
		return ""
	}
	return name
}

// shortVersion is a version without what only its makers know.
func shortVersion(version string) string {
	parts := strings.SplitN(version, ".", 3)
	return strings.Join(parts[:min(2, len(parts))], ".")
}

// sameAgents joins the keys that people call alike, in the order of their rows.
func sameAgents(keys []seenRow) (joined []seenRow) {
	for _, k := range keys {
		name := agentName(k.Text)
		at := slices.IndexFunc(joined, func(j seenRow) bool { return j.Text == name })
		if at < 0 {
			joined = append(joined, seenRow{Text: name, Rows: k.Rows})
			continue
		}
		joined[at].Rows += k.Rows
	}
	slices.SortStableFunc(joined, func(x, y seenRow) int { return int(y.Rows - x.Rows) })
	return joined
}

// nameAgents gives keys the names that people call them by.
func nameAgents(keys []report.Key) {
	for i, k := range keys {
		if name := agentName(k.Key); name != k.Key {
			keys[i].Name = name
		}
	}
}
