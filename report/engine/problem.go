package engine

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/report/form"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Problem is what an engine answered in place of what it was asked for.
type Problem struct {
	Status int    // of HTTP
	Code   int    // of ClickHouse; 0 where the answer names none
	Text   string // the first line of it, shortened
}

// Error says what to do next.
func (p *Problem) Error() string {
	hint := hintOf(p)
	if p.Code == 0 {
		return fmt.Sprintf("the engine answered with status %d: %s; %s", p.Status, p.Text, hint)
	}
	return fmt.Sprintf("the engine answered with error %d: %s; %s", p.Code, p.Text, hint)
}

// Codes of ClickHouse that are asked for.
const (
	codeNoTable    = 60
	codeNoDatabase = 81
	codeManyGroups = 158
	codeMemory     = 241
)

// isTooMuch reports whether the engine would have to hold too much to answer.
func isTooMuch(err error) bool {
	var p *Problem
	return errors.As(err, &p) && (p.Code == codeManyGroups || p.Code == codeMemory)
}

// 18.16 writes "Code: 60, e.displayText()", current versions "Code: 60. DB::Exception".
var codeInText = form.Of(`(?m)^Code: (\d+)[.,]`)

// ofTheProgram is what an error says of the program that found it.
var ofTheProgram = form.Of(`e\.displayText\(\) = |, e\.what\(\) = [\w:]+|DB::\w*Exception: `)

// mostText is how much of an error of the engine is shown.
const mostText = 300

func problemOf(status int, answer []byte) *Problem {
	p := &Problem{Status: status}
	if m := codeInText().FindSubmatch(answer); m != nil {
		p.Code, _ = strconv.Atoi(string(m[1]))
	}
	text, _, _ := strings.Cut(strings.TrimSpace(string(answer)), "\n")
	text = ofTheProgram().ReplaceAllString(text, "")
	text = strings.TrimLeft(strings.TrimPrefix(text, fmt.Sprintf("Code: %d", p.Code)), "., ")
	if len(text) > mostText {
		text = text[:mostText] + "…"
	}
	p.Text = text
	return p
}

// mayPass reports whether what failed may work when it is tried again: what the network,
// a server that is down, a full disk or too much work did, and not what was asked wrongly.
func mayPass(err error) bool {
	var p *Problem
	if !errors.As(err, &p) {
		return !errors.Is(err, context.Canceled) && !errors.Is(err, scan.ErrManyValues)
	}
	switch p.Code {
	case 6, 10, 16, 20, 27, 44, 46, 47, 48, 50, 53, 60, 62, 73, 80, 81, 115, 164, 192, 193, 194, 195, 291, 380, 497, 516:
		return false
	case 0:
		return p.Status >= 500 || p.Status == 429 || p.Status == 408
	}
	return true
}
