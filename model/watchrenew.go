package model

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"agtok/model/project"
	"agtok/token"
)

// Afresh signs the row's token again, issued at now with another salt: the token
// that its server would hand out next. The absolute times of a 006 token move on
// with its issue time. The error says why it can't be signed.
func (w *Watched) Afresh(projects []project.Project, now time.Time, salt uint32) (*token.Token, error) {
	if at := now.Unix(); at < 0 || at > math.MaxUint32-issueWindow {
		return nil, fmt.Errorf("the clock shows the year %d, which no token can be issued in", now.Year())
	}
	if w.secret != "" {
		return nil, errors.New("its server signs with App ID and certificate mixed up, so it is not signed again like that: paste the new token")
	}
	c, err := certificateOf(w.Token.AppID(), projects)
	if err != nil {
		return nil, err
	}
	text := ""
	switch {
	case w.Token.AccessToken2 != nil:
		a := *w.Token.AccessToken2
		a.IssueTs, a.Salt = uint32(now.Unix()), salt
		text, err = token.Sign(&a, c)
	case w.Missing == nil:
		return nil, errors.New("a 006 token is signed for a channel and a uid, which it does not carry: paste the new token")
	default:
		text, err = token.Sign006(later006(w.Token.AccessToken, now, salt), *w.Missing, c)
	}
	if err != nil {
		return nil, err
	}
	return token.Parse(text)
}

// later006 gives a as its server would make it at now.
func later006(a *token.AccessToken, now time.Time, salt uint32) *token.AccessToken {
	next := *a
	next.Ts, next.Salt = uint32(now.Unix()+issueWindow), salt
	next.Privileges = append([]token.Grant(nil), a.Privileges...)
	for i := range next.Privileges {
		if g := &next.Privileges[i]; g.Expire > 0 && g.Privilege != token.RTMLogin {
			g.Expire = uint32(min(max(int64(g.Expire)+int64(next.Ts)-int64(a.Ts), 1), math.MaxUint32))
		}
	}
	return &next
}

// certificateOf gives what signs the tokens of an App ID.
func certificateOf(appID string, projects []project.Project) (token.Certificate, error) {
	for _, p := range projects {
		if strings.EqualFold(p.AppID, appID) {
			return p.Signing()
		}
	}
	return token.Certificate{}, fmt.Errorf("no project with the App ID %s is known, so nothing can be signed for it: paste the new token", project.Short(appID))
}
