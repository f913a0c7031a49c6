package logtest

import "strconv"

// site is one web site of the server that logs.
type site struct {
	name     string // s-sitename
	address  string // s-ip
	host     string // cs-host
	computer string // s-computername
	queue    string // application pool
}

// sitesNamed gives each name the rest of a site. Without names there is one,
// W3SVC1.
func sitesNamed(names []string) []site {
	if len(names) == 0 {
		names = []string{"W3SVC1"}
	}
	hosts := []string{"www.example.com", "shop.example.com", "intranet.example.com", "api.example.com"}
	list := make([]site, len(names))
	for i, name := range names {
		list[i] = site{
			name:     name,
			address:  "192.0.2." + strconv.Itoa(10+i%200),
			host:     hosts[i%len(hosts)],
			computer: "WEB01",
			queue:    "Pool" + strconv.Itoa(i+1),
		}
	}
	return list
}
