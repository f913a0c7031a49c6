package render

import (
	"reflect"
	"slices"
	"strings"
	"time"
)

// A cleaner copies values deeply. In the copy every string, keys of maps
// included, went through the function, times are in UTC, and no slice or map
// is nil. It goes by reflection so that fields added to the model later are
// never forgotten. Pointers to nothing stay nil.
type cleaner func(string) string

// clean returns such a copy of v.
func clean[T any](v T, each cleaner) T {
	return each.copy(reflect.ValueOf(&v).Elem()).Interface().(T)
}

func (c cleaner) copy(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.String:
		return reflect.ValueOf(c(v.String())).Convert(v.Type())
	case reflect.Pointer:
		return c.pointer(v)
	case reflect.Slice:
		return c.slice(v)
	case reflect.Map:
		return c.mapping(v)
	case reflect.Struct:
		return c.fields(v)
	}
	return v
}

func (c cleaner) pointer(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return v
	}
	out := reflect.New(v.Type().Elem())
	out.Elem().Set(c.copy(v.Elem()))
	return out
}

func (c cleaner) slice(v reflect.Value) reflect.Value {
	out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		out.Index(i).Set(c.copy(v.Index(i)))
	}
	return out
}

// mapping goes by sorted keys: two keys may become one, and which of them is
// kept must not depend on the order of the map.
func (c cleaner) mapping(v reflect.Value) reflect.Value {
	out := reflect.MakeMapWithSize(v.Type(), v.Len())
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	for _, key := range keys {
		out.SetMapIndex(c.copy(key), c.copy(v.MapIndex(key)))
	}
	return out
}

func (c cleaner) fields(v reflect.Value) reflect.Value {
	if t, ok := v.Interface().(time.Time); ok {
		return reflect.ValueOf(t.UTC())
	}
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	for i := range v.NumField() {
		if out.Field(i).CanSet() {
			out.Field(i).Set(c.copy(v.Field(i)))
		}
	}
	return out
}
