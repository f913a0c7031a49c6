package logtest

import (
	"strings"
	"time"
)

// serverRecipes are incidents in which the server, or one behind it, fails.
func serverRecipes() []recipe {
	list := []recipe{{
		kind: BrokenPage, lasts: 90 * time.Minute, requests: 400,
		outcome: outcome{status: 500, verdict: verdictApplication},
		where:   []is{{"cs-uri-stem", "/shop/checkout.aspx"}},
		vary:    read,
		spoils:  asked("/shop/checkout.aspx"),
	}, {
		kind: BadConfiguration, lasts: 30 * time.Minute, requests: 500, taken: 1,
		outcome: outcome{status: 500, substatus: 19, win32: 13, verdict: verdictConfiguration},
		where:   []is{{"cs-uri-stem", "/portal/*"}},
		vary:    portalPage,
		spoils:  func(r *row) bool { return strings.HasPrefix(r.stem.head, "/portal/") },
	}}
	list = append(list, upstreamRecipes()...)
	return append(list, poolRecipes()...)
}

func upstreamRecipes() []recipe {
	gateway := func(win32 uint32) outcome {
		return outcome{status: 502, substatus: 3, win32: win32, verdict: verdictUpstream}
	}
	return []recipe{{
		kind: UpstreamDown, outcome: gateway(12029), lasts: 45 * time.Minute, requests: 500, taken: 2050,
		where:  []is{{"cs-uri-stem", "/api/v1/orders"}},
		vary:   read,
		spoils: asked("/api/v1/orders"),
	}, {
		kind: UpstreamSlow, outcome: gateway(12002), lasts: time.Hour, requests: 300, taken: 30000,
		where:  []is{{"cs-uri-stem", "/api/v1/stock"}},
		vary:   read,
		spoils: asked("/api/v1/stock"),
	}}
}

// poolRecipes stop the first site.
func poolRecipes() []recipe {
	first := func(r *row) bool { return r.site == 0 }
	kernel := func(reason string) outcome {
		return outcome{status: 503, reason: reason, verdict: verdictCapacity}
	}
	return []recipe{{
		kind: PoolStopped, lasts: 15 * time.Minute, requests: 300,
		outcome: outcome{status: 503, verdict: verdictCapacity},
		where:   []is{{"s-sitename", ""}, {"s-ip", ""}},
		spoils:  first,
	}, {
		kind: PoolStopped, lasts: 15 * time.Minute, requests: 900, outcome: kernel("AppOffline"),
		where:  []is{{"s-reason", "AppOffline"}, {"s-queuename", ""}},
		spoils: first,
	}, {
		kind: QueueFull, lasts: 10 * time.Minute, requests: 1200, outcome: kernel("QueueFull"),
		where: []is{{"s-reason", "QueueFull"}, {"s-queuename", ""}},
	}}
}

func portalPage(d *dice, r *row) {
	r.method = "GET"
	r.stem = plain(pick(d, []string{"/portal/default.aspx", "/portal/tasks.aspx", "/portal/files.aspx"}))
}
