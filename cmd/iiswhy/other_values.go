package main

import (
	"net/netip"
	"strings"
)

// otherValues are values of flags, and the words by which other tools, and people, call them.
var otherValues = map[string][][2]string{
	"status": {
		{"4xx,5xx", "error errors failed failure failures failing bad"}, {"5xx", "server server-error server-errors"},
		{"4xx", "client-error client-errors"}, {"2xx", "ok success successful good"}, {"3xx", "redirect redirects"},
	},
	"verdict": {
		{"probe", "attack attacks attacker attackers scan scans scanner scanners bot bots hacker hackers exploit exploits"},
		{"logon-failure", "bruteforce brute-force password passwords login logins logon auth authentication"},
		{"access-denied", "denied forbidden permission permissions rights"}, {"application", "crash crashes exception exceptions bug"},
		{"capacity", "overload overloaded busy queue"}, {"upstream", "backend gateway"}, {"client-left", "aborted abort cancelled canceled disconnect hangup"},
		{"not-found", "missing broken"}, {"automatic", "favicon browsers"},
	},
	"sort": {
		{"rows", "count counts requests request hits number total"}, {"p95", "time slow slowest latency duration time-taken taken"},
		{"key", "name names alphabetical"}, {"bytes", "size traffic bandwidth"},
	},
	"rows --sort": {{"taken", "slow slowest slower duration latency longest"}, {"time", "date oldest newest"}},
	"by":          {{"hour", "minute time hours hourly"}, {"date", "day days daily"}},
	"client":      {{"127.0.0.1,::1", "localhost local"}},
	"color":       {{"never", "no off none false 0"}, {"always", "yes on true force 1"}},
	"bucket":      {{"1h", "hour hours hourly"}, {"1m", "minute minutes"}},
	"format":      {{"csv --bom", "xlsx xls excel"}, {"json", "yaml yml xml"}, {"html", "pdf page"}, {"csv", "tsv table"}},
	"tz":          {{"Asia/Shanghai", "beijing peking china prc"}},
}

// otherValue is the value of a flag that others call so, "" for none.
func otherValue(flag, typed string) string {
	typed = strings.ToLower(strings.TrimSpace(typed))
	for _, line := range otherValues[flag] {
		for word := range strings.FieldsSeq(line[1]) {
			if word == typed {
				return line[0]
			}
		}
	}
	return ""
}

// networkBetween is the network that two addresses are the first and the last of, "" for none.
func networkBetween(s string) string {
	low, high, ranged := strings.Cut(s, "-")
	first, err := netip.ParseAddr(strings.TrimSpace(low))
	last, wrong := netip.ParseAddr(strings.TrimSpace(high))
	if !ranged || err != nil || wrong != nil || first.BitLen() != last.BitLen() {
		return ""
	}
	for bits := range first.BitLen() + 1 {
		if network := netip.PrefixFrom(first, bits); network.Masked().Addr() == first && lastOf(network) == last {
			return network.String()
		}
	}
	return ""
}

// lastOf is the last address of a network.
func lastOf(network netip.Prefix) netip.Addr {
	bytes := network.Addr().AsSlice()
	for bit := network.Bits(); bit < 8*len(bytes); bit++ {
		bytes[bit/8] |= 0x80 >> (bit % 8)
	}
	last, _ := netip.AddrFromSlice(bytes)
	return last
}
