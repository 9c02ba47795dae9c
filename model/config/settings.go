package config

import (
	"path/filepath"
	"time"
)

// Settings is all that is configured. [Defaults] gives what holds without any
// configuration.
type Settings struct {
	DefaultProject string // default_project: "" for none
	UI             UI
	State          State
	Server         Server

	// Keys maps actions to keys, as [keys] has them. Whether such actions and keys
	// exist is the console's to say.
	Keys map[string]string

	// Projects are the file's, in its order, then "env" of the environment.
	Projects []Declared

	Path    string            // the file that was read; "" if none
	Origins map[string]string // key → "default", "PATH:LINE", "$NAME" or "--flag"

	refused []refusal // projects left out
}

// UI is the table [ui].
type UI struct {
	Theme       string          // one of [Themes]
	Clipboard   string          // one of [Clipboards]
	Mouse       bool            // take clicks and the wheel
	Confirm     bool            // ask before REST writes
	ReadOnly    bool            // block REST writes
	Platform    string          // one of [Platforms]: whose callback names the timelines show
	AlertBefore []time.Duration // how long before an end to alert: 1 s … 24 h each
	Alerts      []string        // of [Alerts]; "off" stands alone
	FPS         int             // frames a second at most: 1 … 120
}

// State is the table [state]: what is kept between runs.
type State struct {
	Watch   bool // the watched tokens
	History bool // the tokens built and read
}

// Server is the table [server]: the token server.
type Server struct {
	Listen         string   // host:port
	AllowedOrigins []string // scheme://host[:port]; loopback origins are always allowed
	AccessKey      Ref      // needed when Listen is not a loopback address
}

// Declared is a project as configured, its secrets not fetched.
type Declared struct {
	Name                 string
	AppID                string // 32 hexadecimal digits
	Certificate          Ref    // the primary one
	Secondary            Ref
	Retired              []Ref // to recognise old tokens
	CoHostAuthentication bool
	ChatHost             string // host[:port] or a URL of one; "" for none
	ChatAppKey           string // org#app; "" for none
	Origin               string // where it is declared: "PATH:LINE" or "$AGORA_APP_ID"
}

// refusal is a project that can't be used.
type refusal struct {
	name string // "" if it has none of its own
	why  string
}

// Themes gives the values of ui.theme, the default first.
func Themes() []string { return []string{"auto", "dark", "light", "high-contrast", "mono"} }

// Clipboards gives the values of ui.clipboard, the default first.
func Clipboards() []string { return []string{"auto", "native", "osc52", "tmux", "file", "off"} }

// Platforms gives the values of ui.platform, the default first: the SDKs whose
// callbacks Agora documents by name.
func Platforms() []string {
	return []string{"android", "ios", "macos", "windows", "web", "flutter", "react-native", "electron", "unity", "unreal", "harmonyos"}
}

// Alerts gives the values that ui.alerts takes.
func Alerts() []string { return []string{"toast", "bell", "terminal", "off"} }

// Defaults gives the settings that hold when nothing is configured.
func Defaults() Settings {
	s := Settings{
		UI: UI{
			Theme:       "auto",
			Clipboard:   "auto",
			Mouse:       true,
			Confirm:     true,
			Platform:    "android",
			AlertBefore: []time.Duration{5 * time.Minute, 30 * time.Second},
			Alerts:      []string{"toast", "bell"},
			FPS:         30,
		},
		State:   State{Watch: true},
		Server:  Server{Listen: "127.0.0.1:8090"},
		Keys:    map[string]string{},
		Origins: map[string]string{},
	}
	for _, f := range settingFields() {
		s.Origins[f.key] = "default"
	}
	return s
}

// Inputs is the world as configuration sees it.
type Inputs struct {
	File    string // --config; "" if not given
	EnvFile string // --env-file; "" if not given

	Getenv func(string) (string, bool) // as os.LookupEnv; nil for an empty environment

	Home          string // as os.UserHomeDir; "" if unknown
	UserConfigDir string // as os.UserConfigDir; "" if unknown
}

// env gives an environment variable, "" if it is not set.
func (in Inputs) env(name string) string {
	if in.Getenv == nil {
		return ""
	}
	value, _ := in.Getenv(name)
	return value
}

// Paths gives the places of the config file in the order in which they are tried.
// A file named by --config or $AGTOK_CONFIG is the only place.
func Paths(in Inputs) []string {
	if named := in.named(); named != "" {
		return []string{named}
	}
	folders := []string{}
	if xdg := in.env("XDG_CONFIG_HOME"); filepath.IsAbs(xdg) {
		folders = append(folders, xdg)
	}
	if in.Home != "" {
		folders = append(folders, filepath.Join(in.Home, ".config"))
	}
	if in.UserConfigDir != "" {
		folders = append(folders, in.UserConfigDir)
	}
	var paths []string
	for _, folder := range folders {
		path := filepath.Join(folder, "agtok", "config.toml")
		if len(paths) == 0 || paths[len(paths)-1] != path {
			paths = append(paths, path)
		}
	}
	return paths
}

// named gives the config file that the user named, "" if none.
func (in Inputs) named() string {
	if in.File != "" {
		return in.File
	}
	return in.env("AGTOK_CONFIG")
}

// StateDir gives the folder of what is kept between runs: $AGTOK_STATE, else
// agtok under $XDG_STATE_HOME or ~/.local/state. It is "" when none is known.
func StateDir(in Inputs) string {
	if dir := in.env("AGTOK_STATE"); dir != "" {
		return dir
	}
	if xdg := in.env("XDG_STATE_HOME"); filepath.IsAbs(xdg) {
		return filepath.Join(xdg, "agtok")
	}
	if in.Home == "" {
		return ""
	}
	return filepath.Join(in.Home, ".local", "state", "agtok")
}
