package render

import (
	"context"
	"fmt"
	"hash/crc32"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

// browser is a real one that opens pages from files and writes down what they
// ask the network for.
type browser struct {
	ctx  context.Context
	dir  string
	mu   sync.Mutex
	asks []string
}

// openBrowser starts a Chromium of the PATH, or skips the test.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"}
	path := ""
	for _, name := range names {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skipf("no browser in PATH to open the pages with; looked for %s", strings.Join(names, ", "))
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	b := &browser{dir: t.TempDir()}
	ctx, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	b.ctx = ctx
	require.NoError(t, chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
		return err
	})))
	require.NoError(t, chromedp.Listen(ctx, b.hear))
	return b
}

// hear notes what leaves the page. A data: address is part of it.
func (b *browser) hear(event any) {
	sent, ok := event.(*network.EventRequestWillBeSent)
	if !ok || strings.HasPrefix(sent.Request.URL, "data:") {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asks = append(b.asks, sent.Request.URL)
}

// asked empties and returns the notes.
func (b *browser) asked() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	asks := b.asks
	b.asks = nil
	return asks
}

// open shows a page. Nothing but the page itself may be asked for.
func (b *browser) open(t *testing.T, page string) {
	t.Helper()
	path := filepath.Join(b.dir, "page.html")
	require.NoError(t, os.WriteFile(path, []byte(page), 0o600))
	address := (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
	require.NoError(t, chromedp.Do(b.ctx, chromedp.Navigate(address)))
	assert.Equal(t, []string{address}, b.asked())
}

// media is "" for a screen or "print"; scheme is light or dark.
func (b *browser) emulate(t *testing.T, width int64, media, scheme string) {
	t.Helper()
	prefers := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
	require.NoError(t, chromedp.Do(b.ctx, chromedp.EmulateViewport(width, 900),
		chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media, Features: prefers})
			return err
		})))
}

// ask evaluates an expression in the page.
func ask[T any](t *testing.T, b *browser, expression string) T {
	t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	require.NoError(t, err, expression)
	return value
}

func TestInABrowser(t *testing.T) {
	b := openBrowser(t)
	t.Run("pages", func(t *testing.T) { testPages(t, b) })
	t.Run("attacks", func(t *testing.T) { testAttacks(t, b) })
	t.Run("paper", func(t *testing.T) { testPaper(t, b) })
}

func testPages(t *testing.T, b *browser) {
	for _, lang := range []string{"en", "zh"} {
		for _, r := range []*report.Report{rich(lang), calm(lang), empty(lang), hostile("<b>&\"'", false), long(lang),
			richSpikes(lang), noSpikes(lang), manySpikes(lang), richDays(lang), calmDays(lang)} {
			b.open(t, write(t, r, HTML, Options{Location: zurich}))
			switch r.Command {
			case "report":
				assertNumbers(t, b, r)
			case "spikes":
				assertSpikes(t, b, r)
			case "daily":
				assertDays(t, b, r)
			}
			for _, width := range []int64{360, 800, 1400} {
				for _, scheme := range []string{"light", "dark"} {
					b.emulate(t, width, "", scheme)
					at := fmt.Sprintf("%s, %d rows, %d px, %s", lang, r.Total.Rows, width, scheme)
					assertFits(t, b, at)
					assertMarks(t, b)
					dark := ask[bool](t, b, `getComputedStyle(document.body).backgroundColor !== "rgb(255, 255, 255)"`)
					assert.Equal(t, scheme == "dark", dark, at)
				}
			}
			assert.Empty(t, b.asked(), "nothing more")
		}
	}
}

// long has values without any place to break at.
func long(lang string) *report.Report {
	r := clean(*rich(lang), func(s string) string {
		if strings.HasPrefix(s, "/") || strings.Contains(s, "svc-backup") {
			return s + strings.Repeat("W", 3000)
		}
		return s
	})
	r.Codes[2].Code, r.Reasons[0].Reason = strings.Repeat("4", 60), strings.Repeat("T", 90)
	return &r
}

