package model

// Quirk says where an official library of another language writes something else
// for the same parameters than the Go library, which this program follows; "" where
// none is known to. Source: what the libraries of AgoraIO/Tools at da06bfb and npm
// agora-token 2.0.6 write, in testdata/vectors.
func (s *Spec) Quirk() string {
	switch s.Kind {
	case KindRTC, KindRTCRTM, KindRTCRTM2:
		return "PHP writes the uid 0 as the text \"0\", which admits a user of that name and not anyone."
	case KindAPaaSRoomUser, KindEducationRoomUser:
		return "Node leaves out the room user privilege and writes role 0 as -1; Java puts the Chat privilege on the RTM service and drops leading zeros of the Chat user's md5."
	case KindRTC006:
		return "Java and Ruby give the publish privileges to the subscriber and not to the attendee; Ruby writes the uid 0 as the text \"0\"; PHP writes the privileges in the order 1, 3, 2, 4."
	}
	return ""
}
