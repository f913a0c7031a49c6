package redact

import (
	"net/netip"
	"strings"
	"unicode"
)

// A text can give away what its row hides elsewhere: the home of a user, a mail address,
// an address of a client, a session behind a semicolon. Only that part of it is replaced,
// so that the report still says where.

// place says what a text is, where that decides what in it is a secret.
type place int

const (
	anywhere place = iota
	// inPath may hold a query behind a semicolon, and addresses that no row has as client.
	inPath
)

// hide returns a text without what it gives away. It is hidden as a whole where there are
// more users than can be known.
func (n *Names) hide(text string, p place) string {
	if !n.kinds.Any() || strings.Trim(text, "/*-") == "" || n.isGiven(text) {
		return text
	}
	if n.known != nil && n.known.manyUsers && n.kinds.User && p == inPath {
		return n.name("path", text)
	}
	if n.known != nil && n.known.manyUsers && n.kinds.User && strings.ContainsFunc(text, isWord) {
		return n.name("text", text)
	}
	if shown, ok := n.hidden[placed{text, p}]; ok {
		return shown
	}
	n.units = appendUnits(n.units[:0], text)
	h := hider{Names: n, text: text, units: n.units, place: p}
	shown := h.run()
	if len(text) <= longestHidden {
		if len(n.hidden) == mostHidden {
			clear(n.hidden)
		}
		n.hidden[placed{text, p}] = shown
	}
	return shown
}

// hider goes through one text.
type hider struct {
	*Names
	text  string
	units []unit
	place place
	out   strings.Builder
}

func (h *hider) run() string {
	for i := 0; i < len(h.units); {
		shown, size := h.at(i)
		if size == 0 {
			shown, size = h.text[h.units[i].from:h.units[i].to], 1
			if i > 0 && h.units[i-1].to == h.units[i].to {
				shown = "" // one escape made several
			}
		}
		h.out.WriteString(shown)
		i += size
	}
	return h.out.String()
}

// finders find what must be hidden at a place. They are asked at each, so methods bound to
// their hider there would take a tenth of the time.
var finders = [...]func(*hider, int) (string, int){
	(*hider).pseudonym, (*hider).query, (*hider).mail, (*hider).user, (*hider).home, (*hider).account, (*hider).address,
}

// at returns what is shown for the units from a place on, and how many they are; 0 for
// none that must be hidden.
func (h *hider) at(i int) (shown string, size int) {
	for _, find := range finders {
		if shown, size = find(h, i); size > 0 {
			return shown, size
		}
	}
	return "", 0
}

// pseudonym passes one that was given before.
func (h *hider) pseudonym(i int) (string, int) {
	if !h.edge(i) || h.units[i].letter < 'a' || h.units[i].letter > 'z' {
		return "", 0
	}
	end := i
	for end < len(h.units) && (isWord(h.units[end].letter) || h.units[end].letter == '-') {
		end++
	}
	if text := h.plain(i, end); h.isGiven(text) {
		return text, end - i
	}
	return "", 0
}

// query hides what follows a semicolon or a question mark in a path.
func (h *hider) query(i int) (string, int) {
	c := h.units[i].letter
	if h.place != inPath || !h.kinds.Query || c != ';' && c != '?' || i+1 == len(h.units) {
		return "", 0
	}
	rest := h.text[h.units[i].to:]
	if h.isGiven(rest) {
		return string(c) + rest, len(h.units) - i
	}
	return string(c) + h.name("query", rest), len(h.units) - i
}

// plain is the text of some units, decoded.
func (h *hider) plain(from, to int) string {
	var b strings.Builder
	for _, u := range h.units[from:to] {
		b.WriteRune(u.letter)
	}
	return b.String()
}

// edge reports whether a word can begin or end before a place. Where words have no blanks
// between them, it can everywhere.
func (h *hider) edge(at int) bool {
	if at == 0 || at == len(h.units) {
		return true
	}
	before, after := h.units[at-1].letter, h.units[at].letter
	return !isWord(before) || !isWord(after) || isIdeograph(before) || isIdeograph(after)
}

func isIdeograph(r rune) bool {
	return r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
}

// mail hides a mail address.
func (h *hider) mail(i int) (string, int) {
	if !h.kinds.User || i > 0 && h.isMail(h.units[i-1].letter) || !h.isMail(h.units[i].letter) {
		return "", 0
	}
	end, sign := i, -1
	for ; end < len(h.units); end++ {
		if c := h.units[end].letter; c == '@' && sign < 0 {
			sign = end
		} else if !h.isMail(c) {
			break
		}
	}
	if sign <= i || sign+1 == end || !isDomain(h.plain(sign+1, end)) {
		return "", 0
	}
	return h.nameOfUser(h.plain(i, end)), end - i
}

// isMail reports whether a letter can be part of a mail address. A plus is a blank, but in
// a path.
func (h *hider) isMail(r rune) bool {
	return r > ' ' && (r != '+' || h.place == inPath) && !strings.ContainsRune(`/\@;?*()[]<>{},="':|&!`, r)
}

// isDomain leaves out what stands behind the @ of a version and of a picture for fine
// screens: jquery@3.7.1, logo@2x.png.
func isDomain(s string) bool {
	first, _, _ := strings.Cut(s, ".")
	digits := strings.TrimSuffix(strings.ToLower(first), "x")
	return strings.Trim(digits, "0123456789") != ""
}

