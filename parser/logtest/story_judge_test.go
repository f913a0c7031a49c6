package logtest

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// perfect returns the finding that a claim asks for.
func perfect(c Claim) StoryFinding {
	f := StoryFinding{
		Where: c.Where, Command: "iiswhy rows --client " + c.Where["c-ip"], Rule: c.Rules[0], Severity: c.Severity, Rows: c.Rows, Clients: c.Clients, Users: c.Users, Paths: c.Paths, Code: c.Code, Verdict: c.Verdict,
		First: stamp3339(c.First), Last: stamp3339(c.Last), Title: "It happened.",
	}
	if c.Last.IsZero() {
		f.Last = ""
	}
	if len(c.States) > 0 {
		f.State = c.States[0]
	}
	for _, value := range c.Or {
		f.Title += " " + value
	}
	for _, words := range c.Says {
		f.Title += " " + strings.Split(words, "|")[0]
	}
	for _, words := range c.Next {
		f.Check += " " + strings.Split(words, "|")[0]
	}
	return f
}

// A report that says what the truth says is right, whatever the story, and one
// that says nothing misses all of it.
func TestTruthIsConsistent(t *testing.T) {
	for _, s := range Stories() {
		tale := s.Write(Small, 11)
		var findings []StoryFinding
		for _, c := range tale.Truth.Claims {
			findings = append(findings, perfect(c))
		}
		slices.SortStableFunc(findings, func(a, b StoryFinding) int {
			return cmp.Or(severityRank(b.Severity)-severityRank(a.Severity), strings.Compare(a.State, b.State))
		})
		j := tale.Judge(findings)
		assert.True(t, j.Right(), "%s: %+v", s.Name, j)
		assert.Len(t, j.Told, len(tale.Truth.Claims), s.Name)
		silent := tale.Judge(nil)
		assert.Len(t, silent.Missed, len(tale.Truth.Claims), s.Name)
		assert.Empty(t, silent.False, s.Name)
	}
}

// tellsSpray returns a spray and the finding that tells it.
func tellsSpray(t *testing.T) (Tale, StoryFinding) {
	t.Helper()
	s, ok := StoryNamed("spray")
	require.True(t, ok)
	tale := s.Write(Small, 1)
	return tale, perfect(tale.Truth.Claims[0])
}

func TestJudgeFindsWhatIsFalse(t *testing.T) {
	f := func(want string, change func(*StoryFinding)) {
		t.Helper()
		tale, finding := tellsSpray(t)
		change(&finding)
		j := tale.Judge([]StoryFinding{finding})
		assert.Empty(t, j.Told, want)
		assert.Contains(t, strings.Join(j.False, "\n"), want)
	}
	tale, _ := tellsSpray(t)
	early := stamp3339(tale.First.Add(time.Minute))
	f("expected first", func(f *StoryFinding) { f.First = early })
	f("expected last", func(f *StoryFinding) { f.Last = stamp3339(tale.Last.Add(-time.Minute)) })
	f("expected state over, found going-on", func(f *StoryFinding) { f.State = "going-on" })
	f("rows, found", func(f *StoryFinding) { f.Rows *= 2 })
	f("clients, found 2", func(f *StoryFinding) { f.Clients = 2 })
	f("users, found 900", func(f *StoryFinding) { f.Users = 900 })
	f("it says since of what is over", func(f *StoryFinding) { f.Title += " since 10:00" })
	f("nothing of that kind happened", func(f *StoryFinding) { f.Rule = "auth-distributed" })
	f("it never got in", func(f *StoryFinding) { f.Rule = "auth-broken-in" })
}

func TestJudgeFindsWhatIsMissing(t *testing.T) {
	f := func(want string, change func(*StoryFinding)) {
		t.Helper()
		tale, finding := tellsSpray(t)
		tale.Truth.Claims[0].Says, tale.Truth.Claims[0].Next = []string{"names|users"}, []string{"block"}
		finding.Title += " 40 names"
		finding.Check = "Block it."
		require.True(t, tale.Judge([]StoryFinding{finding}).Right())
		change(&finding)
		j := tale.Judge([]StoryFinding{finding})
		assert.Empty(t, j.Told, want)
		assert.Contains(t, strings.Join(j.Missed, "\n"), want)
	}
	f("expected severity warning, found info", func(f *StoryFinding) { f.Severity = "info" })
	f(`it does not say "names|users"`, func(f *StoryFinding) { f.Title = strings.Replace(f.Title, "names", "", 1) })
	f(`the check lacks "block"`, func(f *StoryFinding) { f.Check = "Wait." })
	f("no finding tells it", func(f *StoryFinding) { f.Where = nil })
	f("where lacks c-ip", func(f *StoryFinding) { f.Title, f.Where = f.Title+" "+f.Where["c-ip"], nil })
	f("no state", func(f *StoryFinding) { f.State = "" })
	f("no first and last", func(f *StoryFinding) { f.First = "" })
	f("no command", func(f *StoryFinding) { f.Command = "" })
}

