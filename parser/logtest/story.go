package logtest

import "slices"

// Story is one kind of log with what is true of it: an incident, or a lure,
// which looks like an incident and is none. Written with another size or seed it
// has other names, addresses, paths, times and amounts, and the same meaning.
type Story struct {
	// Name is short and in small letters: "spray", "office-proxy".
	Name string
	// Like names the story that a lure is easily mistaken for; "" for an incident.
	Like string
	// Tells says in one sentence what happens.
	Tells string

	setting
	tell func(*scene)
}

// Lure reports whether nothing happens of what it looks like.
func (s Story) Lure() bool { return s.Like != "" }

// Stories returns all of them, by family.
func Stories() []Story {
	return slices.Concat(
		logonStories(), guesserStories(), crowdLogonStories(), challengeStories(), ftpStories(), formStories(),
		scanStories(), ownPathStories(), attackStories(), availabilityStories(), silenceStories(), downStories(), serverStories(),
		slowStories(), spellStories(), cutOffStories(), faultStories(), redirectStories(), leftOpenStories(), goneStories(), callerStories(), floodStories(), kernelStories(), fieldStories(), repeatStories(), againStories(), doubleStories())
}

// StoryNamed returns the story of that name; false if there is none.
func StoryNamed(name string) (Story, bool) {
	for _, s := range Stories() {
		if s.Name == name {
			return s, true
		}
	}
	return Story{}, false
}

// Write tells the story: the same size and seed give the same bytes on every
// machine. It keeps the whole log in memory, about 1.2 kB a row; 100,000 rows take
// about half a second.
func (s Story) Write(size Size, seed uint64) Tale {
	c := newScene(s, size, seed)
	c.background()
	s.tell(c)
	return c.tale(s)
}
