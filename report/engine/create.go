package engine

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// Schema says how tables are made.
type Schema struct {
	Cluster string // name of a cluster of the engine; "" for one server
	Days    int    // how long rows are kept; 0 for ever
}

// Create makes the database and the tables that are missing. It returns what is left to
// do by hand, "" for nothing.
func (c *Client) Create(ctx context.Context, s Schema) (todo string, err error) {
	d, err := c.dialect(ctx)
	if err != nil {
		return "", err
	}
	if s.Cluster != "" && !plainName().MatchString(s.Cluster) {
		return "", fmt.Errorf("expected the name of a cluster of letters, digits and _, found %.40q; SELECT cluster FROM system.clusters lists them", s.Cluster)
	}
	m := maker{Client: c, dialect: d, schema: s}
	if err := m.lookAtCluster(ctx); err != nil {
		return "", err
	}
	if err := m.do(ctx, "CREATE DATABASE IF NOT EXISTS "+c.config.Database+m.everywhere); err != nil {
		return "", err
	}
	for _, t := range allTables {
		if err := m.do(ctx, m.create(t)); err != nil {
			return "", err
		}
		if s.Cluster == "" {
			continue
		}
		if err := m.do(ctx, m.createAll(t)); err != nil {
			return "", err
		}
	}
	if err := m.keep(ctx); err != nil {
		return "", err
	}
	if s.Cluster != "" && m.everywhere == "" && m.servers > 1 {
		todo = fmt.Sprintf("the tables were made at %s alone: run iiswhy ship --create --cluster %s once for each of the %d servers of the cluster", c.config.Base, s.Cluster, m.servers)
	}
	return todo, nil
}

// maker makes tables.
type maker struct {
	*Client
	dialect
	schema     Schema
	everywhere string // ON CLUSTER, where the servers coordinate themselves
	replicated bool
	servers    int
}

// lookAtCluster finds out what the cluster has, and whether it coordinates itself.
func (m *maker) lookAtCluster(ctx context.Context) error {
	if m.schema.Cluster == "" {
		return nil
	}
	row, err := m.line(ctx, 2, "SELECT count(), max(replica_num) FROM system.clusters WHERE cluster = "+quote(m.schema.Cluster))
	if err != nil {
		return err
	}
	m.servers, _ = strconv.Atoi(row[0])
	if m.servers == 0 {
		return fmt.Errorf("expected a cluster that %s knows, found none named %s; SELECT cluster FROM system.clusters lists them", m.config.Base, m.schema.Cluster)
	}
	m.replicated = row[1] != "1"
	if row, err = m.line(ctx, 1, "SELECT count() FROM system.tables WHERE database = 'system' AND name = 'zookeeper'"); err != nil {
		return err
	}
	coordinated := row[0] != "0"
	if m.replicated && !coordinated {
		return fmt.Errorf("expected Keeper or ZooKeeper for the replicas of cluster %s, found none at %s; set it up in its config.xml, or make tables of one server, without --cluster", m.schema.Cluster, m.config.Base)
	}
	if coordinated {
		m.everywhere = " ON CLUSTER " + m.schema.Cluster
	}
	return nil
}

func (m *maker) do(ctx context.Context, statement string) error {
	_, err := m.ask(ctx, statement)
	return err
}

// create is the statement that makes a table.
func (m *maker) create(t table) string {
	var columns []string
	for _, c := range t.columns {
		columns = append(columns, c.name+" "+m.kind(c))
	}
	var s strings.Builder
	fmt.Fprintf(&s, "CREATE TABLE IF NOT EXISTS %s%s (%s) ENGINE = %s", m.table(t), m.everywhere, strings.Join(columns, ", "), m.engine(t))
	if t.days != "" {
		fmt.Fprintf(&s, " PARTITION BY toYYYYMMDD(%s)", t.days)
	}
	fmt.Fprintf(&s, " ORDER BY %s", t.order)
	if m.modern && m.schema.Days > 0 && t.days != "" {
		s.WriteString(m.ttl(t))
	}
	return s.String()
}

// ttl drops rows of old days, but not those without a time, nor those of a time so late
// that the end of it is no time any more.
func (m *maker) ttl(t table) string {
	return fmt.Sprintf(" TTL %[1]s + INTERVAL %[2]d DAY DELETE WHERE toUInt32(%[1]s) BETWEEN 1 AND %[3]d", t.days, m.schema.Days, 1<<32-1-86400*int64(m.schema.Days))
}

// keep sets how long the rows of a table that was there are kept. Versions without TTL
// are told by Expire.
func (m *maker) keep(ctx context.Context) error {
	if !m.modern || m.schema.Days == 0 {
		return nil
	}
	return m.do(ctx, "ALTER TABLE "+m.table(rowsTable)+m.everywhere+" MODIFY"+m.ttl(rowsTable))
}

func (d dialect) kind(c column) string {
	if d.modern && c.packed != "" {
		return c.packed
	}
	return c.kind
}

func (m *maker) engine(t table) string {
	if !m.replicated {
		return "MergeTree"
	}
	return fmt.Sprintf("ReplicatedMergeTree('/clickhouse/tables/{shard}/%s/%s', '{replica}')", m.config.Database, t.name)
}

// createAll is the statement that makes the table which reads a table on all servers.
func (m *maker) createAll(t table) string {
	return fmt.Sprintf("CREATE TABLE IF NOT EXISTS %s%s%s AS %s ENGINE = Distributed(%s, %s, %s)",
		m.table(t), allServers, m.everywhere, m.table(t), m.schema.Cluster, m.config.Database, t.name)
}

// table is the name of a table with its database.
func (c *Client) table(t table) string { return c.config.Database + "." + t.name }

// quote makes a value one of SQL, whatever it holds.
func quote(value string) string { return fmt.Sprintf("unhex('%X')", value) }

// Check finds tables that are missing, or have other columns than are written, before any
// row is sent. It returns whether there are tables that read all servers.
func (c *Client) check(ctx context.Context) (cluster bool, err error) {
	rows, err := c.lines(ctx, 3, "SELECT table, name, type FROM system.columns WHERE database = "+quote(c.config.Database)+" ORDER BY table, name")
	if err != nil {
		return false, err
	}
	found, made := map[string]string{}, map[string]bool{}
	for _, r := range rows {
		made[r[0]] = true
		found[r[0]+"."+r[1]] = strings.ReplaceAll(r[2], `\'`, "'")
		cluster = cluster || r[0] == rowsTable.name+allServers
	}
	for _, t := range allTables {
		for _, want := range t.columns {
			if err := c.checkColumn(t, want, found[t.name+"."+want.name], made[t.name]); err != nil {
				return false, err
			}
		}
	}
	return cluster, nil
}

// checkColumn finds fault with the type of a column, "" for none, of a table that is made or not.
func (c *Client) checkColumn(t table, want column, kind string, made bool) error {
	plain := strings.TrimSuffix(strings.TrimPrefix(kind, "LowCardinality("), ")")
	switch {
	case kind == want.kind || plain == want.kind:
		return nil
	case kind == "" && made:
		return fmt.Errorf("expected %s at %s to have a column %s, found none: another version of iiswhy made the table; ship into another database", t.name, c.config.Address, want.name)
	case kind == "":
		return fmt.Errorf("expected a table %s with a column %s at %s, found none; iiswhy ship --create makes the tables", t.name, want.name, c.config.Address)
	}
	return fmt.Errorf("expected %s.%s to be %s at %s, found %s; another program or another version made the table; ship into another database", t.name, want.name, want.kind, c.config.Address, kind)
}
