package state

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// fileName is the file's name in its folder.
const fileName = "watch.json"

// Bounds of what is kept.
const (
	maxRows = 10_000
	maxFile = 64 << 20 // bytes
)

// Row is a watched token as it is kept.
type Row struct {
	Name string `json:"name"`
	// Token is the token itself, only when the user said so: see [List].
	Token string `json:"token,omitempty"`
	// Description is the token without its signature, as `agtok decode --json`
	// prints it under "description".
	Description json.RawMessage `json:"description,omitempty"`
	// Channel and UID are what a 006 token does not carry, where that is known.
	Channel *string `json:"channelName,omitempty"`
	UID     *string `json:"uid,omitempty"`
	// Signed is who had signed it: "", or a short word for the screen.
	Signed string `json:"signed,omitempty"`
}

// List is all that is kept. It has at most 10 000 rows.
type List struct {
	KeepTokens bool // without it, Save leaves every Row.Token out
	Rows       []Row
}

// Store is the file of what is watched. It may be used from several goroutines,
// and several stores may use one folder.
type Store struct {
	dir   string
	sleep sleeper

	mu       sync.Mutex
	failed   error // why the file must not be replaced, in words that follow its name
	saved    bool
	lastSave uint64 // the generation last written, if saved

	base  map[id]mark // the list that Load last gave or Save was last given
	known []entry     // the rows of the file as this store last read or wrote it
	seen  stamp       // that file
	begun int64       // the beginnings of that file
}

// New gives the store in a folder, which is made when it is first written to.
// With "" nothing is kept: Load gives an empty list and Save does nothing. Sleep
// waits for d, or until ctx is done and then gives its error; several goroutines
// call it.
func New(dir string, sleep func(ctx context.Context, d time.Duration) error) *Store {
	return &Store{dir: dir, sleep: sleep, failed: errors.New("was not read first")}
}

