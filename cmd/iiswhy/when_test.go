package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseWhen(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Zurich")
	require.NoError(t, err)
	now := time.Date(2026, 11, 21, 10, 30, 0, 0, zone)
	f := func(typed, want string) {
		t.Helper()
		got, err := parseWhen(typed, now, time.Time{}, zone)
		require.NoError(t, err, typed)
		assert.Equal(t, want, got.In(zone).Format("2006-01-02 15:04:05"), typed)
	}
	f("2026-11-20", "2026-11-20 00:00:00")
	f("20261120", "2026-11-20 00:00:00")
	f("2026-11-20T14", "2026-11-20 14:00:00")
	f("2026-11-20T14:05", "2026-11-20 14:05:00")
	f("2026-11-20 14:05:06", "2026-11-20 14:05:06")
	f("2026-11-20T14:05:06Z", "2026-11-20 15:05:06")
	f("today", "2026-11-21 00:00:00")
	f("Yesterday", "2026-11-20 00:00:00")
	f("yesterday 9:15", "2026-11-20 09:15:00")
	f("09:00", "2026-11-21 09:00:00")
	f("14:00", "2026-11-20 14:00:00") // today it is not yet
	f("36h", "2026-11-19 22:30:00")
	f("-2h", "2026-11-21 08:30:00")
	f("90min", "2026-11-21 09:00:00")
	f("7d", "2026-11-14 10:30:00")
	f("2 weeks", "2026-11-07 10:30:00")
	for _, wrong := range []string{"", "tomorrow", "25:00", "2026-13-01", "0d", "d", "yesterdaymorning", "7x", "99999999999w"} {
		_, err := parseWhen(wrong, now, time.Time{}, zone)
		assert.ErrorContains(t, err, "expected 2026-11-21", wrong)
	}
}

// TestParseWhenAfter: the end of a period that began is the next such time.
func TestParseWhenAfter(t *testing.T) {
	now := time.Date(2026, 11, 21, 10, 30, 0, 0, time.UTC)
	f := func(since, until, want string) {
		t.Helper()
		from, err := parseWhen(since, now, time.Time{}, time.UTC)
		require.NoError(t, err)
		got, err := parseWhen(until, now, from, time.UTC)
		require.NoError(t, err)
		assert.Equal(t, want, got.Format("2006-01-02 15:04"), since+" "+until)
	}
	f("14:00", "16:00", "2026-11-20 16:00")
	f("22:00", "02:00", "2026-11-21 02:00")
	f("2026-11-03", "08:00", "2026-11-03 08:00")
	f("2026-11-03T08:00", "08:00", "2026-11-04 08:00")
	f("09:00", "2026-11-21", "2026-11-21 00:00") // what is no clock is what it says
}

func TestParseZone(t *testing.T) {
	f := func(typed, name string, offset int) {
		t.Helper()
		zone, err := parseZone(typed)
		require.NoError(t, err, typed)
		at := time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC).In(zone)
		_, seconds := at.Zone()
		assert.Equal(t, offset, seconds, typed)
		assert.Equal(t, name, zone.String(), typed)
	}
	f("utc", "UTC", 0)
	f("Europe/Zurich", "Europe/Zurich", 3600)
	f("W. Europe Standard Time", "Europe/Berlin", 3600)
	f("china standard time", "Asia/Shanghai", 8*3600)
	f("+01:00", "UTC+01:00", 3600)
	f("-0530", "UTC-05:30", -(5*3600 + 1800))
	f("UTC+8", "UTC+08:00", 8*3600)
	f("GMT -11", "UTC-11:00", -11*3600)
	for _, wrong := range []string{"+25:00", "+01:75", "Nowhere Standard Time", "Europe/Atlantis", "# Names that", "windows"} {
		_, err := parseZone(wrong)
		assert.ErrorContains(t, err, "expected local, UTC", wrong)
	}
}

// TestWindowsZones: each name of Windows leads to a zone that is there.
func TestWindowsZones(t *testing.T) {
	n := 0
	for line := range strings.Lines(windowsZones) {
		windows, iana, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if line[0] == '#' || windows == "windows" {
			continue
		}
		n++
		require.True(t, ok, line)
		_, err := time.LoadLocation(iana)
		assert.NoError(t, err, windows)
		assert.Equal(t, iana, windowsZone(strings.ToUpper(windows)))
	}
	assert.Greater(t, n, 100)
}

// What people say for a moment is answered with how it is written.
func TestSaidMoments(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC) // a Tuesday
	f := func(said, want string) {
		t.Helper()
		got := whenMeant(said, now)
		assert.Equal(t, want, got, said)
		if want != "" {
			_, err := parseWhen(got, now, time.Time{}, time.UTC)
			assert.NoError(t, err, said)
		}
	}
	f("monday", "2026-11-23")
	f("Last Friday", "2026-11-20")
	f("tue", "2026-11-17")
	f("Monday 14:00", "2026-11-23T14:00")
	f("last week", "7d")
	f("a week ago", "7d")
	f("the past month", "30d")
	f("3pm", "15:00")
	f("20.11.2026", "2026-11-20")
	f("monday evening", "")
	f("tomorrow", "")
	assert.Equal(t, "36h", spanMeant("1d12h"))
	assert.Equal(t, "", spanMeant("1d12x"))
}
