package logtest

import (
	"fmt"
	"time"
)

// kernelStories are about HTTPERR, the log of HTTP.sys.
func kernelStories() []Story {
	return []Story{{
		Name: "device-chatter", Like: "queue-full", Tells: "A PC notes the chatter of devices on 2869 and 5357, for weeks, and nothing else.",
		setting: setting{layout: HTTPERR13, hours: [3]int{480, 600, 700}, rows: [3]int{1, 1, 1}, alone: true}, tell: deviceChatter,
	}, {
		Name: "queue-full", Tells: "For ten minutes the queue of one pool is full.",
		setting: setting{layout: HTTPERR14, sites: 2, merged: true}, tell: func(s *scene) { s.poolRefuses("QueueFull", 600) },
	}, {
		Name: "pool-off", Tells: "One pool is stopped for twenty minutes and started again.",
		setting: setting{layout: HTTPERR13, sites: 2, merged: true}, tell: func(s *scene) { s.poolRefuses("AppOffline", 1200) },
	}, {
		Name: "idle-connections", Like: "pool-off", Tells: "Connections end since nobody uses them, as they do everywhere.",
		setting: setting{layout: HTTPERR14}, tell: func(s *scene) {
			s.calm("connections end", "capacity", "outage", "silence", "cut-off", "bad-request")
		},
	}}
}

// idle draws what HTTPERR notes of a healthy server.
func (s *scene) idle() row {
	r := s.request(s.clients[s.frequent.draw(s.dice)], "", "")
	r.stem, r.outcome = text{}, outcome{reason: "Timer_ConnectionIdle", verdict: verdictOK}
	if s.dice.percent(20) {
		r = s.visit()
		r.outcome, r.routed, r.queue = outcome{reason: "Connection_Dropped", verdict: verdictClientLeft}, true, s.sites[r.site].queue
	}
	return r
}

// guid draws a number as Windows writes it.
func (s *scene) guid() string {
	d := s.dice
	return fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", d.below(1<<32), d.below(1<<16), d.below(1<<12), d.below(1<<12), d.below(1<<48))
}

func deviceChatter(s *scene) {
	who := s.colleague()
	n := []int{300, 2500, 20000}[s.size]
	s.over(nil, s.first, s.end-s.first, n, func(i int) row {
		r := s.request(who, "NOTIFY", "/upnp/eventing/"+s.madeUp()[1:])
		r.port, r.outcome = 2869, outcome{status: 503, reason: "N/A", verdict: verdictAutomatic}
		switch i % 5 {
		case 1:
			r.method, r.stem, r.port = "POST", plain("/"+s.guid()), 5357
		case 2:
			r.method, r.stem, r.outcome = "", text{}, outcome{reason: "Timer_ConnectionIdle", verdict: verdictOK}
		case 3:
			r.method, r.stem = "GET", plain("/upnphost/udhisapi.dll")
			r.query, r.outcome = plain("content=uuid:"+s.guid()), outcome{reason: "Connection_Abandoned_By_ReqQueue", verdict: verdictAutomatic}
		}
		return r
	})
	s.calm("devices look for each other", "capacity", "outage", "unknown", "silence")
	s.deny("no server was stopped or overloaded", Denial{Says: "overloaded|server stopped", Severity: "warning"})
}

func (s *scene) poolRefuses(reason string, lasts int64) {
	bad, from := int(s.dice.below(2)), s.busy(30, 60)
	c := s.claim(Claim{Rules: []string{"capacity", "outage"}, Severity: "warning", States: []string{"over"}, Slack: 3 * time.Minute,
		Where: map[string]string{"s-queuename": s.sites[bad].queue}})
	s.over(c, from, lasts, s.some(200), func(int) row {
		r := s.visit()
		r.site, r.routed, r.queue = bad, true, s.sites[bad].queue
		r.outcome = outcome{status: 503, reason: reason, verdict: verdictCapacity}
		return r
	})
	s.truth.Allowed = []string{"outage", "server"}
}
