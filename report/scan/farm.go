package scan

import (
	"context"
	"hash/fnv"
	"io"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// Servers behind Windows NLB, or behind a balancer that leaves the address as it is, all answer
// under one: s-ip tells none from another, and where the name is not logged only the folders do
// that their logs were collected in. A folder of older logs of one server, or of copies, has the
// same address as well, so that what tells is that logs of the same name begin with other rows.

// farm are the folders of servers, in lower case, whose logs share an address.
type farm map[string]bool

const (
	// mostPeeked is how many logs are looked into at most, and peekedBytes how much of each.
	mostPeeked, peekedBytes = 512, 16 << 10
)

// farmOf finds the servers of a farm. Where the paths name fewer than two servers nothing is read.
func farmOf(ctx context.Context, sources []input.Source) farm {
	type peek struct {
		server, address string
		rows            uint64
	}
	alike := map[string][]peek{} // by the site and the name of the log
	var all farm
	for _, s := range oneOfEach(sources) {
		f := foldersOf(s.Name)
		address, rows := addressIn(ctx, s)
		key := strings.ToLower(string(f.site) + "/" + baseName(s.Name))
		p := peek{strings.ToLower(string(f.server)), address, rows}
		for _, other := range alike[key] {
			if address != "" && other.address == address && other.rows != p.rows && other.server != p.server {
				if all == nil {
					all = farm{}
				}
				all[p.server], all[other.server] = true, true
			}
		}
		alike[key] = append(alike[key], p)
	}
	return all
}

// oneOfEach chooses a log of each server that has one of the same site and name as another, none
// where the paths name fewer than two servers.
func oneOfEach(sources []input.Source) (chosen []input.Source) {
	servers, named := map[string]bool{}, map[string]map[string]bool{}
	for i := range sources {
		f := foldersOf(sources[i].Name)
		if f.server == nil || !sources[i].Repeatable() {
			continue
		}
		server, key := strings.ToLower(string(f.server)), strings.ToLower(string(f.site)+"/"+baseName(sources[i].Name))
		if named[key] == nil {
			named[key] = map[string]bool{}
		}
		servers[server], named[key][server] = true, true
	}
	if len(servers) < 2 {
		return nil
	}
	seen := map[string]bool{}
	for i := range sources {
		f := foldersOf(sources[i].Name)
		server, key := strings.ToLower(string(f.server)), strings.ToLower(string(f.site)+"/"+baseName(sources[i].Name))
		if of := strings.ToLower(string(f.site)) + "/" + server; len(named[key]) > 1 && !seen[of] && len(chosen) < mostPeeked {
			seen[of] = true
			chosen = append(chosen, sources[i])
		}
	}
	return chosen
}

func baseName(path string) string { return path[strings.LastIndexAny(path, `/\`)+1:] }

// addressIn is the address that most of the first rows of a source were answered under, "" for
// none or where the name of the server is logged, and a sum of these rows.
func addressIn(ctx context.Context, source input.Source) (address string, rows uint64) {
	stream, err := source.OpenWithin(ctx, nil)
	if err != nil {
		return "", 0
	}
	defer stream.Close()
	cutter, scanner, buf := parser.NewCutter(io.LimitReader(stream, peekedBytes)), parser.Scanner{}, make([]byte, 0, peekedBytes+1)
	count, sum := map[string]int{}, fnv.New64a()
	for chunk, err := cutter.Next(buf); err == nil; chunk, err = cutter.Next(buf) {
		for scanner.Reset(chunk); scanner.Scan(); {
			r := scanner.Row()
			if says(r.Field(parser.ComputerName)) {
				return "", 0
			}
			sum.Write(r.Path())
			sum.Write(r.Field(parser.ClientIP))
			if v := string(r.Field(parser.ServerIP)); says([]byte(v)) {
				if count[v]++; count[v] > count[address] {
					address = v
				}
			}
		}
	}
	return address, sum.Sum64()
}
