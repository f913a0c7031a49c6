//go:build unix

package engine

import (
	"context"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// These tests start real servers. They are what the figures and the table of faults are
// from.

func TestRealEngineHoldsWhatAReportReads(t *testing.T) {
	engines(t, func(t *testing.T, base string) {
		dir, at := t.TempDir(), &clock{at: later}
		madeLog(t, dir, "u_ex1.log", logtest.Bench(2<<20))
		madeLog(t, dir, "u_ex2.log", seeded(logtest.Auth(1<<20), 2))
		madeLog(t, dir, "u_ex3.log", seeded(logtest.Hostile(1<<20), 3))
		paths := append(handMade(t), dir, nasty(t))
		paths = withRows(t, paths)
		c := clientOf(t, base+"/ship_"+strconv.Itoa(os.Getpid()), 1, time.Minute)
		t.Cleanup(func() { _, _ = c.ask(context.Background(), "DROP DATABASE IF EXISTS "+c.config.Database) })
		create(t, c, Schema{Days: 36500}) // as a log of 2006 is among them
		create(t, c, Schema{Days: 36500}) // makes nothing twice
		told, err := shipTo(t, c, "WEB01", at, paths...)
		require.NoError(t, err)
		want := expected(t, paths...)
		assert.EqualValues(t, len(want), told.Rows.Shipped)
		requireSame(t, want, storedIn(t, c, ""))
		told, err = shipTo(t, c, "WEB01", at, paths...)
		require.NoError(t, err)
		assert.Zero(t, told.Rows.Read)
		require.NoError(t, c.Expire(t.Context(), at.now(), 36500))
		requireSame(t, want, storedIn(t, c, ""))
	})
}

// withRows leaves out files whose one row has no end yet, and those that begin as another.
func withRows(t testing.TB, paths []string) (all []string) {
	seen := map[uint64]bool{}
	for _, p := range paths {
		id, err := identify(t.Context(), sourcesOf(t, p)[0], "", time.UTC)
		if err == nil && !seen[id.file] {
			seen[id.file] = true
			all = append(all, p)
		}
	}
	return all
}

// nasty is a log of values that mean something elsewhere.
func nasty(t testing.TB) string {
	path := filepath.Join(t.TempDir(), "nasty.log")
	values := []string{
		"'); DROP TABLE iis_rows; --", `\'\\`, "\\N", "\x01\x02\xff\xfe", "NULL", "%s%d", "{x:String}", "\u202e", "日本", `"`, "`", "\\t\\n", "1\x00",
		strings.Repeat("long/", 20_000), "unhex('00')", "${jndi:ldap://x}", "99999999999999999999",
	}
	var b strings.Builder
	b.WriteString("#Fields: date time cs-method cs-uri-stem cs-uri-query cs-username c-ip cs(User-Agent) X-Odd sc-status sc-substatus sc-win32-status time-taken\n")
	for i, v := range values {
		v = strings.ReplaceAll(v, " ", "+")
		for _, at := range []string{"2026-11-21 00:00:%02d", "1601-01-01 00:00:%02d", "9000-01-01 00:00:%02d"} {
			fmt.Fprintf(&b, at+" GET /%s %[2]s %[2]s %[2]s %[2]s %[2]s 404 0 2 4294967301\n", i, v)
		}
	}
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o644))
	return path
}

