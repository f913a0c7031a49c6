package engine

import (
	"fmt"
	"hash/fnv"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// How a row ended stands in six columns. To count by all of them costs the engine twice what
// one number costs that stands for them.

// kindOf is the number of an outcome. Its highest byte is not 0, so that its bytes are eight
// wherever they stand.
func kindOf(o scan.LightOutcome, family string) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %d %d %s %s %t", o.Status, o.Substatus, o.Win32, o.Verdict, family, o.Attack)
	return h.Sum64() | 1<<63
}

// kindCache remembers the numbers of outcomes: rows come in long runs of few of them.
type kindCache struct {
	last   scan.LightOutcome
	number uint64
	all    map[scan.LightOutcome]uint64
}

// mostKinds is how many are remembered.
const mostKinds = 1 << 12

func (k *kindCache) of(r *parser.Row, j *scan.Judgement, c *constants) uint64 {
	o := scan.LightOutcome{Status: r.Status, Substatus: r.Substatus, Win32: r.Win32, Verdict: j.Verdict, Family: j.Family + 1, Attack: j.Attack}
	if o == k.last && k.number > 0 {
		return k.number
	}
	number, known := k.all[o]
	if !known {
		family := ""
		if j.Family >= 0 {
			family = c.family(j.Family)
		}
		number = kindOf(o, family)
		if k.all == nil || len(k.all) == mostKinds {
			k.all = map[scan.LightOutcome]uint64{}
		}
		k.all[o] = number
	}
	k.last, k.number = o, number
	return number
}

// kinds are the outcomes of rows of which values are counted, by their numbers.
type kinds struct {
	of     map[uint64]scan.LightOutcome
	number map[scan.LightOutcome]uint64
}

func newKinds() kinds {
	return kinds{map[uint64]scan.LightOutcome{}, map[scan.LightOutcome]uint64{}}
}

// kindQuestion asks which there are: for groups those of all rows that are counted.
func (r *Reader) kindQuestion(asked *scan.Asked) lightAsked {
	which := valuedRows
	if len(asked.By) > 0 {
		which = counted(asked)
	}
	return lightAsked{
		statement: "SELECT kind AS k, any(status) AS o1, any(substatus) AS o2, any(win32) AS o3, CAST(any(verdict) AS String) AS o4, CAST(any(family) AS String) AS o5, any(attack) AS o6 FROM " +
			r.table(rowsTable) + " WHERE " + both(which, both(r.filter(asked).sure, r.whereTimed(allTimes))) + " GROUP BY kind", columns: 7, read: r.addKind,
	}
}

// addKind notes one. Its number must be the one that its columns make.
func (r *Reader) addKind(a *answer, i int, _ *scan.LightCounts) error {
	c := a.columns
	o := scan.LightOutcome{Status: int32(c[1].number(i)), Substatus: int32(c[2].number(i)), Win32: int64(c[3].number(i)), Attack: c[6].number(i) == 1}
	v, family, err := r.judgement(c[4].text(i), c[5].text(i))
	if err != nil {
		return err
	}
	o.Verdict, o.Family = v, family+1
	number := c[0].number(i)
	if want := kindOf(o, string(c[5].text(i))); number != want {
		return ofAnother(fmt.Errorf("expected %d as the kind of rows with %d.%d, found %d: another version shipped them", want, o.Status, o.Substatus, number))
	}
	r.kinds.of[number], r.kinds.number[o] = o, number
	return nil
}

// kindAt is the outcome whose number stands somewhere.
func (r *Reader) kindAt(number uint64) (scan.LightOutcome, error) {
	o, known := r.kinds.of[number]
	if !known {
		return o, meanwhile(fmt.Errorf("expected a kind of rows that was told before, found %d: rows changed meanwhile", number))
	}
	return o, nil
}
