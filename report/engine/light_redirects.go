package engine

import (
	"fmt"

	"github.com/iiswhy/iiswhy/report/scan"
)

// redirectQuestion is that of who was redirected where, by the stretches of time of
// scan.RedirectedEach seconds. Where there are more than are counted it does not matter which
// of them come.
func (r *Reader) redirectQuestion(span int, from string) lightAsked {
	statement := fmt.Sprintf("SELECT %s AS c, %s AS p, intDiv(toUInt32(time), %d) AS stretch, count() AS n%s%s"+
		" GROUP BY c, p, stretch LIMIT %d",
		plainText(colClient), plainText(colPath), scan.RedirectedEach, from, redirected, scan.MostValues+1)
	return lightAsked{span: span, statement: statement, columns: 4, read: func(a *answer, i int, out *scan.LightCounts) error {
		c := a.columns
		out.Redirected = append(out.Redirected, scan.LightRedirected{Client: c[0].text(i), Path: c[1].text(i), Stretch: int64(c[2].number(i)), Rows: int64(c[3].number(i))})
		return nil
	}}
}
