package logtest

import "time"

// Incident is something to plant: one kind, when, and how much of it.
type Incident struct {
	Kind Kind
	// At is when it begins, counted from Config.Start.
	At time.Duration
	// Lasts is how long it goes on. Zero: as long as its kind usually does. A
	// Recurring one lasts so long each day.
	Lasts time.Duration
	// Requests is how many rows are added, evenly over its time. Zero: as many as
	// its kind usually has. Requests of the background that the cause spoils come
	// on top.
	Requests int
}

// Kind names a kind of incident.
type Kind string

// Kinds that are incidents, with the code of their rows.
const (
	BruteForce         Kind = "brute-force"         // 401.1 1326: one name, one client, Basic
	PasswordSpray      Kind = "password-spray"      // 401.1 1326: many names, one client
	ExpiredAccount     Kind = "expired-account"     // 401.1 1330: a service that keeps trying
	LockedAccount      Kind = "locked-account"      // 401.1 1909: a phone with the old password
	DisabledAccount    Kind = "disabled-account"    // 401.1 1331: somebody who has left
	DirectoryAway      Kind = "directory-away"      // 401.1 1311: no domain controller, for everyone
	SlowBurn           Kind = "slow-burn"           // 401.1 1326: five an hour for days
	Recurring          Kind = "recurring"           // 401.1 1326: a job, each day at the same time
	ACLChange          Kind = "acl-change"          // 401.3 5: one page, many users
	DefaultDocument    Kind = "default-document"    // 403.14: / for everybody
	NetworkDenied      Kind = "network-denied"      // 403.503: one network
	AddressDenied      Kind = "address-denied"      // 403.6 5: one client
	RateLimit          Kind = "rate-limit"          // 403.502: one client, all pages
	ClientCertificates Kind = "client-certificates" // 403.17 2148204801: one application, all clients
	HTTPSRequired      Kind = "https-required"      // 403.4 5: port 80
	Scanner            Kind = "scanner"             // 404.0 2: odd paths, one client and agent
	ShortBurst         Kind = "short-burst"         // 405.0: 40 in five minutes, never seen before
	BrokenPage         Kind = "broken-page"         // 500.0: one page
	BadConfiguration   Kind = "bad-configuration"   // 500.19 13: everything below one folder
	UpstreamDown       Kind = "upstream-down"       // 502.3 12029: one path, refused at once
	UpstreamSlow       Kind = "upstream-slow"       // 502.3 12002: one path, after 30 s
	PoolStopped        Kind = "pool-stopped"        // 503.0, or 503 AppOffline in HTTPERR: one site
	QueueFull          Kind = "queue-full"          // 503 QueueFull, in HTTPERR only: one site
)

// Kinds that a report must stay calm about.
const (
	Growth Kind = "growth" // three times the traffic, of the same mix
	Gap    Kind = "gap"    // nothing is logged
)

// Together returns two incidents that share their time: somebody guesses a
// password while a page is broken.
func Together(at time.Duration) []Incident {
	return []Incident{{Kind: BruteForce, At: at, Lasts: time.Hour}, {Kind: BrokenPage, At: at, Lasts: time.Hour}}
}
