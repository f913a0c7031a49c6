package main

import (
	"slices"
	"strings"
	"sync"
)

// otherFlags are flags, and the words by which other tools, and people, call what they do.
var otherFlags = [][2]string{
	{"--since today", "today"},
	{"--since yesterday", "yesterday"},
	{"--since", "from start begin after time-from not-before"},
	{"--until", "to end before time-to not-after"},
	{"--last 15m", "minutes minute"},
	{"--last 1h", "hour latest newest recent tail now"},
	{"--last 24h", "hours"},
	{"--last 7d", "days week weeks"},
	{"--last 30d", "month months"},
	{"iiswhy daily --date", "day"},
	{"--status", "s code statuscode status-code"},
	{"--status 401.1", "substatus sub sub-status sc-substatus"},
	{"--status 4xx,5xx", "errors error failed failures only-errors"},
	{"--win32", "win32-status win32status sc-win32-status winstatus error-code errorcode hresult"},
	{"--uri", "u url page stem endpoint route cs-uri-stem"},
	{"--uri '/APP/*'", "app application"},
	{"--uri '!/health'", "exclude not ignore without skip no-health without-health no-monitor hide-health"},
	{"--uri '*TEXT*'", "search grep find contains text-search"},
	{"--client", "i ip address clientip client-ip c-ip remote source-ip"},
	{"--user", "username login account cs-username"},
	{"--agent", "user-agent useragent ua browser"},
	{"--method", "verb"},
	{"--host", "vhost domain hostname"},
	{"--server", "computer servername machine-name hostname-server"},
	{"--by", "group-by groupby group split per"},
	{"--by hour --top 3", "worst worst-hour worst-hours"},
	{"--by hour --sort rows --top 3", "busy busiest busy-hours peak peaks peak-hour peak-hours hourly load traffic"},
	{"--by FIELD --top 10", "most biggest largest heaviest common frequent most-common top-talkers topn"},
	{"--sort", "order order-by sortby sort-by"},
	{"--top", "count max n"},
	{"iiswhy rows --limit", "head first lines"},
	{"--taken 5s..", "slow slower slowest duration ms min-time min-taken longer latency elapsed"},
	{"--taken", "time-taken"},
	{"--status, --uri, --client", "filter where query-by"},
	{"--output", "out save write"},
	{"--output FILE.html", "mail email smtp attach"},
	{"--format json", "json"},
	{"--format csv", "csv"},
	{"--format csv --bom", "excel xlsx xls"},
	{"--format html", "html pdf page-html"},
	{"--format markdown", "md markdown"},
	{"--format text", "text txt plain"},
	{"-f csv", "columns fields select"},
	{"--color", "colour colors"},
	{"--color never", "no-color no-colour nocolor mono"},
	{"--progress never", "no-progress"},
	{"--quiet", "silent"},
	{"--version", "v ver"},
	{"--full", "width wide verbose debug details detail all long everything"},
	{"--fail-on", "threshold alert exit-code"},
	{"iiswhy spikes --sensitivity", "factor"},
	{"--workers", "threads jobs parallel"},
	{"--tz", "timezone zone"},
	{"--tz UTC", "utc gmt"},
	{"--tz local", "local localtime"},
	{"--lang", "language locale"},
	{"--lang zh", "chinese zh cn"},
	{"--lang en", "english en"},
	{"--redact client,user,query", "anonymize anonymise mask hide pseudonymize pseudonymise gdpr privacy"},
	{"iiswhy compare --between", "versus vs diff"},
	{"iiswhy compare --at", "deploy deployment deployed-at"},
}

// otherCommands are commands and flags, and what people type first in their place.
var otherCommands = [][2]string{
	{"report", "summary summarize summarise stats statistics analyze analyse analysis show why check look overview read"},
	{"--by client", "who clients ips ip"},
	{"--by user", "users accounts"},
	{"--by uri", "urls url paths pages uris endpoints"},
	{"--by uri --sort p95", "slow slowest latency performance times"},
	{"--by site", "sites"},
	{"--by server", "servers computers"},
	{"--by host", "hosts domains"},
	{"--by agent", "agents bots browsers crawlers"},
	{"--by FIELD --top 20", "top"},
	{"--by hour", "hours hourly"},
	{"--by hour --top 3", "worst"},
	{"--by hour --sort rows --top 3", "busy busiest peak peak-hours traffic"},
	{"--by FIELD --top 10", "most biggest largest heaviest common frequent"},
	{"--verdict probe --by client", "attacks attack attackers scan scans scanners probes security"},
	{"--last 15m", "tail live watch monitor follow"},
	{"daily", "day days today-report digest"},
	{"daily --days 7", "week weekly trend trends"},
	{"daily --days 30", "month monthly"},
	{"daily -o day.html", "mail email page"},
	{"spikes", "anomalies anomaly peaks bursts spike rise rises outliers"},
	{"compare --between file", "diff"},
	{"compare", "delta difference vs versus before after regressions"},
	{"rows", "list lines requests entries export print cat dump records log logs events"},
	{"rows --uri '*TEXT*'", "search grep find"},
	{"explain", "decode describe lookup what meaning define translate code"},
	{"codes", "tables table meanings"},
	{"ship", "import upload send push load ingest"},
	{"--format html", "pdf"},
}

// otherFlagsOf are words that one command knows by another flag, or by none.
var otherFlagsOf = map[string][][2]string{
	"daily": {
		{"--date", "since from start day on"}, {"--date today", "today"}, {"--date yesterday", "yesterday"},
		{"--days 1", "hours"}, {"--days 7", "days week weeks last"}, {"--days 30", "month months"},
	},
	"codes":   {{"iiswhy codes WORD", "search grep find contains filter query"}},
	"explain": {{"iiswhy codes WORD", "search grep find contains"}},
	"compare": {{"--between FIELD", "by group-by groupby group split per"}},
}

// pathWords are flags by which other tools take what to read. Here it has none.
var pathWords = strings.Fields("path file files input in folder dir directory log logs logfile logpath source")

var (
	flagByWord    = sync.OnceValue(func() map[string]string { return byWord(otherFlags) })
	commandByWord = sync.OnceValue(func() map[string]string { return byWord(otherCommands) })
)

func byWord(table [][2]string) map[string]string {
	all := map[string]string{}
	for _, line := range table {
		for word := range strings.FieldsSeq(line[1]) {
			all[word] = line[0]
		}
	}
	return all
}

// otherFlag is the flag of a command that others call so, "" for none.
func otherFlag(command, name string) string {
	for _, line := range otherFlagsOf[command] {
		if slices.Contains(strings.Fields(line[1]), name) {
			return line[0]
		}
	}
	return strings.TrimPrefix(flagByWord()[name], "iiswhy "+command+" ")
}

// otherCommand is what others call so when it comes first, "" for none.
func otherCommand(word string) string { return commandByWord()[strings.ToLower(word)] }
