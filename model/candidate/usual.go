package candidate

// usualChannels and usualUIDs are what stands in samples, and what programs write
// for a value that is not there.
var (
	usualChannels = []string{
		"7d72365eb983485397e3e3f9d460bdda", // every official library's sample
		"test", "testing", "demo", "lobby", "channel", "channelName", "channel_name", "testChannel", "test_channel", "test-channel",
		"demoChannel", "demo_channel", "myChannel", "my-channel", "main", "room", "room1", "room-1", "agora", "hello", "1", "0", "1234", "123456",
		"undefined", "null", "None", "nil", "NaN", "[object Object]", ":channel", "*",
	}
	usualUIDs = []string{
		"2882341273", "test_user", "test_user_id", "stream-account", // samples of the official libraries
		"0", "1", "2", "10", "100", "123", "1234", "12345", "123456", "user", "user1", "alice", "bob", "test", "admin",
		"undefined", "null", "None", "nil", "NaN", "[object Object]", "true", "false", ":uid", "*",
	}
)

// UsualChannels gives channel names worth trying on any token.
func UsualChannels() []string { return append([]string{}, usualChannels...) }

// UsualUIDs gives uids worth trying on any token.
func UsualUIDs() []string { return append([]string{}, usualUIDs...) }
