package parser_test

import (
	"fmt"
	"io"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

func Example() {
	log := strings.NewReader("#Software: Microsoft Internet Information Services 10.0\r\n" +
		"#Fields: date time cs-uri-stem sc-status sc-substatus sc-win32-status time-taken\r\n" +
		"2024-01-02 03:04:05 /index.htm 200 0 0 15\r\n" +
		"2024-01-02 03:04:06 /secret 401 1 2148074254 2\r\n" +
		"2024-01-02 03:04:07 /torn 404\r\n")

	cutter := parser.NewCutter(log)
	var scanner parser.Scanner
	buf := make([]byte, 0, 1<<20)
	for {
		chunk, err := cutter.Next(buf)
		if err == io.EOF {
			break
		}
		scanner.Reset(chunk)
		for scanner.Scan() {
			row := scanner.Row()
			fmt.Printf("%d.%d %s\n", row.Status, row.Substatus, row.Field(parser.Stem))
		}
		for _, place := range scanner.Tally().First[parser.TooFewValues] {
			fmt.Printf("line %d: %s\n", place.Line+1, parser.TooFewValues)
		}
	}
	// Output:
	// 200.0 /index.htm
	// 401.1 /secret
	// line 5: too-few-values
}
