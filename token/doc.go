// Package token reads, verifies and writes the tokens that admit a client to
// Agora's real-time services: AccessToken2 (007) and AccessToken (006).
//
// The three verbs are separate and none implies another. [Parse] describes
// bytes and trusts none of them. [Token.Verify] takes a certificate and works on
// the bytes that were received, never on a re-encoding. [Sign] is the inverse of
// Parse. The package does no I/O, reads no clock and draws no random number:
// issue time and salt come in from the caller.
//
// # AccessToken2, "007"
//
//	"007" + base64( zlib( payload ) )       standard alphabet, padded
//
//	payload   signature   str     32 raw bytes
//	      ┌── appId       str     32 ASCII hex digits
//	      │   issueTs     u32     Unix second of creation
//	signed│   expire      u32     seconds after issueTs
//	      │   salt        u32     1 … 99999999 in practice
//	      │   services    u16     how many follow, sorted by type
//	      └── service…            u16 type, map of privileges, the type's fields
//
//	str       u16 length, then that many bytes
//	map       u16 count, then count × (u16 privilege, u32 seconds after issueTs)
//
// All integers are little-endian. The signing recipe, with the App Certificate
// taken as ASCII text:
//
//	k1        = HMAC-SHA256(key: issueTs as u32, message: certificate)
//	k2        = HMAC-SHA256(key: salt as u32,    message: k1)
//	signature = HMAC-SHA256(key: k2,             message: signed)
//
// # AccessToken, "006"
//
//	"006" + appId (32) + base64( content )
//
//	content   signature   str     32 raw bytes
//	          channelCrc  u32     CRC-32 (IEEE) of the channel name
//	          uidCrc      u32     CRC-32 of the uid's text, 0 for the empty text
//	          message     str     u32 salt, u32 ts, map privilege → Unix second
//
//	signature = HMAC-SHA256(key: certificate, message: appId + channel + uid + message)
//
// A 006 token carries neither channel nor uid, so verifying one needs both.
//
// # What Parse promises
//
// Any input gives a description or an [*Error] that names the stage, the place
// and a hint, in time and memory bounded by [MaxText] and [MaxPayload]. What is
// not understood is kept: a service type that is not known stays as bytes, and
// bytes after the last field stay as trailing bytes, so that signing a
// description gives back the payload it came from.
//
// Source of the formats: AgoraIO/Tools, DynamicKey/AgoraDynamicKey, packages
// go/src/accesstoken2 and go/src/AccessToken (commit da06bfb).
package token