func TestTwoShardsAreOne(t *testing.T) {
	shards := cluster(t, 2)
	at := &clock{at: later}
	var clients []*Client
	var dirs []string
	var want []string
	for i, s := range shards {
		c := clientOf(t, s.url()+"/farm_logs", 1, time.Minute)
		todo := create(t, c, Schema{Cluster: "farm"})
		assert.Contains(t, todo, "once for each of the 2 servers")
		dir := t.TempDir()
		madeLog(t, dir, "u_ex1.log", seeded(logtest.Auth(700<<10), uint64(10+i)))
		clients, dirs, want = append(clients, c), append(dirs, dir), append(want, expected(t, dir)...)
	}
	for i, c := range clients {
		_, err := shipTo(t, c, fmt.Sprintf("WEB%02d", i), at, dirs[i])
		require.NoError(t, err)
	}
	sort.Strings(want)
	for _, c := range clients {
		requireSame(t, want, storedIn(t, c, allServers))
	}
	told, err := shipTo(t, clients[1], "WEB00", at, dirs[0])
	require.NoError(t, err)
	assert.Zero(t, told.Rows.Shipped, "what is on another shard is there")

	shards[0].kill()
	_, err = shipTo(t, clients[1], "WEB01", at, dirs[1])
	require.ErrorContains(t, err, "error 279", "what the other shard has is not known")
	shards[0].start()
	told, err = shipTo(t, clients[1], "WEB01", at, dirs[1])
	require.NoError(t, err)
	assert.Zero(t, told.Rows.Shipped)
	requireSame(t, want, storedIn(t, clients[0], allServers))
}

// TestBadHours is the table of faults: what is done to a server while rows are shipped,
// what the program says, and that each row is there once when all is well again.
func TestBadHours(t *testing.T) {
	s := cluster(t, 1)[0]
	dir := t.TempDir()
	madeLog(t, dir, "u_ex1.log", seeded(logtest.Auth(1500<<10), 20))
	want := expected(t, dir)
	for i, hour := range []struct {
		name       string
		begin, end func()
		says       string
	}{
		{"killed", s.kill, s.start, "expected an answer of http://127.0.0.1"},
		{"frozen", s.freeze, s.thaw, "within 2s, found none"},
	} {
		t.Run(hour.name, func(t *testing.T) {
			at := &clock{at: later}
			gate := newGate(t, s.url())
			c := clientOf(t, fmt.Sprintf("%s/bad%d", gate.URL, i), 2, 2*time.Second)
			create(t, clientOf(t, fmt.Sprintf("%s/bad%d", s.url(), i), 1, time.Minute), Schema{})
			gate.at(insertsRows(1), func() cut { hour.begin(); return cutNothing })
			told, err := shipTo(t, c, "WEB01", at, dir)
			require.Error(t, err)
			t.Logf("%s: %v", hour.name, err)
			assert.True(t, told.Partial)
			assert.Positive(t, told.Rows.Unsure)
			hour.end()
			c = clientOf(t, fmt.Sprintf("%s/bad%d", s.url(), i), 3, time.Minute)
			told, err = shipTo(t, c, "WEB01", at, dir)
			require.NoError(t, err)
			requireSame(t, want, storedIn(t, c, ""))
			t.Logf("rows in %d, rows stored %d, then shipped %d", len(want), len(storedIn(t, c, "")), told.Rows.Shipped)
		})
	}
}

// TestCutsBetween has each request of a run cut on its way there and on its way back.
func TestCutsBetween(t *testing.T) {
	s := cluster(t, 1)[0]
	dir := t.TempDir()
	madeLog(t, dir, "u_ex1.log", seeded(logtest.Auth(900<<10), 21))
	want := expected(t, dir)
	for n := range 9 {
		for _, kind := range []cut{cutRequest, cutAnswer, cutHalf} {
			at := &clock{at: later}
			database := fmt.Sprintf("cut_%d_%d", n, kind)
			direct := clientOf(t, s.url()+"/"+database, 3, time.Minute)
			create(t, direct, Schema{})
			gate := newGate(t, s.url())
			gate.at(func(i int, _ string) bool { return i == n }, func() cut { return kind })
			c := clientOf(t, gate.URL+"/"+database, 3, 20*time.Second)
			_, err := shipTo(t, c, "WEB01", at, dir)
			require.NoError(t, err, database)
			requireSame(t, want, storedIn(t, direct, ""), database)
			_, err = direct.ask(t.Context(), "DROP DATABASE IF EXISTS "+database)
			require.NoError(t, err)
		}
	}
}

