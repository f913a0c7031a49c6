package scan

import (
	"fmt"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

// customFlag is the name of the flag that chooses by fields that the program does not know,
// which a site logs for itself: --field X-Tenant=contoso.
const customFlag = "field"

// IsCustom reports whether a field has no flag of its own, and no meaning that the program
// knows.
func IsCustom(field string) bool {
	_, known := parser.ColumnOf(field)
	return !known && field != ""
}

// FieldOf returns the field that a value of the flag is compared with, and what of it is
// compared. A value of a flag of several fields is of the first.
func (flag *FilterFlag) FieldOf(value string) (field, compared string) {
	value = strings.TrimPrefix(value, "!")
	if flag.Name != customFlag {
		return flag.Fields[0], value
	}
	field, compared, _ = strings.Cut(value, "=")
	return field, compared
}

// Value is what is typed behind the flag for a value of a field.
func (flag *FilterFlag) Value(field, value string) string {
	if flag.Name == customFlag {
		return field + "=" + value
	}
	return value
}

// fieldsOf are the fields that values of the flag in force are compared with.
func (flag *FilterFlag) fieldsOf(f *Filter) (all []string) {
	if flag.Name != customFlag {
		return flag.Fields
	}
	for _, one := range f.Fields {
		if one.Flag == customFlag {
			for _, v := range one.Values {
				field, _ := flag.FieldOf(v)
				all = append(all, field)
			}
		}
	}
	return all
}

// customs takes NAME=GLOB: a row fits one of them.
func customs(values []string) (rowTest, error) {
	type wanted struct {
		field groupField
		glob  string
	}
	var all []*wanted
	for _, v := range values {
		name, glob, ok := strings.Cut(v, "=")
		if !ok || name == "" || strings.ContainsAny(name, " \t") {
			return nil, fmt.Errorf("expected a field and its value like X-Tenant=contoso, found %q", v)
		}
		all = append(all, &wanted{newGroupField(name), glob})
	}
	return func(_ *columns, r *parser.Row) bool {
		for _, w := range all {
			if sameOrGlob(w.glob, w.field.value(r)) {
				return true
			}
		}
		return false
	}, nil
}
