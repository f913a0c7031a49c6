package contrast

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A rise is explained as if there were no other, though all are held against the same rows.
func TestOthersOfManyRises(t *testing.T) {
	many := []compared{}
	for _, inside := range [][]string{
		{"60 203.0.113.7 name%7 /login.aspx okhttp 1326 POST W3SVC1"},
		{"60 10.4.0.%5 svc%3 /api/a%2 Agent%4 1330 PUT W3SVC1"},
		{"90 10.1.%80.7 user%70 /shop/item%30.aspx Chrome 0 GET W3SVC1"},
		{},
		{"60 203.0.113.7 name%7 /login.aspx okhttp 1326 POST W3SVC1"},
	} {
		many = append(many, compared{Dimensions: fields, Scale: 0.1, Baseline: rows(t, refusals...), Traffic: rows(t, everyday...), Inside: rows(t, inside...)})
	}
	o := NewOthers(fields)
	for _, c := range many {
		assert.Equal(t, explain(c), Explain(c.against(o)))
	}
	for _, c := range many {
		assert.Equal(t, explain(c), Explain(c.against(o)), "all values are known")
	}
	require.NotEmpty(t, explain(many[0]))
}
