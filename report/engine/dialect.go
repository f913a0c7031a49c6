package engine

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// dialect is what a version of ClickHouse can do.
type dialect struct {
	version string
	modern  bool // LowCardinality, codecs, TTL: current versions
}

// firstModern is the first version that tables with codecs are made for. Those before
// get tables of plain types, which all versions know.
const firstModern = 21

func (c *Client) dialect(ctx context.Context) (dialect, error) {
	answer, err := c.ask(ctx, "SELECT version()")
	if err != nil {
		return dialect{}, err
	}
	d := dialect{version: strings.TrimSpace(answer)}
	first, _, _ := strings.Cut(d.version, ".")
	major, err := strconv.Atoi(first)
	if err != nil || major < 18 {
		return d, noEngine(fmt.Errorf("expected a ClickHouse of version 18 or later at %s, found %.40q", c.config.Base, d.version))
	}
	d.modern = major >= firstModern
	return d, nil
}

// inserting are the settings of an insert of rows.
func (d dialect) inserting() []setting {
	if d.modern {
		return []setting{{"max_partitions_per_insert_block", "0"}} // a file may hold years of a quiet site
	}
	return nil
}
