package logtest

// domain stands before the names of Windows accounts.
const domain = `CONTOSO\`

func firstNames() []string {
	return []string{
		"ada", "bruno", "carla", "dora", "emil", "fatima", "goran", "helga", "ivan", "jana",
		"karim", "lena", "marco", "nadia", "oskar", "petra", "quentin", "rosa", "stefan", "tanja",
		"ulla", "viktor", "wanda", "xenia", "yusuf", "zora", "anders", "beata", "cyril", "dilek",
	}
}

func lastNames() []string {
	return []string{
		"albers", "brandt", "costa", "dupont", "eriksen", "fischer", "garcia", "huber", "ito", "jensen",
		"keller", "lopez", "meier", "novak", "olsen", "pereira", "quist", "rossi", "schmid", "tanaka",
		"ueda", "vogel", "weber", "xu", "young", "zimmer", "arnold", "baumann", "conti", "dahl",
	}
}

// users returns 900 invented accounts of the domain.
func users() []string {
	first, last := firstNames(), lastNames()
	list := make([]string, 0, len(first)*len(last))
	for i := range first {
		for k := range last {
			list = append(list, domain+first[(i+k)%len(first)]+"."+last[k])
		}
	}
	return list
}
