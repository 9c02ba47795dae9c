// Package redact makes a summary of a token that may be shown in public, so that
// others can help without a token that works or a name that is somebody's.
//
// Left out: the token's text, the signature, the salt, certificates, the App ID
// but for four characters at each end, project names, bytes that are not
// understood, and the CRC-32s of a 006 token, since a uid is found from one in no
// time. The sentences of findings and reasons hold names, so only their IDs and
// what their rules say in general are in.
//
// Names are reduced to what helps: what sort of name it is, how long, which of its
// characters make trouble, and of eight characters or more the first two and the
// last. What a program writes for a missing value ("0", undefined, the empty text)
// and a lone "*" are shown whole, since they are nobody's name and often the
// cause. Times, lifetimes, services and privileges are as in the token.
package redact
