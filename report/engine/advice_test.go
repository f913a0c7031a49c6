package engine

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every error of the package says what to do next: behind a semicolon, in one of the
// functions of advice.go, or by the form that it expects.
func TestEveryErrorSaysWhatToDo(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	advised := map[string]bool{"ofAnother": true, "noEngine": true, "meanwhile": true, "outOfReach": true}
	seen := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || file == "advice.go" {
			continue
		}
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		parsed, err := parser.ParseFile(token.NewFileSet(), file, source, 0)
		require.NoError(t, err)
		inside := map[ast.Node]bool{}
		ast.Inspect(parsed, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if name, ok := call.Fun.(*ast.Ident); ok && advised[name.Name] {
				inside[call.Args[0]] = true
			}
			text := saidIn(call)
			if !strings.HasPrefix(text, "expected ") && !strings.HasPrefix(text, "the engine ") {
				return true
			}
			seen++
			byForm := strings.Contains(text, "URL") || strings.Contains(text, "database of letters") || strings.Contains(text, "it is shipped when there is one")
			assert.True(t, inside[call] || strings.Contains(text, "; ") || byForm, "%s: %q says not what to do", file, text)
			return true
		})
	}
	assert.Greater(t, seen, 25)
}

// saidIn is the text of errors.New or fmt.Errorf, "" of other calls.
func saidIn(call *ast.CallExpr) string {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || f.Sel.Name != "New" && f.Sel.Name != "Errorf" || len(call.Args) == 0 {
		return ""
	}
	if text, ok := call.Args[0].(*ast.BasicLit); ok {
		said, _ := strconv.Unquote(text.Value)
		return said
	}
	return ""
}

func TestProblemsSayWhatToDo(t *testing.T) {
	f := func(status int, text, want string) {
		t.Helper()
		assert.Contains(t, problemOf(status, []byte(text)).Error(), "; "+want, text)
	}
	f(404, "Code: 60, e.displayText() = DB::Exception: Table x doesn't exist.", "iiswhy ship --create makes the tables")
	f(500, "Code: 241. DB::Exception: Memory limit exceeded", "ask for a shorter period")
	f(500, "Code: 9999. DB::Exception: Something else.", "clickhouse-server.err.log")
	f(403, "Forbidden", "give user and password")
	f(502, "<html>Bad Gateway", "see that ClickHouse runs behind the proxy")
	f(404, "<html>Not Found", "see that host and port")
}

// What stands at the other end may be nothing, another program, or the engine under
// another name or scheme.
func TestNetworkErrorsSayWhatToDo(t *testing.T) {
	f := func(url, want string) {
		t.Helper()
		at, err := ParseAddress(url + "/farm")
		require.NoError(t, err)
		c, err := NewClient(Config{Address: at, Timeout: 5 * time.Second, Tries: 1, Wait: func(context.Context, time.Duration) error { return nil }, Random: func() float64 { return 0 }})
		require.NoError(t, err)
		_, err = c.ask(t.Context(), "SELECT 1")
		assert.ErrorContains(t, err, want)
	}
	hello := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "1\n") })
	plain, secure, gone := httptest.NewServer(hello), httptest.NewTLSServer(hello), httptest.NewServer(hello)
	defer plain.Close()
	defer secure.Close()
	gone.Close()
	f(gone.URL, "see that ClickHouse runs there")
	f(secure.URL, "give the certificate of its authority by --engine-ca")
	f(strings.Replace(plain.URL, "http://", "https://", 1), "begin the URL with http://")
	assert.ErrorIs(t, meanwhile(errShort), errShort)
	assert.False(t, mayPass(outOfReach(errors.Join(context.Canceled))), "what is wrapped can be told")
}
