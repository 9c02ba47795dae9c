package ui

import (
	"context"
	"fmt"
	"time"

	"agtok/chatapi"
	"agtok/model"
	"agtok/model/chatservice"
	"agtok/model/config"
	"agtok/model/project"
	"agtok/model/state"
	"agtok/model/timeline"
	"agtok/ui/alarm"
	"agtok/ui/chat"
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
	Sleep    func(ctx context.Context, d time.Duration) error // until d is over, or ctx done
	Pretend  bool                                             // Now is not the real time
	NoColor  bool
	Chat     chatservice.Options
}

// Open makes the console of these options and runs it. What it starts ends with ctx
// at the latest.
func Open(ctx context.Context, screen Screen, o Options) error {
	feed := chat.NewFeed()
	o.Chat.Client = append(o.Chat.Client, chatapi.WithTrace(feed.Add), chatapi.WithProgress(feed.Add))
	return Run(ctx, screen, o.deps(), Panes(chatservice.New(ctx, o.Chat), feed))
}

func (o Options) deps() Deps {
	getenv, store := o.Inputs.Getenv, o.store()
	_, tmux := getenv("TMUX")
	_, ssh := getenv("SSH_CONNECTION")
	return Deps{
		Now: o.Now, Salt: o.Salt, Pretend: o.Pretend,
		Theme: NewTheme(theme.Name(o.Settings.UI.Theme), o.NoColor, getenv),
		Clipboard: clipboard.Board{Mode: clipboard.Mode(o.Settings.UI.Clipboard), InTmux: tmux, OverSSH: ssh,
			Folder: config.StateDir(o.Inputs)},
		Alarm:     alarm.Alarm{Means: o.Settings.UI.Alerts, InTmux: tmux, Protocol: alarm.ProtocolOf(getenv)},
		Workspace: o.workspace(pending(o.Settings.Projects), false),
		Load: func(ctx context.Context) Loaded {
			w := o.workspace(config.Resolve(ctx, o.Settings.Projects, o.Inputs), true)
			remember(ctx, w, store)
			return Loaded{w}
		},
		Keep: func(ctx context.Context, generation uint64, s model.Snapshot) error {
			return store.Save(ctx, generation, s.List())
		},
	}
}

// store is where the watched tokens are kept, nowhere if the user wants that.
func (o Options) store() *state.Store {
	if !o.Settings.State.Watch {
		return state.New("", o.Sleep)
	}
	return state.New(config.StateDir(o.Inputs), o.Sleep)
}

// remember puts the tokens that were watched before into w.
func remember(ctx context.Context, w *model.Workspace, store *state.Store) {
	list, notice, err := store.Load(ctx)
	if err != nil {
		w.Notices = append(w.Notices, "The tokens watched before can't be read, and what is watched now is not kept: "+err.Error())
		return
	}
	if notice != "" {
		w.Notices = append(w.Notices, notice)
	}
	if n := w.Watched.Restore(list, w.Projects); n > 0 {
		w.Notices = append(w.Notices, fmt.Sprintf("%d of the tokens watched before can't be read: they are not shown, and stay in the file.", n))
	}
}

// workspace holds the projects, the chosen one in use, and once everything is
// read what the configuration had wrong.
func (o Options) workspace(projects []project.Project, read bool) *model.Workspace {
	if o.Project == project.DemoName {
		projects = append([]project.Project{project.Demo()}, projects...)
	}
	w := model.NewWorkspace(projects)
	set := o.Settings.UI
	w.Platform, w.AlertBefore = timeline.Platform(set.Platform), set.AlertBefore
	w.Confirm, w.ReadOnly = set.Confirm, set.ReadOnly
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
		list = append(list, project.Project{Name: d.Name, AppID: d.AppID, Problem: "its certificate is being read",
			CoHostAuthentication: d.CoHostAuthentication, ChatHost: d.ChatHost, ChatAppKey: d.ChatAppKey})
	}
	return list
}
