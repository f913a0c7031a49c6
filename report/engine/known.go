package engine

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// knownFile is what the engine has of a file.
type knownFile struct {
	file, head uint64
	folder     string
	name       string
	last       int64 // second of its latest row
	open       bool  // legs were decided by its end
	settled    bool
	sizes      map[int64]bool // sizes on disk at which it was read to its end, and settled
}

// knownBlock is the load of a block that counts.
type knownBlock struct {
	bytes, rows, waiting, open uint32
	content, judged            uint64
}

// knownFiles asks which files a machine shipped before.
func (s *Shipper) knownFiles(ctx context.Context) (map[uint64]*knownFile, error) {
	latest := "argMax(%s, at) AS %s_now"
	fields := []string{"file"}
	for _, f := range []string{"head", "folder", "name", "last", "open", "settled"} {
		fields = append(fields, fmt.Sprintf(latest, f, f))
	}
	rows, err := s.client.lines(ctx, 8, fmt.Sprintf(
		"SELECT %s, arrayStringConcat(groupUniqArray(if(settled = 1, toString(stored), '-1')), ' ') FROM %s WHERE shipper = %s GROUP BY file",
		strings.Join(fields, ", "), s.reading(filesTable), quote(s.options.Machine)))
	if err != nil {
		return nil, err
	}
	known := map[uint64]*knownFile{}
	for _, r := range rows {
		k := &knownFile{folder: unescape(r[2]), name: unescape(r[3]), open: r[5] != "0", settled: r[6] == "1", sizes: map[int64]bool{}}
		k.file, _ = strconv.ParseUint(r[0], 10, 64)
		k.head, _ = strconv.ParseUint(r[1], 10, 64)
		k.last, _ = strconv.ParseInt(r[4], 10, 64)
		for _, size := range strings.Fields(r[7]) {
			n, _ := strconv.ParseInt(size, 10, 64)
			k.sizes[n] = n >= 0
		}
		known[k.file] = k
	}
	return known, nil
}

// unescape undoes what TabSeparated does to texts.
func unescape(v string) string {
	return strings.NewReplacer(`\\`, `\`, `\t`, "\t", `\n`, "\n", `\r`, "\r", `\0`, "\x00", `\'`, "'", `\b`, "\b", `\f`, "\f").Replace(v)
}

// mostAsked is how many files are asked for at once: a statement is bounded.
const mostAsked = 4000

// knownBlocks asks which blocks of some files arrived.
func (s *Shipper) knownBlocks(ctx context.Context, files []uint64) (map[uint64]map[uint32]knownBlock, error) {
	known := map[uint64]map[uint32]knownBlock{}
	for some := range slices.Chunk(files, mostAsked) {
		if err := s.addKnownBlocks(ctx, known, some); err != nil {
			return nil, err
		}
	}
	return known, nil
}

func (s *Shipper) addKnownBlocks(ctx context.Context, known map[uint64]map[uint32]knownBlock, files []uint64) error {
	var names []string
	for _, f := range files {
		names = append(names, strconv.FormatUint(f, 10))
	}
	rows, err := s.client.lines(ctx, 8, fmt.Sprintf(
		"SELECT file, block, (argMax((bytes, rows, waiting, open, content, judged), (bytes, rows, load)) AS best).1, best.2, best.3, best.4, best.5, best.6"+
			" FROM %s WHERE file IN (%s) GROUP BY file, block", s.reading(loadsTable), strings.Join(names, ", ")))
	if err != nil {
		return err
	}
	for _, r := range rows {
		var n [8]uint64
		for i := range n {
			if n[i], err = strconv.ParseUint(r[i], 10, 64); err != nil {
				return ofAnother(fmt.Errorf("expected numbers of each known block, found %.40q", r[i]))
			}
		}
		if known[n[0]] == nil {
			known[n[0]] = map[uint32]knownBlock{}
		}
		known[n[0]][uint32(n[1])] = knownBlock{uint32(n[2]), uint32(n[3]), uint32(n[4]), uint32(n[5]), n[6], n[7]}
	}
	return nil
}

// reading is the name of a table to read: that of all servers where there is one.
func (s *Shipper) reading(t table) string {
	if s.cluster {
		return s.client.table(t) + allServers
	}
	return s.client.table(t)
}
