package config

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"agtok/model/project"
	"agtok/token"
)

// Resolve fetches the certificates of the projects declared, in their order, one
// after another: files are read and commands run, five seconds each at most. A
// certificate that can't be had becomes the project's Problem, in words, and
// hinders no other. A context that is done ends what runs and spares the rest.
func Resolve(ctx context.Context, d []Declared, in Inputs) []project.Project {
	in.Getenv = in.layered()
	projects := make([]project.Project, len(d))
	for i := range d {
		projects[i] = d[i].resolve(ctx, in, commandLimit)
	}
	return projects
}

// resolve is [Resolve] for one project, with the limit for each command.
func (d Declared) resolve(ctx context.Context, in Inputs, limit time.Duration) project.Project {
	p := project.Project{
		Name: d.Name, AppID: d.AppID, CoHostAuthentication: d.CoHostAuthentication,
		ChatHost: d.ChatHost, ChatAppKey: d.ChatAppKey,
	}
	var problems []string
	add := func(role project.Role, key string, r Ref) {
		if r.IsZero() {
			return
		}
		c, err := d.certificate(ctx, in, r, limit)
		if err != nil {
			problems = append(problems, fmt.Sprintf("%s (%s): %s", key, masked(r.String(), maxShown), err))
			return
		}
		p.Keys = append(p.Keys, project.Key{Role: role, Certificate: c})
	}
	add(project.Primary, "certificate", d.Certificate)
	add(project.Secondary, "secondary_certificate", d.Secondary)
	for _, r := range d.Retired {
		add(project.Retired, "retired_certificates", r)
	}
	p.Problem = strings.Join(problems, "; ")
	return p
}

// certificate fetches one certificate.
func (d Declared) certificate(ctx context.Context, in Inputs, r Ref, limit time.Duration) (token.Certificate, error) {
	text, err := r.fetch(ctx, in, limit)
	if err != nil {
		return token.Certificate{}, err
	}
	if strings.EqualFold(text, d.AppID) {
		return token.Certificate{}, errors.New("this is the App ID, not its certificate")
	}
	return token.ParseCertificate(text)
}

// Fetch gives the secret that r refers to, "" for the zero value. It may read a
// file or run a command, for five seconds at most. The error says in words why
// there is none; neither it nor anything but the result holds the secret.
func (r Ref) Fetch(ctx context.Context, in Inputs) (string, error) {
	in.Getenv = in.layered()
	return r.fetch(ctx, in, commandLimit)
}

func (r Ref) fetch(ctx context.Context, in Inputs, limit time.Duration) (string, error) {
	if r.IsZero() {
		return "", nil
	}
	if ctx.Err() != nil {
		return "", errors.New("cancelled")
	}
	switch t := r.to; t.kind {
	case inEnv:
		if value := in.env(t.text); value != "" {
			return value, nil
		}
		return "", fmt.Errorf("the environment variable %s is not set, or empty", t.text)
	case inFile:
		return t.readFile(in.Home)
	case byCommand:
		return runCommand(ctx, t.text, limit)
	case inKeyring:
		return "", errors.New(noKeyring + ": " + preferReference)
	case refused:
		return "", errors.New(t.text)
	default:
		return t.text, nil
	}
}

// maxSecret bounds a secret's file and a command's output, in bytes.
const maxSecret = 4096

// readFile reads a secret's file. A leading ~/ is the home folder; another
// relative path starts at the folder of the config file.
func (t *target) readFile(home string) (string, error) {
	path := t.text
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home == "" {
			return "", errors.New("the home folder is not known, so ~/ can't be")
		}
		path = filepath.Join(home, rest)
	} else if !filepath.IsAbs(path) {
		path = filepath.Join(t.base, path)
	}
	data, _, err := readFile(path, maxSecret)
	if err != nil {
		return "", fmt.Errorf("the file %s", err)
	}
	return trimNewline(string(data)), nil
}

// trimNewline takes one line break off the end, as editors and commands put it
// there. More than that would hide what the signing server stumbles over.
func trimNewline(text string) string {
	return strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r")
}

// layered gives the environment with the .env file under it.
func (in Inputs) layered() func(string) (string, bool) {
	var file map[string]variable
	if in.EnvFile != "" {
		if data, _, err := readFile(in.EnvFile, maxEnvFile); err == nil {
			file, _ = parseDotenv(string(data))
		}
	}
	return func(name string) (string, bool) {
		if value := in.env(name); value != "" {
			return value, true
		}
		v, ok := file[name]
		return v.value, ok
	}
}
