package config

import (
	"fmt"
	"strings"

	"agtok/token"
)

// The variables that make the project "env". The first two are the names that
// Agora's command line (AgoraIO/cli, internal/cli/credential_env.go) writes into
// .env files.
const (
	appIDVariable       = "AGORA_APP_ID"
	certificateVariable = "AGORA_APP_CERTIFICATE"
	chatHostVariable    = "AGORA_CHAT_HOST"
	chatAppKeyVariable  = "AGORA_CHAT_APP_KEY"
)

// spellings gives the names under which a .env file may have a variable: its own,
// those of Next.js projects, and the plain one of older samples.
func spellings(name string) []string {
	tail := strings.TrimPrefix(name, "AGORA_")
	return []string{name, "NEXT_" + name, nextPublic + name, tail}
}

// nextPublic begins the names of variables that Next.js builds into the pages
// that browsers load.
const nextPublic = "NEXT_PUBLIC_"

// found is a variable with the place it was found at.
type found struct {
	name, value string
	file        string // "" for the environment itself
	line        int
}

// origin gives "$NAME" or "PATH:LINE".
func (f found) origin() string {
	if f.file == "" {
		return "$" + f.name
	}
	return fmt.Sprintf("%s:%d", escaped(f.file), f.line)
}

// problem begins a problem with the variable.
func (f found) problem(message, fix string) Problem {
	p := Problem{File: f.file, Key: f.name, Message: f.name + " " + message, Fix: fix}
	if f.file != "" {
		p.Line, p.Column = f.line, 1
	}
	return p
}

// environment takes what the environment and the .env file say.
func (l *loader) environment() {
	if l.in.env("NO_COLOR") != "" {
		l.settings.UI.Theme = "mono"
		l.settings.Origins["ui.theme"] = "$NO_COLOR"
	}
	file := l.envFile()
	appID, ok := l.find(file, appIDVariable)
	if !ok {
		l.lostAppID()
		return
	}
	file = l.samePair(file, appID)
	d := Declared{Name: EnvName, AppID: appID.value, Origin: appID.origin()}
	if err := token.CheckAppID(appID.value); err != nil {
		p := appID.problem("is wrong: "+err.Error()+`; the project "env" is ignored`, "copy the App ID from the Agora console")
		l.report.add(p)
		l.settings.refused = append(l.settings.refused, refusal{EnvName, appID.name + " is wrong: " + err.Error()})
		return
	}
	d.Certificate = l.certificate(file)
	d.ChatHost = l.checked(file, chatHostVariable, checkChatHost)
	d.ChatAppKey = l.checked(file, chatAppKeyVariable, checkAppKey)
	l.settings.Projects = append(l.settings.Projects, d)
}

// envFile reads the file that --env-file names.
func (l *loader) envFile() map[string]variable {
	path := l.in.EnvFile
	if path == "" {
		return nil
	}
	data, _, err := readFile(path, maxEnvFile)
	if err != nil {
		l.report.add(Problem{File: path, Message: "the .env file " + err.Error(), Fix: "correct --env-file", Fatal: true})
		return nil
	}
	vars, wrong := parseDotenv(string(data))
	for _, line := range wrong {
		l.report.add(Problem{File: path, Line: line, Column: 1, Message: "this line is not NAME=VALUE, or its quote is not closed; ignored"})
	}
	return vars
}

// find looks a variable up: in the environment, then in the .env file under each
// of its spellings. An empty value is as good as none.
func (l *loader) find(file map[string]variable, name string) (found, bool) {
	if value := l.in.env(name); value != "" {
		return found{name: name, value: value}, true
	}
	for _, spelling := range spellings(name) {
		if v := file[spelling]; v.value != "" {
			return found{spelling, v.value, l.in.EnvFile, v.line}, true
		}
	}
	return found{}, false
}

// samePair gives the .env file to take the rest of the project from: none when
// the App ID is of the environment and the file's is another, because a
// certificate of one project with the App ID of another signs nothing right.
func (l *loader) samePair(file map[string]variable, appID found) map[string]variable {
	if appID.file != "" {
		return file
	}
	for _, spelling := range spellings(appIDVariable) {
		v, ok := file[spelling]
		if !ok || v.value == "" || strings.EqualFold(v.value, appID.value) {
			continue
		}
		other := found{spelling, v.value, l.in.EnvFile, v.line}
		l.report.add(other.problem("is another App ID than that of the environment, which wins; this file is ignored",
			"unset "+appIDVariable+", or leave --env-file out"))
		return nil
	}
	return file
}

// certificate gives the reference to the certificate of the project "env".
func (l *loader) certificate(file map[string]variable) Ref {
	v, ok := l.find(file, certificateVariable)
	if !ok {
		return Ref{}
	}
	r := Ref{&target{kind: inEnv, text: v.name}}
	if v.file != "" {
		r = Ref{&target{kind: literal, text: v.value}}
	}
	if strings.HasPrefix(v.name, nextPublic) {
		p := v.problem("is in every page that browsers load: this certificate is no secret any more",
			"rename it to NEXT_"+certificateVariable+", and get a new certificate in the Agora console")
		p.Warning = true
		l.report.add(p)
	}
	if err := checkCertificate(v.value); err != nil {
		l.report.add(v.problem("is wrong: "+err.Error()+"; ignored", "copy the certificate from the Agora console"))
		r = Ref{&target{kind: refused, text: v.name + " is wrong: " + err.Error()}}
	}
	return r
}

// checked gives the value of a variable, "" if there is none or it is wrong.
func (l *loader) checked(file map[string]variable, name string, check func(string) []fault) string {
	v, ok := l.find(file, name)
	if !ok {
		return ""
	}
	if faults := check(v.value); faults != nil {
		l.report.add(v.problem(faults[0].message+"; ignored", faults[0].fix))
		return ""
	}
	return v.value
}

// lostAppID warns of a certificate in the environment that no App ID goes with
// and no project refers to.
func (l *loader) lostAppID() {
	v, ok := l.find(nil, certificateVariable)
	if !ok {
		return
	}
	for _, d := range l.settings.Projects {
		for _, r := range append([]Ref{d.Certificate, d.Secondary}, d.Retired...) {
			if r.to != nil && r.to.kind == inEnv && r.to.text == v.name {
				return
			}
		}
	}
	p := v.problem("is set, but "+appIDVariable+` is not, so there is no project "env"`, "set "+appIDVariable)
	p.Warning = true
	l.report.add(p)
}
