// Package token reads, verifies and writes the tokens that admit a client to
// Agora's real-time services: AccessToken2 (007) and AccessToken (006). It reads
// and verifies those that came before them too: the DynamicKeys 005 to 001 and
// the Signaling token.
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
// # The formats before
//
//	005        "005" + base64( u16 service, str signature (40 hex digits),
//	           str appId (16 bytes), u32 unixTs, u32 random, u32 expiredTs,
//	           u16 count, count × (u16 key, str value) )
//	004        "004" + signature (40 hex digits) + appId (32) + unixTs (10 digits)
//	           + random (8 hex digits) + expiredTs (10 digits)
//	003        "003" + signature + appId + unixTs + random + uid (10 digits) + expiredTs
//	002        003 without its first three characters
//	001        signature + appId + unixTs + random
//	signaling  "1:" + appId + ":" + expiredTs + ":" + md5 (32 hex digits)
//
// The signature is HMAC-SHA1 with the certificate's text, in 005 with the bytes
// that it stands for; the Signaling token has an MD5 sum. What is signed holds
// the channel, and in 005 and 004 the uid, that the key leaves out. 002 and 001
// begin with any hexadecimal digits and are known by their length of 110 and 90
// characters.
//
// # What Parse promises
//
// Any input gives a description or an [*Error] that names the stage, the place
// and a hint, in time and memory bounded by [MaxText] and [MaxPayload]. What is
// not understood is kept: a service type that is not known stays as bytes, and
// bytes after the last field stay as trailing bytes, so that signing a
// description gives back the payload it came from.
//
// A token that was tampered with does not verify, or bears a mark ([Token.Trailing],
// [Token.NonCanonical], bytes behind what is signed), or describes the same as
// before: of the bits that a deflate stream leaves unused none is looked at.
//
// Source of the formats: AgoraIO/Tools, DynamicKey/AgoraDynamicKey, packages
// go/src/accesstoken2, AccessToken, DynamicKey … DynamicKey5 and SignalingToken,
// and cpp/src/DynamicKey2.h (commit da06bfb).
package token
