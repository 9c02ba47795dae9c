package token

// Limits of what is read and written. A text or a payload beyond them is
// refused before it is looked at any further.
const (
	MaxText    = 64 << 10 // bytes of text
	MaxPayload = 64 << 10 // bytes inflated
)

// Format is the version of a token's wire format, as its first characters say.
type Format string

// The formats that [Parse] reads.
const (
	Format007 Format = "007" // AccessToken2
	Format006 Format = "006" // AccessToken
)

// Token is what [Parse] found in a text. One of AccessToken2 and AccessToken is
// set, by Format. Nothing in it is verified.
type Token struct {
	Format       Format
	Text         string // the text that was read
	AccessToken2 *AccessToken2
	AccessToken  *AccessToken
	Signature    []byte // 32 bytes, as received

	// Trailing counts the bytes of the compressed stream that follow its end.
	Trailing int
	// NonCanonical is set when bits of the text that carry nothing are not zero.
	NonCanonical bool

	payload string // the inflated payload of a 007, the decoded content of a 006
	signed  int    // offset in payload of the first byte that the signature covers
}

// AppID gives the App ID as the token has it, which need not be hexadecimal.
func (t *Token) AppID() string {
	if t.AccessToken2 != nil {
		return t.AccessToken2.AppID
	}
	return t.AccessToken.AppID
}

// Payload gives the bytes that the format's fields stand in: the inflated
// payload of a 007, the base64-decoded content of a 006.
func (t *Token) Payload() []byte { return []byte(t.payload) }

// AccessToken2 is the content of a 007 token, field for field.
type AccessToken2 struct {
	AppID    string
	IssueTs  uint32 // Unix second of creation
	Expire   uint32 // seconds after IssueTs; 0 is not "never"
	Salt     uint32
	Services []Service // in the token's order, repeated types included

	// MoreServices is how many services the header announces beyond those listed:
	// after a service of unknown type nothing more can be told apart.
	MoreServices int
	// TrailingBytes follow the last field.
	TrailingBytes []byte
}

// AccessToken is the content of a 006 token, field for field.
type AccessToken struct {
	AppID        string
	ChannelCRC32 uint32 // IEEE CRC-32 of the channel name, or of an RTM user
	UIDCRC32     uint32 // IEEE CRC-32 of the uid's text; 0 for the empty text
	Salt         uint32
	Ts           uint32  // Unix second at which the token's window ends, issue + 24 h
	Privileges   []Grant // Expire is a Unix second here

	// TrailingBytes follow the last privilege inside the signed message.
	TrailingBytes []byte
	// AfterMessage are bytes behind the message, which no signature covers.
	AfterMessage []byte
}
