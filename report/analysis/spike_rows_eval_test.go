package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// TestEvalSpikesOnRows plants each kind of incident into each background, in three
// sizes, and holds each sentence against the rows.
func TestEvalSpikesOnRows(t *testing.T) {
	if testing.Short() {
		t.Skip("plants and reads hundreds of logs")
	}
	var all evaluation
	byKind := map[string]*evaluation{}
	for at, k := range kinds {
		byKind[k.name] = &evaluation{}
		for b, world := range backgrounds {
			for size := range sizes {
				// A ninth of all: a test should not take minutes. All of them with -v.
				if !testing.Verbose() && (at+3*b+size)%9 != 0 || k.many && sizes[size].events < 50 {
					continue
				}
				e := evaluateKind(t, k, world, size, uint64(1+at*100+b*10+size))
				byKind[k.name].add(e)
				all.add(e)
			}
		}
		t.Logf("%-45s %s", k.name, byKind[k.name])
	}
	t.Logf("%-45s %s", "all", &all)
	assert.GreaterOrEqual(t, float64(all.found), 0.98*float64(all.planted), "found")
	assert.GreaterOrEqual(t, float64(all.named), 0.98*float64(all.planted), "named")
	assert.Zero(t, all.untrue, "false sentences")
	assert.LessOrEqual(t, all.alarms, all.planted/20, "false alarms")
	assert.LessOrEqual(t, all.twice, all.planted/50, "told more than once")
}

// lures look like incidents and are none, or come back as they did before.
var lures = []struct {
	name   string
	happen func(p *planting)
}{
	{"a visitor whose page lacks a dozen pictures", func(p *planting) {
		client := p.client()
		for i := range 12 {
			p.addAt(p.at.Add(time.Duration(i)*time.Second), "code", "404 0 2", "c-ip", client, "cs-uri-stem", fmt.Sprintf("/img/%d.png", i))
		}
	}},
	{"visitors who meet a few misses each", func(p *planting) {
		for range p.length / (8 * time.Hour) {
			at, client := p.from.Add(time.Duration(p.Int64N(int64(p.length)))), p.client()
			for i := range 5 {
				p.addAt(at.Add(time.Duration(i)*time.Second).Truncate(time.Second), "code", "404 0 2", "c-ip", client, "cs-uri-stem", fmt.Sprintf("/old/%d.htm", i))
			}
		}
	}},
	{"a page that fails now and then, all the time", func(p *planting) {
		p.everywhere("500 0 0", 30*int(p.length/(24*time.Hour)))
		path := p.path()
		for range 20 * int(p.length/(24*time.Hour)) {
			p.addAt(p.from.Add(time.Duration(p.Int64N(int64(p.length)))).Truncate(time.Second), "code", "500 0 0", "cs-uri-stem", path)
		}
	}},
	{"a server that serves most and fails as often as the other", func(p *planting) {
		for range 25 * int(p.length/(24*time.Hour)) {
			p.addAt(p.from.Add(time.Duration(p.Int64N(int64(p.length)))).Truncate(time.Second), "code", "502 3 12002", "s-computername", "WEB01")
		}
	}},
	{"a job that is refused each night", func(p *planting) {
		for night := p.from.Add(3 * time.Hour); night.Before(p.from.Add(p.length)); night = night.Add(24 * time.Hour) {
			for i := range 30 {
				p.addAt(night.Add(time.Duration(10*i)*time.Second), "code", "401 1 1326", "c-ip", "10.9.8.7", "cs-username", "CONTOSO\\svc-report")
			}
		}
	}},
}

