package explain_test

import "testing"

// TestClaims holds that remarks say no more than the rows do: what differs
// between two requests is no change on the server.
func TestClaims(t *testing.T) {
	for _, c := range append(changeClaims(), whoseClaims()...) {
		c.check(t)
	}
}

func changeClaims() []explainCase {
	changes := []string{"setting changed", "put it right", "taken away", "came back", "comes and goes", "was served"}
	return []explainCase{
		{name: "another user", fields: iis8,
			lines:   rows(`08:00:00 GET /a.pdf CORP\anna 10.0.0.8 200 0 0 5`, `08:00:09 GET /a.pdf CORP\ben 10.0.0.8 401 3 5 5`),
			results: []string{"401.3 5 access-denied certain", "200.0 0 ok certain"}, not: changes},
		{name: "the same user", fields: iis8,
			lines:   rows(`08:00:00 GET /a.pdf CORP\ben 10.0.0.8 200 0 0 5`, `08:00:09 GET /a.pdf CORP\ben 10.0.0.8 401 3 5 5`),
			results: []string{"401.3 5 access-denied certain", "200.0 0 ok certain"}, says: []string{"same request was served 9 s earlier \\(line 2\\), so a setting changed"}},
		{name: "another client", fields: iis8,
			lines:   rows("08:00:00 GET /a - 10.0.0.8 200 0 0 5", "08:00:09 GET /a - 192.0.2.9 403 6 5 5", "08:00:19 GET /a - 10.0.0.8 200 0 0 5"),
			results: []string{"403.6 5 blocked certain", "200.0 0 ok certain"}, not: changes},
		{name: "without the certificate", fields: iis8,
			lines:   rows("08:00:00 GET /a - 10.0.0.8 200 0 0 5", "08:00:09 GET /a - 10.0.0.8 403 7 64 5", "08:00:19 GET /a - 10.0.0.8 200 0 0 5"),
			results: []string{"403.7 64 blocked likely", "200.0 0 ok certain"}, not: changes},
		{name: "a body of another size", fields: iis8,
			lines:   rows("08:00:00 POST /a - 10.0.0.8 200 0 0 5", "08:00:09 POST /a - 10.0.0.8 413 1 0 5"),
			results: []string{"413.1 0 blocked certain", "200.0 0 ok certain"}, not: changes},
		{name: "a token that is missing", fields: iis8,
			lines:   rows("08:00:00 GET /api - 10.0.0.8 200 0 0 5", "08:00:09 GET /api - 10.0.0.8 401 0 0 5"),
			results: []string{"401.0 0 access-denied certain", "200.0 0 ok certain"}, not: changes},
		{name: "another port", fields: iis8,
			lines: "2024-03-01 08:00:00 10.0.0.1 GET / - 443 - 10.0.0.8 UA - 200 0 0 5\n" +
				"2024-03-01 08:00:01 10.0.0.1 GET / - 80 - 10.0.0.8 UA - 403 4 5 5\n",
			results: []string{"403.4 5 blocked certain", "200.0 0 ok certain"}, not: changes},
		{name: "another query", fields: iis8,
			lines: "2024-03-01 08:00:00 10.0.0.1 GET /item id=5 443 - 10.0.0.8 UA - 200 0 0 5\n" +
				"2024-03-01 08:00:01 10.0.0.1 GET /item id=6 443 - 10.0.0.8 UA - 404 0 0 5\n" +
				"2024-03-01 08:00:02 10.0.0.1 GET /item id=7 443 - 10.0.0.8 UA - 500 0 0 5\n",
			results: []string{"404.0 0 not-found certain", "500.0 0 application certain", "200.0 0 ok certain"}, not: changes},
		{name: "another method", fields: iis8,
			lines:   rows("08:00:00 GET /a - 10.0.0.8 200 0 0 5", "08:00:09 POST /a - 10.0.0.8 500 0 0 5"),
			results: []string{"500.0 0 application certain", "200.0 0 ok certain"}, not: changes},
		{name: "another site", fields: "date time s-sitename cs-method cs-uri-stem sc-status sc-substatus sc-win32-status",
			lines:   "2024-03-01 08:00:00 W3SVC1 GET / 200 0 0\n2024-03-01 08:00:01 W3SVC2 GET / 403 14 0\n",
			results: []string{"403.14 0 configuration certain", "200.0 0 ok certain"}, not: changes},
	}
}

func whoseClaims() []explainCase {
	return []explainCase{
		{name: "file rights of a user", fields: iis8, lines: rows(`08:00:00 GET /a.pdf CORP\ben 10.0.0.8 401 3 5 4`),
			results: []string{"401.3 5 access-denied certain"}, says: []string{`The user had logged on: CORP\\ben`}, not: []string{"IUSR, or the pool"}},
		{name: "file rights of nobody", fields: iis8, lines: rows("08:00:00 GET /a.pdf - 10.0.0.8 401 3 5 4"),
			results: []string{"401.3 5 access-denied certain"}, says: []string{"anonymous account is refused"}, not: []string{"had logged on"}},
		{name: "the server calls itself", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.1 401 1 2148074252 4"),
			results: []string{"401.1 2148074252 logon-failure likely"}, says: []string{`called itself \(line 2, c-ip 10.0.0.1\)`}},
		{name: "another computer calls", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 401 1 2148074252 4"),
			results: []string{"401.1 2148074252 logon-failure likely"}, not: []string{"called itself"}},
		{name: "wait for a revocation list", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 403 13 2148081683 15016"),
			results: []string{"403.13 2148081683 configuration certain"}, says: []string{"15.0 s, the 15 s that Windows waits"}},
		{name: "no wait for a revocation list", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 403 13 2148081680 16"),
			results: []string{"403.13 2148081680 blocked certain"}, not: []string{"that Windows waits"}},
		{name: "a back end that closed after 30 s", fields: iis8, lines: rows("08:00:00 GET /a - 10.0.0.8 502 3 12030 30004"),
			results: []string{"502.3 12030 upstream certain"}, says: []string{"waited 30.0 s"}, not: []string{"gave up"}},
		{name: "verb that is filtered", fields: iis8, lines: rows("08:00:00 LOCK /a - 10.0.0.8 404 6 0 4"),
			results: []string{"404.6 0 blocked certain"}, says: []string{"Request filtering refuses the verb LOCK"}, not: []string{"handler of this path"}},
		{name: "HEAD may bring credentials", fields: iis8,
			lines:   rows("08:00:00 HEAD /a - 10.0.0.8 401 2 5 0", "09:00:00 GET /other - 10.0.0.7 200 0 0 0"),
			results: []string{"401.2 5 challenge-unanswered likely", "200.0 0 ok certain"}, not: []string{"bring no credentials"}},
	}
}
