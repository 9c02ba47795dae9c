// Package detail draws what is known of a token, for every pane that shows one.
// What comes from a token is made safe to show here; callers hand over the model's
// values as they are.
package detail
