package parser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A glance sees what Field returns, in rows of any length, and leaves the row as it was.
func TestGlance(t *testing.T) {
	fields := []string{"date", "time", "s-ip", "cs-method", "cs-uri-stem", "cs-uri-query", "s-port", "cs-username", "c-ip", "cs(User-Agent)", "sc-status"}
	text := "#Fields: " + strings.Join(fields, " ") + "\n"
	for n := range 200 {
		values := []string{"2026-01-02", "03:04:05", "10.0.0.1", "GET", []string{"/", "/Rejected-By-UrlScan"}[n/190] + strings.Repeat("p", n%70*(1-n/190)), "~/" + strings.Repeat("q", 1+n*7%130), "80", "-", "192.0.2.7", strings.Repeat("a", 1+n%150), "200"}
		text += strings.Join(values, " ") + "\n"
	}
	for _, text := range []string{text, strings.ReplaceAll(text, " ", "\t")} {
		var s Scanner
		s.Reset(Chunk{Text: []byte(text), Header: NewHeader()})
		rows := 0
		for s.Scan() {
			rows++
			row := s.Row()
			glanced, path := []string(nil), string(row.GlancePath())
			for c := range Columns {
				glanced = append(glanced, string(row.Glance(c)))
			}
			assert.Equal(t, string(row.Path()), path)
			for c := range Columns {
				assert.Equal(t, string(row.Field(c)), glanced[c])
			}
		}
		assert.Equal(t, 200, rows)
	}
}
