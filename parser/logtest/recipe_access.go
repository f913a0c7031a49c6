package logtest

import "time"

// accessRecipes are incidents in which a right or a rule refuses the request.
func accessRecipes() []recipe {
	list := []recipe{{
		kind: ACLChange, lasts: 3 * time.Hour, requests: 450,
		outcome: outcome{status: 401, substatus: 3, win32: 5, verdict: verdictDenied},
		where:   []is{{"cs-uri-stem", "/reports/monthly.aspx"}},
		vary:    employee,
		spoils:  asked("/reports/monthly.aspx"),
	}, {
		kind: DefaultDocument, lasts: time.Hour, requests: 600,
		outcome: outcome{status: 403, substatus: 14, verdict: verdictConfiguration},
		where:   []is{{"cs-uri-stem", "/"}},
		vary:    read,
		spoils:  asked("/"),
	}, {
		kind: ClientCertificates, lasts: 4 * time.Hour, requests: 500,
		outcome: outcome{status: 403, substatus: 17, win32: 2148204801, verdict: verdictBlocked},
		where:   []is{{"cs-uri-stem", "/partner/orders"}},
		vary:    partner,
		spoils:  asked("/partner/orders"),
	}, {
		kind: HTTPSRequired, lasts: 2 * time.Hour, requests: 500,
		outcome: outcome{status: 403, substatus: 4, win32: 5, verdict: verdictBlocked},
		where:   []is{{"s-port", "80"}},
		spoils:  func(r *row) bool { return r.port == 80 },
	}, {
		kind: ShortBurst, lasts: 5 * time.Minute, requests: 40,
		outcome: outcome{status: 405, verdict: verdictBadRequest},
		where:   []is{{"cs-method", "PATCH"}, {"cs-uri-stem", "/api/v1/profile"}},
	}}
	return append(list, addressRecipes()...)
}

// addressRecipes are incidents of one address or network.
func addressRecipes() []recipe {
	return []recipe{{
		kind: NetworkDenied, lasts: 2 * time.Hour, requests: 400,
		outcome: outcome{status: 403, substatus: 503, verdict: verdictBlocked},
		where:   []is{{"c-ip", "198.51.100.0/24"}},
		vary:    func(d *dice, r *row) { r.client = ipv4(198, 51, 100, 1+d.below(254)) },
		spoils: func(r *row) bool {
			b := r.client.As16()
			return r.client.Is4() && [3]byte(b[12:15]) == [3]byte{198, 51, 100}
		},
	}, {
		kind: AddressDenied, lasts: time.Hour, requests: 300,
		outcome: outcome{status: 403, substatus: 6, win32: 5, verdict: verdictBlocked},
		where:   []is{{"c-ip", "203.0.113.112"}, {"cs(User-Agent)", "Wget/1.21.4"}},
	}, {
		kind: RateLimit, lasts: 30 * time.Minute, requests: 1800,
		outcome: outcome{status: 403, substatus: 502, verdict: verdictBlocked},
		where:   []is{{"c-ip", "203.0.113.77"}, {"cs(User-Agent)", "python-requests/2.31.0"}},
		vary:    func(_ *dice, r *row) { r.user = text{} },
	}, {
		kind: Scanner, lasts: 40 * time.Minute, requests: 3000,
		outcome: outcome{status: 404, win32: 2, verdict: verdictNotFound},
		where:   []is{{"c-ip", "203.0.113.99"}, {"cs(User-Agent)", "Mozilla/5.0+(compatible;+Lynxeye/2.1)"}},
		vary:    oddPath,
	}}
}

func read(_ *dice, r *row) { r.method = "GET" }

// partner asks over TLS and logs on with a certificate alone.
func partner(_ *dice, r *row) { r.method, r.user, r.port = "GET", text{}, 443 }

// employee reads as somebody: a request without a user name gets one.
func employee(d *dice, r *row) {
	r.method = "GET"
	if r.user.head == "" {
		anyUser(d, r)
	}
}

// asked reports requests for one path.
func asked(stem string) func(*row) bool {
	return func(r *row) bool { return r.stem == plain(stem) }
}

// oddPath draws a path that no site has and no list of known probes names.
func oddPath(d *dice, r *row) {
	heads := []string{"/console", "/panel", "/intern", "/depot", "/staging", "/export"}
	tails := []string{"/", "/login.do", "/status.html", "/index.cfm", "/main.jsf"}
	r.user, r.method = text{}, "GET"
	r.stem = text{pick(d, heads), 1 + d.below(2000), pick(d, tails)}
}
