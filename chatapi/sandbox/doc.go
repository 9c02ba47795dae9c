// Package sandbox is an Agora Chat users service in memory: the REST API that
// registers, lists, bans and deletes users, for the demo and for tests.
//
// It is written from Agora's pages and shares nothing with the client that talks
// to it, so that a mistake in one is not repeated by the other; both are tested
// against the documents in testdata/chat, which say of every exchange whether a
// page shows it or it was inferred. The token presented is really verified:
// signature, App ID, service, privilege and time.
//
// Faults can be scripted: delays, limits, answers that are cut, broken or hostile,
// and connections that are reset before or after the work was done, see [Script].
//
// It reads no clock and draws no random number: both come in with [Options].
// Everything is bounded: the body of a request, the users, the headers and the
// time for them. Passwords are checked for their length and not kept.
//
// Sources: AgoraIO/Docs-Source (8c1f0c5), shared/chat-sdk/restful-api,
// _user-system-registration.mdx and _offline-push-configuration.mdx, and
// shared/chat-sdk/reference, _http-status-codes.mdx.
package sandbox
