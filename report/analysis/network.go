package analysis

import "net/netip"

// networkOf is the network that several addresses are of, as one subscriber or one rented machine has
// it: a /24, of IPv6 a /64. It is "" where they are of several.
func networkOf(addresses []string) string {
	var common netip.Prefix
	for _, text := range addresses {
		address, err := netip.ParseAddr(text)
		if err != nil {
			return ""
		}
		bits := 24
		if address = address.Unmap().WithZone(""); address.Is6() {
			bits = 64
		}
		network := netip.PrefixFrom(address, bits).Masked()
		if common.IsValid() && network != common {
			return ""
		}
		common = network
	}
	if len(addresses) < 2 {
		return ""
	}
	return common.String()
}
