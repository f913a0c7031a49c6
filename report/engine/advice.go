package engine

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
)

// Who reads an error of an engine has to do something about it: each says what.

// ofAnother is an error about what another program, or another version of this one, wrote.
func ofAnother(err error) error {
	return fmt.Errorf("%w; run the same version of iiswhy everywhere, or ship into another database", err)
}

// noEngine is an error about an answer that ClickHouse does not give.
func noEngine(err error) error {
	return fmt.Errorf("%w; see that host and port of the URL are those of the HTTP interface of ClickHouse, mostly 8123", err)
}

// meanwhile is an error about rows that changed while they were counted.
func meanwhile(err error) error {
	return fmt.Errorf("%w; try again, best when nothing is being shipped", err)
}

// outOfReach is an error of the network on the way to the engine.
func outOfReach(err error) error {
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	var plain tls.RecordHeaderError
	switch {
	case errors.As(err, &name):
		return fmt.Errorf("%w; see that the name of the host in the URL is right", err)
	case errors.As(err, &certificate):
		return fmt.Errorf("%w; give the certificate of its authority by --engine-ca, and the host by the name that the certificate has", err)
	case errors.As(err, &plain), errors.Is(err, http.ErrSchemeMismatch):
		return fmt.Errorf("%w; no TLS is spoken there: begin the URL with http://, or give the port of HTTPS, mostly 8443", err)
	}
	return fmt.Errorf("%w; see that ClickHouse runs there, and that the firewall lets host and port of the URL through", err)
}

// problemHints say what to do about errors of ClickHouse.
var problemHints = map[int]string{
	codeNoTable:    "iiswhy ship --create makes the tables",
	codeNoDatabase: "iiswhy ship --create makes the database",
	159:            "give it longer with --timeout, or ask for a shorter period",
	160:            "give it longer with --timeout, or ask for a shorter period",
	164:            "the user may only read: give one that may write, by --engine-user",
	192:            "no such user: give another by --engine-user or IISWHY_ENGINE_USER",
	193:            "the password is not right: put it into IISWHY_ENGINE_PASSWORD",
	202:            "it is asked too much at once: try again later",
	codeMemory:     "ask for a shorter period, or raise max_memory_usage of the user",
	242:            "the table can only be read, as Keeper does not answer: see that it runs, then ship again",
	243:            "its disk is full: make room, then try again",
	75:             "its disk may be full: make room, then try again",
	252:            "it is still merging what came before: try again later",
	279:            "a server of its cluster does not answer: see which in system.clusters",
	497:            "the user lacks a right: an administrator gives it by GRANT",
	516:            "user or password are not right: give them in IISWHY_ENGINE_USER and IISWHY_ENGINE_PASSWORD",
}

// hintOf is what to do about a problem.
func hintOf(p *Problem) string {
	switch hint := problemHints[p.Code]; {
	case hint != "":
		return hint
	case p.Code != 0:
		return "clickhouse-server.err.log on its server says more"
	case p.Status == http.StatusUnauthorized, p.Status == http.StatusForbidden:
		return "give user and password in IISWHY_ENGINE_USER and IISWHY_ENGINE_PASSWORD"
	case p.Status >= 500, p.Status == http.StatusTooManyRequests:
		return "see that ClickHouse runs behind the proxy that answers there"
	}
	return "see that host and port of the URL are those of the HTTP interface of ClickHouse, mostly 8123"
}
