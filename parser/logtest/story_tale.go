package logtest

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Log is one file of a tale.
type Log struct {
	// Name is its path below the directory of the tale, with slashes:
	// "u_ex2603.log", "WEB02/W3SVC1/u_ex2603.log".
	Name string
	Text []byte
}

// Tale is a story that was written.
type Tale struct {
	Story string       `json:"story"`
	Logs  []Log        `json:"-"`
	Rows  int          `json:"rows"`
	First time.Time    `json:"first"` // of the earliest row
	Last  time.Time    `json:"last"`  // of the latest row
	Truth StoryTruth   `json:"truth"`
	lines []storedLine // what the logs say, once somebody asked
}

// Save writes the logs below a directory, which it makes where it is missing.
func (t *Tale) Save(dir string) error {
	for _, log := range t.Logs {
		name := filepath.Join(dir, filepath.FromSlash(log.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, log.Text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// tale prints the rows and draws up the truth.
func (s *scene) tale(of Story) Tale {
	slices.SortStableFunc(s.rows, func(a, b told) int { return int(a.second - b.second) })
	t := Tale{Story: of.Name, Logs: s.logs(), Rows: len(s.rows)}
	t.First, t.Last = at(s.rows[0].second), at(s.rows[len(s.rows)-1].second)
	for _, c := range s.claims {
		s.recount(c)
		s.truth.Claims = append(s.truth.Claims, *c)
	}
	t.Truth = s.truth
	return t
}

// recount fills in what follows from the rows of a claim.
func (s *scene) recount(c *Claim) {
	clients, users, paths := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i := range s.rows {
		r := &s.rows[i]
		if r.claim != c {
			continue
		}
		if c.Rows++; c.Rows == 1 && !c.Pause {
			c.First = at(r.second)
		}
		if !c.Pause {
			c.Last = at(r.second)
		}
		clients[r.client.String()], paths[r.stem.String()] = true, true
		if r.user.head != "" {
			users[r.user.String()] = true
		}
	}
	if s.layout.has("cs-username") && c.Users == 0 {
		c.Users = len(users)
	}
	if s.layout.has("cs-uri-stem") && !s.ftp {
		c.Paths = len(paths)
	}
	if s.layout.has("c-ip") {
		c.Clients = len(clients)
	}
}

// logs prints the rows: one file for each site of each server.
func (s *scene) logs() []Log {
	files := make([]bytes.Buffer, len(s.sites))
	printers := make([]printer, len(s.sites))
	for i := range s.rows {
		r := &s.rows[i].row
		at := r.site
		if s.merged {
			at = 0
		}
		if printers[at].columns == nil {
			printers[at] = printer{columns: s.layout.columns(), sites: s.sites, newline: "\r\n", proxy: s.proxy}
			files[at].WriteString(s.head(r.second))
		}
		files[at].Write(printers[at].line(nil, r))
	}
	var list []Log
	for i := range files {
		if files[i].Len() > 0 {
			list = append(list, Log{Name: s.fileName(i), Text: files[i].Bytes()})
		}
	}
	return list
}

func (s *scene) head(second int64) string {
	if s.bare {
		return "#Fields: " + string(s.layout) + "\r\n"
	}
	return "#Software: " + s.layout.software() + "\r\n#Version: 1.0\r\n#Date: " + stampOf(second) +
		"\r\n#Fields: " + string(s.layout) + "\r\n"
}

// fileName puts a log where a server puts it: in the folder of its site, and
// that in the folder of its server where there are several.
func (s *scene) fileName(i int) string {
	name := "u_ex" + at(s.first).Format("0601") + ".log"
	switch {
	case s.layout.httperr():
		return "HTTPERR/httperr1.log"
	case s.merged || len(s.sites) == 1 && !s.ftp:
		return name
	case s.servers > 1:
		return s.sites[i].computer + "/" + s.sites[i].name + "/" + name
	}
	return s.sites[i].name + "/" + name
}

func at(second int64) time.Time { return time.Unix(second, 0).UTC() }
