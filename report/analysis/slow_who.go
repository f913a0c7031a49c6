package analysis

import (
	"context"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// An office whose line is full, an account with too much behind it: one in a hundred waits for every page, and
// all others do not. Nearly all slow rows of the log are theirs.

const clientField, userField = "c-ip", "cs-username"

// slowWho tells of the client, the user or the network for which all pages take far longer than for others.
func (a *Analysis) slowWho(ctx context.Context) []slowTold {
	if a.oneClient() {
		return nil
	}
	for _, of := range []placing{a.clientNamed, a.userNamed, a.networkNamed} {
		if f, ok := a.slowOfMany(ctx, a.keptRows(of), of); ok {
			if !strings.Contains(f.Where[0].Value, "/") || !hasEvidence(&f, "usual") {
				f.Severity = report.Note // it may be their own line, as ever
			}
			return []slowTold{{Finding: f}}
		}
	}
	return nil
}

// clientNamed is the client of a row, as serverOf is its server.
func (a *Analysis) clientNamed(_ int, r *parser.Row) (field, value string) {
	return clientField, string(scan.Shorten(a.Client()(r)))
}

// userNamed is the user of a row, "" for none.
func (a *Analysis) userNamed(_ int, r *parser.Row) (field, value string) {
	if value = string(scan.Shorten(r.Field(parser.Username))); value == "-" {
		value = ""
	}
	return userField, value
}

// networkNamed is the network of a row's client.
func (a *Analysis) networkNamed(source int, r *parser.Row) (field, value string) {
	_, client := a.clientNamed(source, r)
	return clientField, networkBits{24, 64}.of(client)
}
