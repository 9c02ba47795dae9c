package layout

// Scale puts Unix seconds into the columns of a line.
type Scale struct {
	From, To int64
	Cells    int
}

// Column gives the column of an instant: -1 for one before the scale, Cells for one
// after it.
func (s Scale) Column(at int64) int {
	switch {
	case at < s.From:
		return -1
	case at > s.To:
		return s.Cells
	}
	return int((at - s.From) * int64(s.Cells-1) / max(s.To-s.From, 1))
}

// At gives the first second of a column.
func (s Scale) At(column int) int64 {
	return s.From + (int64(column)*(s.To-s.From)+int64(s.Cells-2))/int64(max(s.Cells-1, 1))
}
