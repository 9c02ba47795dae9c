// Package admission answers one question: would a client that passes exactly these
// values be let in with this token at this moment, and if not, why not? Everything
// that refuses is named, each with how near the value was and with the code that
// every SDK will show for it. See [Check].
//
// A 007 token names its channel and user, so they are compared byte for byte, or
// as wildcards. A 006 token carries only their CRC-32s, which tell "consistent
// with" and no more; where a certificate is known the signature tells for certain.
//
// What the client passes is as hostile as the token: everything in a [Verdict] is
// printable, names are quoted and cut, App IDs shortened.
package admission