// user hides the longest known user that begins at a place as a word.
func (h *hider) user(i int) (string, int) {
	if !h.kinds.User || h.known == nil || len(h.known.users) == 0 || !h.edge(i) {
		return "", 0
	}
	sum, found, size := keyOffset, key(0), 0
	for end := i; end < min(len(h.units), i+h.known.longest); end++ {
		sum = sum.add(h.units[end].letter)
		if n := end + 1 - i; h.edge(end+1) && (n >= shortName || h.isWholeName(i, n) || h.alone(i, end+1)) {
			if full, ok := h.known.users[sum]; ok {
				found, size = full, n
			}
		}
	}
	if size == 0 {
		return "", 0
	}
	return h.nameOfKey(found), size
}

// shortName is how long a name must be to be looked for inside of a segment: the user "al"
// hides /al/ and /al.txt, and leaves /plan-al/.
const shortName = 3

// isWholeName reports whether so many letters are enough for a name: two are in Chinese and
// Korean.
func (h *hider) isWholeName(from, letters int) bool {
	return letters == 2 && isIdeograph(h.units[from].letter) && isIdeograph(h.units[from+1].letter)
}

// alone reports whether a part is a whole segment of a path, or that but for an extension.
func (h *hider) alone(from, until int) bool {
	begins := from == 0 || strings.ContainsRune(`/\`, h.units[from-1].letter)
	return begins && (until == len(h.units) || strings.ContainsRune(`/\.`, h.units[until].letter))
}

// home hides the home of a user, as in /~jane/.
func (h *hider) home(i int) (string, int) {
	if !h.kinds.User || h.units[i].letter != '~' || i > 0 && h.units[i-1].letter != '/' {
		return "", 0
	}
	end := i + 1
	for end < len(h.units) && !strings.ContainsRune("/*?;", h.units[end].letter) {
		end++
	}
	name := h.plain(i+1, end)
	if name == "" || h.isGiven(name) {
		return "", 0
	}
	return "~" + h.nameOfUser(name), end - i
}

// account hides the identifier of an account in a domain: S-1-5-21-1-2-3-1104.
func (h *hider) account(i int) (string, int) {
	const domain = "S-1-5-21-"
	if c := h.units[i].letter; !h.kinds.User || c != 'S' && c != 's' || !h.edge(i) || i+len(domain) >= len(h.units) || !strings.EqualFold(h.plain(i, i+len(domain)), domain) {
		return "", 0
	}
	end := i + len(domain)
	for end < len(h.units) && (h.units[end].letter >= '0' && h.units[end].letter <= '9' || h.units[end].letter == '-') {
		end++
	}
	return h.name("user", strings.ToUpper(h.plain(i, end))), end - i
}

// address hides the address of a client. What merely looks like one is left alone, as the
// version of a browser and the server's own.
func (h *hider) address(i int) (string, int) {
	if !h.kinds.Client {
		return "", 0
	}
	end := h.addressEnd(i)
	for ; end-i >= len("::1"); end-- {
		text := h.plain(i, end)
		address, err := netip.ParseAddr(text)
		if err != nil || !h.ends(end, address) {
			continue
		}
		if !h.isSecret(address.Unmap(), i) {
			return h.text[h.units[i].from:h.units[end-1].to], end - i
		}
		return h.name("client", text), end - i
	}
	return "", 0
}

// addressEnd is where the signs end that an address may have, from a place where one can
// begin.
func (h *hider) addressEnd(i int) int {
	c := h.units[i].letter
	isDigit := c >= '0' && c <= '9'
	if i > 0 {
		before := h.units[i-1].letter
		within := before >= '0' && before <= '9' || before == '.' || isHex(before) && !isDigit
		if within || before == ':' && !isDigit && !isHex(c) && c != ':' {
			return i
		}
	}
	end := i
	for end < len(h.units) && end-i < len("0000:0000:0000:0000:0000:0000:255.255.255.255") {
		if c := h.units[end].letter; !isHex(c) && c != '.' && c != ':' {
			break
		}
		end++
	}
	return end
}

func isHex(c rune) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }

// ends reports whether an address ends there, and not a longer number or version.
func (h *hider) ends(end int, a netip.Addr) bool {
	if end == len(h.units) {
		return true
	}
	c := h.units[end].letter
	isDigit := c >= '0' && c <= '9'
	if a.Is6() {
		return !isWord(c)
	}
	more := c == '.' && end+1 < len(h.units) && h.units[end+1].letter >= '0' && h.units[end+1].letter <= '9'
	return !isDigit && !more
}

// isSecret reports whether an address is that of a client: one that a row has, or, in a
// path, any that is long enough not to be something else.
func (h *hider) isSecret(a netip.Addr, at int) bool {
	if h.known != nil && (h.known.clients[a] || h.known.manyClients) {
		return true
	}
	return h.place == inPath && (a.Is4() || strings.Count(a.String(), ":") > 2)
}

// nameOfUser is the pseudonym of a user by its name, whether the log names it or not.
func (n *Names) nameOfUser(text string) string {
	k := keyOf(text)
	if n.known != nil {
		if full, ok := n.known.users[k]; ok {
			k = full
		}
	}
	return n.nameOfKey(k)
}

func (n *Names) nameOfKey(k key) string {
	number, ok := n.users[k]
	if !ok {
		number = n.next("user")
		n.users[k] = number
	}
	return pseudonym("user", number)
}
