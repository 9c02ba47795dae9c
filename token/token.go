package token

// Limits of what is read and written. A text or a payload beyond them is
// refused before it is looked at any further.
const (
	MaxText    = 64 << 10 // bytes of text
	MaxPayload = 64 << 10 // bytes inflated
)

// Format is the version of a token's wire format, as its first characters say
// or, before 003, its length.
type Format string

// The formats that [Parse] reads. The first two can be signed too.
const (
	Format007       Format = "007" // AccessToken2
	Format006       Format = "006" // AccessToken
	Format005       Format = "005" // DynamicKey 5, and so on down
	Format004       Format = "004"
	Format003       Format = "003"
	Format002       Format = "002"
	Format001       Format = "001"
	FormatSignaling Format = "signaling" // of the Signaling SDK before RTM
)

// versionLen is the length of the version before the formats 003 to 007.
const versionLen = 3

// Token is what [Parse] found in a text. One of AccessToken2, AccessToken,
// DynamicKey and Signaling is set, by Format. Nothing in it is verified.
type Token struct {
	Format       Format
	Text         string // the text that was read
	AccessToken2 *AccessToken2
	AccessToken  *AccessToken
	DynamicKey   *DynamicKey
	Signaling    *SignalingToken

	// Signature is what was received: 32 bytes in 007 and 006, 20 in the formats
	// before them, the 16 of the MD5 in a Signaling token.
	Signature []byte

	// Trailing counts the bytes of the compressed stream that follow its end.
	Trailing int
	// NonCanonical is set when another text stands for the same bytes, which no
	// builder would write so: bits of base64 that carry nothing are not zero, a
	// signature in hexadecimal has the other letter case, a number has a zero
	// before it. Compression is not judged: many streams hold the same bytes.
	NonCanonical bool

	payload string // see Payload
	signed  int    // offset in payload of the first byte that the signature covers
}

// AppID gives the App ID as the token has it, which need not be hexadecimal.
func (t *Token) AppID() string {
	switch {
	case t.AccessToken2 != nil:
		return t.AccessToken2.AppID
	case t.AccessToken != nil:
		return t.AccessToken.AppID
	case t.DynamicKey != nil:
		return t.DynamicKey.AppID
	case t.Signaling != nil:
		return t.Signaling.AppID
	}
	return ""
}

// Payload gives the bytes that the format's fields stand in: the inflated
// payload of a 007, the base64-decoded content of a 006 or 005, the text of the
// others.
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
