package logtest

// intranet is the background of a site with Windows authentication: see
// Intranet.
type intranet struct {
	pages    []page
	clients  []client
	sites    int
	legs     [2]outcome
	popular  *wheel
	frequent *wheel
}

const intranetClients = 1500

func newIntranet(sites int, l Layout, d *dice) *intranet {
	n := &intranet{pages: pages(), clients: newClients(d, intranetClients), sites: sites, legs: legsOf(l)}
	n.popular, n.frequent = newWheel(len(n.pages)), newWheel(len(n.clients))
	return n
}

// request draws what happens. Of 950,000 requests 20,000 are Kerberos
// handshakes with one leg and 15,000 NTLM handshakes with two, which makes
// 1,000,000 rows with 50,000 legs.
func (i *intranet) request(j *journal) {
	r := i.visitor(j.dice)
	room := j.room() >= 3
	switch n := j.dice.below(950_000); {
	case j.spoil(&r):
	case n < 20_000 && room:
		kerberos(j, r, i.legs)
		return
	case n < 35_000 && room:
		ntlm(j, r, i.legs)
		return
	case n < 35_050:
		i.refused(j.dice, &r)
	case n < 35_070:
		i.unanswered(j.dice, &r)
	case n < 55_000:
		r = i.monitor(j.dice)
	default:
		i.vary(j.dice, &r)
	}
	j.late(&r)
	j.put(&r)
}

func (i *intranet) visitor(d *dice) row {
	p := &i.pages[i.popular.draw(d)]
	c := &i.clients[i.frequent.draw(d)]
	r := row{
		site: int(d.below(uint64(i.sites))), method: p.method, stem: plain(p.stem), query: p.query(d),
		port: 80, client: c.address, agent: plain(c.agent), user: plain(c.user), outcome: served(),
		received: 700 + int64(d.below(2400)),
	}
	if d.percent(30) {
		r.referer = plain("http://intranet.example.com/")
	}
	r.taken, r.sent = d.logNormal(24, 7), d.logNormal(7000, 6)
	return r
}

// vary makes the usual share of answers other than 200.
func (i *intranet) vary(d *dice, r *row) {
	switch n := d.below(1000); {
	case n < 60:
		r.method, r.outcome, r.sent = "GET", outcome{status: 304, verdict: verdictOK}, 143
	case n < 70:
		r.outcome, r.sent = outcome{status: 302, verdict: verdictOK}, 512
	case n < 82:
		r.outcome, r.sent = outcome{status: 404, win32: 2, verdict: verdictNotFound}, 1245
		r.method, r.stem, r.query = "GET", text{"/docs/archive/", 1 + d.below(200), ".pdf"}, text{}
	case n < 84:
		r.outcome, r.taken = outcome{status: 500, verdict: verdictApplication}, r.taken*3
	}
}

// monitor is the one program that asks without a name, at a page without
// authentication.
func (i *intranet) monitor(d *dice) row {
	return row{
		site: int(d.below(uint64(i.sites))), method: "GET", stem: plain("/health"), port: 80,
		client: ipv4(10, 0, 0, 200+d.below(2)), agent: plain("ExampleMonitor/3.1"),
		outcome: served(), taken: int64(d.below(3)), sent: 187, received: 121,
	}
}

// refused is a logon that failed: mostly with Basic, which shows the name,
// sometimes with NTLM, which does not. It comes from an address that never
// takes part in a handshake.
func (i *intranet) refused(d *dice, r *row) {
	r.client = ipv4(10, 8, d.below(256), 1+d.below(254))
	r.stem, r.query, r.taken, r.sent = plain("/api/v1/orders"), text{}, int64(d.below(30)), 1293
	r.outcome = outcome{status: 401, substatus: 1, verdict: verdictLogon}
	switch n := d.below(10); {
	case n < 6:
		r.win32 = 1326
	case n < 7:
		r.win32 = 1909
	case n < 8:
		r.win32 = 1331
	default:
		r.win32, r.user = 2148074252, text{}
	}
}

// unanswered is a robot that is challenged and goes away.
func (i *intranet) unanswered(d *dice, r *row) {
	r.client, r.user = ipv4(10, 9, d.below(256), 1+d.below(254)), text{}
	r.agent, r.method, r.stem, r.query = plain("LinkCheck/2.0"), "HEAD", plain("/"), text{}
	r.outcome, r.taken, r.sent = outcome{status: 401, substatus: 2, win32: 5, verdict: verdictChallenge}, 1, 0
}
