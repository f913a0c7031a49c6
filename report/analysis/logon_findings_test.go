package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
)

// logonCase is a log of rows "SECOND client user path agent status substatus win32", and
// the findings on refused logons that a report makes of it: rule, severity, rows, state.
type logonCase struct {
	name string
	rows []string
	want []string
}

const (
	refused = "Mozilla 401 1 1326"
	served  = "Mozilla 200 0 0"
)

// row is a row of a log of pairFields.
func row(second int, client, user, rest string) string {
	return fmt.Sprintf("%d %s %s /app %s", second, client, user, rest)
}

// repeat is n rows, some seconds apart; user may hold %d for the number of the row.
func repeat(n, from, apart int, client, user, rest string) (all []string) {
	for i := range n {
		all = append(all, row(from+i*apart, client, strings.ReplaceAll(user, "%d", fmt.Sprint(i)), rest))
	}
	return all
}

// staff is a day of people who are served, so that nobody carries most of the traffic
// and the log goes on.
func staff() (all []string) {
	for i := range 288 {
		all = append(all, row(i*300, fmt.Sprintf("10.0.1.%d", i%40), fmt.Sprintf("staff%d", i%40), served))
	}
	return all
}

func of(parts ...[]string) (all []string) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

func logonCases() []logonCase {
	const hour = 3600
	return []logonCase{
		{"spray", of(repeat(3, hour, 9, "10.0.1.9", "staff9", refused), repeat(12, 12*hour, 40, "203.0.113.5", "u%d", refused)),
			[]string{"auth-spray warning 12 over 203.0.113.5", "logon-failure info 3 over 10.0.1.9 staff9"}},
		{"nine names are no spray", repeat(9, 12*hour, 40, "203.0.113.5", "u%d", refused),
			[]string{"logon-failure info 9 over 203.0.113.5"}},
		{"names that get in moments later are people behind one address", mistypes("203.0.113.5"),
			[]string{"logon-failure info 12 over 203.0.113.5"}},
		{"guessing", repeat(20, 12*hour, 5, "203.0.113.5", "admin", refused), []string{"auth-guessing warning 20 over 203.0.113.5 admin"}},
		{"guessing that comes back in the evening", of(repeat(40, 3*hour, 5, "203.0.113.5", "admin", refused), repeat(40, 15*hour, 6, "203.0.113.5", "admin", refused)),
			[]string{"auth-guessing warning 80 going-on 203.0.113.5 admin"}},
		{"a person in the morning and in the evening", of(repeat(10, 3*hour, 150, "203.0.113.5", "ann", refused), repeat(10, 15*hour, 150, "203.0.113.5", "ann", refused)),
			[]string{"auth-loop warning 20 going-on 203.0.113.5 ann"}},
		{"a job at its hour", of(repeat(40, 2*hour, 5, "10.9.9.9", "svc", refused), repeat(40, 26*hour, 5, "10.9.9.9", "svc", refused)),
			[]string{"auth-loop warning 80 going-on 10.9.9.9 svc"}},
		{"a job every four hours", of(repeat(12, 2*hour, 5, "10.9.9.9", "svc", refused), repeat(12, 6*hour, 5, "10.9.9.9", "svc", refused),
			repeat(12, 10*hour, 5, "10.9.9.9", "svc", refused), repeat(12, 14*hour, 5, "10.9.9.9", "svc", refused)),
			[]string{"auth-loop warning 48 over 10.9.9.9 svc"}},
		{"broken in", of(repeat(20, 12*hour, 5, "203.0.113.5", "admin", refused), repeat(3, 12*hour+110, 5, "203.0.113.5", "admin", served)),
			[]string{"auth-broken-in critical 20 over 203.0.113.5 admin"}},
		{"sprayed and broken in", of(repeat(20, 12*hour, 5, "203.0.113.5", "u%d", refused), repeat(3, 12*hour+110, 5, "203.0.113.5", "u7", served)),
			[]string{"auth-broken-in critical 20 over 203.0.113.5"}},
		{"mistyped twice and in", of(repeat(2, 12*hour, 5, "10.0.1.7", "staff7", refused), repeat(3, 12*hour+20, 5, "10.0.1.7", "staff7", served)),
			[]string{"logon-failure info 2 over 10.0.1.7 staff7"}},
		{"a service that is put right has not broken in", of(repeat(200, 2*hour, 150, "10.9.9.9", "svc", refused), repeat(3, 12*hour, 60, "10.9.9.9", "svc", served)),
			[]string{"auth-loop warning 200 over 10.9.9.9 svc"}},
		{"a service that is put right within the hour", of(repeat(40, 7*hour, 60, "10.9.9.9", "svc", refused), repeat(9, 8*hour, 60, "10.9.9.9", "svc", served)),
			[]string{"auth-loop warning 40 over 10.9.9.9 svc"}},
		{"an old password is no attack", of(repeat(1, hour, 1, "10.9.9.9", "ann", served), repeat(40, 2*hour, 60, "10.9.9.9", "ann", refused),
			repeat(1, hour, 1, "10.9.9.8", "ann", served), repeat(40, 2*hour, 60, "10.9.9.8", "ann", refused)),
			[]string{"auth-loop warning 80 over ann"}},
		{"one name from many addresses", manyPlaces("10.8.0.%d", 6, false), []string{"auth-distributed warning 30 over victim"}},
		{"one name from the addresses that are its own", manyPlaces("10.8.0.%d", 6, true), []string{"auth-loop warning 30 over victim"}},
		{"an expired password", repeat(30, 2*hour, 2600, "10.9.9.9", "svc", "Mozilla 401 1 1330"), []string{"auth-expired warning 30 going-on 10.9.9.9 svc"}},
		{"a locked account", repeat(30, 2*hour, 60, "10.9.9.9", "svc", "Mozilla 401 1 1909"), []string{"auth-locked warning 30 over 10.9.9.9 svc"}},
		{"no names", repeat(30, 2*hour, 2600, "10.9.9.9", "-", refused), []string{"auth-loop warning 30 going-on 10.9.9.9"}},
		{"the domain fails for everybody", repeat(20, 12*hour, 20, "10.0.2.%d", "-", "Mozilla 401 1 1311"), []string{"auth-everyone critical 20 over"}},
		{"many names from as many addresses", strangers(30, "x%d", 0), []string{"auth-spray warning 30 over"}},
		{"many names from as many addresses, which get in later", strangers(30, "x%d", 900), []string{"logon-failure critical 30 over"}},
		{"many people at home, whose names get in elsewhere", strangers(30, "staff%d", 0), []string{"logon-failure critical 30 over"}},
		{"fifteen names from as many addresses", strangers(15, "x%d", 0), []string{"logon-failure warning 15 over"}},
		{"legs that arrive on other connections", repeat(20, 12*hour, 20, "10.0.2.%d", "-", "Mozilla 401 1 2148074248"), []string{"auth-split critical 20 over"}},
		{"a disabled account", repeat(30, 2*hour, 60, "10.9.9.9", "svc", "Mozilla 401 1 1331"), []string{"auth-disabled warning 30 over 10.9.9.9 svc"}},
		{"passwords of many that run out", ofMany(5, 3, "p%d", "1330", false), []string{"auth-expired warning 15 over"}},
		{"passwords of many that run out, and are tried on", ofMany(8, 12, "p%d", "1330", false), []string{"auth-expired warning 96 over"}},
		{"passwords of three that are tried on", ofMany(3, 12, "p%d", "1330", false), []string{"auth-expired warning 12 over 10.0.3.1 p0", "auth-expired warning 12 over 10.0.3.2 p1", "auth-expired warning 12 over 10.0.3.3 p2"}},
		{"passwords of many that are changed then", ofMany(5, 3, "p%d", "1330", true), []string{"auth-expired info 15 over"}},
		{"many accounts that somebody locked", ofMany(8, 2, "p%d", "1909", false), []string{"auth-locked warning 16 over"}},
		{"passwords of two", ofMany(2, 6, "p%d", "1330", true), []string{"logon-failure warning 12 over"}},
		{"people without the right to log on so", ofMany(5, 3, "p%d", "1385", true), []string{"logon-failure warning 15 over"}},
		{"computers that get in at the second try", ofMany(30, 1, "PC%d$", "1326", true), []string{"logon-failure info 30 over"}},
		{"names of computers that one address tries", repeat(30, 12*hour, 5, "203.0.113.5", "PC%d$", refused), []string{"auth-spray warning 30 over 203.0.113.5"}},
		{"many computers with a password of their own", ofMany(30, 1, "PC%d$", "1326", false), []string{"auth-computers warning 30 over"}},
		{"the domain fails once in a while", repeat(6, 3*hour, 3*hour, "10.0.2.%d", "-", "Mozilla 401 1 1311"), []string{"directory-fault info 6 going-on"}},
	}
}

