package chatapi

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// parseBase reads a host, "host:port" or URL of one. Tokens go there, so only
// this machine may be reached without TLS.
func parseBase(text string) (*url.URL, error) {
	address := text
	if !strings.Contains(text, "://") {
		address = "https://" + text
	}
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(text, "#") ||
		u.Path != "" && u.Path != "/" || !isHost(u.Hostname()) || !isPort(u) {
		return nil, errors.New(`chat host: not a host name; write it as "a41.chat.agora.io", the REST API domain that Agora Console shows`)
	}
	switch u.Scheme {
	case "https":
	case "http":
		if !isLoopback(u.Hostname()) {
			return nil, errors.New("chat host: http is for loopback addresses only, since the app token would travel readable; leave http:// out")
		}
	default:
		return nil, errors.New("chat host: the scheme is neither https nor http")
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, nil
}

func isPort(u *url.URL) bool {
	if u.Port() == "" {
		return !strings.HasSuffix(u.Host, ":")
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	return err == nil && n > 0
}

// isLoopback reports whether only this machine reaches the host.
func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback() || strings.EqualFold(host, "localhost")
}

// isHost reports whether host is an IP address or has the form of a host name.
func isHost(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Zone() == ""
	}
	if len(host) > 253 {
		return false
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(host, "."), ".") {
		if label == "" || len(label) > 63 || !consistsOf(label, isBare) {
			return false
		}
	}
	return true
}

// parseAppKey splits "org#app" (Agora Chat, "Enable and configure Chat"). Both
// halves become parts of a URL's path.
func parseAppKey(text string) (org, app string, err error) {
	org, app, _ = strings.Cut(text, "#")
	for _, half := range []string{org, app} {
		if half == "" || len(half) > maxHalfKey || strings.Trim(half, ".") == "" ||
			!consistsOf(half, func(c byte) bool { return c == '.' || isBare(c) }) {
			return "", "", errors.New(`app key: not of the form "org#app" that Agora Console shows`)
		}
	}
	return org, app, nil
}

// maxHalfKey bounds each half of an App Key, in bytes. No page gives a limit.
const maxHalfKey = 128

func isBare(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_'
}

func consistsOf(text string, allowed func(byte) bool) bool {
	for i := range len(text) {
		if !allowed(text[i]) {
			return false
		}
	}
	return true
}
