// Package chatapi calls the users API of Agora Chat: the REST service that
// registers the users for whom Chat tokens are signed.
//
// A [Client] is given its tokens by a [TokenSource] and never mints one, it is
// given the time and a way to wait, and it talks to one host only. One function
// talks HTTP, each endpoint is a few lines on it.
//
// # Calls
//
//	Register      POST   /users                         one object
//	RegisterMany  POST   /users                         array of up to 60
//	Get           GET    /users/{username}
//	List          GET    /users?limit=&cursor=          up to 100 a page
//	Delete        DELETE /users/{username}
//	SetPassword   PUT    /users/{username}/password
//	Ban           POST   /users/{username}/deactivate
//	Unban         POST   /users/{username}/activate
//	Disconnect    GET    /users/{username}/disconnect   the overview says POST
//	Status        GET    /users/{username}/status
//	StatusMany    POST   /users/batch/status            up to 100
//	SetNickname   PUT    /users/{username}
//
// All behind https://{host}/{org}/{app}, with the header Authorization: Bearer.
// Source: AgoraIO/Docs-Source (commit 8c1f0c5), shared/chat-sdk/restful-api,
// _user-system-registration.mdx, for SetNickname _offline-push-configuration.mdx;
// for the errors shared/chat-sdk/reference/_http-status-codes.mdx. Documents of
// requests and replies are in testdata/chat.
//
// # What is tried again
//
// Up to 5 attempts, behind waits of about ½, 1, 2 and 4 seconds, or as long as
// Retry-After asks for, which ends the call when it is more than 30 seconds. What
// "open" means: the change may have been made.
//
//	what came back                          Register, RegisterMany   the others
//	401, once, with a fresh token           again                    again
//	429                                     again                    again
//	429 resource_limited                    ends                     ends
//	408, 5xx                                ends, open               again
//	no connection                           again                    again
//	no such host, certificate not trusted   ends                     ends
//	connection lost, too slow               ends, open               again
//	2xx cut short                           ends, open               again
//	2xx not understood, 1xx, 3xx            ends, open               ends
//	other 4xx                               ends                     ends
//
// After an open RegisterMany the caller looks the users up, and RegisterAgain sends
// those that are not there once more: behind the same waits, and up to 8 attempts in
// all. It does so only after 408, 5xx and a connection that was lost.
//
// The others are safe to repeat: done twice they leave what they leave done once.
// Only a Delete that was open can find the user gone on the second attempt, and
// then says so. What reads only is never open. 408 is open because Agora's page
// does not say whose time ran out. Redirects are not followed: the token would go
// to whoever is there.
//
// # Errors
//
// Every error is an [*Error] whose text is one sentence and holds no secret.
// [Advice] says what to do next. What errors.Is matches:
//
//	ErrUnauthorized        401, after a fresh token too
//	ErrRegistrationClosed  401 "Registration is not open", with ErrUnauthorized
//	ErrNotFound            404 service_resource_not_found or resource_not_found, about a user
//	ErrUnknownApp          organization_application_not_found (404, once 400)
//	ErrDuplicate           400 duplicate_unique_property_exists
//	ErrIllegalUsername     refused here, or 400 illegal_argument "… is not legal."
//	ErrIllegalArgument     refused here; nothing was sent
//	ErrRateLimited         429 other than resource_limited
//	ErrPlanLimit           429 resource_limited
//	ErrUnreachable         no answer: name, connection, certificate, time
//	ErrBadReply            2xx that is not what is documented, or a redirect
//	ErrLongWait            Retry-After of more than 30 seconds; with any of the others
//	ErrOutcomeUnknown      a change that may have been made; with any of the others
//	context.Canceled, context.DeadlineExceeded, the token source's own error
//
// A 404 of another kind, a proxy's page for one, is not taken for a missing user.
//
// # Hostile replies
//
// A reply is read up to 1 MiB, 16 levels and 50,000 values; a member that stands
// twice in an object makes it an error. Users in it must have a legal name and an
// RFC 4122 UUID: in a reply about one user anything else is an error, in a list
// such entries are kept apart. All texts that leave the package are fit
// to show, and neither the token nor a password of the request is in them, in
// whatever way the server wrote it back: plain, escaped, in base64 or hexadecimal.
// Passwords of fewer than 6 bytes are masked where they stand alone.
package chatapi
