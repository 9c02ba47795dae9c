package config

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"agtok/model/project"
	"agtok/token"
)

// EnvName is the name of the project that the environment makes.
const EnvName = "env"

const maxName = 64 // bytes of a project's name

// checkName is the check of a project's name, which people type and screens show.
func checkName(name string) []fault {
	hidden := func(r rune) bool { return !isVisible(r) }
	switch {
	case len(name) > maxName:
		return faulty("is longer than "+strconv.Itoa(maxName)+" bytes", "")
	case !utf8.ValidString(name) || strings.IndexFunc(name, hidden) >= 0:
		return faulty("holds control or invisible characters", "type the name anew")
	case strings.TrimSpace(name) != name:
		return faulty("starts or ends with a space", "")
	case strings.HasPrefix(name, "-"):
		return faulty(`starts with "-", which the command line takes for a flag`, "")
	}
	return nil
}

// isReserved reports whether name is one that only agtok itself gives.
func isReserved(name string) bool {
	return strings.EqualFold(name, EnvName) || strings.EqualFold(name, project.DemoName)
}

// checkAppID never shows the App ID: it may be a certificate put in the wrong place.
func checkAppID(text string) []fault {
	if err := token.CheckAppID(text); err != nil {
		return faulty("is wrong: "+err.Error(), "copy the App ID from the Agora console")
	}
	return nil
}

func checkListen(address string) []fault {
	const fix = "write it as 127.0.0.1:8090"
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return faulty("is not an address with a port", fix)
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || strconv.FormatUint(n, 10) != port {
		return faulty("has no port from 0 to 65535", fix)
	}
	if host != "" && !isHost(host) {
		return faulty("has a host that is neither an IP address nor a host name", fix)
	}
	return nil
}

// isLoopback reports whether only this machine reaches the host.
func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback() || strings.EqualFold(host, "localhost")
}

// isHost reports whether host is an IP address or has the form of a host name.
func isHost(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	if len(host) > 253 {
		return false
	}
	return !slices.ContainsFunc(strings.Split(strings.TrimSuffix(host, "."), "."), func(label string) bool {
		outside := func(r rune) bool { return r > '~' || !isBare(byte(r)) }
		return label == "" || len(label) > 63 || strings.IndexFunc(label, outside) >= 0
	})
}

func checkOrigin(text string) []fault {
	const fix = "write it as https://app.example.com, with no path"
	u, ok := hostURL(text)
	if !ok || u.Path != "" || u.Scheme != "https" && u.Scheme != "http" {
		return faulty("is not an origin", fix)
	}
	return nil
}

// checkChatHost takes host, host:port or a URL of one. Tokens go there, so only
// this machine may be reached without TLS.
func checkChatHost(text string) []fault {
	const fix = `write it as "a41.chat.agora.io", the REST API domain that the Agora console shows`
	address := text
	if !strings.Contains(text, "://") {
		address = "https://" + text
	}
	u, ok := hostURL(address)
	switch {
	case !ok || u.Path != "" && u.Path != "/":
		return faulty("is not a host", fix)
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return faulty("asks for http, which is for loopback addresses only", "leave http:// out")
	case u.Scheme != "https" && u.Scheme != "http":
		return faulty("is not a host", fix)
	}
	return nil
}

// hostURL reads a URL that has a scheme and a host, maybe a port and a path, and
// nothing else.
func hostURL(text string) (*url.URL, bool) {
	u, err := url.Parse(text)
	if err != nil || u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(text, "#") {
		return nil, false
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return nil, false
		}
	}
	return u, isHost(u.Hostname()) && !strings.HasSuffix(u.Host, ":")
}

// checkAppKey takes a Chat App Key, orgName#appName (Agora Chat, "Enable and
// configure Chat"). Both become parts of a URL's path.
func checkAppKey(text string) []fault {
	org, app, _ := strings.Cut(text, "#")
	outside := func(r rune) bool { return r > '~' || r != '.' && !isBare(byte(r)) }
	for _, part := range []string{org, app} {
		if part == "" || len(part) > 128 || strings.Trim(part, ".") == "" || strings.IndexFunc(part, outside) >= 0 {
			return faulty("is not an App Key", `write it as "org#app", as the Agora console shows it`)
		}
	}
	return nil
}
