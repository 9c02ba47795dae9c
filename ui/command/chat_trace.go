package command

import (
	"fmt"
	"strconv"
	"time"

	"agtok/chatapi"
	"agtok/model/visible"
)

// traced tells of an exchange that is over. Several goroutines call it.
func (c *chatting) traced(x chatapi.Exchange) {
	c.waits.end(x)
	if c.trace {
		c.talk.say(exchangeLines(x))
	}
	if c.curl {
		c.talk.say(visible.Text(chatapi.Curl(x)) + "\n")
	}
}

// maxBody is how much of a body a trace shows, in characters.
const maxBody = 2000

// exchangeLines is an exchange with its bodies, in a line each.
func exchangeLines(x chatapi.Exchange) string {
	lines := visible.Text(exchangeLine(x)) + "\n"
	if x.RequestBody != "" {
		lines += "  sent: " + visible.Line(x.RequestBody, maxBody) + "\n"
	}
	if x.ReplyBody != "" {
		lines += "  got:  " + visible.Line(x.ReplyBody, maxBody) + "\n"
	}
	return lines
}

// exchangeLine is an exchange in one line.
func exchangeLine(x chatapi.Exchange) string {
	status := "-"
	if x.Status != 0 {
		status = strconv.Itoa(x.Status)
	}
	line := fmt.Sprintf("%s %s %s %s attempt %d/%d", x.Method, x.URL, status, x.Duration.Round(time.Millisecond), x.Attempt, x.Attempts)
	if x.Resent > 0 {
		line += fmt.Sprintf(", sent %d times", x.Resent+1)
	}
	if x.Err != "" {
		line += " (" + x.Err + ")"
	}
	return line
}
