package logtest

import (
	"fmt"
	"time"
)

// plant is an incident on its way.
type plant struct {
	recipe
	dice       *dice
	layout     Layout
	start, end int64 // unix times of its present day
	requests   int   // to add
	added      int
	next       int64 // when the next is due

	rows        int // written, of its present day
	first, last int64
	past        []Truth // earlier days
}

// planted is a row and the incident it belongs to.
type planted struct {
	row
	of *plant
}

// newPlants returns the incidents of c, each with dice of its own.
func newPlants(c Config, sites []site) ([]*plant, error) {
	var list []*plant
	for i, in := range c.Incidents {
		p, err := newPlant(in, c, sites)
		if err != nil {
			return nil, fmt.Errorf("logtest: Incidents[%d]: %w", i, err)
		}
		p.dice = newDice(c.Seed, 100+uint64(i))
		p.plan()
		list = append(list, p)
	}
	return list, nil
}

func newPlant(in Incident, c Config, sites []site) (*plant, error) {
	recipe, ok := recipeOf(in.Kind, c.Layout)
	switch {
	case !ok:
		return nil, fmt.Errorf("expected a kind that a log with these columns can show, found %q", in.Kind)
	case in.At < 0 || in.Lasts < 0 || in.Requests < 0:
		return nil, fmt.Errorf("expected At, Lasts and Requests of %s that are not negative, found %v, %v and %d",
			in.Kind, in.At, in.Lasts, in.Requests)
	case recipe.daily && in.Lasts > 24*time.Hour:
		return nil, fmt.Errorf("%s must last a day at most, found %v", in.Kind, in.Lasts)
	}
	if in.Lasts > 0 {
		recipe.lasts = max(in.Lasts, time.Second)
	}
	if in.Requests > 0 {
		recipe.requests = in.Requests
	}
	recipe.fillIn(sites[0])
	start := c.Start.Add(in.At).Unix()
	return &plant{
		recipe: recipe, layout: c.Layout, requests: recipe.requests,
		start: start, end: start + int64(recipe.lasts/time.Second),
	}, nil
}

// fillIn names the first site where the recipe leaves it open.
func (c *recipe) fillIn(first site) {
	for i := range c.where {
		switch w := &c.where[i]; {
		case w.value == "" && w.field == "s-sitename":
			w.value = first.name
		case w.value == "" && w.field == "s-ip":
			w.value = first.address
		case w.value == "" && w.field == "s-queuename":
			w.value = first.queue
		}
	}
}

// plan sets when the next request is due. Its time is cut into as many equal
// parts as there are requests, with one at a random moment of each.
func (p *plant) plan() {
	if p.added == p.requests {
		p.next = p.end
		return
	}
	length := uint64(p.end - p.start)
	moment := (uint64(p.added)*length + p.dice.below(length)) / uint64(p.requests)
	p.next = p.start + int64(moment)
}

// turnPlants brings the incidents to the current second: it collects the rows
// that are due and returns what the background is to be multiplied by.
func (j *journal) turnPlants() float64 {
	factor := 1.0
	j.active, j.due = j.active[:0], j.due[:0]
	for _, p := range j.plants {
		if j.now == p.end && p.daily {
			p.tomorrow()
		}
		if j.now < p.start || j.now >= p.end {
			continue
		}
		j.active = append(j.active, p)
		if p.calm {
			factor *= p.factor
			continue
		}
		for p.added < p.requests && p.next <= j.now {
			j.due = append(j.due, planted{p.make(p.dice, j.traffic.visitor(p.dice)), p})
			p.added++
			p.plan()
		}
	}
	if factor == 0 {
		j.due, j.earliest = j.due[:0], j.now+1
	}
	return factor
}

// sow writes one of the planted rows of this second.
func (j *journal) sow() {
	at := j.sowing.below(uint64(len(j.due)))
	r := j.due[at]
	last := len(j.due) - 1
	j.due[at] = j.due[last]
	j.due = j.due[:last]
	j.put(&r.row)
	r.of.note(r.second)
}

// spoil lets the incidents of the moment spoil a request of the background, and
// reports whether one did.
func (j *journal) spoil(r *row) bool {
	for _, p := range j.active {
		if p.spoils != nil && p.spoils(r) {
			p.mark(p.dice, r)
			p.note(j.now)
			r.second = j.now
			return true
		}
	}
	return false
}

// note counts a row of the incident.
func (p *plant) note(second int64) {
	if p.rows == 0 {
		p.first = second
	}
	p.rows++
	p.last = second
}

// tomorrow closes the day of a recurring incident and plans the next.
func (p *plant) tomorrow() {
	p.past = p.truths()
	p.start, p.end = p.start+86400, p.end+86400
	p.added, p.rows = 0, 0
	p.plan()
}
