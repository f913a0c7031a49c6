package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/redact"
)

const tenantFields = "date time c-ip cs-uri-stem sc-status sc-substatus sc-win32-status time-taken X-Tenant"

// tenantsLog is two days of requests of five tenants to four pages, of which 150 fail in one
// hour of the second day: all of one tenant, or of whoever asks.
func tenantsLog(t *testing.T, one bool) string {
	tenants := []string{"fabrikam", "northwind", "tailspin", "adatum", "contoso"}
	var rows strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&rows, "%d 198.51.100.%d /page%d.aspx 200 0 0 31 %s\n", i*43, i%97, i%4, tenants[i%61%5])
	}
	for i := range 150 {
		tenant := tenants[i%5]
		if one && i%50 != 0 {
			tenant = "contoso"
		}
		fmt.Fprintf(&rows, "%d 198.51.100.%d /page%d.aspx 500 0 0 44 %s\n", 36*3600+i*24, i%97, i%4, tenant)
	}
	return logOf(t, tenantFields, rows.String())
}

// What fails for one tenant is told so, in a rise and in a finding, where the log has a field
// that names tenants; what fails for all is not.
func TestFieldOfTheSiteIsACause(t *testing.T) {
	contoso := report.FieldValue{Field: "X-Tenant", Value: "contoso"}
	for _, one := range []bool{true, false} {
		a := analysisOf(filesOf(t, tenantsLog(t, one)), options(t))
		finding := a.Report(t.Context()).Findings[0]
		rises := a.SpikeReport(t.Context()).Spikes
		require.Len(t, rises, 1)
		cause := rises[0].Causes[0]
		if !one {
			assert.NotContains(t, finding.Where, contoso)
			assert.NotContains(t, cause.Where, contoso)
			assert.NotContains(t, rises[0].Command, "--field")
			continue
		}
		assert.Contains(t, finding.Where, contoso)
		assert.Equal(t, report.Values{contoso}, cause.Where)
		assert.Contains(t, rises[0].Command, "--field X-Tenant=contoso")
	}
}

// A field that may name users is hidden as they are.
func TestFieldOfTheSiteIsHidden(t *testing.T) {
	text := strings.Replace(tenantsLog(t, true), "X-Tenant", "X-User", 1)
	o := options(t)
	o.hide(redact.Kinds{User: true})
	rises := analysisOf(filesOf(t, text), o).SpikeReport(t.Context()).Spikes
	require.Len(t, rises, 1)
	assert.Equal(t, report.Values{{Field: "X-User", Value: "user-1"}}, rises[0].Causes[0].Where)
	assert.NotContains(t, rises[0].Command, "contoso")
}
