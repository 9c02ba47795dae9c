package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"agtok/model/project"
)

// Bounds of the files, in bytes. That of the .env file is the lower one because
// each quote in it that is never closed is looked for up to the end.
const (
	maxFile    = 1 << 20
	maxEnvFile = 64 << 10
)

// Load reads the configuration: the defaults, over them the file, over that the
// environment. It gives settings that can be used whatever it finds; what had to
// be left out, and what should be changed, is in the problems, by file and line.
// Load reads the config file and the .env file, and runs and resolves nothing.
func Load(in Inputs) (Settings, []Problem) {
	l := loader{in: in, settings: Defaults()}
	l.file()
	l.environment()
	l.together()
	return l.settings, l.report.sorted()
}

// loader builds settings up, layer by layer.
type loader struct {
	in       Inputs
	settings Settings
	report   report
	outline  outline // of the config file
}

// file reads the first config file that exists.
func (l *loader) file() {
	for _, path := range Paths(l.in) {
		data, mode, err := readFile(path, maxFile)
		if isMissing(err) && l.in.named() == "" {
			continue
		}
		l.settings.Path = path
		if err != nil {
			p := Problem{File: path, Message: "the config file " + err.Error(), Fatal: true}
			if isMissing(err) {
				p.Fix = "correct " + l.in.whoNamed() + ", or create the file: config.example.toml shows every key"
			}
			l.report.add(p)
			return
		}
		l.outline = read(string(data), sourceOf(path, mode), &l.settings, &l.report)
		return
	}
}

// whoNamed says what named the config file.
func (in Inputs) whoNamed() string {
	if in.File != "" {
		return "--config"
	}
	return "$AGTOK_CONFIG"
}

// sourceOf describes a file by its path and its permission bits.
func sourceOf(path string, mode fs.FileMode) source {
	base := filepath.Dir(path)
	if abs, err := filepath.Abs(base); err == nil {
		base = abs
	}
	return source{path: path, base: base, exposed: isExposed(mode), mode: uint32(mode.Perm())}
}

// isExposed reports whether others than the owner can get at a file. Windows has
// no such bits: what Go shows of them there says nothing.
func isExposed(mode fs.FileMode) bool {
	return runtime.GOOS != "windows" && mode.Perm()&0o077 != 0
}

// isMissing reports whether err says that there is no such file.
func isMissing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// fileError is an error of readFile in words that follow the name of the file.
type fileError struct {
	words string
	cause error
}

func (e *fileError) Error() string { return e.words }
func (e *fileError) Unwrap() error { return e.cause }

// readFile reads a regular file of at most limit bytes. The error does not name
// the file.
func readFile(path string, limit int64) ([]byte, fs.FileMode, error) {
	info, err := os.Stat(path)
	switch {
	case isMissing(err):
		return nil, 0, &fileError{"does not exist", err}
	case err != nil:
		return nil, 0, unreadable(err)
	case info.IsDir():
		return nil, 0, &fileError{"is a folder", nil}
	case !info.Mode().IsRegular():
		// Opening a pipe waits for whoever writes into it.
		return nil, 0, &fileError{"is not a regular file", nil}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, unreadable(err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	switch {
	case err != nil:
		return nil, 0, unreadable(err)
	case int64(len(data)) > limit:
		return nil, 0, &fileError{fmt.Sprintf("is longer than %d bytes", limit), nil}
	}
	return data, info.Mode(), nil
}

// unreadable leaves out the path, which stands in the system's error as it is.
func unreadable(err error) error {
	why := err
	var path *fs.PathError
	if errors.As(err, &path) {
		why = path.Err
	}
	return &fileError{"cannot be read: " + escaped(why.Error()), err}
}

// together looks at values that are right by themselves and wrong together.
func (l *loader) together() {
	s := &l.settings
	host, _, err := net.SplitHostPort(s.Server.Listen)
	if err == nil && !isLoopback(host) && s.Server.AccessKey.IsZero() {
		p := l.about("server.listen", "is an address that others can reach, and server.access_key is empty: the token server will not start")
		p.Fix, p.Warning = "set server.access_key, or listen on 127.0.0.1", true
		l.report.add(p)
	}
	if name := s.DefaultProject; name != "" && name != EnvName && name != project.DemoName && !s.has(name) && s.refusal(name) == nil {
		p := l.about("default_project", "is "+quoted(name)+", and no project has that name")
		if near := nearest(name, s.names()); near != "" {
			p.Fix = "did you mean " + quoted(near) + "?"
		}
		l.report.add(p)
	}
}

// about begins a problem with the value of a key of the file.
func (l *loader) about(key, message string) Problem {
	p := l.outline.places[key]
	return Problem{File: l.settings.Path, Line: p.line, Column: p.column, Key: key, Message: key + " " + message}
}
