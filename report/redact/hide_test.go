package redact

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// What a path gives away is hidden where it stands, and nothing else of it.
func TestPaths(t *testing.T) {
	all := Kinds{Client: true, User: true, Query: true}
	f := func(kinds Kinds, value, want string) {
		t.Helper()
		users := NewKnown(kinds)
		if users != nil && kinds.User {
			for _, user := range []string{`CORP\Jane.Roe`, "max@corp.example", "al", `CORP\üli`} {
				users.noteUser(user)
			}
		}
		assert.Equal(t, want, NewNames(kinds, users).Value("cs-uri-stem", value), value)
	}
	f(all, "/users/jane.roe/mail", "/users/user-1/mail")
	f(all, "/users/JANE.ROE", "/users/user-1")
	f(all, "/personal/corp_jane_roe/x", "/personal/user-1/x") // as SharePoint writes it
	f(all, "/personal/max_corp_example/x", "/personal/user-1/x")
	f(all, "/personal/corp_jane.roe/x", "/personal/user-1/x")
	f(all, "/export-jane.roe.csv", "/export-user-1.csv")
	f(all, "/janes/x", "/janes/x")
	f(all, "/jane.roes/x", "/jane.roes/x")
	f(all, "/owa/max@corp.example/", "/owa/user-1/")
	f(all, "/owa/max%40corp.example/", "/owa/user-1/")
	f(all, "/owa/eva%40corp.example/x", "/owa/user-1/x")
	f(all, "/max/and/jane.roe/and/max", "/user-1/and/user-2/and/user-1")
	f(all, "/al/x", "/user-1/x")
	f(all, "/plan-al/x", "/plan-al/x")
	f(all, "/ÜLI/x", "/user-1/x")
	f(all, "/üli/x", "/user-1/x")
	f(all, "/~eva/index.htm", "/~user-1/index.htm")
	f(all, "/~jane.roe/*", "/~user-1/*")
	f(all, "/x~1/a", "/x~1/a")
	f(all, "/geo/203.0.113.7/x", "/geo/client-1/x")
	f(all, "/geo/2001:db8::7", "/geo/client-1")
	f(all, "/v1.2.3/jquery-3.7.1.min.js", "/v1.2.3/jquery-3.7.1.min.js")
	f(all, "/p;jsessionid=8F", "/p;query-1")
	f(all, "/p%3Ftoken=1", "/p?query-1")
	f(all, "/", "/")
	f(all, "/*", "/*")
	f(Kinds{Client: true}, "/jane.roe/10.0.0.1;x", "/jane.roe/client-1;x")
	f(Kinds{User: true}, "/jane.roe/10.0.0.1;x", "/user-1/10.0.0.1;x")
	f(Kinds{}, "/jane.roe/10.0.0.1;x", "/jane.roe/10.0.0.1;x")
}

// Too many users to know them all hide every path, and every other text that may hold one.
func TestTooManyUsers(t *testing.T) {
	known := NewKnown(Kinds{User: true})
	known.manyUsers = true
	p := NewNames(Kinds{User: true}, known)
	assert.Equal(t, "path-1", p.Value("cs-uri-stem", "/users/jane"))
	assert.Equal(t, "path-1", p.Value("cs-uri-stem", "/users/jane"))
	assert.Equal(t, "path-2", p.Value("cs-uri-stem", "/a"))
	assert.Equal(t, "/", p.Value("cs-uri-stem", "/"))
	assert.Equal(t, "text-1", p.Value("cs(User-Agent)", "Outlook+(jane)"))
	assert.Equal(t, "text-1", p.Text("text-1"))
}

