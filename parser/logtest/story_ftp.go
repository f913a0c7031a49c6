package logtest

import "fmt"

// FTP layouts as IIS 10 and IIS 6 write them.
const (
	ftp10 Layout = "date time c-ip cs-username s-ip s-port cs-method cs-uri-stem sc-status sc-win32-status sc-substatus x-session x-fullpath"
	ftp6  Layout = "date time c-ip cs-username s-sitename s-ip s-port cs-method cs-uri-stem sc-status sc-win32-status"
)

// ftpStories are about sessions of the FTP service, in which the name that is
// tried stands in the row of USER and the refusal in the row of PASS.
func ftpStories() []Story {
	guess := func(s *scene) { s.ftpGuess() }
	return []Story{{
		Name: "ftp-guess", Tells: "One address tries many names at FTP; sessions are told apart by x-session.",
		setting: setting{layout: ftp10, ftp: true}, tell: guess,
	}, {
		Name: "ftp-guess-iis6", Tells: "One address tries many names at the FTP service of IIS 6; sessions are numbers before the command.",
		setting: setting{layout: ftp6, ftp: true}, tell: guess,
	}, {
		Name: "ftp-mistyped", Like: "ftp-guess", Tells: "Two people mistype their FTP password, get in and send files.",
		setting: setting{layout: ftp10, ftp: true}, tell: ftpMistyped,
	}}
}

// connection is one FTP session.
type connection struct {
	s      *scene
	who    client
	id     string // x-session
	number int    // of IIS 6
	user   string // once it is in
}

func (s *scene) connect(who client) *connection {
	return &connection{s: s, who: who, id: s.guid(), number: 1 + int(s.dice.below(900))}
}

// send writes one command.
func (c *connection) send(claim *Claim, second int64, method, argument string, o outcome) {
	r := row{method: method, stem: plain(argument), port: 21, client: c.who.address, user: plain(c.user),
		outcome: o, session: c.id, taken: 2}
	if c.s.layout == ftp6 {
		r.method = fmt.Sprintf("[%d]%s", c.number, method)
	}
	c.s.add(claim, second, r)
}

// logOn writes USER and PASS.
func (c *connection) logOn(claim *Claim, second int64, name string, right bool) {
	c.send(nil, second, "USER", name, outcome{status: 331})
	password := "***"
	if c.s.layout == ftp6 {
		password = ""
	}
	if !right {
		c.send(claim, second+1, "PASS", password, outcome{status: 530, substatus: 41, win32: 1326, verdict: verdictLogon})
		return
	}
	c.user = name
	c.send(claim, second+1, "PASS", password, outcome{status: 230, verdict: verdictOK})
}

// transfer writes a healthy session of a few rows now and then, so that rows
// come as often as they should.
func (s *scene) transfer(second int64) {
	if !s.dice.oneIn(5) {
		return
	}
	at := s.dice.below(8)
	c := s.connect(s.clients[at])
	c.logOn(nil, second, s.place.account(int(at)), true)
	c.send(nil, second+2, pick(s.dice, []string{"RETR", "STOR"}), "/"+pick(s.dice, pageNames())+".csv", outcome{status: 226, verdict: verdictOK})
	c.send(nil, second+3, "QUIT", "", outcome{status: 221, verdict: verdictOK})
}

func (s *scene) ftpGuess() {
	who, names := s.stranger(), s.some(40)
	code := "530.41"
	if s.layout == ftp6 {
		code = "530"
	}
	c := s.claim(Claim{Rules: []string{"auth-spray", "auth-guessing"}, Severity: "warning", States: []string{"over"},
		Where: map[string]string{"c-ip": who.address.String()}, Most: 2 * names, Users: names})
	from := s.when(30, 60)
	for i := range names {
		session := s.connect(who)
		session.number = 1000 + i
		session.logOn(c, from+int64(i)*9, pick(s.dice, []string{"admin", "www", "backup", "test"})+fmt.Sprint(i), false)
	}
	s.deny("*** is what the log writes for a password, no place", Denial{Says: "all at ***|at ***"})
	s.deny("the USER row of the session has the name", Denial{Says: "names no user"})
	s.deny("nobody got in with "+code, Denial{Rules: []string{"auth-broken-in"}})
}

func ftpMistyped(s *scene) {
	for i := range 2 {
		session, second := s.connect(s.colleague()), s.when(20, 80)
		name := s.place.account(40 + i)
		session.logOn(nil, second, name, false)
		session.logOn(nil, second+8, name, true)
		for k := range int64(4) {
			session.send(nil, second+12+3*k, "STOR", fmt.Sprintf("/in/%s-%d.zip", pick(s.dice, pageNames()), k), outcome{status: 226, verdict: verdictOK})
		}
	}
	s.deny("both mistyped once and got in", Denial{Severity: "warning", Rules: []string{"auth-spray", "auth-guessing", "auth-broken-in", "auth-loop"}})
}
