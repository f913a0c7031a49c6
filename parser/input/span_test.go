package input

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestSpan(t *testing.T) {
	f := func(name, from, until string) {
		t.Helper()
		span := Source{Name: name}.Span()
		if from == "" {
			assert.False(t, span.Known(), name)
			return
		}
		at := func(s string) time.Time {
			at, err := time.Parse("2006-01-02 15", s)
			assert.NoError(t, err)
			return at
		}
		assert.Equal(t, at(from).Add(-spanMargin), span.From, name)
		assert.Equal(t, at(until).Add(spanMargin), span.Until, name)
	}
	f("u_ex261121.log", "2026-11-21 00", "2026-11-22 00")
	f(`C:\inetpub\logs\LogFiles\W3SVC1\U_EX261121.LOG`, "2026-11-21 00", "2026-11-22 00")
	f("logs/W3SVC1/u_ex261121_x.log", "2026-11-21 00", "2026-11-22 00")
	f("ex261121.log.gz", "2026-11-21 00", "2026-11-22 00")
	f("in261121.log", "2026-11-21 00", "2026-11-22 00")
	f("u_nc261121.log.zst", "2026-11-21 00", "2026-11-22 00")
	f("archive.zip/u_ex261121.log", "2026-11-21 00", "2026-11-22 00")
	f("u_ex261121-server7.log", "2026-11-21 00", "2026-11-22 00")
	f("u_ex26112114.log", "2026-11-21 14", "2026-11-21 15")
	f("u_ex26112123_x.log", "2026-11-21 23", "2026-11-22 00")
	f("u_ex2611.log", "2026-11-01 00", "2026-12-01 00")
	f("u_ex2612.log", "2026-12-01 00", "2027-01-01 00")

	// The week of a month, or its day. November 2026 begins on a Sunday.
	f("u_ex261101.log", "2026-11-01 00", "2026-11-08 00")
	f("u_ex261102.log", "2026-11-02 00", "2026-11-15 00")
	f("u_ex261105.log", "2026-11-05 00", "2026-12-01 00")
	f("u_ex261106.log", "2026-11-06 00", "2026-11-07 00")
	f("u_ex261001.log", "2026-10-01 00", "2026-10-04 00") // a Thursday
	f("u_ex261002.log", "2026-10-02 00", "2026-10-11 00")
	f("u_ex260205.log", "2026-02-05 00", "2026-03-01 00")

	f("u_extend1.log", "", "")
	f("extend.log", "", "")
	f("httperr1.log", "", "")
	f("u_ex269999.log", "", "")
	f("u_ex26.log", "", "")
	f("u_ex2611210.log", "", "")
	f("u_ex261121a.log", "", "")
	f("export261121.log", "", "")
	f("iis.log", "", "")
	f("stdin", "", "")
	f("", "", "")
}

func TestSpanOverlaps(t *testing.T) {
	day := Source{Name: "u_ex261121.log"}.Span()
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC) }
	assert.True(t, day.Overlaps(at(21, 0), at(22, 0)))
	assert.True(t, day.Overlaps(at(22, 13), at(23, 0)), "a zone east of UTC")
	assert.True(t, day.Overlaps(at(20, 0), at(20, 11)), "a zone west of UTC")
	assert.False(t, day.Overlaps(at(22, 14), at(23, 0)))
	assert.False(t, day.Overlaps(at(19, 0), at(20, 10)))
	assert.True(t, Span{}.Overlaps(at(1, 0), at(2, 0)))
}
