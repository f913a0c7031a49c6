package logtest

// website is the background of a public site: see Website.
type website struct {
	pages    []page
	clients  []client
	sites    int
	legs     [2]outcome
	popular  *wheel // of pages
	frequent *wheel // of clients
}

const websiteClients = 4000

// letRobotsIn makes every tenth client a program without an account.
func letRobotsIn(d *dice, clients []client) {
	robots := robots()
	popular := newWheel(len(robots))
	for i := 7; i < len(clients); i += 10 {
		clients[i].agent, clients[i].user = robots[popular.draw(d)], ""
	}
}

func newWebsite(sites int, l Layout, d *dice) *website {
	w := &website{pages: pages(), clients: newClients(d, websiteClients), sites: sites, legs: legsOf(l)}
	letRobotsIn(d, w.clients)
	w.popular, w.frequent = newWheel(len(w.pages)), newWheel(len(w.clients))
	return w
}

// handshakes are drawn 11 times in 980; one time in 11 or so the client is a
// robot, which has no account.
const handshakes = 11

// request draws what happens. Of 980 requests 10 are handshakes of three rows,
// so that the shares of Website hold for rows.
func (w *website) request(j *journal) {
	r, c := w.draw(j.dice)
	switch n := j.dice.below(980); {
	case j.spoil(&r):
	case n < handshakes && c.user != "" && j.room() >= 3:
		r.user = plain(c.user)
		ntlm(j, r, w.legs)
		return
	case n < 61:
		w.notModified(j.dice, &r)
	case n < 91:
		w.missing(j.dice, &r)
	case n < 101:
		w.redirect(&r)
	case n < 111:
		w.fail(j.dice, &r)
	}
	j.late(&r)
	j.put(&r)
}

func (w *website) visitor(d *dice) row {
	r, _ := w.draw(d)
	return r
}

// draw draws a served request and whose it is.
func (w *website) draw(d *dice) (row, *client) {
	p := &w.pages[w.popular.draw(d)]
	c := &w.clients[w.frequent.draw(d)]
	r := row{
		site: int(d.below(uint64(w.sites))), method: p.method, stem: plain(p.stem), query: p.query(d),
		port: 443, client: c.address, agent: plain(c.agent), outcome: served(),
	}
	if d.percent(8) {
		r.port = 80
	}
	if c.user != "" && d.percent(16) {
		r.user = plain(c.user)
	}
	w.referer(d, p, &r)
	w.weigh(d, p, &r)
	return r, c
}

func (w *website) referer(d *dice, p *page, r *row) {
	switch n := d.below(100); {
	case p.static && n < 85:
		r.referer = text{head: "https://www.example.com/shop/item.aspx?id=", n: 1 + d.below(40000)}
	case n < 25:
		r.referer = text{head: "https://www.example.com", tail: w.pages[w.popular.draw(d)].visible()}
	case n < 32:
		r.referer = plain("https://search.example.com/")
	}
}

// weigh draws durations and sizes. A client that leaves early makes a long row.
func (w *website) weigh(d *dice, p *page, r *row) {
	r.received = 280 + int64(d.below(900))
	if p.static {
		r.taken, r.sent = d.logNormal(4, 6), d.logNormal(14000, 6)
		return
	}
	r.taken, r.sent = d.logNormal(38, 7), d.logNormal(9000, 5)
	switch n := d.below(1000); {
	case n < 2:
		r.taken *= 20
	case n < 5:
		r.win32, r.verdict, r.taken = 64, verdictClientLeft, r.taken*9+2000
	}
}

func (w *website) notModified(d *dice, r *row) {
	r.method, r.outcome = "GET", outcome{status: 304, verdict: verdictOK}
	r.taken, r.sent = int64(d.below(5)), 143
}

func (w *website) redirect(r *row) {
	r.outcome, r.sent = outcome{status: 302, verdict: verdictOK}, 512
}

// missing turns the request to a page that is not there: old links, and a probe
// now and then.
func (w *website) missing(d *dice, r *row) {
	r.outcome = outcome{status: 404, win32: 2, verdict: verdictNotFound}
	r.method, r.query, r.sent, r.taken = "GET", text{}, 1245, int64(d.below(9))
	switch n := d.below(100); {
	case n < 8:
		r.stem, r.verdict = plain("/wp-login.php"), verdictProbe
	case n < 12:
		r.stem, r.verdict = plain("/.git/config"), verdictProbe
	case n < 50:
		r.stem = text{"/products/", 1 + d.below(300), "-old.aspx"}
	default:
		r.stem = text{"/images/archive/", 1 + d.below(150), ".jpg"}
	}
}

// fail draws one of the rare errors.
func (w *website) fail(d *dice, r *row) {
	switch n := d.below(10); {
	case n < 6:
		r.outcome, r.sent = outcome{status: 500, verdict: verdictApplication}, 3420
		r.taken *= 3
	case n < 8:
		r.outcome = outcome{status: 403, substatus: 14, verdict: verdictConfiguration}
		r.method, r.stem, r.query = "GET", text{"/downloads/", 1 + d.below(20), "/"}, text{}
	default:
		r.outcome, r.sent, r.taken = outcome{status: 503, verdict: verdictCapacity}, 326, 0
	}
}
