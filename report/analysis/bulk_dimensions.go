package analysis

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// tellingDimension is a dimension of what may fail by itself. Where a field is counted that has its values,
// or values that they are a part of, these are known of all rows.
type tellingDimension struct {
	dimension
	counted scan.Field
	part    func(value string) string // of a value that is counted; nil where none is
}

// tellingDimensions are those of what may fail by itself, the most telling first, but for what a
// finding says already.
func (a *Analysis) tellingDimensions(f *report.Finding) (all []tellingDimension) {
	for _, one := range a.allTelling() {
		switch {
		case one.counted == scan.FieldPath && one.part != nil && (hasEvidence(f, "path-share") || 0 < f.Paths && f.Paths <= mostFew): // a few paths are seen at a glance
		case slices.ContainsFunc(slices.Concat(f.Where, f.Also), func(v report.FieldValue) bool { return v.Field == one.Name }):
		default:
			all = append(all, one)
		}
	}
	return all
}

func (a *Analysis) allTelling() (all []tellingDimension) {
	d := a.dimensions()
	all = append(all, partsOfField(d, scan.FieldUser, "", func(user string) string { return user }))
	for _, field := range slices.Concat([]string{hostField}, a.customFields(), []string{siteField}) {
		all = append(all, tellingDimension{dimension: d.named(field)})
	}
	all = append(all, tellingDimension{dimension: d.named("s-computername")}, tellingDimension{dimension: d.named("s-ip")})
	all = append(all, partsOfField(d, scan.FieldPath, "app", appOf))
	for _, bits := range []networkBits{{24, 64}, {16, 48}, {8, 32}} {
		all = append(all, partsOfField(d, scan.FieldClient, strconv.Itoa(bits.v4), bits.of))
	}
	return all
}

// partsOfField is the dimension of parts of a field that is counted.
func partsOfField(d dimensions, field scan.Field, what string, part func(value string) string) tellingDimension {
	whole := d.named(field.String())
	of := func(source int, r *parser.Row) string { return part(whole.of(source, r)) }
	return tellingDimension{dimension{whole.Dimension, of, whole.Name + " " + what}, field, part}
}

// appOf is the application that a path is of by its first folder, "" for a page of the root.
func appOf(path string) string {
	folder, _, ok := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if !ok || folder == "" {
		return ""
	}
	return "/" + folder + "/*"
}

// networkBits is how long the prefix of a network is, of IPv4 and of IPv6.
type networkBits struct{ v4, v6 int }

// of is the network that an address is of, "" where it is none.
func (n networkBits) of(text string) string {
	address, err := netip.ParseAddr(text)
	if err != nil {
		return ""
	}
	bits := n.v4
	if address = address.Unmap().WithZone(""); address.Is6() {
		bits = n.v6
	}
	return netip.PrefixFrom(address, bits).Masked().String()
}
