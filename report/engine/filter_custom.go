package engine

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/report/scan"
)

// second is when a row came, where no column of times can hold that as well.
const second = "if(beyond = 0, toInt64(toUInt32(time)), beyond)"

// timeFits is which rows came in a stretch of time.
func timeFits(value string) clause {
	s, err := scan.ParseSpan(value)
	if err != nil {
		return exactly(noRows)
	}
	return exactly(fmt.Sprintf("(%[1]s >= %[2]d AND %[1]s < %[3]d)", second, s.From, s.Until))
}

// customFits is which rows have a value in a field that the site logs for itself: NAME=VALUE.
// Where it stands depends on the layout, and a line that is kept may say otherwise.
func (r *Reader) customFits(value string) clause {
	name, glob, _ := strings.Cut(value, "=")
	layouts := map[string][]string{} // by the expression
	for _, id := range slices.Sorted(maps.Keys(r.layouts)) {
		expression := "''"
		if at := r.layouts[id].Lookup(name); at >= 0 {
			from := planFor(r.layouts[id]).from[at]
			if expression = ""; from.other >= 0 {
				expression = from.text()
			}
		}
		layouts[expression] = append(layouts[expression], strconv.FormatUint(id, 10))
	}
	out := exactly(noRows)
	for _, expression := range slices.Sorted(maps.Keys(layouts)) {
		fit := unknownFit // a column that holds it has a flag of its own
		if expression != "" {
			fit = sameFits(expression, glob)
		}
		out = out.or(fit.and(exactly("layout IN (" + strings.Join(layouts[expression], ", ") + ")")))
	}
	return clause{either(out.may, "text != ''"), both(out.sure, "text = ''")}
}