// Load reads the list. It is empty when there is no file. Texts come back as the
// file has them: of any length and with any characters.
//
// The notice, for the user, says what became of a file that could not be used: a
// damaged one is set aside under the name that the notice gives, that of a newer
// version is left alone. An error says that a file is there and can't be read, or
// can't be set aside: nothing was touched, and Save refuses until a Load succeeds.
//
// Load waits up to 2 seconds for another console that is saving, less if ctx is done
// before, then reads all the same, and removes no leftovers.
func (s *Store) Load(ctx context.Context) (list List, notice string, err error) {
	if s.dir == "" {
		return List{}, "", nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	path := resolve(filepath.Join(s.dir, fileName))
	held, unheld := s.lock(ctx, path)
	switch {
	case unheld == nil:
		defer release(held)
		sweep(path)
	case isMissing(unheld): // no folder, so no file
		unheld = nil
	}
	for range tries {
		list, notice, s.failed = s.load(path, unheld)
		if !isMissing(s.failed) { // another console has set the file aside just now
			break
		}
	}
	if s.failed != nil {
		err = fmt.Errorf("%s %w; until then, what is watched is not kept", shown(path), s.failed)
	}
	return list, notice, err
}

// load gives an error whose words follow the name of the file. It moves no file
// when unheld says why the lock could not be had.
func (s *Store) load(path string, unheld error) (List, string, error) {
	s.base, s.known = nil, nil
	s.begun = beginnings(path) // before the file: a change in between is noticed by Save
	list, entries, seen, err := read(path)
	s.seen = seen
	var newer *newerError
	var damage *damageError
	switch {
	case errors.As(err, &newer):
		return List{}, newer.notice(path), nil // Save finds it again by itself
	case errors.As(err, &damage):
		kept, err := "", unheld
		if unheld == nil {
			kept, err = setAside(path)
		}
		if err != nil {
			return List{}, "", fmt.Errorf("is damaged (%s) and cannot be set aside: %w: move it away by hand", damage.why, cause(err))
		}
		return List{}, damage.notice(path, kept), nil
	case err != nil:
		return List{}, "", fmt.Errorf("cannot be read: %w: make it readable, or move it away", cause(err))
	}
	s.base, s.known = marks(entries), entries
	return list, "", nil
}

// Save replaces the file by l and what other consoles have put into it. Saves come
// one after the other; one with a generation not above the last one written is out
// of date, and dropped. What is not UTF-8 in a text is kept as U+FFFD.
//
// Rows are told apart by their descriptions with channel and user. Those of l come
// first, in their order, without those that another console has taken out since
// this store last loaded or saved them; then those that others have put in, unless
// this store once had them and l has not. A name that only the other console has
// changed stays changed. Tokens of others are kept if both consoles keep tokens.
// A file that is missing or damaged takes nothing out.
//
// It fails when there is more than can be kept (10 000 rows, 64 MiB, with those of
// other consoles), when a description is not JSON, when the file was never read or
// is of a newer version, when another console holds the lock for 2 seconds, or
// until ctx is done, and when the system can't write; then the file is as it was
// before. The one error after which l is saved says that the folder could not be
// synced. Of a Save only the waiting ends with ctx: what can be written at once is.
func (s *Store) Save(ctx context.Context, generation uint64, l List) error {
	if s.dir == "" {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.saved && generation <= s.lastSave {
		return nil
	}
	path := resolve(filepath.Join(s.dir, fileName))
	if s.failed != nil {
		return fmt.Errorf("what is watched is not kept: %s %w", shown(path), s.failed)
	}
	ours, err := number(l)
	if err != nil {
		return unfit(err, 0)
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return unsaved(path, err)
	}
	held, err := s.lock(ctx, path)
	if err != nil {
		return unlocked(path, err)
	}
	defer release(held)
	if err := s.replace(path, held, ours, l.KeepTokens); err != nil {
		return err
	}
	s.saved, s.lastSave = true, generation
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return fmt.Errorf("%s is saved, but a power cut may undo that: the folder cannot be synced: %w", shown(path), cause(err))
	}
	return nil
}

// replace merges ours with the file, writes that, and remembers it as this store's
// own.
func (s *Store) replace(path string, held *os.File, ours []entry, keepTokens bool) error {
	begun := beginnings(path)
	theirs, anew, err := s.theirs(path, begun)
	if err != nil {
		return err
	}
	merged, foreign := merge(s.base, ours, theirs)
	list := List{KeepTokens: keepTokens, Rows: make([]Row, len(merged))}
	for i := range merged {
		if !keepTokens {
			merged[i].row.Token = ""
		}
		list.Rows[i] = merged[i].row
	}
	data, err := encode(list)
	if err != nil {
		return unfit(err, foreign)
	}
	if anew {
		begun = max(begun, 0) + 1
		if err := held.Truncate(begun); err != nil {
			return unsaved(path, err)
		}
	}
	if err := write(path, data); err != nil {
		return unsaved(path, err)
	}
	s.base, s.known, s.begun, s.seen = marks(ours), merged, begun, stampOf(path, data)
	return nil
}

// theirs gives the rows of the file, which is not read when it is the one that this
// store knows. Where there is none, or a damaged one, which is set aside, it gives
// what this store knows of it and that the list begins anew.
func (s *Store) theirs(path string, begun int64) (rows []entry, anew bool, err error) {
	if s.seen.is(path) {
		return s.known, false, nil
	}
	_, rows, seen, err := read(path)
	var newer *newerError
	var damage *damageError
	switch {
	case errors.As(err, &newer):
		return nil, false, fmt.Errorf("%s is not replaced: %w; update agtok, or set AGTOK_STATE to another folder", shown(path), newer)
	case errors.As(err, &damage):
		if _, err := setAside(path); err != nil {
			return nil, false, unsaved(path, err)
		}
		return s.known, true, nil
	case err != nil:
		return nil, false, unsaved(path, err)
	case seen.info == nil:
		return s.known, true, nil
	case begun != s.begun:
		// Whoever began anew did not know all that was there.
		rows = join(rows, s.known)
	}
	return rows, false, nil
}

// unfit is the error of a list that can't be kept, with so many rows of others.
func unfit(err error, foreign int) error {
	var excess *excessError
	if errors.As(err, &excess) && foreign > 0 {
		return fmt.Errorf("what is watched cannot be kept: %w, with %d rows of other consoles on this folder; the file is as it was before; watch fewer tokens here or there", err, foreign)
	}
	return fmt.Errorf("what is watched cannot be kept: %w; the file is as it was before", err)
}

// unsaved is the error of a file that can't be written.
func unsaved(path string, err error) error {
	return fmt.Errorf("%s cannot be written: %w; the file is as it was before; %s", shown(path), cause(err), remedy(err))
}
