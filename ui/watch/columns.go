package watch

import (
	"agtok/model"
	"agtok/token"
)

// column is a column of the list.
type column struct {
	part
	title string
	width int
	cell  func(v cellView, row *model.Watched) string
}

// part names a column.
type part int

// The columns from left to right. From inState to the end they tell how it goes on
// in time, so that one text can take the place of them all.
const (
	inName part = iota
	inKind
	inChannel
	inUser
	inState
	inEntry
	inAudio
	inVideo
	inData
	inNext
	partCount
)

// columns gives what the list shows in w cells.
func columns(w int) []column {
	all := [partCount]column{
		inName:    {title: "name", cell: func(_ cellView, r *model.Watched) string { return r.Name }},
		inKind:    {title: "for", cell: func(_ cellView, r *model.Watched) string { return products(r) }},
		inChannel: {title: "channel", cell: channel},
		inUser:    {title: "user", cell: user},
		inState:   {title: "token", cell: state},
		inEntry:   {title: "join/login", cell: entry},
		inAudio:   {title: "audio", cell: publish(token.PublishAudioStream)},
		inVideo:   {title: "video", cell: publish(token.PublishVideoStream)},
		inData:    {title: "data", cell: publish(token.PublishDataStream)},
		inNext:    {title: "next event", cell: next},
	}
	var shown []column
	for i, width := range widths(w - 2) {
		if c := all[i]; width > 0 {
			c.part, c.width = part(i), width
			shown = append(shown, c)
		}
	}
	return shown
}

// room is how wide each column is, and what is left.
type room struct {
	cells [partCount]int
	left  int
}

// widths shares w cells out: first come the columns that nobody can do without, then
// the others as they matter, then room for long names and for bars. No row is wider
// than w, but where that is less than the first three take.
func widths(w int) [partCount]int {
	const countdown, bar = 8, 9 // of a countdown alone; with a bar, without the bar's own cells
	r := room{left: w}
	r.widen(12, inName)
	r.widen(11, inState)
	r.widen(11, inEntry)
	r.widen(11, inNext)
	r.widen(14, inNext)
	r.widen(countdown, inAudio, inVideo, inData)
	r.widen(9, inChannel)
	r.widen(11, inUser)
	r.widen(8, inKind)
	r.stretch(11, inChannel)
	r.widen(bar+4, inEntry)
	r.widen(bar+8, inEntry)
	r.stretch(19, inNext)
	r.stretch(16, inChannel)
	r.stretch(16, inUser)
	r.widen(bar+8, inAudio, inVideo, inData)
	r.stretch(20, inName)
	r.widen(bar+12, inEntry, inAudio, inVideo, inData)
	r.stretch(24, inEntry)
	for _, p := range []part{inChannel, inUser, inName} {
		r.stretch(28, p)
	}
	return r.cells
}

// widen makes columns so wide, all of them or none.
func (r *room) widen(width int, parts ...part) {
	more := 0
	for _, p := range parts {
		more += max(width-r.cells[p], 0)
	}
	if more > r.left && r.cells[inEntry] > 0 {
		return
	}
	r.left -= more
	for _, p := range parts {
		r.cells[p] = max(r.cells[p], width)
	}
}

// stretch gives a column that is there as much as there is, up to that width.
func (r *room) stretch(width int, p part) {
	if r.cells[p] == 0 || r.left <= 0 {
		return
	}
	more := min(max(width-r.cells[p], 0), r.left)
	r.cells[p] += more
	r.left -= more
}