// Whatever a secret is written with, it is found, and what merely looks like one is left.
func TestHiddenWherever(t *testing.T) {
	all := Kinds{Client: true, User: true, Query: true}
	known := NewKnown(all)
	for _, user := range []string{`CORP\Jane.Roe`, "max@corp.example", "al", "CORP\\J\xfcrgen", `NT AUTHORITY\SYSTEM`, "Ann+Marie", "O'Brien", "李雷", "金"} {
		known.noteUser(user)
	}
	for _, client := range []string{"203.0.113.7", "2001:db8:1::", "198.51.100.23:51234,+10.1.2.3", "fe80::1%4"} {
		known.Note("client", []byte(client))
	}
	f := func(field, value, want string) {
		t.Helper()
		assert.Equal(t, want, NewNames(all, known).Value(field, value), "%s %q", field, value)
	}
	same := func(field string, values ...string) {
		t.Helper()
		for _, v := range values {
			f(field, v, v)
		}
	}
	const path, agent, host = "cs-uri-stem", "cs(User-Agent)", "cs-host"
	f(path, "/Users/Jane.Roe/caf\xe9", "/Users/user-1/caf\xe9")
	f(path, "/Users/Jane.Roe/İstanbul", "/Users/user-1/İstanbul")
	f(path, "/Users/JANE.ROE/ẞ", "/Users/user-1/ẞ")
	f(path, "/users/J\xfcrgen/x", "/users/user-1/x")
	f(path, "/users/J\xdcRGEN/x", "/users/user-1/x")
	f(path, "/users/Jürgen/x", "/users/user-1/x")
	f(path, "/users/J%C3%BCrgen/x", "/users/user-1/x")
	f(path, "/users/J%FCrgen/x", "/users/user-1/x")
	f(path, "/users/J%u00fcrgen/x", "/users/user-1/x")
	f(path, "/owa/eva%40corp.example/100%", "/owa/user-1/100%")
	f(path, "/owa/eva%2540corp.example/100%", "/owa/user-1/100%")
	f(path, "/users/%6Aane.roe/100%", "/users/user-1/100%")
	f(path, "/users/ann%20marie/", "/users/user-1/")
	f(path, "/al.txt", "/user-1.txt")
	f(path, "/home/S-1-5-21-1004336348-1177238915-682003330-1104/x", "/home/user-1/x")
	for _, more := range []string{".csv", ".aspx", ".bak", ":8080/x", "/x", ""} {
		f(path, "/exp/203.0.113.7"+more, "/exp/client-1"+more)
	}
	f(path, "/data203.0.113.7", "/dataclient-1")
	f(path, "/g/2001:db8:1::/x", "/g/client-1/x")
	f(path, "/g/[2001:DB8:1:0::]:80/x", "/g/[client-1]:80/x")
	f(path, "/a%32%30%33.0.113.7", "/aclient-1")
	f(agent, "Outlook+(李雷)", "Outlook+(user-1)")
	f(path, "/报告/李雷的文件.pdf", "/报告/user-1的文件.pdf")
	f(path, "/报告jane.roe.pdf", "/报告user-1.pdf")
	f(path, "/金/x", "/user-1/x")
	same(path, "/资金/金额.pdf", "/李/雷")
	f(agent, "Bot/1.0+(+http://203.0.113.7/bot)", "Bot/1.0+(+http://client-1/bot)")
	f(agent, "Outlook+(jane.roe;+max@corp.example)", "Outlook+(user-1;+user-2)")
	f(host, "jane.roe.my.example.com", "user-1.my.example.com")
	f(host, "10.1.2.3:8080", "client-1:8080")
	f("cs-method", "JANE.ROE", "user-1")
	f("s-sitename", "mysite-jane.roe", "mysite-user-1")
	f("x-note", "seen jane.roe at 198.51.100.23", "seen user-1 at client-1")
	f("", `C:\Users\jane.roe\u_ex.log`, `C:\Users\user-1\u_ex.log`)
	f("x-auth-user", "whoever", "user-1")

	same(agent, "Mozilla/5.0+(Windows+NT+10.0;+Win64)+Chrome/120.0.0.0+Safari/537.36", "std::vector")
	same(path, "/npm/jquery@3.7.1/x.js", "/img/logo@2x.png", "/@angular/core", "/v1.2.3.4.5/x", "/janes/jane.roes", "/plan-al/x",
		"/system/x", "/a/1.2.3/x", "/time/12:30", "/100%", "/%zz/%", "/x\x00y", "/\xff\xfe")
	same("s-ip", "192.0.2.1")
	same("", "client-1 and user-2 are no names that were given")
}

// What was hidden once is not hidden again.
func TestHidingTwice(t *testing.T) {
	all := Kinds{Client: true, User: true, Query: true}
	known := NewKnown(all)
	for _, user := range []string{"user", "client", "user-1", "query"} {
		known.noteUser(user)
	}
	n := NewNames(all, known)
	for _, text := range []string{"/user/x", "/a/203.0.113.7;s=1", "/client/user-1/query", "/~eva/", "eva@corp.example"} {
		once := n.Value("cs-uri-stem", text)
		assert.Equal(t, once, n.Value("cs-uri-stem", once), text)
		assert.Equal(t, once, n.Text(once), text)
	}
}

func FuzzHide(f *testing.F) {
	f.Add("/users/jane.roe/%6Aane.roe/203.0.113.7;x", "jane.roe")
	f.Add("J\xfcrgen%u00fcrgen%%%25", "J\xfcrgen")
	f.Fuzz(func(t *testing.T, text, user string) {
		all := Kinds{Client: true, User: true}
		known := NewKnown(all)
		known.noteUser(user)
		n := NewNames(all, known)
		_ = n.Value("cs-uri-stem", text) // no panic, whatever it holds
		if len(unitsOf(user)) >= shortName && user != "-" && len(unitsOf(user)) <= maxName {
			assert.NotContains(t, n.Text("/a/"+user+"/b"), "/"+user+"/")
		}
	})
}

// Whose a short way to write a name is does not depend on who came first.
func TestNamesInAnyOrder(t *testing.T) {
	users := []string{"jane", `CORP\jane`, `EU\jane`, "jane@corp.example", "max", `CORP\max`}
	kinds := Kinds{User: true}
	want := NewKnown(kinds)
	for _, u := range users {
		want.noteUser(u)
	}
	for i := range users {
		got, half := NewKnown(kinds), NewKnown(kinds)
		for j := range users {
			into := got
			if j%2 == 1 {
				into = half
			}
			into.noteUser(users[(i+5*j)%len(users)])
			into.noteUser(users[i])
		}
		got.Merge(half)
		assert.Equal(t, want.users, got.users, "from %d on", i)
	}
	names := NewNames(kinds, want)
	assert.NotEqual(t, names.Value("cs-username", "jane"), names.Value("cs-username", `CORP\jane`), "each is a user of its own")
}
