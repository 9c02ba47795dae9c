package sandbox

import "time"

// demoUsers are the users of the demo: two online, one offline, one banned. Names,
// UUIDs and times are those of Agora's examples, so they never change.
func demoUsers() []User {
	at := func(ms int64) time.Time { return time.UnixMilli(ms) }
	return []User{
		{
			Username: "user1", UUID: "0ffe2d80-ed76-11e8-8d66-279e3e1c214b", Nickname: "testuser",
			Created: at(1542795196504), Online: true,
		},
		{
			Username: "user2", UUID: "278bac80-e27b-11e8-b192-73e4cd5078a5", Nickname: "testuser2",
			Created: at(1542795196604),
		},
		{
			Username: "user3", UUID: "b98ad170-e9a5-11e8-9c1e-7f76daa76557",
			Created: at(1542795196704), Modified: at(1542797578147), Banned: true,
		},
		{
			Username: "user4", UUID: "fef7f250-e983-11e8-ba39-0fed7dcc3cdd",
			Created: at(1542795196804), Online: true,
		},
	}
}
