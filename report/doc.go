// Package report holds the values of schema iiswhy/1, and nothing else: what was
// found, as plain values that renderers show and users read. Counts are rows,
// shares run from 0 to 1, durations are milliseconds, times are UTC. A number that
// the log does not hold is absent.
//
// A Report is made by report/analysis, Explanations and Tables by report/explain.
// Nothing that a text or a page says is missing here.
package report