func TestFullDisk(t *testing.T) {
	if _, err := exec.LookPath("prlimit"); err != nil {
		t.Skip("needs prlimit, of util-linux, to bound what a server writes")
	}
	s := cluster(t, 1)[0]
	s.kill()
	// A bound on the size of files takes the place of a disk that is full.
	s.wrap = []string{"bash", "-c", `trap "" XFSZ; exec "$@"`, "bash"}
	s.start()
	dir, at := t.TempDir(), &clock{at: later}
	madeLog(t, dir, "u_ex1.log", seeded(logtest.Bench(6<<20), 22))
	c := clientOf(t, s.url()+"/full", 2, time.Minute)
	create(t, c, Schema{})
	limit := func(to string) {
		out, err := exec.Command("prlimit", "--pid", strconv.Itoa(s.process.Load().Process.Pid), "--fsize="+to).CombinedOutput()
		require.NoError(t, err, string(out))
	}
	limit("20000:unlimited")
	_, err := shipTo(t, c, "WEB01", at, dir)
	require.ErrorContains(t, err, "error 75")
	t.Log(err)
	limit("unlimited:unlimited")
	_, err = shipTo(t, c, "WEB01", at, dir)
	require.NoError(t, err)
	requireSame(t, expected(t, dir), storedIn(t, c, ""))
}

func TestManyRunsAtOnce(t *testing.T) {
	s := cluster(t, 1)[0]
	dir, at := t.TempDir(), &clock{at: later}
	for i := range 4 {
		madeLog(t, dir, fmt.Sprintf("u_ex%d.log", i), seeded(logtest.Auth(500<<10), uint64(30+i)))
	}
	c := clientOf(t, s.url()+"/many", 3, time.Minute)
	create(t, c, Schema{})
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			_, err := shipTo(t, c, "WEB01", at, dir)
			assert.NoError(t, err)
		})
	}
	all.Wait()
	requireSame(t, expected(t, dir), storedIn(t, c, ""))
}

func TestUsers(t *testing.T) {
	s := cluster(t, 1)[0]
	dir, at := t.TempDir(), &clock{at: later}
	madeLog(t, dir, "u_ex1.log", logtest.Bench(100<<10))
	as := func(user string) *Client {
		return clientOf(t, strings.Replace(s.url(), "//", "//"+user+"@", 1)+"/users", 3, time.Minute)
	}
	create(t, as("shipper:sesame"), Schema{})
	_, err := shipTo(t, as("shipper:sesame"), "WEB01", at, dir)
	require.NoError(t, err)
	_, err = shipTo(t, as("shipper:wrongword"), "WEB01", at, dir)
	require.ErrorContains(t, err, "error 193")
	assert.NotContains(t, err.Error(), "wrongword")
	_, err = shipTo(t, as("nobody:x"), "WEB01", at, dir)
	require.ErrorContains(t, err, "error 192")
	_, err = shipTo(t, as("reader:r"), "WEB01", at, dir)
	require.ErrorContains(t, err, "the user may only read")
	_, err = shipTo(t, clientOf(t, s.url()+"/nowhere", 3, time.Minute), "WEB01", at, dir)
	require.ErrorContains(t, err, "iiswhy ship --create makes the tables")
}

// TestStatementsOfReplicas holds what tables of replicas are made with, which nothing here
// coordinates: a current engine reads the statements, and none runs.
func TestStatementsOfReplicas(t *testing.T) {
	m := maker{Client: &Client{config: Config{Address: Address{Database: "logs"}}}, dialect: dialect{modern: true}, schema: Schema{Cluster: "farm", Days: 30}, everywhere: " ON CLUSTER farm", replicated: true}
	rows, all := m.create(rowsTable), m.createAll(rowsTable)
	assert.Contains(t, rows, "CREATE TABLE IF NOT EXISTS logs.iis_rows ON CLUSTER farm (weight UInt8 CODEC(ZSTD(1)), ")
	assert.Contains(t, rows, ") ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/logs/iis_rows', '{replica}') PARTITION BY toYYYYMMDD(time) ORDER BY (weight, ")
	assert.Contains(t, rows, " TTL time + INTERVAL 30 DAY DELETE WHERE ")
	assert.Equal(t, "CREATE TABLE IF NOT EXISTS logs.iis_rows_all ON CLUSTER farm AS logs.iis_rows ENGINE = Distributed(farm, logs, iis_rows)", all)
	base := os.Getenv("IISWHY_TEST_ENGINE")
	if base == "" {
		t.Skip("needs the URL of a current ClickHouse in IISWHY_TEST_ENGINE")
	}
	for _, statement := range []string{rows, all, m.create(loadsTable), m.create(filesTable), m.create(layoutsTable), m.create(runsTable)} {
		_, err := clientOf(t, base, 1, time.Minute).ask(t.Context(), "EXPLAIN AST "+statement)
		require.NoError(t, err, statement)
	}
}

