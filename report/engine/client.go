package engine

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzip"
)

// Config says how an engine is asked. The zero values of Timeout and Tries are 60 s and 6.
type Config struct {
	Address
	Authorities []byte        // certificates in PEM that are trusted as well; nil for those of the system alone
	Timeout     time.Duration // of one request; the engine is told to give up then, too
	Tries       int           // of each request, the first one counted

	// Wait waits, or returns the error of a context that ends. Random is from 0 to 1. Both
	// are given by who has a clock.
	Wait   func(context.Context, time.Duration) error
	Random func() float64
	// Retrying, when set, is told what failed and is tried again after a while.
	Retrying func(err error, after time.Duration)
}

// Client asks one engine over HTTP. Any number of goroutines may use it.
type Client struct {
	config  Config
	http    *http.Client
	retries atomic.Int64
	// replicas says that what is asked for is read of all servers of a cluster.
	replicas atomic.Bool
}

// idle is how long a connection may be idle: the engine closes it after 3 s, and what is
// sent just then is lost.
const idle = 2 * time.Second

// NewClient returns a client. It asks nothing yet.
func NewClient(c Config) (*Client, error) {
	if c.Timeout <= 0 {
		c.Timeout = time.Minute
	}
	if c.Tries <= 0 {
		c.Tries = 6
	}
	transport := &http.Transport{
		Proxy:       http.ProxyFromEnvironment,
		DialContext: (&net.Dialer{Timeout: min(c.Timeout, 10*time.Second)}).DialContext, TLSHandshakeTimeout: 10 * time.Second,
		IdleConnTimeout: idle, MaxIdleConnsPerHost: 8,
	}
	if c.Authorities != nil {
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		if !pool.AppendCertsFromPEM(c.Authorities) {
			return nil, errors.New("expected certificates in PEM, found none; such a file has a line -----BEGIN CERTIFICATE-----")
		}
		transport.TLSClientConfig = &tls.Config{RootCAs: pool}
	}
	refuse := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse } // a password goes nowhere else
	return &Client{config: c, http: &http.Client{Transport: transport, CheckRedirect: refuse}}, nil
}

// Address is where the engine is.
func (c *Client) Address() Address { return c.config.Address }

// Close gives back connections that are idle.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// setting is a setting of the engine for one request.
type setting struct{ name, value string }

// ask sends a statement until it is answered, and returns the answer.
func (c *Client) ask(ctx context.Context, statement string, settings ...setting) (answer string, err error) {
	err = c.patiently(ctx, func(ctx context.Context) error {
		answer, err = c.once(ctx, statement, nil, settings)
		return err
	})
	return answer, err
}

// lines asks, and returns the rows of an answer in TabSeparated, cut into so many cells.
func (c *Client) lines(ctx context.Context, cells int, statement string) ([][]string, error) {
	answer, err := c.ask(ctx, statement+" FORMAT TabSeparated")
	if err != nil || answer == "" {
		return nil, err
	}
	var rows [][]string
	for line := range strings.SplitSeq(strings.TrimSuffix(answer, "\n"), "\n") {
		row := strings.Split(line, "\t")
		if len(row) != cells {
			return nil, noEngine(fmt.Errorf("expected %d values in each line of the answer of %s, found %.40q: something else than ClickHouse answers there", cells, c.config.Base, line))
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// line is lines of a statement that has one row as its answer.
func (c *Client) line(ctx context.Context, cells int, statement string) ([]string, error) {
	rows, err := c.lines(ctx, cells, statement)
	if err == nil && len(rows) != 1 {
		err = noEngine(fmt.Errorf("expected a row as the answer of %s, found %d", c.config.Base, len(rows)))
	}
	if err != nil {
		return nil, err
	}
	return rows[0], nil
}

// patiently tries until it works, until trying again is of no use, or so often.
func (c *Client) patiently(ctx context.Context, try func(context.Context) error) error {
	for n := 1; ; n++ {
		err := c.within(ctx, try)
		if err == nil || n == c.config.Tries || ctx.Err() != nil || !mayPass(err) {
			return err
		}
		after := c.pause(n)
		c.retries.Add(1)
		if c.config.Retrying != nil {
			c.config.Retrying(err, after)
		}
		if waited := c.config.Wait(ctx, after); waited != nil {
			return err
		}
	}
}

// within tries once. A frozen server answers nothing, however long one waits.
func (c *Client) within(ctx context.Context, try func(context.Context) error) error {
	limited, stop := context.WithTimeout(ctx, c.config.Timeout)
	defer stop()
	err := try(limited)
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		return fmt.Errorf("expected an answer of %s within %s, found none; give it longer with --timeout, and see whether the server is busy", c.config.Base, c.config.Timeout)
	}
	return err
}

// pause is how long to wait after so many tries: twice as long each time, and at random,
// so that two hundred servers do not come back at once.
func (c *Client) pause(tries int) time.Duration {
	longest := min(30*time.Second, 500*time.Millisecond<<min(tries-1, 10))
	return longest/2 + time.Duration(float64(longest/2)*c.config.Random())
}

// once sends a statement, or with a body an INSERT and its rows, packed by gzip, and
// returns the answer, which is packed on its way.
func (c *Client) once(ctx context.Context, statement string, body []byte, settings []setting) (string, error) {
	response, err := c.send(ctx, statement, body, append(settings, setting{"enable_http_compression", "1"}))
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	answer, err := readAnswer(response)
	if err != nil {
		return "", c.unreachable(err)
	}
	if response.StatusCode != http.StatusOK {
		return "", problemOf(response.StatusCode, answer)
	}
	return string(answer), nil
}

// fetch sends a statement whose answer is long: it is not packed, which takes the engine
// longer than the network.
func (c *Client) fetch(ctx context.Context, statement string, into *answerBuffer, settings ...setting) error {
	if c.replicas.Load() {
		settings = append(settings, setting{"max_replica_delay_for_distributed_queries", strconv.Itoa(replicaDelay)}, setting{"fallback_to_stale_replicas_for_distributed_queries", "0"})
	}
	if len(statement) > longStatement {
		settings = append(settings, setting{"max_query_size", strconv.Itoa(2 * len(statement))})
	}
	response, err := c.send(ctx, statement, nil, settings)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		answer, err := readAnswer(response)
		if err != nil {
			return c.unreachable(err)
		}
		return problemOf(response.StatusCode, answer)
	}
	if strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
		return errPage
	}
	if err := into.take(response.Body); err != nil {
		return c.unreachable(err)
	}
	return nil
}

