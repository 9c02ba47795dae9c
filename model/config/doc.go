// Package config reads agtok's configuration: the file, the environment, and the
// .env file that Agora's own command line writes.
//
// Later wins: defaults, file, environment, flags; the flags are the caller's to
// apply. Reading never fails as a whole. What is wrong is left out, so that its
// default stays, and reported as a [Problem] with its place.
//
// Secrets stand in the settings as references ([Ref]). [Resolve] fetches what
// they name, which may take a command and its time, so it is a step of its own.
// No error, problem or printed setting holds a secret or the output of a
// command, and no control or invisible character of a file gets into a message.
package config
