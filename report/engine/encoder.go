package engine

import (
	"encoding/binary"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// The columns of rowsTable, in their order.
const (
	colWeight = iota
	colTime
	colBeyond
	colShipper
	colServer
	colSite
	colLog
	colStatus
	colSubstatus
	colWin32
	colReason
	colVerdict
	colFamily
	colAttack
	colKind
	colOpen
	colMethod
	colPath
	colQuery
	colUser
	colName
	colClient
	colBehind
	colAgent
	colReferer
	colCookie
	colHost
	colVersion
	colIP
	colPort
	colClientPort
	colComputer
	colSitename
	colSiteid
	colQueue
	colSession
	colTaken
	colSent
	colReceived
	colOthers
	colLayout
	colText
	colFile
	colOffset
	colLine // known when all chunks before were read
	colLoad // known when the rows are sent
	columnCount
)

// encoder makes rows of one block of a file columns.
type encoder struct {
	columns [columnCount][]byte
	ends    []byte // of the arrays of colOthers
	values  uint64 // in them
	rows    int
	places  []linePlace
	kinds   kindCache
}

// linePlace is a line by its chunk; which line of the file that is, is known later.
type linePlace struct{ chunk, number uint32 }

func (e *encoder) reset() {
	for i := range e.columns {
		e.columns[i] = e.columns[i][:0]
	}
	e.ends, e.values, e.rows, e.places = e.ends[:0], 0, 0, e.places[:0]
}

// constants are what all rows of a sink share.
type constants struct {
	shipper  string
	forwards bool // the real client stands in a field
	family   func(int) string
}

// add appends a row.
func (e *encoder) add(c *constants, file uint64, p *layoutPlan, n *numbers, r *parser.Row, j *scan.Judgement) {
	e.rows++
	e.places = append(e.places, linePlace{uint32(r.Chunk), uint32(r.Number)})
	n.read(r)
	e.columns[colWeight] = append(e.columns[colWeight], byte(weightOf(j, r)))
	e.addTime(r.Second)
	e.addNumbers(n, r)
	e.addJudgement(c, j)
	e.number8(colKind, e.kinds.of(r, j, c))
	e.text(colPath, r.Path())
	e.text(colQuery, r.Query())
	for column, at := range p.texts {
		if isTextField[column] {
			e.addField(column, at, r)
		}
	}
	e.addOthers(p, r)
	var line []byte
	if !p.toldBack(r, n) {
		line = r.Line
	}
	e.text(colText, line)
	e.number8(colLayout, p.id)
	e.number8(colFile, file)
	e.number8(colOffset, uint64(r.Offset))
}

// weightOf is how a report counts a row: whole where no column of times holds its time.
func weightOf(j *scan.Judgement, r *parser.Row) scan.Weight {
	if !fits(r.Second) {
		return scan.WholeRow
	}
	return j.Weight
}

// isTextField says which columns textFields name.
var isTextField = func() (is [columnCount]bool) {
	for _, column := range textFields {
		is[column] = true
	}
	return is
}()

func (e *encoder) addField(column int, at int16, r *parser.Row) {
	if at < 0 {
		e.columns[column] = append(e.columns[column], 0)
		return
	}
	e.text(column, r.At(int(at)))
}

// addTime appends the time of a row.
func (e *encoder) addTime(second int64) {
	beyond := uint64(0)
	if !fits(second) {
		beyond = uint64(second)
	}
	e.number4(colTime, uint32(clamped(second)))
	e.number8(colBeyond, beyond)
}

func (e *encoder) addNumbers(n *numbers, r *parser.Row) {
	e.columns[colStatus] = binary.LittleEndian.AppendUint16(e.columns[colStatus], uint16(r.Status))
	e.number4(colSubstatus, uint32(r.Substatus))
	e.number8(colWin32, uint64(r.Win32))
	e.number8(colTaken, uint64(r.Taken))
	e.number8(colSent, uint64(n.sent))
	e.number8(colReceived, uint64(n.received))
	e.number4(colPort, uint32(n.port))
	e.number4(colClientPort, uint32(n.clientPort))
}

func (e *encoder) addJudgement(c *constants, j *scan.Judgement) {
	e.columns[colShipper] = appendText(e.columns[colShipper], c.shipper)
	e.text(colServer, j.Server)
	e.text(colSite, j.Site)
	e.columns[colLog] = appendText(e.columns[colLog], j.Log.String())
	e.columns[colVerdict] = appendText(e.columns[colVerdict], j.Verdict.String())
	family := ""
	if j.Family >= 0 {
		family = c.family(j.Family)
	}
	e.columns[colFamily] = appendText(e.columns[colFamily], family)
	e.columns[colAttack] = append(e.columns[colAttack], byte(flag(j.Attack)))
	e.columns[colOpen] = append(e.columns[colOpen], byte(flag(j.Open)))
	e.text(colName, j.Name)
	var behind []byte
	if c.forwards {
		behind = j.Client
	}
	e.text(colBehind, behind)
}

func (e *encoder) addOthers(p *layoutPlan, r *parser.Row) {
	for _, at := range p.others {
		e.text(colOthers, r.At(at))
	}
	e.values += uint64(len(p.others))
	e.ends = binary.LittleEndian.AppendUint64(e.ends, e.values)
}

func (e *encoder) text(column int, v []byte) { e.columns[column] = appendText(e.columns[column], v) }

func (e *encoder) number4(column int, v uint32) {
	e.columns[column] = binary.LittleEndian.AppendUint32(e.columns[column], v)
}

func (e *encoder) number8(column int, v uint64) {
	e.columns[column] = binary.LittleEndian.AppendUint64(e.columns[column], v)
}

// piece is some rows of a block, packed but for the columns that are known later.
type piece struct {
	rows   int
	packed packed
	places []linePlace
	lines  []byte // of the places, when all before are known
}

// piece packs the rows that were added.
func (e *encoder) piece() *piece {
	parts := make([][]byte, 0, 2*columnCount+1)
	parts = append(parts, nativeHead(nil, columnCount, e.rows))
	for i, c := range rowsTable.columns[:colLine] {
		head := nativeColumn(nil, c)
		if i == colOthers {
			head = append(head, e.ends...)
		}
		parts = append(parts, head, e.columns[i])
	}
	return &piece{rows: e.rows, packed: pack(parts...), places: append([]linePlace(nil), e.places...)}
}

// number finds the lines of the rows, by how many lines are before each chunk.
func (p *piece) number(before []int64) {
	p.lines = make([]byte, 0, 4*p.rows)
	for _, at := range p.places {
		p.lines = binary.LittleEndian.AppendUint32(p.lines, uint32(before[at.chunk]+int64(at.number)+1))
	}
	p.places = nil
}

// attempt appends the piece as one of a load.
func (p *piece) attempt(to []packed, load uint64) []packed {
	loads := make([]byte, 0, 8*p.rows)
	for range p.rows {
		loads = binary.LittleEndian.AppendUint64(loads, load)
	}
	return append(to, p.packed, pack(nativeColumn(nil, rowsTable.columns[colLine]), p.lines, nativeColumn(nil, rowsTable.columns[colLoad]), loads))
}
