package parser

// Column is a field that the program knows by its name. Fields of other names
// are legal; a Layout finds those by Lookup.
type Column uint8

// The known fields, with the name that IIS writes.
const (
	Date          Column = iota // date
	Time                        // time
	SiteName                    // s-sitename
	ComputerName                // s-computername
	ServerIP                    // s-ip
	ServerPort                  // s-port
	Method                      // cs-method
	Stem                        // cs-uri-stem
	Query                       // cs-uri-query
	URI                         // cs-uri, stem and query in one, of HTTPERR
	Username                    // cs-username
	ClientIP                    // c-ip
	ClientPort                  // c-port
	Version                     // cs-version
	UserAgent                   // cs(User-Agent)
	Cookie                      // cs(Cookie)
	Referer                     // cs(Referer)
	Host                        // cs-host
	Status                      // sc-status
	Substatus                   // sc-substatus
	Win32                       // sc-win32-status
	SentBytes                   // sc-bytes
	ReceivedBytes               // cs-bytes
	Taken                       // time-taken
	SiteID                      // s-siteid, of HTTPERR
	Reason                      // s-reason, of HTTPERR
	Queue                       // s-queuename, of HTTPERR
	Session                     // x-session, of FTP
	Columns                     // their number
)

var columnNames = [Columns]string{
	"date", "time", "s-sitename", "s-computername", "s-ip", "s-port",
	"cs-method", "cs-uri-stem", "cs-uri-query", "cs-uri", "cs-username",
	"c-ip", "c-port", "cs-version", "cs(User-Agent)", "cs(Cookie)",
	"cs(Referer)", "cs-host", "sc-status", "sc-substatus", "sc-win32-status",
	"sc-bytes", "cs-bytes", "time-taken", "s-siteid", "s-reason",
	"s-queuename", "x-session",
}

// columnOf finds the known fields by their names and by the other spellings
// that documents and producers use, as plain gives them.
var columnOf = func() map[string]Column {
	m := map[string]Column{"cs(referrer)": Referer, "cs(host)": Host, "dateutc": Date, "timeutc": Time, "timetakenms": Taken}
	for c, name := range columnNames {
		m[plain(name)] = Column(c)
	}
	return m
}()

// String returns the name that IIS writes in #Fields.
func (c Column) String() string {
	if c < Columns {
		return columnNames[c]
	}
	return "unknown column"
}

// ColumnOf returns the known field of that name, in any case and with or
// without hyphens: logs in the wild say sc-Sub-status and cs(UserAgent).
func ColumnOf(name string) (Column, bool) {
	c, ok := columnOf[plain(name)]
	return c, ok
}

// plain is a field name without case, hyphens and underscores.
func plain(name string) string {
	b := make([]byte, 0, len(name))
	for i := range len(name) {
		c := name[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != '-' && c != '_' {
			b = append(b, c)
		}
	}
	return string(b)
}