// ofMany are people, or computers, each of whom is refused some times at an address of its own, with
// a Win32 number, and is let in a minute later where later says so.
func ofMany(people, times int, name, win32 string, later bool) (all []string) {
	for i := range people {
		client, user := fmt.Sprintf("10.0.3.%d", i+1), strings.ReplaceAll(name, "%d", fmt.Sprint(i))
		for n := range times {
			all = append(all, row(30000+i+n*20, client, user, "Mozilla 401 1 "+win32))
		}
		if later {
			all = append(all, row(30060+i+times*20, client, user, served))
		}
	}
	return all
}

// mistypes are people who mistype once and are in eight seconds later.
func mistypes(client string) (all []string) {
	for i := range 12 {
		user := fmt.Sprintf("p%d", i)
		all = append(all, row(30000+i*600, client, user, refused), row(30008+i*600, client, user, served))
	}
	return all
}

// strangers are n clients that are refused once, each with a name of its own, and are let
// in so many seconds later, where that is not 0.
func strangers(n int, name string, later int) (all []string) {
	for i := range n {
		client, user := fmt.Sprintf("198.51.100.%d", i+1), strings.ReplaceAll(name, "%d", fmt.Sprint(i))
		all = append(all, row(40000+i*60, client, user, refused))
		if later > 0 {
			all = append(all, row(40000+i*60+later, client, user, served))
		}
	}
	return all
}

