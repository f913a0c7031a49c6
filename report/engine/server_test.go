//go:build unix

package engine

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// server is one process of a real ClickHouse, of Debian's package clickhouse-server.
type server struct {
	t         testing.TB
	dir       string
	http, tcp int
	wrap      []string                 // what starts it
	process   atomic.Pointer[exec.Cmd] // a gate kills it while a test waits
}

// cluster starts so many servers that are the shards of a cluster named farm. The test is
// skipped where there is no clickhouse-server.
func cluster(t testing.TB, shards int) (all []*server) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts servers: not with -short")
	}
	if _, err := exec.LookPath("clickhouse-server"); err != nil {
		t.Skip("needs clickhouse-server, which apt-get install clickhouse-server gives on Debian 12")
	}
	ports := freePorts(t, 3*shards)
	for i := range shards {
		all = append(all, &server{t: t, dir: t.TempDir(), http: ports[3*i], tcp: ports[3*i+1]})
	}
	for i, s := range all {
		s.configure(ports[3*i+2], shardsOf(all, 1), "")
		s.start()
		t.Cleanup(s.kill)
	}
	return all
}

// freePorts are ports that nobody listens at.
func freePorts(t testing.TB, n int) (ports []int) {
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		defer l.Close()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports
}

const serverConfig = `<yandex>
<logger><level>warning</level><log>%[1]s/server.log</log><errorlog>%[1]s/error.log</errorlog></logger>
<listen_host>127.0.0.1</listen_host><http_port>%[2]d</http_port><tcp_port>%[3]d</tcp_port>
<interserver_http_port>%[4]d</interserver_http_port><interserver_http_host>127.0.0.1</interserver_http_host>
<path>%[1]s/data/</path><tmp_path>%[1]s/data/tmp/</tmp_path>
<users_config>%[1]s/users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
<timezone>America/New_York</timezone><mark_cache_size>67108864</mark_cache_size><keep_alive_timeout>3</keep_alive_timeout>
<compression><case><method>zstd</method></case></compression>
<remote_servers><farm>%[5]s</farm></remote_servers>
%[6]s
</yandex>`

const serverUsers = `<yandex><profiles><default><max_memory_usage>2000000000</max_memory_usage></default><reader><readonly>1</readonly></reader></profiles>
<users>%s%s%s</users>
<quotas><default><interval><duration>3600</duration><queries>0</queries><errors>0</errors><result_rows>0</result_rows><read_rows>0</read_rows><execution_time>0</execution_time></interval></default></quotas></yandex>`

// shardsOf configures a cluster of servers, so many of which are the replicas of a shard.
func shardsOf(all []*server, replicas int) string {
	var shards strings.Builder
	for some := range slices.Chunk(all, replicas) {
		shards.WriteString("<shard><internal_replication>true</internal_replication>")
		for _, one := range some {
			fmt.Fprintf(&shards, "<replica><host>127.0.0.1</host><port>%d</port></replica>", one.tcp)
		}
		shards.WriteString("</shard>")
	}
	return shards.String()
}

func (s *server) configure(inter int, shards, more string) {
	user := func(name, password, profile string) string {
		return fmt.Sprintf("<%[1]s><password>%s</password><networks><ip>127.0.0.1</ip></networks><profile>%s</profile><quota>default</quota></%[1]s>", name, password, profile)
	}
	for name, text := range map[string]string{
		"config.xml": fmt.Sprintf(serverConfig, s.dir, s.http, s.tcp, inter, shards, more),
		"users.xml":  fmt.Sprintf(serverUsers, user("default", "", "default"), user("shipper", "sesame", "default"), user("reader", "r", "reader")),
	} {
		require.NoError(s.t, os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o600))
	}
	require.NoError(s.t, os.MkdirAll(filepath.Join(s.dir, "data", "tmp"), 0o755))
}

func (s *server) url() string { return fmt.Sprintf("http://127.0.0.1:%d", s.http) }

// start starts the process, and returns when it answers.
func (s *server) start() {
	s.t.Helper()
	words := append(s.wrap, "clickhouse-server", "--config-file="+filepath.Join(s.dir, "config.xml"))
	process := exec.Command(words[0], words[1:]...)
	process.Dir = s.dir
	require.NoError(s.t, process.Start())
	s.process.Store(process)
	require.Eventually(s.t, func() bool {
		response, err := http.Get(s.url() + "/ping")
		if err == nil {
			response.Body.Close()
		}
		return err == nil && response.StatusCode == http.StatusOK
	}, time.Minute, 50*time.Millisecond, "the server does not answer")
}

// kill ends the process at once.
func (s *server) kill() {
	if process := s.process.Swap(nil); process != nil {
		_ = process.Process.Kill()
		_ = process.Wait()
	}
}

func (s *server) freeze() { assert.NoError(s.t, s.process.Load().Process.Signal(syscall.SIGSTOP)) }
func (s *server) thaw()   { assert.NoError(s.t, s.process.Load().Process.Signal(syscall.SIGCONT)) }
