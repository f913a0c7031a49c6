package codes

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Event is an entry of the event table: what a program wrote to the event log of Windows,
// where the causes of many codes stand.
type Event struct {
	Number   uint32
	Provider string   // who writes it, as Event Viewer shows it in short: WAS, HttpEvent; several share a number
	Log      string   // System, Application or Security
	With     []string // what logs have in its company: a status (503), a code (500.30) or a reason (AppOffline)
	Source   string
	Text
}

// eventKey is what an event is found by.
type eventKey struct {
	number   uint32
	provider string
}

// Events returns the events of a number, by provider; none for one that no table knows.
func (b *Book) Events(number uint64) (all []Event) {
	if number>>32 != 0 {
		return nil
	}
	defer b.reading(eventTable, strconv.FormatUint(number, 10))()
	for key, e := range b.events {
		if key.number == uint32(number) {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, compareEvents)
	return all
}

// AllEvents returns every event, sorted by number and provider.
func (b *Book) AllEvents() []Event {
	defer b.readingAll(eventTable)()
	return slices.SortedFunc(maps.Values(b.events), compareEvents)
}

func compareEvents(x, y Event) int {
	return cmp.Or(cmp.Compare(x.Number, y.Number), cmp.Compare(x.Provider, y.Provider))
}

func (b *Book) putEvent(e entry) error {
	n, err := strconv.ParseUint(e.cells[0], 10, 32)
	if err != nil {
		return e.errorf("expected a number below 2^32, found %q", e.cells[0])
	}
	event := Event{Number: uint32(n), Provider: e.cells[1], Log: e.cells[2], Source: e.cells[4], Text: e.text}
	if e.cells[3] != "-" {
		event.With = strings.Split(e.cells[3], ",")
	}
	b.events[eventKey{event.Number, event.Provider}] = event
	return nil
}