// TestNobodyGetsInIsNoSpray: where no logon succeeds, logging on is broken, and those who
// try are people.
func TestNobodyGetsInIsNoSpray(t *testing.T) {
	rows := strangers(30, "x%d", 0)
	for i := range 288 {
		rows = append(rows, row(i*300, fmt.Sprintf("10.0.1.%d", i%40), "-", served))
	}
	assert.Equal(t, []string{"logon-failure critical 30 over"}, logonsSaid(fileReport(t, options(t), pairFields, rows)))
}

// manyPlaces are five refusals of one name from each of n addresses, which were let in
// with it before or not.
func manyPlaces(client string, n int, own bool) (all []string) {
	for i := range n {
		c := fmt.Sprintf(client, i+1)
		if own {
			all = append(all, row(20000+i, c, "victim", served))
		}
		all = append(all, repeat(5, 40000+i*7, 50, c, "victim", refused)...)
	}
	return all
}

// TestRefusedLogons holds who is named behind refused logons, beside the log that looks
// like it and is not, and that each finding is of its own rows.
func TestRefusedLogons(t *testing.T) {
	for _, c := range logonCases() {
		t.Run(c.name, func(t *testing.T) {
			rows := of(staff(), c.rows)
			for i := range rows {
				rows[i] = strings.ReplaceAll(rows[i], "%d", fmt.Sprint(i%20))
			}
			assert.Equal(t, c.want, logonsSaid(fileReport(t, options(t), pairFields, rows)))
		})
	}
}

