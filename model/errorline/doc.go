// Package errorline reads what an SDK says when it refuses a token, and gives the
// meanings that it can have. It is the way back from package admission: from the
// code to the reasons.
//
// The table is data, a file for each family of SDKs. The same number means
// different things in different SDKs, and people paste it without saying which;
// then every meaning is given. Nothing of the pasted text is in the answer.
//
// A number is taken for a code only next to a word that says so, or alone. Single
// names and messages are unmistakable and are found anywhere.
package errorline
