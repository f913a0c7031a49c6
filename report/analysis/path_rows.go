package analysis

import (
	"context"
	"hash/maphash"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// pathRows are the rows of paths whose histories were asked for. The paths that most requests
// miss are the same in several issues: so they are kept for the next one.
type pathRows struct {
	seed     maphash.Seed
	rows     map[string]*[]pathRow // by path, in no order
	kept     int
	methods  []string
	methodOf map[string]int
	judged   []judgement
	judgedAs map[judgement]int // indexes
}

// pathRow is one of them.
type pathRow struct {
	second int64
	client uint64 // its hash
	method uint32 // index
	judged uint32 // the same
}

// judgement is what histories tell rows apart by.
type judgement struct {
	code    codes.Code
	verdict codes.Verdict
}

// mostPathRows is how many rows may be kept for the next issue.
const mostPathRows = mostIncidentRows / 2

func newPathRows() *pathRows {
	return &pathRows{seed: maphash.MakeSeed(), rows: map[string]*[]pathRow{}, methodOf: map[string]int{}, judgedAs: map[judgement]int{}}
}

// readPaths are the rows of some paths, nil where they are too many, or cannot be read again.
func (a *Analysis) readPaths(ctx context.Context, paths []scan.Value) *pathRows {
	p := a.pathRows
	if a.pathRows = nil; p == nil || p.kept > mostPathRows {
		p = newPathRows()
	}
	begin, end, _ := a.Period()
	one, n := &sought{span: scan.Span{From: begin, Until: end + 1}}, 0
	unread := map[string]*[]pathRow{}
	for _, path := range paths {
		rows, known := p.rows[path.Text]
		if !known {
			rows = new([]pathRow)
			one.wanted.Paths, unread[path.Text], p.rows[path.Text] = append(one.wanted.Paths, path.Text), rows, rows
		}
		n += len(*rows)
	}
	client := a.Client()
	one.see = func(_ int, r *parser.Row, v codes.Verdict) {
		if rows := unread[string(scan.Shorten(r.Path()))]; rows != nil && n <= mostIncidentRows {
			n++
			*rows = append(*rows, p.row(r, v, client(r)))
		}
	}
	if len(unread) > 0 {
		if a.look(ctx, []*sought{one}); !one.all {
			return nil
		}
	}
	if n > mostIncidentRows {
		return nil
	}
	a.pathRows = p
	return p
}

// row is a row as it is kept.
func (p *pathRows) row(r *parser.Row, v codes.Verdict, client []byte) pathRow {
	name := scan.Shorten(r.Field(parser.Method))
	method, known := p.methodOf[string(name)]
	if !known {
		method = intern(string(name), p.methodOf, &p.methods)
	}
	p.kept++
	judged := intern(judgement{codeOf(r), v}, p.judgedAs, &p.judged)
	return pathRow{r.Second, maphash.Bytes(p.seed, scan.Shorten(client)), uint32(method), uint32(judged)}
}