// fileReport is the report on a file of rows.
func fileReport(t testing.TB, o settings, fields string, rows []string) *report.Report {
	t.Helper()
	return analysisOf(filesOf(t, logOf(t, fields, strings.Join(rows, "\n"))), o).Report(t.Context())
}

// logonsSaid are the findings on refused logons in short.
func logonsSaid(r *report.Report) (all []string) {
	for _, f := range r.Findings {
		if !strings.HasPrefix(f.Rule, "auth-") && f.Rule != "logon-failure" && f.Rule != "directory-fault" {
			continue
		}
		said := fmt.Sprintf("%s %s %d %s", f.Rule, f.Severity, f.Rows, f.State)
		for _, field := range []string{"c-ip", "cs-username"} {
			for _, v := range f.Where {
				if v.Field == field {
					said += " " + v.Value
				}
			}
		}
		all = append(all, said)
	}
	return all
}

// TestFindingsAreOfTheirRows: times, counts and the command of an actor are its own, and
// those of the rest are those of the rest.
func TestFindingsAreOfTheirRows(t *testing.T) {
	rows := of(staff(), repeat(3, 3600, 9, "10.0.1.9", "staff9", refused), repeat(12, 43200, 40, "203.0.113.5", "u%d", refused))
	r := fileReport(t, options(t), pairFields, rows)
	require.Len(t, r.Findings, 2)
	spray, rest := r.Findings[0], r.Findings[1]
	assert.Equal(t, "2026-11-03 12:00:00 12:07:20", spray.First.Format("2006-01-02 15:04:05 ")+spray.Last.Format("15:04:05"))
	assert.Equal(t, "2026-11-03 01:00:00 01:00:18", rest.First.Format("2006-01-02 15:04:05 ")+rest.Last.Format("15:04:05"))
	assert.Equal(t, []int64{1, 12, 1, 1}, []int64{spray.Clients, spray.Users, rest.Clients, rest.Users})
	assert.InDelta(t, 12./303, spray.Share, 1e-9)
	assert.Contains(t, spray.Command, "iiswhy rows --since 2026-11-03T12:00:00Z --until 2026-11-03T12:07:21Z --status 401.1 --verdict logon-failure --win32 1326 --client 203.0.113.5")
	assert.Contains(t, rest.Command, "--since 2026-11-03T01:00:00Z --until 2026-11-03T01:00:19Z")
}

// TestCommandOfTheRest leaves out those who are told; what no flags can choose has none.
func TestCommandOfTheRest(t *testing.T) {
	rows := of(staff(), repeat(1, 43000, 1, "10.0.1.9", "a", refused), repeat(1, 43900, 1, "10.0.1.8", "b", refused))
	command := func(sprays int) string {
		all := rows
		for n := range sprays {
			all = of(all, repeat(12, 43200+n, 40, fmt.Sprint("203.0.113.", n), fmt.Sprint("n", n, "-%d"), refused))
		}
		r := fileReport(t, options(t), pairFields, all)
		require.Len(t, r.Findings, sprays+1)
		assert.NotEmpty(t, r.Findings[0].Command)
		assert.Equal(t, int64(2), r.Findings[sprays].Rows)
		return r.Findings[sprays].Command
	}
	assert.Contains(t, command(1), " --client '!203.0.113.0'")
	assert.Contains(t, command(2), " --client '!203.0.113.0,!203.0.113.1'")
	assert.Empty(t, command(6), "too many to name")
}

// TestRefusedThroughPipe: where nothing can be looked at again less is said: nobody is
// accused for whom the counts speak.
func TestRefusedThroughPipe(t *testing.T) {
	spray := of(staff(), repeat(12, 43200, 40, "203.0.113.5", "u%d", refused))
	assert.Equal(t, []string{"auth-spray warning 12 over 203.0.113.5"}, logonsSaid(reportOf(t, options(t), logOf(t, pairFields, strings.Join(spray, "\n")))))
	office := of(staff(), mistypes("203.0.113.5"), repeat(40, 50000, 60, "203.0.113.5", "p%d", served))
	for _, said := range logonsSaid(reportOf(t, options(t), logOf(t, pairFields, strings.Join(office, "\n")))) {
		assert.True(t, strings.HasPrefix(said, "logon-failure"), said)
	}
}