// TestEvalSpikesOfLures holds that what is none is no spike, but for a burst that comes
// back, which is called so, and that all that is said is true.
func TestEvalSpikesOfLures(t *testing.T) {
	if testing.Short() {
		t.Skip("plants and reads dozens of logs")
	}
	alarms := 0
	for at, lure := range lures {
		for b, world := range backgrounds {
			p := plant(t, world, uint64(5000+10*at+b))
			p.at, p.lasts = p.from.Add(p.length/2), time.Hour
			lure.happen(p)
			path := p.save(t)
			spikes := spikesIn(t, options(t), path).Spikes
			assert.Empty(t, judge(t, path, judgedRows(t, path), spikes), "%s, %s", lure.name, world.name)
			for _, s := range spikes {
				if s.Recurring || world.days == 1 && s.Code == "401.1" { // one night is no habit
					continue
				}
				alarms++
				t.Logf("%s, %s: %s", lure.name, world.name, brief([]report.Spike{s}))
			}
		}
	}
	assert.LessOrEqual(t, alarms, 1, "false alarms in %d logs", len(lures)*len(backgrounds))
}

// evaluation counts what became of planted incidents.
type evaluation struct{ planted, found, named, untrue, alarms, twice int }

func (e *evaluation) add(o evaluation) {
	e.planted, e.found, e.named = e.planted+o.planted, e.found+o.found, e.named+o.named
	e.untrue, e.alarms, e.twice = e.untrue+o.untrue, e.alarms+o.alarms, e.twice+o.twice
}

func (e *evaluation) String() string {
	return fmt.Sprintf("%3d planted, %3d found, %3d named, %2d false sentences, %2d false alarms, %2d told twice",
		e.planted, e.found, e.named, e.untrue, e.alarms, e.twice)
}

// evaluateKind plants one incident and judges the spikes.
func evaluateKind(t *testing.T, k kind, world background, size int, seed uint64) (e evaluation) {
	p := plant(t, world, seed)
	p.events, p.lasts = sizes[size].events, sizes[size].lasts
	p.at = p.from.Add(time.Duration((0.35 + 0.5*p.Float64()) * float64(p.length)))
	truths := k.happen(p)
	path := p.save(t)
	spikes := spikesIn(t, options(t), path).Spikes
	what := fmt.Sprintf("%s, %s, %s, seed %d", k.name, world.name, sizes[size].name, seed)
	told := 0
	e.planted = len(truths)
	for _, want := range truths {
		found, named := false, false
		for _, s := range spikes {
			if !s.Start.Before(p.at.Add(p.lasts)) || !s.End.After(p.at) {
				continue
			}
			told++
			if !want.has(s.Code) {
				continue
			}
			found = true
			for _, c := range s.Causes[:min(2, len(s.Causes))] {
				named = named || want.names(c)
			}
			named = named || want.names(report.SpikeCause{Where: s.Of})
			if s.Win32 != nil {
				named = named || slices.Contains(want.named, fmt.Sprintf("sc-win32-status %d", *s.Win32))
			}
		}
		if found {
			e.found++
		}
		if named {
			e.named++
		}
		if !named {
			t.Logf("%s: found %v, named %v: %s", what, found, named, brief(spikes))
		}
	}
	if told > len(truths) && !k.many {
		e.twice++
		t.Logf("%s: told %d times: %s", what, told, brief(spikes))
	}
	for _, s := range spikes {
		if !s.Start.Before(p.at.Add(p.lasts+time.Hour)) || !s.End.After(p.at.Add(-time.Hour)) {
			e.alarms++
			t.Logf("%s: false alarm: %s", what, brief([]report.Spike{s}))
		}
	}
	for _, said := range judge(t, path, judgedRows(t, path), spikes) {
		e.untrue++
		t.Logf("%s: false: %s", what, said)
	}
	return e
}

// brief is what a test says of spikes.
func brief(spikes []report.Spike) string {
	var b strings.Builder
	for _, s := range spikes {
		fmt.Fprintf(&b, "\n\t\t%s %s %d for %.1f, %s to %s:", s.Code, s.Verdict, s.Observed, s.Expected, s.Start.Format(time.DateTime), s.End.Format(time.TimeOnly))
		for _, c := range s.Causes {
			fmt.Fprintf(&b, " [%.2f %v also %v]", c.Share, c.Where, c.Also)
		}
	}
	return b.String()
}
