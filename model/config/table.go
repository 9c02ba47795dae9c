package config

import (
	"slices"
	"strings"
	"time"
)

// settingFields is the table of all keys outside of [keys] and [[project]]. What
// reads the file, suggests keys and shows settings goes by it.
func settingFields() []field[Settings] {
	fps := number("ui.fps", func(s *Settings) *int { return &s.UI.FPS }, 1, 120)
	fps.restart = true // Bubble Tea takes the rate when the program starts
	return []field[Settings]{
		text("default_project", func(s *Settings) *string { return &s.DefaultProject }, checkName),
		choice("ui.theme", func(s *Settings) *string { return &s.UI.Theme }, Themes()),
		choice("ui.clipboard", func(s *Settings) *string { return &s.UI.Clipboard }, Clipboards()),
		truth("ui.mouse", func(s *Settings) *bool { return &s.UI.Mouse }),
		truth("ui.confirm", func(s *Settings) *bool { return &s.UI.Confirm }),
		truth("ui.read_only", func(s *Settings) *bool { return &s.UI.ReadOnly }),
		choice("ui.platform", func(s *Settings) *string { return &s.UI.Platform }, Platforms()),
		durations("ui.alert_before", func(s *Settings) *[]time.Duration { return &s.UI.AlertBefore }, time.Second, 24*time.Hour),
		alerts("ui.alerts", func(s *Settings) *[]string { return &s.UI.Alerts }),
		fps,
		truth("state.watch", func(s *Settings) *bool { return &s.State.Watch }),
		truth("state.history", func(s *Settings) *bool { return &s.State.History }),
		text("server.listen", func(s *Settings) *string { return &s.Server.Listen }, checkListen),
		texts("server.allowed_origins", func(s *Settings) *[]string { return &s.Server.AllowedOrigins }, checkOrigin),
		secret("server.access_key", func(s *Settings) *Ref { return &s.Server.AccessKey }, checkAccessKey),
	}
}

// projectFields is the table of the keys of a [[project]].
func projectFields() []field[Declared] {
	return []field[Declared]{
		text("name", func(d *Declared) *string { return &d.Name }, checkName),
		text("app_id", func(d *Declared) *string { return &d.AppID }, checkAppID),
		secret("certificate", func(d *Declared) *Ref { return &d.Certificate }, checkCertificate),
		secret("secondary_certificate", func(d *Declared) *Ref { return &d.Secondary }, checkCertificate),
		secrets("retired_certificates", func(d *Declared) *[]Ref { return &d.Retired }, checkCertificate),
		truth("co_host_authentication", func(d *Declared) *bool { return &d.CoHostAuthentication }),
		text("chat.host", func(d *Declared) *string { return &d.ChatHost }, checkChatHost),
		text("chat.app_key", func(d *Declared) *string { return &d.ChatAppKey }, checkAppKey),
	}
}

// alerts is the list of the ways to alert, in which "off" stands alone.
func alerts(key string, at func(*Settings) *[]string) field[Settings] {
	f := texts(key, at, func(t string) []fault {
		if !slices.Contains(Alerts(), t) {
			return notAmong(t, Alerts())
		}
		return nil
	})
	set := f.set
	f.set = func(s *Settings, value any, from source) []fault {
		before := *at(s)
		faults := set(s, value, from)
		if now := *at(s); len(now) > 1 && slices.Contains(now, "off") {
			*at(s) = before
			faults = append(faults, fault{message: `says "off" beside other ways to alert`, fix: `write ["off"], or leave "off" out`})
		}
		return faults
	}
	return f
}

// tables gives the tables that the fields stand in, in order.
func tables(fields []field[Settings]) []string {
	var names []string
	for _, f := range fields {
		if table, _, ok := strings.Cut(f.key, "."); ok && !slices.Contains(names, table) {
			names = append(names, table)
		}
	}
	return names
}

// keysOf gives the keys of a table of fields, in order.
func keysOf[S any](fields []field[S]) []string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.key
	}
	return keys
}