// TestDaysThatAreOver holds that rows of days that are over are dropped, and those without a
// time, of a time to come and of the last days are not.
func TestDaysThatAreOver(t *testing.T) {
	assert.Equal(t, " TTL time + INTERVAL 30 DAY DELETE WHERE toUInt32(time) BETWEEN 1 AND 4292375295", (&maker{schema: Schema{Days: 30}}).ttl(rowsTable))
	engines(t, func(t *testing.T, base string) {
		c := database(t, base, "over", Schema{Days: 30})
		dir, now := t.TempDir(), time.Now().UTC()
		var rows []string
		for _, day := range []string{"2001-01-01", now.AddDate(0, 0, -40).Format(time.DateOnly), now.AddDate(0, 0, -20).Format(time.DateOnly), now.Format(time.DateOnly), "2105-01-01", "9000-01-01"} {
			rows = append(rows, day+" 00:09:00 GET / - 192.0.2.1 404 0 0 3")
		}
		written(t, dir, "u_ex.log", rows...)
		_, err := shipTo(t, c, "WEB01", &clock{at: later}, dir)
		require.NoError(t, err)
		require.NoError(t, c.Expire(t.Context(), now, 30))
		_, err = c.ask(t.Context(), "OPTIMIZE TABLE "+c.table(rowsTable)+" FINAL")
		require.NoError(t, err)
		left, err := c.lines(t.Context(), 1, "SELECT line FROM "+c.table(rowsTable)+" ORDER BY line")
		require.NoError(t, err)
		assert.Equal(t, [][]string{{"5"}, {"6"}, {"7"}, {"8"}}, left)
	})
}

// TestTLS ships and reads through a front that speaks TLS, as a server of ClickHouse with a
// certificate of a company's own authority does.
func TestTLS(t *testing.T) {
	s := cluster(t, 1)[0]
	target, err := url.Parse(s.url())
	require.NoError(t, err)
	front := httptest.NewUnstartedServer(readWhole(passOn(target)))
	front.Config.ErrorLog = log.New(io.Discard, "", 0) // it says that a certificate was not trusted
	front.StartTLS()
	t.Cleanup(front.Close)
	over := func(authorities []byte) *Client {
		address, err := ParseAddress(strings.Replace(front.URL, "//", "//shipper:sesame@", 1) + "/tls")
		require.NoError(t, err)
		c, err := NewClient(Config{Address: address, Authorities: authorities, Timeout: time.Minute, Tries: 5, Wait: noWait, Random: func() float64 { return 0.5 }})
		require.NoError(t, err)
		t.Cleanup(c.Close)
		return c
	}
	c := over(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: front.Certificate().Raw}))
	create(t, c, Schema{})
	path := madeLog(t, t.TempDir(), "u_ex1.log", logtest.Bench(300<<10))
	_, err = shipTo(t, c, "WEB01", &clock{at: later}, path)
	require.NoError(t, err)
	requireSameOf(t, c, questions(t)[:1], path)
	_, err = OpenReader(t.Context(), over(nil), nil)
	require.ErrorContains(t, err, "certificate signed by unknown authority")
	assert.NotContains(t, err.Error(), "sesame")
}
