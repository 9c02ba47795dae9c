package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
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

// Store is the file of what is watched. It may be used from several goroutines.
type Store struct {
	dir string

	mu       sync.Mutex
	failed   error       // why the file must not be replaced, in words that follow its name
	seen     fs.FileInfo // the file as this store last read or wrote it
	saved    bool
	lastSave uint64 // the generation last written, if saved
}

// New gives the store in a folder, which is made when it is first written to.
// With "" nothing is kept: Load gives an empty list and Save does nothing.
func New(dir string) *Store {
	return &Store{dir: dir, failed: errors.New("was not read first")}
}

// Load reads the list. It is empty when there is no file. Texts come back as the
// file has them: of any length and with any characters.
//
// The notice, for the user, says what became of a file that could not be used: a
// damaged one is set aside under the name that the notice gives, that of a newer
// version is left alone. An error says that a file is there and can't be read, or
// can't be set aside: nothing was touched, and Save refuses until a Load succeeds.
func (s *Store) Load() (list List, notice string, err error) {
	if s.dir == "" {
		return List{}, "", nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	path := resolve(filepath.Join(s.dir, fileName))
	sweep(path)
	for range tries {
		list, notice, s.failed = s.load(path)
		if !isMissing(s.failed) { // another console has set the file aside just now
			break
		}
	}
	if s.failed != nil {
		err = fmt.Errorf("%s %w; until then, what is watched is not kept", shown(path), s.failed)
	}
	return list, notice, err
}

// load gives an error whose words follow the name of the file.
func (s *Store) load(path string) (list List, notice string, err error) {
	list, s.seen, err = read(path)
	var newer *newerError
	var damage *damageError
	switch {
	case errors.As(err, &newer):
		return List{}, newer.notice(path), nil // Save finds it again by itself
	case errors.As(err, &damage):
		kept, err := setAside(path)
		if err != nil {
			return List{}, "", fmt.Errorf("is damaged (%s) and cannot be set aside: %w: move it away by hand", damage.why, cause(err))
		}
		return List{}, damage.notice(path, kept), nil
	case err != nil:
		return List{}, "", fmt.Errorf("cannot be read: %w: make it readable, or move it away", cause(err))
	}
	return list, "", nil
}

// Save replaces the file by l. Saves come one after the other; one with a
// generation not above the last one written is out of date, and dropped. What is
// not UTF-8 in a text is kept as U+FFFD.
//
// It fails when there is more than can be kept (10 000 rows, 64 MiB), when a
// description is not JSON, when the file was never read or is of a newer version,
// and when the system can't write; then the file is as it was before. The one
// error after which l is saved says that the folder could not be synced.
func (s *Store) Save(generation uint64, l List) error {
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
	data, err := encode(l)
	if err != nil {
		return fmt.Errorf("what is watched cannot be kept: %w", err)
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return unsaved(path, err)
	}
	if err := s.spare(path); err != nil {
		return err
	}
	return s.replace(path, data, generation)
}

// spare looks at a file that this store did not write, before it is replaced:
// another program may have come in between. What is damaged is set aside.
func (s *Store) spare(path string) error {
	info, err := os.Stat(path)
	if isMissing(err) || err == nil && s.isSeen(info) {
		return nil
	}
	_, _, err = read(path)
	var newer *newerError
	var damage *damageError
	switch {
	case errors.As(err, &newer):
		return fmt.Errorf("%s is not replaced: %w; update agtok, or set AGTOK_STATE to another folder", shown(path), newer)
	case errors.As(err, &damage):
		_, err = setAside(path)
	}
	if err != nil {
		return unsaved(path, err)
	}
	return nil
}

func (s *Store) isSeen(info fs.FileInfo) bool {
	return s.seen != nil && os.SameFile(s.seen, info) && s.seen.ModTime().Equal(info.ModTime()) && s.seen.Size() == info.Size()
}

// replace writes the file and remembers it as this store's own.
func (s *Store) replace(path string, data []byte, generation uint64) error {
	if err := write(path, data); err != nil {
		return unsaved(path, err)
	}
	s.seen, _ = os.Stat(path)
	s.saved, s.lastSave = true, generation
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return fmt.Errorf("%s is saved, but a power cut may undo that: the folder cannot be synced: %w", shown(path), cause(err))
	}
	return nil
}

// unsaved is the error of a file that can't be written.
func unsaved(path string, err error) error {
	return fmt.Errorf("%s cannot be written: %w; the file is as it was before; %s", shown(path), cause(err), remedy(err))
}