// assertFits says that nothing is wider than the window, folded or not, but in
// boxes that scroll by themselves.
func assertFits(t *testing.T, b *browser, at string) {
	t.Helper()
	for _, open := range []bool{false, true} {
		ask[bool](t, b, fmt.Sprintf(`document.querySelectorAll("details").forEach(d => d.open = %t), true`, open))
		inner, content := ask[int](t, b, "innerWidth"), ask[int](t, b, "document.documentElement.scrollWidth")
		assert.LessOrEqual(t, content, inner, at)
		wide := ask[[]string](t, b, `[...document.querySelectorAll("body *")].filter(e =>
			!e.closest(".box, svg") && e.getBoundingClientRect().right > innerWidth + 1).slice(-1).map(e => e.outerHTML.slice(0, 80))`)
		assert.Empty(t, wide, at)
	}
}

// assertNumbers says that the tables hold the numbers of the report.
func assertNumbers(t *testing.T, b *browser, r *report.Report) {
	t.Helper()
	rows := ask[[][]string](t, b, `[...document.querySelectorAll("table.cards > tbody > tr")].map(tr =>
		[tr.cells[0].textContent, tr.cells[2].textContent])`)
	want := [][]string{}
	for _, e := range builderOfReport(r, Options{}).codeEntries() {
		want = append(want, []string{e.label, thousands(e.Count)})
	}
	for _, e := range builderOfReport(r, Options{}).reasonEntries() {
		want = append(want, []string{e.label, thousands(e.Count)})
	}
	assert.ElementsMatch(t, want, rows)
	if r.Total.Rows > 0 {
		figures := ask[[]string](t, b, `[...document.querySelectorAll(".figures b")].map(e => e.textContent)`)
		assert.Equal(t, []string{thousands(r.Total.Rows), thousands(r.Total.Errors), thousands(r.Total.Attention)}, figures)
	}
	groups := ask[int](t, b, `document.querySelectorAll(".groups tbody tr").length`)
	assert.Equal(t, len(r.Groups), groups)
}

// assertSpikes says that every spike is told, and that each mark of the chart
// leads to one of them.
func assertSpikes(t *testing.T, b *browser, r *report.Report) {
	t.Helper()
	var want []string
	for _, list := range builderOfReport(r, Options{Location: zurich}).spikeLists() {
		for _, s := range list.spikes {
			want = append(want, fmt.Sprintf("spike-%d", s.number))
		}
	}
	ids := ask[[]string](t, b, `[...document.querySelectorAll(".rise")].map(e => e.id)`)
	assert.ElementsMatch(t, want, ids)
	numbers := ask[[]string](t, b, `[...document.querySelectorAll(".rise .grid td.n:nth-child(2)")].map(e => e.textContent)`)
	var rows []string
	for _, list := range builderOfReport(r, Options{}).spikeLists() {
		for _, s := range list.spikes {
			for _, c := range s.Causes {
				if s.number <= mostExplained {
					rows = append(rows, thousands(c.Observed))
				}
			}
		}
	}
	assert.ElementsMatch(t, rows, numbers)
	assertMarks(t, b)
}

func assertMarks(t *testing.T, b *browser) {
	t.Helper()
	lost := ask[[]string](t, b, `[...document.querySelectorAll("svg a")].map(e => e.getAttribute("href")).filter(h => !document.querySelector(h))`)
	assert.Empty(t, lost, "marks that lead nowhere")
	covered := ask[int](t, b, `[...document.querySelectorAll("svg.chart")].filter(svg => {
		const texts = [...svg.querySelectorAll(".time, .mark text")].filter(e => e.getBoundingClientRect().width > 0)
		const touch = (a, b) => a.left < b.right + 6 && b.left < a.right + 6 && a.top < b.bottom - 1 && b.top < a.bottom - 1
		return texts.some((a, i) => texts.slice(i + 1).some(b => touch(a.getBoundingClientRect(), b.getBoundingClientRect())))
	}).length`)
	assert.Zero(t, covered, "charts whose times and numbers touch")
}

