package engine

// The tables. All have plain types that every version knows, and on current versions the
// same columns packed better, so that inserts and queries are the same.

// column is a column of a table.
type column struct {
	name   string
	kind   string // its type, in what is sent and on versions before codecs
	packed string // its type and codec on current versions; "" for kind
}

// table is a table that ship writes.
type table struct {
	name    string
	columns []column
	order   string
	days    string // expression of the day that its partitions are of; "" for none
}

// The kinds of columns that come often.
const (
	text   = "String"
	few    = "LowCardinality(String) CODEC(ZSTD(1))" // few different values
	many   = "String CODEC(ZSTD(1))"
	number = " CODEC(ZSTD(1))"
	rising = " CODEC(Delta, ZSTD(1))"
	moment = "DateTime('UTC')" // and not DateTime, or days follow the zone of the server
)

// rowsTable has the rows. Numbers that a log does not hold are -1; texts "" where there is
// no such field, and "-" where the server wrote that.
//
// Rows of which a report counts no more than their numbers stand apart from the others, so
// that it reads only the columns of these numbers for them. Then comes the hour, so that a
// query of some hours reads only those; then the rows of a file stay together, which packs
// best.
var rowsTable = table{
	name: "iis_rows",
	columns: []column{
		{"weight", "UInt8", "UInt8" + number},               // how reports count it, see scan.Weight
		{"time", moment, moment + " CODEC(Delta, ZSTD(1))"}, // 1970 where beyond says it
		{"beyond", "Int64", "Int64" + number},               // the second of rows without a time that fits, NoTime for none; else 0
		{"shipper", text, few},                              // the machine that shipped
		{"server", text, few},                               // what the log or its folder says
		{"site", text, few},
		{"log", text, few},
		{"status", "Int16", "Int16" + number},
		{"substatus", "Int32", "Int32" + number},
		{"win32", "Int64", "Int64" + number},
		{"reason", text, few},
		{"verdict", text, few},
		{"family", text, few},                 // of noise or attacks
		{"attack", "UInt8", "UInt8" + number}, // of that family, and answered
		{"kind", "UInt64", "UInt64" + number}, // a hash of how it ended: the six columns from status on, but for reason
		{"open", "UInt8", "UInt8" + number},   // a leg that nothing answered before its file ended
		{"method", text, few},
		{"path", text, few},
		{"query", text, many},
		{"user", text, few},
		{"name", text, few}, // that a session of FTP gave
		{"client", text, many},
		{"behind", text, many}, // the real client behind a proxy
		{"agent", text, few},
		{"referer", text, many},
		{"cookie", text, many},
		{"host", text, few},
		{"version", text, few},
		{"ip", text, few},
		{"port", "Int32", "Int32" + number},
		{"client_port", "Int32", "Int32" + number},
		{"computer", text, few},
		{"sitename", text, few},
		{"siteid", text, few},
		{"queue", text, few},
		{"session", text, many},
		{"taken", "Int64", "Int64 CODEC(T64, ZSTD(1))"},
		{"sent", "Int64", "Int64 CODEC(T64, ZSTD(1))"},
		{"received", "Int64", "Int64 CODEC(T64, ZSTD(1))"},
		{"others", "Array(String)", "Array(String) CODEC(ZSTD(1))"}, // values of all other fields, in the order of the layout
		{"layout", "UInt64", "UInt64" + number},
		{"text", text, many}, // the line, where it is not the values joined by blanks
		{"file", "UInt64", "UInt64" + number},
		{"offset", "UInt64", "UInt64" + rising}, // of the line in its file, in bytes
		{"line", "UInt32", "UInt32" + rising},   // counted from 1
		{"load", "UInt64", "UInt64" + number},   // the attempt that wrote it
	},
	order: "(weight, toStartOfHour(time), server, site, file, offset)",
	days:  "time",
}

// loadsTable has the attempts at blocks that arrived whole. A block is a piece of a file
// of fixed bounds; rows count only when their load is the best of its block: of the most
// bytes, then of the most rows, then the newest. So what was cut, repeated or outgrown is
// never seen.
var loadsTable = table{
	name: "iis_loads",
	columns: []column{
		{name: "file", kind: "UInt64"}, {name: "block", kind: "UInt32"}, {name: "load", kind: "UInt64"},
		{name: "bytes", kind: "UInt32"}, // of the block, that were there
		{name: "rows", kind: "UInt32"},
		{name: "waiting", kind: "UInt32"}, // rows left out until their handshake is decided
		{name: "open", kind: "UInt32"},    // legs that were decided by the end of the file
		{name: "content", kind: "UInt64"}, // sum of its lines
		{name: "judged", kind: "UInt64"},  // sum of its lines and their verdicts
		{name: "first", kind: moment}, {name: "last", kind: moment},
		{name: "shipper", kind: text},
		{name: "judge", kind: text}, // version of the tables by which rows were judged, and what else decides
		{name: "at", kind: moment},
	},
	order: "(file, block, load)",
}

// filesTable is the ledger of each file, a row each time that it was read.
var filesTable = table{
	name: "iis_files",
	columns: []column{
		{name: "file", kind: "UInt64"}, {name: "at", kind: moment}, {name: "shipper", kind: text},
		{name: "head", kind: "UInt64"}, {name: "folder", kind: text}, // see identity
		{name: "name", kind: text},      // at that time
		{name: "stored", kind: "Int64"}, // size on disk, -1 where it is not known
		{name: "bytes", kind: "Int64"},
		{name: "lines", kind: "Int64"}, {name: "rows", kind: "Int64"}, {name: "refused", kind: "Int64"},
		{name: "directives", kind: "Int64"}, {name: "blank", kind: "Int64"},
		{name: "faults", kind: "Array(String)"}, {name: "fault_lines", kind: "Array(Int64)"}, // each kind, and how many
		{name: "place_faults", kind: "Array(String)"}, {name: "place_lines", kind: "Array(Int64)"}, {name: "place_texts", kind: "Array(String)"},
		{name: "first", kind: "Int64"}, {name: "last", kind: "Int64"}, // seconds; first > last where no row had a time
		{name: "waiting", kind: "Int64"}, {name: "open", kind: "Int64"},
		{name: "forms", kind: "Array(String)"},  // other than W3C, that rows were read in
		{name: "passed", kind: "Array(String)"}, // entries of an archive that are no logs by their names
		{name: "settled", kind: "UInt8"},        // nothing more is to be asked of what was there
		{name: "error", kind: text},             // why it was not read to its end
	},
	order: "(shipper, file, at)",
}

// layoutsTable has the lists of fields that rows have.
var layoutsTable = table{
	name: "iis_layouts",
	columns: []column{
		{name: "layout", kind: "UInt64"}, {name: "form", kind: text}, {name: "guessed", kind: "UInt8"},
		{name: "local", kind: "UInt8"}, {name: "delimiter", kind: "UInt8"}, // of parser.LayoutKey
		{name: "names", kind: "Array(String)"},
	},
	order: "layout",
}

// runsTable has each run of ship, so that a server that is silent can be told.
var runsTable = table{
	name: "iis_runs",
	columns: []column{
		{name: "at", kind: moment}, {name: "shipper", kind: text}, {name: "files", kind: "Int64"}, {name: "rows", kind: "Int64"},
		{name: "refused", kind: "Int64"}, {name: "failed", kind: "Int64"}, {name: "judge", kind: text},
	},
	order: "(shipper, at)",
}

var allTables = []table{rowsTable, loadsTable, filesTable, layoutsTable, runsTable}

// allServers is what the name of a table is followed by in that of the one that reads it
// on all servers of a cluster.
const allServers = "_all"
