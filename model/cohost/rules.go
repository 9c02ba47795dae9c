package cohost

// ClientRole is what the client told the SDK, with setClientRole or when joining.
type ClientRole string

// The client roles of the live broadcasting profile.
const (
	Host     ClientRole = "host"
	Audience ClientRole = "audience"
)

// Profile is the channel profile.
type Profile string

// The profiles.
const (
	Live          Profile = "live broadcasting"
	Communication Profile = "communication"
)

// state tells how a token stands with a privilege, or with its own lifetime.
type state string

// The states. zero is that of a token whose own lifetime is 0.
const (
	running  state = "running"
	over     state = "over"
	withheld state = "not granted"
	zero     state = "zero"
)

// standing tells how the present token and client role came about, where that
// changes the answer.
type standing string

// The standings.
const (
	usual   standing = "usual"   // took the role with a token that granted what the present one does
	early   standing = "early"   // was host when the switch was made, and has the token of then
	ended   standing = "ended"   // was host when the switch was made, and the token of then is over
	between standing = "between" // became host between the switch and its effect, and has the token of then
	forward standing = "forward" // took the role with a token that is not known to have granted this
	lapsed  standing = "lapsed"  // a renewal granted again what had ended or had been taken away
	dropped standing = "dropped" // a renewal took away what was granted
)

// renewals is the table of what a renewal in the channel makes of a standing, by
// how the token before and the new one stand with the privilege: the first row that
// takes a case decides. An empty value takes anything.
var renewals = []struct {
	was      standing
	had, has state
	is       standing
}{
	// The role was taken without: no renewal changes that.
	{was: forward, is: forward},
	{was: between, had: withheld, is: forward},
	{was: usual, had: withheld, has: running, is: forward},
	{was: usual, had: withheld, is: usual},
	{has: withheld, is: dropped},
	{had: over, is: lapsed},
	{was: lapsed, is: lapsed},
	{was: dropped, is: lapsed},
	// A publisher token is what the page asks for after the switch.
	{is: usual},
}

// renewed gives the standing after a renewal.
func renewed(was standing, had, has state) standing {
	for _, r := range renewals {
		if takes(r.was, was) && takes(r.had, had) && takes(r.has, has) {
			return r.is
		}
	}
	return was
}

// publishCase is a case of the question whether a client may publish one kind of
// media.
type publishCase struct {
	joined         bool
	profile        Profile
	role           ClientRole
	data           bool // data is to be published, not audio or video
	authentication bool // co-host authentication is on
	privilege      state
	standing       standing
}

// toggle matches a bool in a rule.
type toggle int

const (
	either toggle = iota
	off
	on
)

func (t toggle) takes(b bool) bool { return t == either || b == (t == on) }

// publishRules is the table that decides about publishing: the first row that
// takes a case answers it. An empty value in a row takes anything.
var publishRules = []struct {
	joined         toggle
	profile        Profile
	authentication toggle
	role           ClientRole
	data           toggle
	standing       standing
	privilege      state
	answer         ReasonID
}{
	{joined: off, answer: Outside},
	{profile: Communication, authentication: off, answer: CommunicationOff},
	{profile: Communication, authentication: on, answer: CommunicationOn},
	{role: Audience, data: on, answer: IsAudienceData},
	{role: Audience, answer: IsAudience},
	{authentication: off, answer: NotEnforced},
	{standing: early, privilege: withheld, answer: BeforeSwitch},
	{standing: early, privilege: over, answer: BeforeSwitchOver},
	{standing: ended, privilege: withheld, answer: TimeGivenOver},
	{standing: between, privilege: withheld, answer: CameBetween},
	{standing: between, privilege: over, answer: CameBetween},
	{standing: forward, privilege: withheld, answer: RenewedWithout},
	{standing: lapsed, privilege: withheld, answer: RenewedWithout},
	{standing: dropped, privilege: withheld, answer: RenewedWithout},
	{privilege: withheld, answer: NotGranted},
	{privilege: over, answer: PublishOver},
	{standing: forward, answer: RoleFirst},
	{standing: lapsed, answer: GrantedAgain},
	{standing: dropped, answer: GrantedAgain},
	{answer: Granted},
}

// mayPublishIn answers a case.
func mayPublishIn(c publishCase) Reason {
	for _, r := range publishRules {
		if r.joined.takes(c.joined) && r.data.takes(c.data) && r.authentication.takes(c.authentication) &&
			takes(r.profile, c.profile) && takes(r.role, c.role) &&
			takes(r.standing, c.standing) && takes(r.privilege, c.privilege) {
			return reason(r.answer)
		}
	}
	return reason(Adrift)
}

// takes reports whether a row's value takes a case's.
func takes[T ~string](row, value T) bool { return row == "" || row == value }

// joinRules is the table that decides about joining; co-host authentication,
// profile and client role have no part in it.
var joinRules = []struct {
	join, token state
	answer      ReasonID
}{
	{withheld, "", JoinNotGranted},
	{over, over, TokenAndJoinOver},
	{over, "", JoinOver},
	{running, over, TokenOver},
	{running, zero, MayJoinZero},
	{running, running, MayJoin},
}

// mayJoinWith answers whether a token that is issued opens the channel, by the
// state of its own lifetime (running, over or zero) and of its join privilege
// (running, over or withheld).
func mayJoinWith(token, join state) Reason {
	for _, r := range joinRules {
		if takes(r.token, token) && takes(r.join, join) {
			return reason(r.answer)
		}
	}
	return reason(Adrift)
}