// assertDays says that the tables hold the numbers of the days.
func assertDays(t *testing.T, b *browser, r *report.Report) {
	t.Helper()
	newest := r.Days[len(r.Days)-1]
	figures := ask[[]string](t, b, `[...document.querySelectorAll(".figures b")].map(e => e.textContent)`)
	assert.Equal(t, []string{thousands(newest.Rows), thousands(newest.Errors), thousands(newest.Attention)}, figures)
	var want []string
	for _, d := range r.Days {
		want = append(want, thousands(d.Rows))
	}
	rows := ask[[]string](t, b, `[...document.querySelectorAll(".daylist tbody td.n:nth-child(2)")].map(e => e.textContent)`)
	assert.Equal(t, want, rows)
	counts := ask[[]string](t, b, `[...document.querySelectorAll(".daycodes tbody td.n:nth-child(2)")].map(e => e.textContent)`)
	want = nil
	for _, c := range newest.Codes {
		want = append(want, thousands(c.Count))
	}
	assert.ElementsMatch(t, want, counts)
	rises := ask[int](t, b, `document.querySelectorAll(".rise").length`)
	assert.Equal(t, len(newest.Spikes), rises)
	assertTimeline(t, b, newest.Timeline)
}

// assertTimeline says that the timeline in numbers is that of the report.
func assertTimeline(t *testing.T, b *browser, line *report.Timeline) {
	t.Helper()
	want := []string{}
	if line != nil {
		for _, track := range builderOfReport(&report.Report{Lang: "en"}, Options{}).tracks(*line) {
			want = append(want, thousands(total(track.Counts)))
		}
	}
	sums := ask[[]string](t, b, `[...document.querySelectorAll(".numbers tbody td:nth-child(2)")].map(e => e.textContent)`)
	assert.ElementsMatch(t, want, sums)
}

func total(counts []int64) (sum int64) {
	for _, n := range counts {
		sum += n
	}
	return sum
}

// Whatever a log holds, the page has the same elements and attributes, the same
// title, and runs nothing. The pages are opened without the policy that would
// keep a script from running.
func testAttacks(t *testing.T, b *browser) {
	const policy = `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`
	shape := func(r *report.Report) (names []string, title string) {
		page := write(t, r, HTML, Options{Location: zurich})
		require.Contains(t, page, policy)
		b.open(t, strings.Replace(page, policy, `content=""`, 1))
		names = ask[[]string](t, b, `[...document.querySelectorAll("*")].map(e => e.nodeName + " " + e.getAttributeNames().join(" "))`)
		slices.Sort(names) // parts of the page stand in the order of their names
		return names, ask[string](t, b, "document.title")
	}
	for _, victim := range []*report.Report{rich("en"), richSpikes("en"), richDays("en")} {
		testAttacksOn(t, victim, shape)
	}
}

func testAttacksOn(t *testing.T, victim *report.Report, shape func(*report.Report) ([]string, string)) {
	t.Helper()
	want, title := shape(hostileTo(victim, "x", true))
	require.Greater(t, len(want), 300)
	require.False(t, slices.ContainsFunc(want, func(name string) bool { return strings.HasPrefix(strings.ToLower(name), "script") }))
	for first := range 8 {
		names, got := shape(mixed(victim, first))
		assert.Equal(t, want, names)
		assert.Equal(t, title, got)
	}
}

// mixed has an attack in every string, the same in equal ones, so that a few
// pages hold all of them in many places.
func mixed(victim *report.Report, first int) *report.Report {
	all := markup()
	r := clean(*victim, func(s string) string {
		sum := crc32.ChecksumIEEE([]byte(s))
		return all[(int(sum%uint32(len(all)))+first)%len(all)] + s
	})
	r.Command, r.Lang = victim.Command, "en"
	return &r
}

// On paper all is open that needs attention, and nothing else: a month fits on ten pages.
func testPaper(t *testing.T, b *browser) {
	b.open(t, write(t, rich("en"), HTML, Options{}))
	b.emulate(t, 800, "", "dark")
	hidden := `[...document.querySelectorAll(".now > .card .more, .look > .card .more")].filter(e => !e.checkVisibility()).map(e => e.outerHTML.slice(0, 80))`
	folded := `[...document.querySelectorAll(".well > .card .more, details.numbers, .ledger details")].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80))`
	require.NotEmpty(t, ask[[]string](t, b, hidden), "some are folded on the screen")
	require.NotEmpty(t, ask[[]string](t, b, folded))
	b.emulate(t, 800, "print", "dark")
	assert.Empty(t, ask[[]string](t, b, hidden))
	assert.Empty(t, ask[[]string](t, b, folded))
	assert.Equal(t, "rgb(255, 255, 255)", ask[string](t, b, "getComputedStyle(document.body).backgroundColor"))
}
