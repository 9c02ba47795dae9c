package finding

import (
	"hash/crc32"
	"strconv"

	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/token"
)

// subject is a token as the checks look at it.
type subject struct {
	Input
	report
	now int64 // Unix second

	bound   []bound
	room    [4]bound // for bound, so that common tokens need no allocation
	rtmUser value    // of a 006 token
}

// bound is what a service with a channel is bound to.
type bound struct {
	service int // its index in the token; of no account in a 006 token
	kind    token.ServiceType
	channel value
	user    value // RTC: the uid; Streaming, FCDN: the account
}

// value is a name. In a 006 token it is known if it was given beside the token
// and fits, or if its CRC-32 is that of a text which tells of a mistake.
type value struct {
	text    string
	known   bool
	guessed bool // by its CRC-32 alone
}

// is opens a sentence on the value of what.
func (v value) is(what string) string {
	switch {
	case v.guessed && v.text == "":
		return "The " + what + "'s CRC-32 is 0, that of an empty one"
	case v.guessed:
		return "The " + what + "'s CRC-32 is that of " + quote(v.text)
	case v.text == "":
		return "The " + what + " is empty"
	}
	return "The " + what + " is " + quote(v.text)
}

func (s *subject) bind() {
	s.bound = s.room[:0]
	if a := s.Token.AccessToken; a != nil {
		s.bind006(a)
		return
	}
	services := s.services()
	for i := range services {
		v := &services[i]
		b := bound{service: i, kind: v.Type, channel: value{text: v.ChannelName, known: true}}
		switch v.Type {
		case token.RTC:
			b.user = value{text: v.UID, known: true}
		case token.Streaming, token.FCDN:
			b.user = value{text: v.Account, known: true}
		default:
			continue
		}
		s.bound = append(s.bound, b)
	}
}

func (s *subject) bind006(a *token.AccessToken) {
	channel, uid := value{}, guess(a.UIDCRC32)
	if s.Missing != nil {
		channelFits, uidFits := a.Consistent(*s.Missing)
		if channelFits {
			channel = value{text: s.Missing.Channel, known: true}
		}
		if uidFits {
			uid = value{text: s.Missing.UID, known: true}
		}
	}
	for i := range s.Timeline.Services {
		switch s.Timeline.Services[i].Type {
		case token.RTC:
			s.bound = append(s.bound, bound{kind: token.RTC, channel: channel, user: uid})
		case token.RTM:
			s.rtmUser = channel
		}
	}
}

// guess gives the uid that has this CRC-32 if it is one that needs a word. Other
// texts may share the number, so what is said of it names the CRC-32.
func guess(crc uint32) value {
	for _, text := range telling {
		if crc32.ChecksumIEEE([]byte(text)) == crc {
			return value{text: text, known: true, guessed: true}
		}
	}
	return value{}
}

// services gives the services of a 007 token.
func (s *subject) services() []token.Service {
	if s.Token.AccessToken2 == nil {
		return nil
	}
	return s.Token.AccessToken2.Services
}

// field gives the path of a service's field. A 006 token has no services: its
// fields stand at the top, and of names it has only the CRC-32.
func (s *subject) field(service int, name string) string {
	if s.Token.AccessToken2 != nil {
		return "services[" + strconv.Itoa(service) + "]." + name
	}
	switch name {
	case "channelName", "userId":
		return "channelCrc32"
	case "uid":
		return "uidCrc32"
	}
	return name
}

func (s *subject) grantField(service int, g *timeline.Grant) string {
	return s.field(service, "privileges."+g.Name)
}

// clock writes an instant as local time.
func (s *subject) clock(at timeline.Instant) string {
	return lifetime.Clock(int64(at), s.now, s.Now.Location())
}

// rtc calls do for each RTC service with its join privilege, nil if it has none;
// of several the last, which is the one that verifiers take.
func (s *subject) rtc(do func(i int, v *timeline.Service, join *timeline.Grant)) {
	for i := range s.Timeline.Services {
		v := &s.Timeline.Services[i]
		if v.Type != token.RTC {
			continue
		}
		var join *timeline.Grant
		for k := range v.Grants {
			if v.Grants[k].Privilege == token.JoinChannel {
				join = &v.Grants[k]
			}
		}
		do(i, v, join)
	}
}

// publishes reports whether g, of an RTC service, is a privilege to publish.
func publishes(g *timeline.Grant) bool {
	return token.PublishAudioStream <= g.Privilege && g.Privilege <= token.PublishDataStream
}
