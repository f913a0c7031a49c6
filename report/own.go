package report

// OwnWords says which fields hold words of the program and of its tables, and none of a
// log: what must not be given away is looked for in all others. Commands and filters have
// it taken out where they are made, lest they no longer work.
func OwnWords(kind, field string) bool { return ownWords[field] || ownWords[kind+"."+field] }

var ownWords = setOf(
	"Schema", "Lang", "Timezone", "Command", "OtherCommand", "Filters", "Mode",
	"Code", "Class", "Verdict", "Verdicts", "Match", "Log", "Family", "Symbol", "Hex", "Estimated", "Together",
	"Rule", "Severity", "State", "Title", "Meaning", "Cause", "Check", "Confidence", "Win32Meaning", "Detail", "Notes",
	"What", "Unit", "Field", "Date", "From", "Until", "Against", "Missing", "Trend", "Provider", "EventLog",
	"Code.Name", "Code.Source", "Reason.Name", "Reason.Source", "Noise.Name", "Spike.Name", "DayCode.Name", "CodeChange.Name",
	"Explanation.Name", "Explanation.Source", "Explanation.Input", "Problem.Reason", "Day.Partial", "Day.Worse", "Day.Better",
)

func setOf(words ...string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[w] = true
	}
	return set
}
