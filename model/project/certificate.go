package project

import (
	"strings"

	"agtok/token"
)

// CertificateIn gives the first certificate of the projects, but the demo's, that
// stands anywhere in text; "" if there is none. That of the demo project is public.
func CertificateIn(text string, projects ...Project) string {
	const length = 32
	for from := 0; from+length <= len(text); from++ {
		if bad := strings.LastIndexFunc(text[from:from+length], notHex); bad >= 0 {
			from += bad
			continue
		}
		if c, err := token.ParseCertificate(text[from : from+length]); err == nil && isCertificate(c, projects) {
			return text[from : from+length]
		}
	}
	return ""
}

func notHex(r rune) bool {
	return !('0' <= r && r <= '9' || 'a' <= r && r <= 'f' || 'A' <= r && r <= 'F')
}

// isCertificate reports whether c is one of a project's that is not the demo's.
func isCertificate(c token.Certificate, projects []Project) bool {
	for _, p := range projects {
		for _, k := range p.Keys {
			if !p.Demo && k.Certificate.Equal(c) {
				return true
			}
		}
	}
	return false
}
