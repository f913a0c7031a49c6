//go:build unix

package engine

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// zooKeeper starts one, and returns its port. The test is skipped where there is none.
func zooKeeper(t *testing.T) (port int) {
	t.Helper()
	const jars = "/usr/share/java"
	if testing.Short() {
		t.Skip("starts servers: not with -short")
	}
	if _, err := os.Stat(jars + "/zookeeper.jar"); err != nil {
		t.Skip("needs ZooKeeper, which apt-get install zookeeper gives on Debian 12")
	}
	java, err := exec.LookPath("java")
	if err != nil {
		t.Skip("needs Java, which apt-get install zookeeper gives on Debian 12")
	}
	port, dir := freePorts(t, 1)[0], t.TempDir()
	config := filepath.Join(dir, "zoo.cfg")
	require.NoError(t, os.WriteFile(config, fmt.Appendf(nil, "tickTime=500\ndataDir=%s\nclientPort=%d\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n", dir, port), 0o600))
	process := exec.Command(java, "-Xmx128m", "-cp", jars+"/*", "org.apache.zookeeper.server.quorum.QuorumPeerMain", config)
	process.Dir = dir
	require.NoError(t, process.Start())
	t.Cleanup(func() {
		_ = process.Process.Kill()
		_ = process.Wait()
	})
	require.Eventually(t, func() bool {
		c, err := net.Dial("tcp", "127.0.0.1:"+strconv.Itoa(port))
		if err == nil {
			c.Close()
		}
		return err == nil
	}, time.Minute, 100*time.Millisecond, "ZooKeeper does not answer")
	return port
}

// replicated starts two shards of two replicas each.
func replicated(t *testing.T) (all []*server) {
	t.Helper()
	if _, err := exec.LookPath("clickhouse-server"); err != nil {
		t.Skip("needs clickhouse-server, which apt-get install clickhouse-server gives on Debian 12")
	}
	keeper := zooKeeper(t)
	ports := freePorts(t, 12)
	for i := range 4 {
		all = append(all, &server{t: t, dir: t.TempDir(), http: ports[3*i], tcp: ports[3*i+1]})
	}
	for i, s := range all {
		s.configure(ports[3*i+2], shardsOf(all, 2), fmt.Sprintf(`<zookeeper><node><host>127.0.0.1</host><port>%d</port></node><session_timeout_ms>4000</session_timeout_ms></zookeeper>
<distributed_ddl><path>/clickhouse/task_queue/ddl</path></distributed_ddl><macros><shard>%d</shard><replica>%d</replica></macros>`, keeper, i/2+1, i%2+1))
		s.start()
		t.Cleanup(s.kill)
	}
	return all
}

// TestReplicas ships to two shards of two replicas each, one of which dies, and comes back.
// What a replica does not have yet is never left out of a report: another one is asked, or
// there is none.
func TestReplicas(t *testing.T) {
	all := replicated(t)
	client := func(i int) *Client { return clientOf(t, all[i].url()+"/copies", 2, time.Minute) }
	create(t, client(0), Schema{Cluster: "farm"})
	first := madeLog(t, t.TempDir(), "u_ex1.log", logtest.Bench(1<<20))
	second := madeLog(t, t.TempDir(), "u_ex2.log", seeded(logtest.Auth(1<<20), 7))
	third := madeLog(t, t.TempDir(), "u_ex3.log", seeded(logtest.Bench(1<<20), 9))
	ship := func(i int, path string) {
		_, err := shipTo(t, client(i), "WEB01", &clock{at: later}, path)
		require.NoError(t, err)
	}
	ship(0, first)
	ship(2, second)
	ship(1, first) // the other replica knows what the first one has, or sends it again: it counts once
	requireSameOf(t, client(0), questions(t)[:3], first, second)
	requireSameOf(t, client(3), questions(t)[:1], first, second)

	all[1].kill()
	ship(0, third)
	requireSameOf(t, client(0), questions(t)[:3], first, second, third)
	requireSameOf(t, client(2), questions(t)[:1], first, second, third)

	all[1].start()
	require.Eventually(t, func() bool {
		row, err := client(1).line(t.Context(), 1, "SELECT count() FROM "+client(1).table(loadsTable)+" WHERE load = (SELECT max(load) FROM "+client(0).table(loadsTable)+")")
		return err == nil && row[0] != "0"
	}, time.Minute, 50*time.Millisecond)
	requireSameOf(t, client(1), questions(t)[:1], first, second, third)

	// It lags: what the first one has does not come to it any more.
	ask := func(i int, statement string) {
		_, err := client(i).ask(t.Context(), statement)
		require.NoError(t, err)
	}
	for _, one := range allTables {
		ask(1, "SYSTEM STOP FETCHES "+client(1).table(one))
	}
	fourth := madeLog(t, t.TempDir(), "u_ex4.log", seeded(logtest.Bench(1<<20), 11))
	ship(0, fourth)
	require.Eventually(t, func() bool {
		row, err := client(1).line(t.Context(), 1, "SELECT min(absolute_delay) FROM system.replicas WHERE table IN ('iis_rows', 'iis_loads', 'iis_files')")
		return err == nil && len(row[0]) > 0 && row[0] > strconv.Itoa(replicaDelay)
	}, time.Minute, 100*time.Millisecond)
	requireSameOf(t, client(1), questions(t)[:1], first, second, third, fourth)
	all[0].kill()
	_, err := OpenReader(t.Context(), client(3), judging(t).Noise)
	require.Error(t, err, "the one replica that is left lags")
	assert.Contains(t, err.Error(), "error ")
	t.Log(err)
}