// TestBrokenInTellsWhatCameNext, whatever filter is in force: the rows that were served
// are looked at all the same.
func TestBrokenInTellsWhatCameNext(t *testing.T) {
	rows := of(staff(), repeat(20, 43200, 5, "203.0.113.5", "admin", refused))
	rows = append(rows, "43310 203.0.113.5 admin / Mozilla 200 0 0", "43320 203.0.113.5 admin /users Mozilla 200 0 0")
	o := options(t)
	o.Filter.Status = statuses(t, "401.1")
	for _, o := range []settings{options(t), o} {
		f := fileReport(t, o, pairFields, rows).Findings[0]
		assert.Equal(t, "auth-broken-in", f.Rule)
		assert.Equal(t, "/, /users", evidenceOf(f, "next"))
		assert.Equal(t, "admin", evidenceOf(f, "name-in"))
		assert.Empty(t, evidenceOf(f, "home"))
	}
}

// TestBrokenInAtAnOffice: where others worked before, it may be an office; who came after, or the
// one who guessed, does not say so.
func TestBrokenInAtAnOffice(t *testing.T) {
	guessed := of(repeat(20, 43200, 5, "203.0.113.5", "admin", refused), repeat(3, 43310, 5, "203.0.113.5", "admin", served))
	for want, more := range map[string][]string{
		"":  repeat(9, 50000, 60, "203.0.113.5", "ann", served),
		"1": repeat(9, 30000, 60, "203.0.113.5", "ann", served),
		"2": repeat(9, 30000, 60, "203.0.113.5", "ann%d", served)[:2],
	} {
		f := fileReport(t, options(t), pairFields, of(staff(), more, guessed)).Findings[0]
		assert.Equal(t, "auth-broken-in "+want, f.Rule+" "+evidenceOf(f, "home"))
	}
}

// TestFTPNames: the name of a refused FTP logon stands in the row before, of the same
// session, whichever form that has; without it nobody is said to have tried names.
func TestFTPNames(t *testing.T) {
	const ten = "date time c-ip cs-username s-ip s-port cs-method cs-uri-stem sc-status sc-win32-status sc-substatus x-session"
	const six = "date time c-ip cs-username s-ip s-port cs-method cs-uri-stem sc-status sc-win32-status"
	session := func(i int, name, columns string) []string {
		if columns == six {
			return []string{fmt.Sprintf("%d 192.0.2.9 - 10.0.0.1 21 [%d]USER %s 331 0", i*9, i, name), fmt.Sprintf("%d 192.0.2.9 - 10.0.0.1 21 [%d]PASS - 530 1326", i*9+1, i)}
		}
		return []string{fmt.Sprintf("%d 192.0.2.9 - 10.0.0.1 21 USER %s 331 0 0 s%d", i*9, name, i), fmt.Sprintf("%d 192.0.2.9 - 10.0.0.1 21 PASS *** 530 1326 41 s%d", i*9+1, i)}
	}
	for _, columns := range []string{ten, six} {
		var many, one []string
		for i := range 15 {
			many, one = append(many, session(i, fmt.Sprint("u", i), columns)...), append(one, session(i, "bob", columns)...)
		}
		f := fileReport(t, options(t), columns, many).Findings[0]
		assert.Equal(t, "auth-spray 15 15", fmt.Sprintln(f.Rule, f.Rows, f.Users)[:16])
		f = fileReport(t, options(t), columns, one).Findings[0]
		assert.Equal(t, "auth-guessing bob", f.Rule+" "+evidenceOf(f, "user"))
		assert.NotContains(t, f.Command, "--user", "the refused rows do not hold the name")
	}
}