// replicaDelay is by how many seconds at most a replica lags that is asked: where all that
// answer lag more, the engine has none to ask, which is an error.
const replicaDelay = 2

// longStatement is how long a statement may be without a setting, in bytes.
const longStatement = 200 << 10

// send sends a statement, and returns what comes back. wait_end_of_query makes the status
// tell the truth: without it rows may come with 200 and end in the text of an error.
func (c *Client) send(ctx context.Context, statement string, body []byte, settings []setting) (*http.Response, error) {
	query := url.Values{"wait_end_of_query": {"1"}}
	query.Set("max_execution_time", strconv.Itoa(int(max(1, c.config.Timeout.Seconds()))))
	for _, s := range settings {
		query.Set(s.name, s.value)
	}
	sent := []byte(statement)
	if body != nil {
		query.Set("query", statement)
		sent = body
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.config.Base+"/?"+query.Encode(), bytes.NewReader(sent))
	if err != nil {
		return nil, errors.New("expected an address that can be asked, found none; write the URL as http://HOST:8123/DATABASE")
	}
	if body != nil {
		request.Header.Set("Content-Encoding", "gzip")
	}
	if c.config.User != "" {
		request.SetBasicAuth(c.config.User, c.config.Password)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, c.unreachable(err)
	}
	return response, nil
}

const (
	// mostAnswer bounds an answer of rows or counts, in bytes.
	mostAnswer = 1 << 30
	// mostOfState bounds any other: what ship asks for is small.
	mostOfState = 128 << 20
)

// readAnswer reads an answer. The engine packs errors as well, of which not every version
// says so.
func readAnswer(response *http.Response) ([]byte, error) {
	answer, err := readUpTo(response.Body, mostOfState)
	if err != nil || !bytes.HasPrefix(answer, []byte{0x1f, 0x8b}) {
		return answer, err
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(answer))
	if err != nil {
		return answer, nil
	}
	return readUpTo(unpacked, mostOfState)
}

// readUpTo reads all of an answer, which is no longer than so many bytes: else something
// else than an engine answers, and perhaps without an end.
func readUpTo(r io.Reader, most int64) ([]byte, error) {
	answer, err := io.ReadAll(io.LimitReader(r, most+1))
	if int64(len(answer)) > most {
		return nil, fmt.Errorf("expected an answer of %d MiB at most, found a longer one; see that host and port of the URL are those of the HTTP interface of ClickHouse, mostly 8123", most>>20)
	}
	return answer, err
}

// unreachable words an error of the network without the URL of the request, which is
// long and may hold what is nobody's business.
func (c *Client) unreachable(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return outOfReach(fmt.Errorf("expected an answer of %s: %w", c.config.Base, err))
}
