package logtest

// kernel is the background of an HTTPERR log: idle connections that ended,
// clients that left, and a few requests that could not be understood.
type kernel struct {
	sites    []site
	pages    []page
	clients  []client
	popular  *wheel
	frequent *wheel
	answers  []outcome
}

func newKernel(sites []site, d *dice) *kernel {
	k := &kernel{sites: sites, pages: pages(), clients: newClients(d, websiteClients)}
	k.popular, k.frequent = newWheel(len(k.pages)), newWheel(len(k.clients))
	idle := outcome{reason: "Timer_ConnectionIdle", verdict: verdictOK}
	dropped := outcome{reason: "Connection_Dropped", verdict: verdictClientLeft}
	k.answers = []outcome{
		idle, idle, idle, idle, idle, idle, idle, idle, idle, idle,
		dropped, dropped, dropped, dropped,
		{reason: "Timer_MinBytesPerSecond", verdict: verdictClientLeft},
		{reason: "Client_Reset", verdict: verdictClientLeft},
		{status: 400, reason: "Hostname", verdict: verdictBadRequest},
		{status: 400, reason: "Verb", verdict: verdictBadRequest},
		{status: 400, reason: "URL", verdict: verdictBadRequest},
		{status: 404, reason: "NotFound", verdict: verdictNotFound},
	}
	return k
}

func (k *kernel) request(j *journal) {
	r := k.visitor(j.dice)
	if answer := pick(j.dice, k.answers); !j.spoil(&r) {
		k.answer(&r, answer)
	}
	j.late(&r)
	j.put(&r)
}

// answer takes away what HTTP.sys cannot know: a connection without a request
// has no method, and a request that was not understood has no pool.
func (k *kernel) answer(r *row, o outcome) {
	r.outcome = o
	switch o.reason {
	case "Timer_ConnectionIdle", "Timer_MinBytesPerSecond", "Verb":
		r.method, r.stem, r.query, r.queue, r.routed = "", text{}, text{}, "", false
	case "Hostname", "URL", "NotFound":
		r.queue, r.routed = "", false
	}
}

// visitor draws a request that was routed to its pool.
func (k *kernel) visitor(d *dice) row {
	p := &k.pages[k.popular.draw(d)]
	c := &k.clients[k.frequent.draw(d)]
	at := int(d.below(uint64(len(k.sites))))
	return row{
		site: at, method: p.method, stem: plain(p.stem), query: p.query(d), port: 443,
		client: c.address, agent: plain(c.agent), queue: k.sites[at].queue, routed: true,
		taken: d.logNormal(20, 6),
	}
}
