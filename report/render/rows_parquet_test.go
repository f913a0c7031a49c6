package render

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

// TestParquetRows: columns hold what the rows hold, numbers as numbers, and null where
// a row has nothing.
func TestParquetRows(t *testing.T) {
	a, b := rowWith("中"), rowWith("y")
	a.Fields[3].Value = "401"
	b.Header, b.Fields, b.Taken = "c-ip", []report.RowField{{Name: "c-ip", Value: "-"}}, nil
	list := report.RowList{
		Fields: []string{"date", "c-ip", "code", "sc-status"},
		Kinds:  []report.FieldKind{report.DateField, report.TextField, report.TextField, report.NumberField},
	}
	written := rowsOf(t, Parquet, RowOptions{}, list, a, b, a)
	type row struct {
		Client    *string `parquet:"c-ip,optional"`
		LogCode   *string `parquet:"log_code,optional"`
		Code      *string `parquet:"code,optional"`
		Status    *int64  `parquet:"sc-status,optional"`
		Line      *int64  `parquet:"line,optional"`
		Attention *bool   `parquet:"attention,optional"`
	}
	rows, err := parquet.Read[row](bytes.NewReader([]byte(written)), int64(len(written)))
	require.NoError(t, err)
	require.Len(t, rows, 3)
	assert.Equal(t, "中", *rows[0].Client)
	assert.Equal(t, "中", *rows[0].LogCode)
	assert.Equal(t, "401.1", *rows[0].Code)
	assert.Equal(t, int64(401), *rows[0].Status)
	assert.Equal(t, int64(7), *rows[0].Line)
	assert.True(t, *rows[0].Attention)
	assert.Nil(t, rows[1].Client)
	assert.Nil(t, rows[1].Status)
	assert.Equal(t, rows[0], rows[2])
	inDuckDB(t, written)

	lost := a
	lost.Line, lost.Byte = 0, 1234
	written = rowsOf(t, Parquet, RowOptions{}, list, lost)
	rows, err = parquet.Read[row](bytes.NewReader([]byte(written)), int64(len(written)))
	require.NoError(t, err)
	assert.Nil(t, rows[0].Line, "behind what was skipped nobody knows the line")

	many := make([]report.Row, 3*parquetBatch+5)
	for i := range many {
		many[i] = a
		many[i].Line = int64(i + 1)
	}
	written = rowsOf(t, Parquet, RowOptions{}, list, many...)
	rows, err = parquet.Read[row](bytes.NewReader([]byte(written)), int64(len(written)))
	require.NoError(t, err)
	require.Len(t, rows, len(many))
	for i := range rows {
		assert.Equal(t, int64(i+1), *rows[i].Line)
	}
}

// inDuckDB opens the columns with another program, where that is here.
func inDuckDB(t *testing.T, written string) {
	t.Helper()
	duckdb, err := exec.LookPath("duckdb")
	if err != nil {
		t.Log("no duckdb here to open the file with")
		return
	}
	file := filepath.Join(t.TempDir(), "rows.parquet")
	require.NoError(t, os.WriteFile(file, []byte(written), 0o600))
	out, err := exec.Command(duckdb, "-csv", "-noheader", "-c",
		`select count(*), max("sc-status"), min(time) from '`+file+`'`).CombinedOutput()
	require.NoError(t, err, string(out))
	assert.True(t, strings.HasPrefix(string(out), "3,401,2026-11-21 14:00:03"), string(out))
}
