package contrast

// Others number what the rows have that rises are held against. A log may have
// thousands of rises: the same rows are numbered once for all of them. They are of
// one goroutine.
type Others struct {
	items *items
	known []int32 // of each number the item of the rise that is explained, and one more; 0: of no interest
}

// Other is a row that rises are held against, as numbers of its items.
type Other struct {
	items  []int32
	weight int64
}

// NewOthers makes others, and says which dimensions they and the rises have, the most
// telling first: of two that explain equally well the first is named. Client, user, path,
// agent … site, port is a good order.
func NewOthers(dimensions []Dimension) *Others { return &Others{items: newItems(dimensions, anyItems)} }

// Number is a row as numbers.
func (o *Others) Number(r Row) Other {
	return Other{o.items.row(make([]int32, 0, 2*len(r.Values)), r), r.Weight}
}

// meet finds which numbers are those of the items of a rise.
func (o *Others) meet(all []item) {
	o.known = append(o.known, make([]int32, len(o.items.all)-len(o.known))...)
	for id, it := range all {
		if n, ok := o.items.index[it.dimension][it.value]; ok {
			o.known[n] = int32(id) + 1
		}
	}
}

// part forgets them.
func (o *Others) part(all []item) {
	for _, it := range all {
		if n, ok := o.items.index[it.dimension][it.value]; ok {
			o.known[n] = 0
		}
	}
}

// code returns rows as the items of the rise that was met.
func (o *Others) code(rows []Other) []coded {
	list, pool := make([]coded, 0, len(rows)), make([]int32, 0, 4*len(rows))
	for _, r := range rows {
		if r.weight <= 0 {
			continue
		}
		from := len(pool)
		for _, n := range r.items {
			if id := o.known[n]; id > 0 {
				pool = append(pool, id-1)
			}
		}
		list = append(list, coded{pool[from:len(pool):len(pool)], min(r.weight, heaviest)})
	}
	return list
}
