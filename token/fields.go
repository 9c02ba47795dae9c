package token

import "strconv"

// TextField is one of the fields that follow a service's privileges.
type TextField struct {
	Name string // as in descriptions
	Text string // as received: not safe to show before it is cleaned
}

// Fields gives the fields that s has by its type, in the order of the wire. The
// permissions of RTM2 are written as in descriptions.
func (s *Service) Fields() []TextField {
	var list []TextField
	for _, f := range s.Type.spec().fields {
		text := ""
		switch f {
		case fieldRole:
			text = strconv.Itoa(int(s.Role))
		case fieldPermissions:
			text = string(appendTree(nil, s.Permissions))
		default:
			text = *s.text(f)
		}
		list = append(list, TextField{fieldNames[f], text})
	}
	return list
}
