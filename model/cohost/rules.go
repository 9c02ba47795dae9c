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

// State tells how a token stands with a privilege, or with its own lifetime.
type State string

// The states. Zero is that of a token whose own lifetime is 0.
const (
	Running  State = "running"
	Over     State = "over"
	Withheld State = "not granted"
	Zero     State = "zero"
)

// Standing tells how the present token and client role came about, where that
// changes the answer.
type Standing string

// The standings.
const (
	Usual   Standing = "usual"   // took the role with a token that granted what the present one does
	Early   Standing = "early"   // was host when the switch was made, and has the token of then
	Ended   Standing = "ended"   // was host when the switch was made, and the token of then is over
	Between Standing = "between" // became host between the switch and its effect, and has the token of then
	Forward Standing = "forward" // took the role with a token that is not known to have granted this
	Lapsed  Standing = "lapsed"  // a renewal granted again what had ended or had been taken away
	Dropped Standing = "dropped" // a renewal took away what was granted
)

// renewals is the table of what a renewal in the channel makes of a standing, by
// how the token before and the new one stand with the privilege: the first row that
// takes a case decides. An empty value takes anything.
var renewals = []struct {
	was      Standing
	had, has State
	is       Standing
}{
	// The role was taken without: no renewal changes that.
	{was: Forward, is: Forward},
	{was: Between, had: Withheld, is: Forward},
	{was: Usual, had: Withheld, has: Running, is: Forward},
	{was: Usual, had: Withheld, is: Usual},
	{has: Withheld, is: Dropped},
	{had: Over, is: Lapsed},
	{was: Lapsed, is: Lapsed},
	{was: Dropped, is: Lapsed},
	// A publisher token is what the page asks for after the switch.
	{is: Usual},
}

// renewed gives the standing after a renewal.
func renewed(was Standing, had, has State) Standing {
	for _, r := range renewals {
		if takes(r.was, was) && takes(r.had, had) && takes(r.has, has) {
			return r.is
		}
	}
	return was
}

// Publishing is a case of the question whether a client may publish one kind of
// media.
type Publishing struct {
	Joined         bool
	Profile        Profile
	Role           ClientRole
	Data           bool // data is to be published, not audio or video
	Authentication bool // co-host authentication is on
	Privilege      State
	Standing       Standing
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
	standing       Standing
	privilege      State
	answer         ReasonID
}{
	{joined: off, answer: Outside},
	{profile: Communication, authentication: off, answer: CommunicationOff},
	{profile: Communication, authentication: on, answer: CommunicationOn},
	{role: Audience, data: on, answer: IsAudienceData},
	{role: Audience, answer: IsAudience},
	{authentication: off, answer: NotEnforced},
	{standing: Early, privilege: Withheld, answer: BeforeSwitch},
	{standing: Early, privilege: Over, answer: BeforeSwitchOver},
	{standing: Ended, privilege: Withheld, answer: TimeGivenOver},
	{standing: Between, privilege: Withheld, answer: CameBetween},
	{standing: Between, privilege: Over, answer: CameBetween},
	{standing: Forward, privilege: Withheld, answer: RenewedWithout},
	{standing: Lapsed, privilege: Withheld, answer: RenewedWithout},
	{standing: Dropped, privilege: Withheld, answer: RenewedWithout},
	{privilege: Withheld, answer: NotGranted},
	{privilege: Over, answer: PublishOver},
	{standing: Forward, answer: RoleFirst},
	{standing: Lapsed, answer: GrantedAgain},
	{standing: Dropped, answer: GrantedAgain},
	{answer: Granted},
}

// MayPublish answers a case.
func MayPublish(c Publishing) Reason {
	for _, r := range publishRules {
		if r.joined.takes(c.Joined) && r.data.takes(c.Data) && r.authentication.takes(c.Authentication) &&
			takes(r.profile, c.Profile) && takes(r.role, c.Role) &&
			takes(r.standing, c.Standing) && takes(r.privilege, c.Privilege) {
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
	join, token State
	answer      ReasonID
}{
	{Withheld, "", JoinNotGranted},
	{Over, Over, TokenAndJoinOver},
	{Over, "", JoinOver},
	{Running, Over, TokenOver},
	{Running, Zero, MayJoinZero},
	{Running, Running, MayJoin},
}

// MayJoinWith answers whether a token that is issued opens the channel, by the
// state of its own lifetime (Running, Over or Zero) and of its join privilege
// (Running, Over or Withheld).
func MayJoinWith(token, join State) Reason {
	for _, r := range joinRules {
		if takes(r.token, token) && takes(r.join, join) {
			return reason(r.answer)
		}
	}
	return reason(Adrift)
}
