// Package sdkversion says which SDKs take a token: for each product that the token
// is for, the first version that reads its format and what it carries. It also
// says what must change to move from 006 to 007, on the server and in the client.
//
// Everything is data, each row with its source. Where Agora's pages name no
// version the row says so, and where it was inferred from what they leave out too.
package sdkversion
