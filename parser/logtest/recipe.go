package logtest

import (
	"net/netip"
	"strconv"
	"time"
)

// recipe is how one kind of incident is made.
type recipe struct {
	kind Kind
	outcome
	// where names the cause; see Truth.Where. An empty value is filled in with
	// that of the first site.
	where []is
	// lasts and requests are what Incident leaves to the kind.
	lasts    time.Duration
	requests int
	taken    int64 // median of time-taken in ms; 0 leaves it as it is
	// vary sets what differs from row to row, when where does not say all.
	vary func(d *dice, r *row)
	// spoils reports whether the cause spoils a request of the background too.
	spoils func(r *row) bool
	// factor multiplies the background while it lasts; only what is no incident
	// has one.
	factor float64
	calm   bool // no incident
	daily  bool
}

// is says that a field has a value.
type is struct{ field, value string }

// recipes returns all of them. Pool stops have two, for logs of sites and for
// HTTPERR.
func recipes() []recipe {
	var list []recipe
	list = append(list, logonRecipes()...)
	list = append(list, accessRecipes()...)
	list = append(list, serverRecipes()...)
	return append(list, calmRecipes()...)
}

// recipeOf returns the recipe of a kind for a layout; false if there is none.
func recipeOf(kind Kind, l Layout) (recipe, bool) {
	for _, r := range recipes() {
		if r.kind == kind && (r.calm || l.httperr() == (r.reason != "")) {
			return r, true
		}
	}
	return recipe{}, false
}

// calmRecipes are those that nobody should be told of.
func calmRecipes() []recipe {
	return []recipe{
		{kind: Growth, calm: true, factor: 3, lasts: 6 * time.Hour},
		{kind: Gap, calm: true, factor: 0, lasts: 2 * time.Hour},
	}
}

// make turns a served request into one of the incident.
func (c *recipe) make(d *dice, r row) row {
	r.query, r.referer = text{}, text{}
	for _, w := range c.where {
		r.set(w.field, w.value)
	}
	if c.vary != nil {
		c.vary(d, &r)
	}
	c.mark(d, &r)
	return r
}

// mark gives a row the outcome of the incident.
func (c *recipe) mark(d *dice, r *row) {
	r.outcome, r.planted = c.outcome, true
	r.sent = 1200 + int64(d.below(200))
	if c.taken > 0 {
		r.taken = c.taken + int64(d.below(uint64(c.taken)/8+1))
	}
}

// set gives a field of the row a value. Values that name more than one, and
// fields of the outcome, are left to others.
func (r *row) set(field, value string) {
	switch field {
	case "c-ip":
		if a, err := netip.ParseAddr(value); err == nil {
			r.client = a
		}
	case "cs-username":
		r.user = plain(value)
	case "cs(User-Agent)":
		r.agent = plain(value)
	case "cs-method":
		r.method = value
	case "cs-uri-stem":
		r.stem = plain(value)
	case "s-port":
		r.port, _ = strconv.ParseUint(value, 10, 16)
	case "s-sitename", "s-ip":
		r.site = 0
	case "s-queuename":
		r.site, r.queue = 0, value
	}
}
