package decode

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"agtok/model/admission"
	"agtok/model/lifetime"
	"agtok/model/reply"
	"agtok/token"
	"agtok/ui/pane"
)

// focus is where typed characters go: the text, or a field of the client.
type focus int

const (
	onText focus = iota
	onChannel
	onUser
	onAppID
	onMoment
	focusCount
)

// label names a field, and empty says what it stands for while nothing is typed.
func (f focus) label() string { return [...]string{"", "channel", "user", "App ID", "moment"}[f] }

func (f focus) empty() string {
	return [...]string{"", "what the client passes", `uid, or "account"`, "not compared", "now"}[f]
}

// clientForm is what a client is said to pass.
type clientForm struct {
	inputs  [focusCount]textinput.Model
	given   *token.Missing // what another pane knows, as it is
	shown   [focusCount]string
	product admission.Product
}

func newClientForm() clientForm {
	var c clientForm
	for i := range c.inputs {
		c.inputs[i] = textinput.New()
		c.inputs[i].Prompt, c.inputs[i].CharLimit = "", 1024
	}
	return c
}

func (c *clientForm) value(f focus) string { return c.inputs[f].Value() }

// fill puts in what another pane knows of the token, nil for nothing.
func (c *clientForm) fill(m *token.Missing) {
	for i := range c.inputs {
		c.inputs[i].SetValue("")
	}
	c.product = ""
	if c.given = m; m != nil {
		c.inputs[onChannel].SetValue(m.Channel)
		c.inputs[onUser].SetValue(accountText(m.UID))
	}
	for i := range c.inputs {
		c.shown[i] = c.inputs[i].Value()
	}
}

// accountText writes a user as it is typed: an account that looks like a number
// that it is not stands in quotes.
func accountText(uid string) string {
	n, err := strconv.ParseUint(uid, 10, 32)
	if err == nil && strconv.FormatUint(n, 10) != uid || uid == "0" {
		return `"` + uid + `"`
	}
	return uid
}

// untouched reports whether the fields are as another pane filled them.
func (c *clientForm) untouched() bool {
	return c.given != nil && c.value(onChannel) == c.shown[onChannel] && c.value(onUser) == c.shown[onUser]
}

// key edits the field f.
func (c *clientForm) key(f focus, msg tea.KeyMsg) {
	in := &c.inputs[f]
	in.Focus()
	*in, _ = in.Update(msg) // its commands only blink a cursor
	in.Blur()
}

// asked reports whether anything was said of the client.
func (c *clientForm) asked() bool {
	for i := range c.inputs {
		if c.inputs[i].Value() != "" {
			return true
		}
	}
	return false
}

// askedOf gives what a token server is taken to have been asked for: what the
// client then passes.
func (c *clientForm) askedOf(in admission.Input) reply.Asked {
	a := reply.Asked{Product: reply.Product(in.Client.Product), AppID: in.Client.AppID, Channel: in.Client.Channel,
		Account: in.Client.Account, User: in.Client.User}
	if in.Client.UID != nil {
		text := c.value(onUser)
		a.UID = &text
	}
	return a
}

// user gives the typed user as a number or as an account; an account of digits is
// typed in quotes.
func (c *clientForm) user() (uid *uint32, account *string) {
	text := c.value(onUser)
	if bare, ok := strings.CutPrefix(text, `"`); ok {
		bare = strings.TrimSuffix(bare, `"`)
		return nil, &bare
	}
	switch n, err := strconv.ParseUint(text, 10, 32); {
	case text == "":
		return nil, nil
	case err == nil:
		number := uint32(n)
		return &number, nil
	}
	return nil, &text
}

// missing gives what is known of what a 006 token or an older one does not carry.
func (c *clientForm) missing(t *token.Token) *token.Missing {
	switch {
	case t == nil || !t.NeedsMissing():
		return nil
	case c.untouched():
		return c.given
	case c.value(onChannel) == "" && c.value(onUser) == "":
		return nil
	}
	m := &token.Missing{Channel: c.value(onChannel)}
	switch uid, account := c.user(); {
	case account != nil:
		m.UID = *account
	case uid != nil && *uid != 0:
		m.UID = strconv.FormatUint(uint64(*uid), 10)
	}
	if a := t.AccessToken; a != nil {
		if _, login := token.Expire(a.Privileges, token.RTMLogin); login && m.Channel == "" {
			m.Channel, m.UID = m.UID, "" // the user stands in the channel's place
		}
	}
	return m
}

// input gives what admission is asked, and why it can't be.
func (c *clientForm) input(env pane.Env, t *token.Token) (in admission.Input, wrong error) {
	in = admission.Input{Token: t, Projects: env.Workspace.Projects, Now: env.Now}
	if text := c.value(onMoment); text != "" {
		at, err := lifetime.ParseInstant(text, env.Now)
		if err != nil {
			return in, err
		}
		in.Now = at
	}
	in.Client.Product = c.productOf(t)
	if id := c.value(onAppID); id != "" {
		in.Client.AppID = &id
	}
	uid, account := c.user()
	if in.Client.Product != admission.RTC {
		if in.Client.User = account; uid != nil {
			text := c.value(onUser)
			in.Client.User = &text
		}
		return in, nil
	}
	in.Client.UID, in.Client.Account = uid, account
	if channel := c.value(onChannel); channel != "" || c.untouched() {
		in.Client.Channel = &channel
	}
	return in, nil
}

// productOf gives the chosen product, else the first that t is for.
func (c *clientForm) productOf(t *token.Token) admission.Product {
	if c.product != "" {
		return c.product
	}
	return admission.ProductOf(t)
}

// next chooses the next product.
func (c *clientForm) next(t *token.Token) {
	c.product = map[admission.Product]admission.Product{
		admission.RTC: admission.RTM, admission.RTM: admission.Chat, admission.Chat: admission.RTC,
	}[c.productOf(t)]
}
