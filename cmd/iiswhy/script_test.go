package main

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/script")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"iiswhy": main})
}

// TestScripts runs testdata/script: each a session of the program as its user
// would type it, with what it prints and how it ends.
func TestScripts(t *testing.T) {
	testdata, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "../../testdata/script",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("LC_ALL", "C")
			e.Setenv("TZ", "UTC")
			e.Setenv("COLUMNS", "200") // nothing wraps where a pattern looks
			for _, dir := range []string{"logs", "bad", "recipes"} {
				if err := os.CopyFS(filepath.Join(e.WorkDir, dir), os.DirFS(filepath.Join(testdata, dir))); err != nil {
					return err
				}
			}
			return nil
		},
	})
}
