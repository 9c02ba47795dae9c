package ui

import (
	"context"
	"time"

	"agtok/model"
	"agtok/model/config"
	"agtok/model/project"
	"agtok/ui/clipboard"
	"agtok/ui/theme"
)

// Options is what the command line and the configuration say of the console.
type Options struct {
	Settings config.Settings
	Problems []config.Problem // of the configuration, to be shown
	Inputs   config.Inputs
	Project  string // the name of the project to use
	Now      func() time.Time
	Salt     func() uint32
	Pretend  bool // Now is not the real time
	NoColor  bool
}

// Open makes the console of these options and runs it.
func Open(ctx context.Context, screen Screen, o Options) error { return Run(ctx, screen, o.deps()) }

func (o Options) deps() Deps {
	getenv := o.Inputs.Getenv
	_, tmux := getenv("TMUX")
	_, ssh := getenv("SSH_CONNECTION")
	return Deps{
		Now: o.Now, Salt: o.Salt, Pretend: o.Pretend,
		Theme: NewTheme(theme.Name(o.Settings.UI.Theme), o.NoColor, getenv),
		Clipboard: clipboard.Board{Mode: clipboard.Mode(o.Settings.UI.Clipboard), InTmux: tmux, OverSSH: ssh,
			Folder: config.StateDir(o.Inputs)},
		Workspace: o.workspace(pending(o.Settings.Projects), false),
		Load: func(ctx context.Context) Loaded {
			return Loaded{o.workspace(config.Resolve(ctx, o.Settings.Projects, o.Inputs), true)}
		},
	}
}

// workspace holds the projects, the chosen one in use, and once everything is
// read what the configuration had wrong.
func (o Options) workspace(projects []project.Project, read bool) *model.Workspace {
	if o.Project == project.DemoName {
		projects = append([]project.Project{project.Demo()}, projects...)
	}
	w := model.NewWorkspace(projects)
	w.Use(o.Project)
	for _, p := range o.Problems {
		text := p.Error()
		if p.Fix != "" {
			text += "; " + p.Fix
		}
		w.Notices = append(w.Notices, text)
	}
	if !read {
		return w
	}
	for _, p := range projects {
		if p.Problem != "" && p.Name == o.Project {
			w.Notices = append(w.Notices, p.Problem)
		}
	}
	return w
}

// pending gives the projects as they are known before their certificates are.
func pending(declared []config.Declared) []project.Project {
	var list []project.Project
	for _, d := range declared {
		list = append(list, project.Project{Name: d.Name, AppID: d.AppID, Problem: "its certificate is being read"})
	}
	return list
}
