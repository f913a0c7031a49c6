package scan

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
)

// lookFaults are what kept second looks from reading sources again, by source: one that
// was cut or replaced since the first look.
type lookFaults struct {
	mu   sync.Mutex
	errs map[int]error
}

// note keeps the first fault of a source. That an interrupt ended a look is none.
func (f *lookFaults) note(source int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err == nil || f.errs[source] != nil || errors.Is(err, context.Canceled) {
		return
	}
	if f.errs == nil {
		f.errs = map[int]error{}
	}
	f.errs[source] = err
}

func (f *lookFaults) all() map[int]error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.errs)
}

// Changed returns the sources that a look at Rows could not read again, by their index,
// with the reason why: what is told of their rows may not be told of the file that is
// there now.
func (r *Result) Changed() (all []Source) {
	look, ok := r.Rows.(*secondLook)
	if !ok {
		return nil
	}
	faults := look.faults.all()
	for _, i := range slices.Sorted(maps.Keys(faults)) {
		if s := r.Sources[i]; s.Err == nil {
			s.Err = faults[i]
			all = append(all, s)
		}
	}
	return all
}
