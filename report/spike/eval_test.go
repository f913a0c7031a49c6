package spike

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The tests named Eval measure false alarms and recall on synthetic noise of
// several kinds, and hold them to a minimum. With -v they print tables.

// means are the events a minute of the series of a quiet log.
var means = []float64{0.002, 0.01, 0.05, 0.2, 0.5, 2, 5, 30}

// quiet returns a log in which nothing happens; two of its series know neither
// day nor night.
func quiet(seed uint64, minutes int, n noise) Timeline {
	w := newWorld(seed, minutes, 60, minutes >= 1440, 0.3)
	var errors [][]int64
	for i, mean := range means {
		errors = append(errors, w.series(n, mean, i%3 != 2))
	}
	return w.timeline(errors...)
}

func TestEvalQuiet(t *testing.T) {
	t.Logf("false alarms in six days, with %d codes of %v a minute on average", len(means), means)
	t.Logf("%-9s %8s %8s %8s %8s", "noise", "hours", "days", "6 days", "28 days")
	f := func(n noise, most ...float64) {
		line := ""
		for i, log := range []struct{ minutes, logs int }{{60, 72}, {1440, 24}, {6 * 1440, 8}, {28 * 1440, 2}} {
			alarms := 0
			for seed := range log.logs {
				alarms += len(Find(quiet(uint64(seed), log.minutes, n), Options{}))
			}
			rate := float64(alarms) / float64(log.logs*log.minutes) * 6 * 1440
			line += fmt.Sprintf(" %8.2f", rate)
			assert.LessOrEqual(t, rate, most[i], "%s, logs of %d minutes", noiseNames[n], log.minutes)
		}
		t.Logf("%-9s%s", noiseNames[n], line)
	}
	f(poisson, 0, 0, 0, 0)
	f(negbin, 12, 1, 1, 1)
	f(clusters, 60, 4, 1, 1)
	f(drift, 2, 1, 1, 1)
}

// incident is so many events, evenly over some minutes.
type incident struct{ events, minutes int }

var incidents = []incident{{36, 1}, {40, 5}, {36, 30}, {60, 20}, {100, 120}, {300, 60}, {200, 1440}, {480, 4 * 1440}}

// recall returns the part of the incidents that is found at their time.
func recall(minutes, logs int, n noise, mean float64, in incident) float64 {
	found := 0
	for seed := range logs {
		w := newWorld(uint64(seed), minutes, 60, minutes >= 1440, 0.2)
		errors := w.series(n, mean, true)
		at := int(w.Float64() * float64(minutes-in.minutes))
		w.plant(errors, at, in.minutes, in.events)
		for _, s := range Find(w.timeline(errors), Options{}) {
			from, until := int(s.From-monday)/60, int(s.Until-monday)/60
			both := min(until, at+in.minutes) - max(from, at)
			if both > 0 && 2*both >= min(until-from, in.minutes) {
				found++
				break
			}
		}
	}
	return float64(found) / float64(logs)
}

func TestEvalRecall(t *testing.T) {
	head := ""
	for _, in := range incidents {
		head += fmt.Sprintf(" %5d/%-5s", in.events, lasting(in.minutes))
	}
	t.Logf("per cent found of incidents of so many events, by noise and events a minute of the background")
	t.Logf("%-7s %-9s %5s%s", "log", "noise", "usual", head)
	for _, log := range []struct{ minutes, logs int }{{60, 20}, {1440, 10}, {6 * 1440, 10}, {28 * 1440, 4}} {
		if !testing.Verbose() && log.minutes != 6*1440 {
			continue // the whole table takes its time
		}
		for n := range noiseNames {
			for _, mean := range []float64{0, 0.002, 0.02, 0.2, 1} {
				evalRecall(t, log.minutes, log.logs, noise(n), mean)
			}
		}
	}
}

// evalRecall prints a line of the table, and holds those lines to a minimum in
// which the noise alone does not look like incidents.
func evalRecall(t *testing.T, minutes, logs int, n noise, mean float64) {
	line, sum, kinds := "", 0.0, 0.0
	for _, in := range incidents {
		if in.minutes > minutes/2 {
			line += fmt.Sprintf(" %11s", "")
			continue
		}
		r := recall(minutes, logs, n, mean, in)
		line += fmt.Sprintf(" %11.0f", 100*r)
		sum += r
		kinds++
	}
	t.Logf("%-7s %-9s %5v%s", lasting(minutes), noiseNames[n], mean, line)
	most := map[noise]float64{poisson: 0.02, drift: 0.02, negbin: 0.02, clusters: 0.002}
	if mean <= most[n] {
		assert.GreaterOrEqual(t, sum/kinds, 0.95, "%s, %s of %v a minute", lasting(minutes), noiseNames[n], mean)
	}
}

// lasting writes minutes shortly.
func lasting(minutes int) string {
	switch {
	case minutes%1440 == 0:
		return fmt.Sprint(minutes/1440, "d")
	case minutes%60 == 0:
		return fmt.Sprint(minutes/60, "h")
	}
	return fmt.Sprint(minutes, "m")
}
