package redact

import (
	"reflect"
	"slices"
	"strings"
)

// Report hides what is left in the strings that v points to, whatever it is made of: what
// leaves the program goes through here, so that a value which is added to a report later
// is never forgotten. own says which fields of which types hold words of the program,
// which stay as they are: a user may be called like one.
func (n *Names) Report(v any, own func(kind, field string) bool) {
	if n.kinds.Any() {
		walk{n, own}.in(reflect.ValueOf(v))
	}
}

type walk struct {
	*Names
	own func(kind, field string) bool
}

func (w walk) in(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() {
			v.SetString(w.hide(v.String(), anywhere))
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			w.in(v.Elem())
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			w.in(v.Index(i))
		}
	case reflect.Map:
		w.inMap(v)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !w.own(v.Type().Name(), f.Name) {
				w.in(v.Field(i))
			}
		}
	}
}

// inMap goes through the values; keys are the names of fields, of verdicts and the like.
func (w walk) inMap(v reflect.Value) {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	for _, key := range keys {
		value := v.MapIndex(key)
		if value.Kind() == reflect.Slice { // of which the map holds no copy
			w.in(value)
		}
	}
}
