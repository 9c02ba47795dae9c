package config

import (
	"slices"
	"strings"
)

// maxWord bounds the words that are compared: no key is that long.
const maxWord = 64

// nearest gives the known word that word was probably meant to be, and "" if
// none is near.
func nearest(word string, known []string) string {
	if len(word) > maxWord {
		return ""
	}
	best, least := "", len(word)/3+2
	for _, k := range known {
		d := distance(strings.ToLower(word), strings.ToLower(k))
		closer := d < least || d == least && best != "" && apart(k, word) < apart(best, word)
		if closer && d < max(len(word), len(k)) {
			best, least = k, d
		}
	}
	return best
}

// apart counts by how much two words differ in length.
func apart(a, b string) int { return max(len(a)-len(b), len(b)-len(a)) }

// distance counts the edits that turn a into b: a character put in, left out,
// changed, or two neighbours swapped. A word that the other begins or ends with
// is one edit away. It works on bytes, which is near enough for keys and names.
func distance(a, b string) int {
	if a == b {
		return 0
	}
	if short, long := shorter(a, b); len(short) >= 3 && (strings.HasPrefix(long, short) || strings.HasSuffix(long, short)) {
		return 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			changed := last[j-1]
			if a[i-1] != b[j-1] {
				changed++
			}
			row[j] = min(changed, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

func shorter(a, b string) (short, long string) {
	if len(a) > len(b) {
		return b, a
	}
	return a, b
}

// nearestKey gives the known key that key was probably meant to be: one of the
// same table, else one of the same name in another table, else "".
func nearestKey(key string, known []string) string {
	if near := nearest(lastPart(key), siblings(key, known)); near != "" {
		return tableOf(key) + near
	}
	parts := make([]string, len(known))
	for i, k := range known {
		parts[i] = lastPart(k)
	}
	if i := slices.Index(parts, nearest(lastPart(key), parts)); i >= 0 {
		return known[i]
	}
	return ""
}

// siblings gives the last parts of the known keys of the same table.
func siblings(key string, known []string) []string {
	var same []string
	for _, k := range known {
		if tableOf(k) == tableOf(key) {
			same = append(same, lastPart(k))
		}
	}
	return same
}

func lastPart(key string) string { return key[strings.LastIndexByte(key, '.')+1:] }

// tableOf gives what stands before the last part, with its dot.
func tableOf(key string) string { return strings.TrimSuffix(key, lastPart(key)) }
