package model

import (
	"agtok/model/project"
	"agtok/model/signer"
	"agtok/model/state"
	"agtok/model/visible"
	"agtok/token"
)

// Snapshot is a watch list as it is at a moment, to be written in the background.
type Snapshot struct {
	keepTokens bool
	rows       []Watched
	unread     []state.Row
}

// Snapshot copies what is to be kept. Tokens and timelines never change, so the
// rows are all that is copied.
func (l *Watchlist) Snapshot() Snapshot {
	return Snapshot{keepTokens: l.KeepTokens, rows: append([]Watched(nil), l.rows...), unread: l.unread}
}

// List gives the snapshot in the form in which it is kept: of each token what it
// says, and the token itself only if the user wants that.
func (s Snapshot) List() state.List {
	list := state.List{KeepTokens: s.keepTokens, Rows: make([]state.Row, 0, len(s.rows))}
	for i := range s.rows {
		list.Rows = append(list.Rows, s.row(&s.rows[i]))
	}
	list.Rows = append(list.Rows, s.unread...)
	return list
}

func (s Snapshot) row(w *Watched) state.Row {
	if w.real != nil {
		before := *w.real
		before.Name, w = w.Name, &before
	}
	row := state.Row{Name: w.Masked(w.Name), Description: describe(w.Token)}
	if w.secret != "" {
		row.Description = []byte(w.Masked(string(row.Description)))
	} else if s.keepTokens {
		row.Token = w.Token.Text
	}
	if w.Missing != nil {
		channel, uid := w.Masked(w.Missing.Channel), w.Masked(w.Missing.UID)
		row.Channel, row.UID = &channel, &uid
	}
	if w.WasValid || w.Signer.Status == signer.Valid {
		row.Signed = string(signer.Valid)
	}
	return row
}

// Restore puts the rows of a list that was kept into l, which is empty. It gives
// how many rows could not be read; they stay as they are in what is kept.
func (l *Watchlist) Restore(kept state.List, projects []project.Project) (unread int) {
	l.KeepTokens = kept.KeepTokens
	for _, k := range kept.Rows {
		t := restored(k)
		if t == nil || len(l.rows) >= MaxWatched {
			l.unread = append(l.unread, k)
			continue
		}
		row := newRow(t, missing(k), projects)
		row.WasValid = k.Signed == string(signer.Valid)
		name := visible.Line(k.Name, maxName)
		if name == "" {
			name = row.ownName()
		}
		row.Name = l.freeName(name)
		l.append(row)
	}
	return len(l.unread)
}

// restored reads the token of a row, nil when it can't be read.
func restored(k state.Row) *token.Token {
	if t, err := token.Parse(k.Token); err == nil && (t.AccessToken2 != nil || t.AccessToken != nil) {
		return t
	}
	t, err := token.ParseUnsigned(k.Description)
	if err != nil {
		return nil
	}
	return t
}

func missing(k state.Row) *token.Missing {
	if k.Channel == nil || k.UID == nil {
		return nil
	}
	return &token.Missing{Channel: *k.Channel, UID: *k.UID}
}
