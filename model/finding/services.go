package finding

import (
	"fmt"

	"agtok/model/timeline"
	"agtok/token"
)

// serviceRules look at which services and privileges there are.
var serviceRules = []Rule{
	{
		ID: "unknown-service", Severity: Warning, check: unknownService,
		Summary: "a service's type is not in the table",
		Source:  srcTools,
	},
	{
		ID: "unknown-privilege", Severity: Warning, check: unknownPrivilege,
		Summary: "a privilege is not in its service's table",
		Source:  srcTools,
	},
	{
		ID: "duplicate-privilege", Severity: Warning, check: duplicatePrivilege,
		Summary: "a privilege or a permission list stands twice, and verifiers differ on which counts",
		Source:  "AgoraIO/Tools cpp/src/AccessToken2.h",
	},
	{
		ID: "no-services", Severity: Error, check: noServices,
		Summary: "a 007 token without a service",
		Source:  srcTools + " (commit df03379)",
	},
	{
		ID: "empty-privileges", Severity: Warning, check: emptyPrivileges,
		Summary: "a service without a privilege", Supersedes: []string{"no-join"},
		Source: "AgoraIO/Tools java ApaasTokenBuilder, nodejs ApaasTokenBuilder",
	},
}

func unknownService(s *subject) {
	services := s.services()
	for i := range services {
		if services[i].Type.Known() {
			continue
		}
		more := ""
		if n := s.Token.AccessToken2.MoreServices; n > 0 {
			more = fmt.Sprintf(" Nor can the %s behind it.", plural(n, "service", "services"))
		}
		s.add(s.field(i, "type"),
			fmt.Sprintf("The service type %d is not in the table, so its fields (%s) can't be read.%s",
				services[i].Type, plural(len(services[i].Raw), "byte", "bytes"), more),
			"If Agora has added this service, read the token with a newer version; if not, build it with an official library.")
	}
}

func unknownPrivilege(s *subject) {
	for i := range s.Timeline.Services {
		v := &s.Timeline.Services[i]
		if v.Type == token.ConvoAI || v.Type == token.STT {
			continue // Agora has not published what theirs are called
		}
		for k := range v.Grants {
			if g := &v.Grants[k]; unnamed(g) {
				s.add(s.grantField(i, g),
					fmt.Sprintf("%s has no privilege %d, so it grants nothing that is known.%s", v.Type.Title(), g.Privilege, s.history(g)),
					"Take the privilege from the official library's list for this service.")
			}
		}
	}
}

// unnamed reports whether g's service has no name for it: then its name is its
// number.
func unnamed(g *timeline.Grant) bool { return g.Name != "" && isDigit(g.Name[0]) }

// history says what old 006 libraries wrote.
func (s *subject) history(g *timeline.Grant) string {
	if s.Token.AccessToken != nil && 5 <= g.Privilege && g.Privilege <= 12 {
		return " Old libraries wrote the numbers 5 to 12, for CDN publishing and for requests and invitations to publish."
	}
	return ""
}

func duplicatePrivilege(s *subject) {
	const fix = "Grant each privilege once."
	for i := range s.Timeline.Services {
		grants := s.Timeline.Services[i].Grants
		if rising(len(grants), func(k int) uint32 { return uint32(grants[k].Privilege) }) {
			continue
		}
		first := map[token.Privilege]uint32{}
		for k := range grants {
			g := &grants[k]
			if before, ok := first[g.Privilege]; ok {
				s.add(s.grantField(i, g),
					fmt.Sprintf("The privilege %s stands twice, with the values %d and %d. The C++ library takes the first, the others the last.", quote(g.Title), before, g.Expire), fix)
				continue
			}
			first[g.Privilege] = g.Expire
		}
	}
	for i := range s.services() {
		s.duplicatePermission(i)
	}
}

func (s *subject) duplicatePermission(i int) {
	tree := s.services()[i].Permissions
	if len(tree) == 0 {
		return
	}
	first := map[[2]uint16][]string{}
	for _, resource := range tree {
		for _, p := range resource.Permissions {
			key := [2]uint16{resource.Type, p.Type}
			if before, ok := first[key]; ok {
				s.add(s.field(i, "permissions"),
					fmt.Sprintf("The permission %d of resource type %d is listed twice, with %s and %s. Verifiers differ on which list counts.",
						p.Type, resource.Type, names(before), names(p.Names)), "List each permission once, with all its names.")
				continue
			}
			first[key] = p.Names
		}
	}
}

// names shows the first of a list of names.
func names(list []string) string {
	if len(list) == 0 {
		return "no name"
	}
	if len(list) == 1 {
		return quote(list[0])
	}
	return fmt.Sprintf("%s and %d more", quote(list[0]), len(list)-1)
}

func noServices(s *subject) {
	if a := s.Token.AccessToken2; a != nil && len(a.Services) == 0 && a.MoreServices == 0 {
		s.add("services", "The token has no service, so it admits nobody to anything. Old libraries built such tokens without an error.",
			"Add a service with its privileges before building the token.")
	}
}

func emptyPrivileges(s *subject) {
	for i := range s.Timeline.Services {
		v := &s.Timeline.Services[i]
		if len(v.Grants) > 0 || !v.Type.Known() {
			continue
		}
		why := ""
		if v.Type == token.APaaS || v.Type == token.Chat {
			why = " Some builders for classrooms (Node, Deno, Java) write it so by mistake."
		}
		s.add(s.field(i, "privileges"), "The service "+v.Type.Title()+" has no privilege, so it admits nobody."+why,
			"Add the privilege to the service, or build the token with another of the official libraries.")
	}
}

// rising reports whether n numbers are in strictly rising order: then none of
// them stands twice.
func rising(n int, at func(int) uint32) bool {
	for i := 1; i < n; i++ {
		if at(i-1) >= at(i) {
			return false
		}
	}
	return true
}