// TestMoreNamesThanCanBeCounted: a spray of more names than are counted each is one, with
// the number of names that are sure.
func TestMoreNamesThanCanBeCounted(t *testing.T) {
	r := fileReport(t, options(t), pairFields, of(staff(), repeat(20000, 3600, 1, "203.0.113.5", "u%d", refused), repeat(5, 40000, 9, "10.0.1.9", "staff9", refused)))
	f := findingOf(r, "auth-spray")
	require.NotNil(t, f)
	assert.Equal(t, int64(20000), f.Rows)
	assert.NotEmpty(t, evidenceOf(*f, "least-users"))
	assert.Zero(t, f.Users, "nobody knows")
	assert.Equal(t, report.GoingOn == f.State, false)
}

// TestRefusedByAnyWorkers: what is said does not depend on how the rows were shared.
func TestRefusedByAnyWorkers(t *testing.T) {
	for _, name := range []string{"spray-in", "old-password", "office-address", "ftp-guess", "two-sprays"} {
		s, ok := logtest.StoryNamed(name)
		require.True(t, ok, name)
		tale := s.Write(logtest.Small, 4)
		dir := t.TempDir()
		require.NoError(t, tale.Save(dir))
		sources, _, errs := input.Find([]string{dir}, nil)
		require.Empty(t, errs)
		var want string
		for _, workers := range []int{1, 2, 5} {
			o := options(t)
			o.Workers, o.ChunkSize = workers, 4<<10
			got := jsonOf(t, analysisOf(sources, o).Report(t.Context()))
			if workers == 1 {
				want = got
			}
			sameText(t, want, got, fmt.Sprint(name, " with workers: ", workers))
		}
	}
}

// TestMistyped: refused logons are forgiven where each is followed by one that was let in
// moments later, and not where only the last is.
func TestMistyped(t *testing.T) {
	f := findingOf(fileReport(t, options(t), pairFields, of(staff(), mistypes("203.0.113.5"))), "logon-failure")
	require.NotNil(t, f)
	assert.Equal(t, []string{"12", report.Note, ""}, []string{evidenceOf(*f, "back"), f.Severity, f.Check})
	rows := of(staff(), repeat(8, 32400, 900, "10.0.1.7", "staff7", refused), repeat(1, 32400+7*900+20, 5, "10.0.1.7", "staff7", served))
	f = findingOf(fileReport(t, options(t), pairFields, rows), "logon-failure")
	require.NotNil(t, f)
	assert.Empty(t, evidenceOf(*f, "back"))
	assert.NotEmpty(t, f.Check)
}

// TestLockedAccountOfSeveralClients: an account that is locked is told once, whatever the
// clients; two accounts are told apart.
func TestLockedAccountOfSeveralClients(t *testing.T) {
	log := func(user func(i int) string) string {
		var b strings.Builder
		for i := range 600 {
			fmt.Fprintf(&b, "%d 10.1.0.%d - /page%d Mozilla/5.0 200 0 0\n", i*60, i%50, i%9)
		}
		for i := range 90 {
			fmt.Fprintf(&b, "%d 10.20.0.%d %s /ws/stock.svc - 401 1 1909\n", 20000+i*30, i%3, user(i))
		}
		return logOf(t, pairFields, b.String())
	}
	f := func(user func(i int) string, want ...int64) {
		t.Helper()
		var rows []int64
		for _, one := range ruled(analysisOf(filesOf(t, log(user)), options(t)).Report(t.Context()), "auth-locked") {
			rows = append(rows, one.Rows)
			assert.EqualValues(t, 3, one.Clients)
		}
		assert.Equal(t, want, rows)
	}
	f(func(int) string { return `SHOP\svc-stock` }, 90)
	f(func(i int) string { return []string{`SHOP\svc-stock`, `SHOP\svc-price`}[i/45] }, 45, 45)
}
