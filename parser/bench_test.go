package parser

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// The first benchmarks are bounds: what counting, finding and splitting lines
// costs without knowing anything of logs. The ratios in the package comment are
// to BenchmarkCountLines.

const benchSize = 4 << 20

// benchText is a log of rows as a calm site has them, 229 bytes each on average:
// 88 of 100 are 200, a fifth of the rows come in a new second.
func benchText() []byte {
	dice := rand.New(rand.NewPCG(7, 8))
	codes := []string{"304 0 0", "304 0 0", "304 0 0", "304 0 0", "304 0 0", "404 0 2", "404 0 2", "404 0 2", "401 2 5", "401 1 2148074254", "302 0 0", "500 0 0"}
	second := 0
	text := []byte(plainFields + "\r\n")
	for len(text) < benchSize {
		if dice.IntN(5) == 0 {
			second++
		}
		code := "200 0 0"
		if n := dice.IntN(100); n < len(codes) {
			code = codes[n]
		}
		text = fmt.Appendf(text, "2024-01-02 %02d:%02d:%02d 192.0.2.1 GET /shop/%s.aspx id=%d 443 - 198.51.100.%d %s https://www.example.com/shop/ %s %d\r\n",
			second/3600%24, second/60%60, second%60, strings.Repeat("a", 1+dice.IntN(24)), dice.IntN(100000), dice.IntN(256), plainAgent, code, int(dice.ExpFloat64()*80))
	}
	return text
}

const plainAgent = "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/126.0.0.0"

// perRow runs f on a text until the benchmark has enough, and reports rows a
// second. f returns how many rows it saw.
func perRow(b *testing.B, text []byte, f func(text []byte) int) {
	b.Helper()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	rows := 0
	for b.Loop() {
		rows += f(text)
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
	if want := b.N * (bytes.Count(text, []byte{'\n'}) - bytes.Count(text, []byte("#Fields"))); rows < want {
		b.Fatalf("%d rows of %d", rows, want)
	}
}

func BenchmarkCountLines(b *testing.B) {
	perRow(b, benchText(), func(text []byte) int { return bytes.Count(text, []byte{'\n'}) })
}

func BenchmarkIndexLines(b *testing.B) {
	perRow(b, benchText(), func(text []byte) int {
		return eachLine(text, func([]byte) {})
	})
}

func BenchmarkSplit(b *testing.B) {
	values := 0
	perRow(b, benchText(), func(text []byte) int {
		return eachLine(text, func(line []byte) { values += len(bytes.Split(line, []byte{' '})) })
	})
}

func BenchmarkFields(b *testing.B) {
	values := 0
	perRow(b, benchText(), func(text []byte) int {
		return eachLine(text, func(line []byte) { values += len(strings.Fields(string(line))) })
	})
}

func eachLine(text []byte, f func(line []byte)) int {
	lines := 0
	for len(text) > 0 {
		end := bytes.IndexByte(text, '\n')
		f(text[:end])
		text = text[end+1:]
		lines++
	}
	return lines
}

// BenchmarkCut reads a source of many chunks and looks for directives.
func BenchmarkCut(b *testing.B) {
	buf := make([]byte, 0, 1<<20)
	text := benchText()
	rows := bytes.Count(text, []byte{'\n'}) - 1
	perRow(b, text, func(text []byte) int {
		cutter := NewCutter(bytes.NewReader(text))
		for {
			if _, err := cutter.Next(buf); err == io.EOF {
				return rows
			}
		}
	})
}

// scanAll returns a function that scans a text and calls look with each row.
func scanAll(b *testing.B, text []byte, look func(*Row)) func([]byte) int {
	b.Helper()
	chunk := Chunk{Header: NewHeader(), Last: true}
	var s Scanner
	return func(text []byte) int {
		chunk.Text = text
		rows := 0
		for s.Reset(chunk); s.Scan(); rows++ {
			look(s.Row())
		}
		return rows
	}
}

var benchSum int64

func sum(r *Row) { benchSum += int64(r.Status) + int64(r.Substatus) + r.Win32 + r.Taken + r.Second }

func BenchmarkScan(b *testing.B) {
	text := benchText()
	perRow(b, text, scanAll(b, text, sum))
}

func BenchmarkScanTabs(b *testing.B) {
	text := benchText()
	rows := bytes.ReplaceAll(text[len(plainFields):], []byte{' '}, []byte{'\t'})
	text = append(text[:len(plainFields)], rows...)
	perRow(b, text, scanAll(b, text, sum))
}

func BenchmarkScanHeaderless(b *testing.B) {
	text := benchText()[len(plainFields)+2:]
	perRow(b, text, scanAll(b, text, sum))
}

// BenchmarkAllFields looks at every value of every row.
func BenchmarkAllFields(b *testing.B) {
	text := benchText()
	perRow(b, text, scanAll(b, text, func(r *Row) {
		for i := range r.Layout.Names {
			benchSum += int64(len(r.At(i)))
		}
	}))
}

// BenchmarkStamp reads the times of rows that are a second apart, a minute
// apart now and then.
func BenchmarkStamp(b *testing.B) {
	var text []byte
	for i := range 6000 {
		line := []byte("2024-01-02 03:04:05 ")
		line[14], line[15] = byte('0'+i/600), byte('0'+i/60%10)
		line[17], line[18] = byte('0'+i%60/10), byte('0'+i%10)
		text = append(append(text, line...), '\n')
	}
	var c clock
	perRow(b, text, func(text []byte) int {
		rows := 0
		for ; len(text) > 0; rows++ {
			second, _ := c.at(text[:20], ' ')
			benchSum += second
			text = text[21:]
		}
		return rows
	})
}

// BenchmarkScanForms reads rows of the other forms, the same row again and again.
func BenchmarkScanForms(b *testing.B) {
	for _, form := range []struct{ name, head, row string }{
		{"IIS", "", iisRow + "\r\n"},
		{"NCSA", "", ncsaRow + "\r\n"},
		{"CSV", logParserHead, logParserRow},
		{"JSON", "", appServiceRow + "\r\n"},
	} {
		b.Run(form.name, func(b *testing.B) {
			rows := strings.Repeat(form.row, benchSize/len(form.row))
			header := NewHeader()
			header.applyAll([]byte(form.head))
			chunk := Chunk{Header: header, Text: []byte(rows), Last: true}
			var s Scanner
			perRow(b, chunk.Text, func([]byte) int {
				n := 0
				for s.Reset(chunk); s.Scan(); n++ {
					sum(s.Row())
				}
				return n
			})
		})
	}
}
