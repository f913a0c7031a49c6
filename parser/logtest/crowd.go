package logtest

// crowd is a background that overflows every table: see Crowd.
type crowd struct {
	sites   int
	n       uint64 // of the request, from 1 on
	answers []outcome
}

func newCrowd(sites int) *crowd {
	return &crowd{sites: sites, answers: []outcome{
		served(), served(), served(),
		{status: 304, verdict: verdictOK},
		{status: 404, win32: 2, verdict: verdictNotFound},
		{status: 404, win32: 3, verdict: verdictNotFound},
		{status: 404, substatus: 8, verdict: verdictBlocked},
		{status: 404, substatus: 11, verdict: verdictBlocked},
		{status: 403, substatus: 14, verdict: verdictConfiguration},
		{status: 403, substatus: 502, verdict: verdictBlocked},
		{status: 401, substatus: 1, win32: 1326, verdict: verdictLogon},
		{status: 401, substatus: 3, win32: 5, verdict: verdictDenied},
		{status: 400, verdict: verdictBadRequest},
		{status: 405, verdict: verdictBadRequest},
		{status: 500, verdict: verdictApplication},
		{status: 502, substatus: 3, win32: 12002, verdict: verdictUpstream},
	}}
}

func (c *crowd) request(j *journal) {
	r := c.visitor(j.dice)
	if answer := pick(j.dice, c.answers); !j.spoil(&r) {
		r.outcome = answer
	}
	j.put(&r)
}

// visitor is somebody new each time. Numbers are scattered so that neighbours
// have little in common.
func (c *crowd) visitor(d *dice) row {
	c.n++
	id := c.n * 2654435761 % (1 << 32) // odd factor: a new number each time
	r := row{
		site: int(d.below(uint64(c.sites))), method: "GET", port: 443,
		stem:    text{"/item/", id, "/view.aspx"},
		query:   text{head: "session=", n: 1 + d.below(1<<40)},
		user:    text{head: domain + "u", n: id},
		client:  ipv6(id),
		agent:   text{"Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Build/", id, "+Safari/537.36"},
		referer: text{head: "https://search.example.com/?q=", n: id},
		taken:   d.logNormal(30, 7), sent: d.logNormal(9000, 5), received: 400, outcome: served(),
	}
	if c.n%2 == 0 && c.n < 1<<25 {
		r.client = ipv4(10, c.n>>17, c.n>>9, c.n>>1)
	}
	return r
}
