package chat

import (
	"fmt"
	"strings"

	"agtok/chatapi"
	"agtok/model/visible"
	"agtok/ui/pane"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// listedExchanges is how many exchanges are named above the bodies of one.
const listedExchanges = 5

// wire lists the exchanges about the one that is looked at, the newest first, and
// under them that one's bodies.
func (p *Pane) wire(env pane.Env, w int) []string {
	t, n := env.Theme, len(p.exchanges)
	if n == 0 {
		return []string{"Nothing was sent yet."}
	}
	first := max(min(p.looked-listedExchanges/2, n-listedExchanges), 0)
	var lines []string
	for k := first; k < min(first+listedExchanges, n); k++ {
		lead := "  "
		if k == p.looked {
			lead = t.Accent.Render(t.Glyphs.Chosen) + " "
		}
		lines = append(lines, lead+exchangeLine(t, &p.exchanges[n-1-k], w-2))
	}
	lines = append(lines, widget.Rule(t, fmt.Sprintf("%d of %d; , and . look at another one; u copies it as curl", n-p.looked, n), w))
	return append(lines, bodies(t, &p.exchanges[n-1-p.looked], w)...)
}

// maxBody bounds the lines of a body.
const maxBody = 200

// bodies shows where it went in full, what was sent and answered, and what was wrong
// with it.
func bodies(t *theme.Theme, e *chatapi.Exchange, w int) (lines []string) {
	add := func(label, text string) {
		if text == "" {
			return
		}
		lines = append(lines, t.Key.Render(label))
		chopped := widget.Chop(visible.Text(text), w-2)
		for _, line := range chopped[:min(len(chopped), maxBody)] {
			lines = append(lines, "  "+t.Label.Render(line))
		}
	}
	lines = append(lines, widget.Chop(visible.Text(e.Method+" "+e.URL), w)...)
	if e.Wait > 0 {
		lines = append(lines, t.Label.Render(fmt.Sprintf("after a wait of %.1f s", e.Wait.Seconds())))
	}
	if e.Err != "" {
		for _, line := range widget.Wrap(visible.Text(e.Err), w) {
			lines = append(lines, t.Bad.Render(line))
		}
	}
	add("sent", e.RequestBody)
	add("answered", e.ReplyBody)
	if e.ReplyCut {
		lines = append(lines, t.Label.Render("the answer is longer than what is kept of it"))
	}
	return lines
}

// exchangeLine is status, method and path, and at the other end how long it took, and
// which attempt it was.
func exchangeLine(t *theme.Theme, e *chatapi.Exchange, w int) string {
	status, style := fmt.Sprint(e.Status), t.Good
	if e.Status != 200 {
		style = t.Bad
	}
	if e.Status == 0 {
		status = "---"
	}
	took := fmt.Sprintf("%d ms", e.Duration.Milliseconds())
	if e.Attempt > 1 {
		took += fmt.Sprintf(", attempt %d of %d", e.Attempt, e.Attempts)
	}
	what := style.Render(status) + " " + visible.Text(e.Method+" "+path(e.URL))
	return widget.Between(widget.Cut(what, w-widget.Width(took)-1), took, w)
}

// path gives an address without host and App Key, which are the same for all.
func path(address string) string {
	_, behind, _ := strings.Cut(address, "://")
	parts := strings.SplitN(behind, "/", 4) // host, organization, app
	if len(parts) < 4 {
		return address
	}
	return "/" + parts[3]
}

// curl draws the exchange that is looked at as a command.
func (p *Pane) curl(w int) (lines []string) {
	if len(p.exchanges) == 0 {
		return []string{"Nothing was sent yet."}
	}
	command := chatapi.Curl(p.exchange())
	about := []string{"The exchange as a command, u copies it; , and . go to another. The token and passwords come from the environment: " + chatapi.TokenVariable + " is what agtok new chat-app prints."}
	if strings.Contains(command, "$"+chatapi.PasswordVariable) || strings.Contains(command, "$"+chatapi.NewPasswordVariable) {
		about = append(about, `A password's variable holds it as JSON writes it: \" for a quote, \\ for a backslash.`)
	}
	for _, text := range about {
		lines = append(lines, widget.Wrap(text, w)...)
	}
	return append(append(lines, ""), widget.Chop(visible.Text(command), w)...)
}
