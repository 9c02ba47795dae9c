// Package renewal lays two tokens side by side: what differs, field by field, and
// whether an SDK that was let in by the first would take the second from
// renewToken. It knows of the client only what the first token says: where that
// admits anyone, the second must too.
//
// Source of the rules and codes: API reference, renewToken and
// RENEW_TOKEN_ERROR_CODE (native RTC SDK 4.6 and later).
package renewal
