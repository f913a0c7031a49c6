package codes

// Case is an entry of the case table: what a code means where the other fields of its
// rows, or their neighbours, gave them another verdict than the rules do. A 404.0 that
// was blocked was refused by UrlScan, and is no missing page.
type Case struct {
	Code     // as in the status table; a class with 1 to 5 as status
	Verdict  Verdict
	Meanings int // how many matters are published for the case, 1 or more
	Source   string
	Text
}

// caseKey is what a case is found by.
type caseKey struct {
	code    Code
	verdict Verdict
}

// Case returns what a code means in rows of a verdict that the rules do not give them:
// the very substatus comes first, then the status with any substatus, then the class.
func (b *Book) Case(status, substatus int, v Verdict) (Case, bool) {
	itself, class := firstCells(status)
	defer b.reading(caseTable, itself, class)()
	for _, code := range [...]Code{webCode(status, substatus), webCode(status, None), webCode(status/100, None)} {
		if c, ok := b.cases[caseKey{code, v}]; ok {
			return c, true
		}
	}
	return Case{}, false
}

func (b *Book) putCase(e entry) (err error) {
	c := Case{Source: e.cells[4], Text: e.text}
	if c.Status, err = e.statusOrClass(); err != nil {
		return err
	}
	if c.Substatus, err = e.number(1); err != nil {
		return err
	}
	if c.Verdict, err = ParseVerdict(e.cells[2]); err != nil {
		return e.errorf("%v", err)
	}
	if c.Meanings, err = e.meanings(3); err != nil {
		return err
	}
	b.cases[caseKey{c.Code, c.Verdict}] = c
	return nil
}