func TestJudgeRecountsWhatHoldsOfAnyLog(t *testing.T) {
	f := func(want string, change func(*Tale, *StoryFinding)) {
		t.Helper()
		tale, finding := tellsSpray(t)
		change(&tale, &finding)
		assert.Contains(t, strings.Join(tale.Judge([]StoryFinding{finding}).False, "\n"), want)
	}
	f("outside the log", func(l *Tale, f *StoryFinding) { f.Last = stamp3339(l.Last.Add(time.Hour)) })
	f("last is before first", func(_ *Tale, f *StoryFinding) { f.First, f.Last = f.Last, f.First })
	f("the last row of the log belongs to it", func(l *Tale, f *StoryFinding) { f.Last = stamp3339(l.Last) })
	f("single, with", func(_ *Tale, f *StoryFinding) { f.State = "single" })
	f("is no cause", func(_ *Tale, f *StoryFinding) { f.Where = map[string]string{"s-port": "443"} })
	f("holds for 0 of", func(_ *Tale, f *StoryFinding) { f.Where = map[string]string{"c-ip": "192.0.2.254"} })
	f("empty value", func(_ *Tale, f *StoryFinding) { f.Command = `iiswhy rows --query "" logs` })
	f("rows of", func(l *Tale, f *StoryFinding) { f.Rows = l.Rows + 1 })
}

func TestCalmTaleAllowsNotes(t *testing.T) {
	s, _ := StoryNamed("healthy")
	tale := s.Write(Small, 1)
	assert.True(t, tale.Judge([]StoryFinding{{Rule: "not-found", Severity: "info"}}).Right())
	assert.False(t, tale.Judge([]StoryFinding{{Rule: "not-found", Severity: "warning"}}).Right())
	assert.False(t, tale.Judge([]StoryFinding{{Rule: "outage", Severity: "info"}}).Right())
}

func TestDenialsHaveExceptions(t *testing.T) {
	d := Denial{Rules: []string{"auth-spray"}, Unless: "203.0.113.9"}
	assert.True(t, d.meant(&StoryFinding{Rule: "auth-spray", Title: "10.0.0.4 tried 40 names"}))
	assert.False(t, d.meant(&StoryFinding{Rule: "auth-spray", Title: "203.0.113.9, behind 10.0.0.4, tried 40 names"}))
	assert.False(t, d.meant(&StoryFinding{Rule: "scan", Title: "10.0.0.4"}))
}

// A log cannot show what it does not hold.
func TestJudgeKnowsTheColumns(t *testing.T) {
	f := func(want, story string, finding StoryFinding) {
		t.Helper()
		s, ok := StoryNamed(story)
		require.True(t, ok)
		tale := s.Write(Small, 1)
		assert.Equal(t, want != "", len(tale.wrongFacts(&finding)) > 0, want)
		assert.Contains(t, strings.Join(tale.wrongFacts(&finding), "; "), want)
	}
	f("3 users, though cs-username is not logged", "no-user", StoryFinding{Users: 3})
	f("2 clients, though c-ip is not logged", "no-client", StoryFinding{Clients: 2})
	f("it misses sc-win32-status, which is logged", "spray-without-substatus", StoryFinding{Rule: "missing-field", Title: "sc-substatus and sc-win32-status are not logged"})
	f("", "spray-without-substatus", StoryFinding{Rule: "missing-field", Title: "sc-substatus is not logged"})
	f("", "queue-full", StoryFinding{Paths: 3, Clients: 2})
}

func TestGravestComesFirst(t *testing.T) {
	f := func(want string, list ...StoryFinding) {
		t.Helper()
		s, _ := StoryNamed("dirbust")
		tale := s.Write(Small, 1)
		assert.Contains(t, strings.Join(tale.Judge(list).False, "\n"), want)
	}
	f("after a lesser one", StoryFinding{Severity: "info"}, StoryFinding{Severity: "warning"})
	f("stands after what does not", StoryFinding{Severity: "info", State: "over"}, StoryFinding{Severity: "info", State: "going-on"})
	f("", StoryFinding{Severity: "warning", State: "over"}, StoryFinding{Severity: "info", State: "going-on"})
}

func TestReadFindings(t *testing.T) {
	list, err := ReadFindings([]byte(`{"schema":"iiswhy/1","findings":[{"rule":"scan","severity":"info","rows":3,
		"where":{"c-ip":"203.0.113.7"},"evidence":[{"what":"path","text":"/made-up"}]}]}`))
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.True(t, list[0].names("c-ip", "203.0.113.7"))
	assert.True(t, list[0].names("cs-uri-stem", "/made-up"))
	assert.False(t, list[0].names("c-ip", "203.0.113.70"))
	_, err = ReadFindings([]byte("report"))
	var syntax *json.SyntaxError
	assert.ErrorAs(t, err, &syntax)
}

func TestHoldsWord(t *testing.T) {
	f := func(want bool, s, word string) {
		t.Helper()
		assert.Equal(t, want, holdsWord(s, word), "%s in %s", word, s)
	}
	f(true, "from 10.0.0.1.", "10.0.0.1")
	f(true, "10.0.0.1", "10.0.0.1")
	f(false, "10.0.0.12", "10.0.0.1")
	f(false, "110.0.0.1", "10.0.0.1")
	f(true, "10.0.0.12 and 10.0.0.1", "10.0.0.1")
	f(false, "bob.smith", "bob")
	f(true, `"CONTOSO\bob"`, `CONTOSO\bob`)
	f(false, "any", "")
}
