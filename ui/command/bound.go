package command

import (
	"math"
	"strconv"

	"github.com/spf13/cobra"

	"agtok/token"
)

// bound is what the command line says that tokens were made for.
type bound struct {
	channel, user       string
	hasChannel, hasUser bool
}

func boundBy(cmd *cobra.Command) (bound, error) {
	f := cmd.Flags()
	b := bound{hasChannel: f.Changed("channel"), hasUser: f.Changed("uid") || f.Changed("account")}
	if f.Changed("uid") && f.Changed("account") {
		return b, usagef(cmd, "--uid and --account name two users: give one of them")
	}
	b.channel = f.Lookup("channel").Value.String()
	if b.user = f.Lookup("account").Value.String(); !f.Changed("uid") {
		return b, nil
	}
	b.user = f.Lookup("uid").Value.String()
	n, err := strconv.ParseInt(b.user, 10, 64)
	switch {
	case b.user == "" || err == nil && n == 0:
		b.user = ""
	case err != nil || n < math.MinInt32 || n > math.MaxUint32:
		return b, usagef(cmd, "--uid: a uid is a number from 0 to %d; for text use --account", uint32(math.MaxUint32))
	}
	return b, nil
}

// missing gives what t leaves out, nil unless all of it is known: half of it would
// make a good signature look bad.
func (b bound) missing(t *token.Token) *token.Missing {
	switch {
	case !t.NeedsMissing():
	case isRTM(t) && b.hasUser && b.user != "": // the user stands in the channel's place
		return &token.Missing{Channel: b.user}
	case t.Format == token.FormatSignaling && b.hasUser, b.hasChannel && (b.hasUser || carriesUID(t)):
		return &token.Missing{Channel: b.channel, UID: b.user}
	}
	return nil
}

// isRTM reports whether t is a 006 token for RTM only.
func isRTM(t *token.Token) bool {
	if t.AccessToken == nil {
		return false
	}
	_, login := token.Expire(t.AccessToken.Privileges, token.RTMLogin)
	_, join := token.Expire(t.AccessToken.Privileges, token.JoinChannel)
	return login && !join
}

// carriesUID reports whether only the channel is left out of t.
func carriesUID(t *token.Token) bool {
	switch t.Format {
	case token.Format003, token.Format002, token.Format001:
		return true
	}
	return isRTM(t)
}
