package analysis

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// largeShare of all rows that were read makes an issue graver than its kind is;
	// fewer than fewRows make it less grave.
	largeShare = 0.05
	fewRows    = 10
)

// severities are the severities of findings, gravest first.
var severities = []string{report.Critical, report.Warning, report.Note}

// lighter is the severity below one.
func lighter(severity string) string {
	return severities[min(slices.Index(severities, severity)+1, len(severities)-1)]
}

// below is a severity, or the one below another where it is not.
func below(severity, other string) string {
	if slices.Index(severities, severity) > slices.Index(severities, other) {
		return severity
	}
	return lighter(other)
}

// weighBrief makes a restart, of which few noticed anything, less grave than a server that is down.
func (a *Analysis) weighBrief(i *issue, f *report.Finding) {
	if f.Severity != report.Critical || f.State == report.GoingOn || f.Share >= largeShare {
		return
	}
	act := i.act
	if !i.isPart {
		act = a.activityOf(func(o *scan.Outcome) bool { return i.has(&a.Subjects[o.Subject]) })
	}
	if act.areBrief(i.rows) {
		f.Severity = report.Warning
	}
}

// areBrief reports whether so many rows came within minutes, and few of them, each time that any did: at a
// restart of the night.
func (act activity) areBrief(rows int64) bool {
	const brief, few = 5 * 60, 30
	begins := act.bursts()
	if len(begins) == 0 || rows > few*int64(len(begins)) {
		return false
	}
	from := act[0]
	for i, second := range act {
		if i > 0 && second-act[i-1] > burstsApart {
			from = second
		}
		if second-from > brief {
			return false
		}
	}
	return true
}

func atLeastWarning(severity string) string {
	if severity == report.Note {
		return report.Warning
	}
	return severity
}

// usualSeverity is the severity of a verdict, where it is more than a note.
var usualSeverity = map[codes.Verdict]string{
	codes.DirectoryFault: report.Warning, codes.Upstream: report.Critical, codes.Capacity: report.Critical,
	codes.LogonFailure: report.Warning, codes.AccessDenied: report.Warning, codes.Configuration: report.Warning,
	codes.Application: report.Warning,
}

// severity is that of the kind of issue, one higher when it is a large share of all
// rows that were read, and one lower when there are but a few. The share is of the rows
// that the filter leaves out as well: what is grave does not depend on how it is looked
// at.
func (a *Analysis) severity(v codes.Verdict, rows int64) string {
	return a.severityFrom(cmp.Or(usualSeverity[v], report.Note), rows)
}

// severityOf is that of rows of an issue.
func (a *Analysis) severityOf(i *issue, rows int64) string {
	usual := usualSeverityOf(i)
	if severity := a.severityFrom(usual, rows); !i.isScattered() || slices.Index(severities, severity) > slices.Index(severities, usual) {
		return severity
	}
	return usual
}

// isScattered reports whether HTTP.sys refused a few requests of each of many clients: as its log has
// nothing but what was refused, they are a large share of it on any day.
func (i *issue) isScattered() bool {
	const each = 5
	clients := i.tops[scan.FieldClient].counted()
	return i.Reason != "" && clients > 1 && i.rows < each*clients
}

// loginTimeout is the status by which Exchange says that a session ended while nobody used it.
const loginTimeout = 440

// usualSeverityOf is that of an issue, however large it is. What the application behind ARR
// refuses is no failure of it, as 404 is none without ARR; and a 5xx of which nobody can tell
// why is one.
func usualSeverityOf(i *issue) string {
	switch class := i.Code.Status / 100; {
	case i.Verdict == codes.Upstream && class == 4, i.Code.Status == loginTimeout:
		return report.Note
	case i.Verdict == codes.Unknown && class == 5 && !i.Code.FTP:
		return report.Warning
	}
	return cmp.Or(usualSeverity[i.Verdict], report.Note)
}

func (a *Analysis) severityFrom(usual string, rows int64) string {
	at := slices.Index(severities, usual)
	switch {
	case rows < fewRows:
		at++
	case float64(rows) >= largeShare*float64(a.read()):
		at--
	}
	return severities[min(max(at, 0), len(severities)-1)]
}
