package logtest

import (
	"encoding/binary"
	"net/netip"
)

// client is one machine of the background: an address, the program it uses and
// the person in front of it. Robots have no user.
type client struct {
	address netip.Addr
	agent   string
	user    string
}

// Addresses come from documentation and private ranges only. 203.0.113.0/24 is
// kept for incidents, 198.51.100.0/24 is a network of partners.
func backgroundAddress(d *dice, i int) netip.Addr {
	switch {
	case i%12 == 5:
		return ipv6(d.below(1<<16)<<32 | d.below(1<<32))
	case i%16 == 3:
		return ipv4(198, 51, 100, 1+d.below(254))
	case i%16 == 9:
		return ipv4(192, 0, 2, 1+d.below(254))
	case i%3 == 0:
		return ipv4(192, 168, d.below(256), 1+d.below(254))
	case i%3 == 1:
		return ipv4(172, 16+d.below(16), d.below(256), 1+d.below(254))
	}
	return ipv4(10, 16+d.below(200), d.below(256), 1+d.below(254))
}

func ipv4(a, b, c, d uint64) netip.Addr {
	return netip.AddrFrom4([4]byte{byte(a), byte(b), byte(c), byte(d)})
}

// ipv6 returns the address of 2001:db8::/32 that n numbers.
func ipv6(n uint64) netip.Addr {
	var b [16]byte
	binary.BigEndian.PutUint32(b[:], 0x20010db8)
	binary.BigEndian.PutUint64(b[8:], n)
	return netip.AddrFrom16(b)
}

// newClients draws n clients with addresses of their own. Popular agents come
// more often; people have one client or two.
func newClients(d *dice, n int) []client {
	agents, users := agents(), users()
	popular := newWheel(len(agents))
	seen := map[netip.Addr]bool{}
	list := make([]client, 0, n)
	for i := 0; len(list) < n; i++ {
		address := backgroundAddress(d, i)
		if seen[address] {
			continue
		}
		seen[address] = true
		list = append(list, client{address, agents[popular.draw(d)], users[len(list)%len(users)]})
	}
	return list
}
