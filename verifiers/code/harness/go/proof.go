package main

import (
	"io"
	"os"
)

// The proof comes as the request. This file's name is made to be the first of the package, so its variable is
// set before any of the candidate's code runs. HIDDEN is a name that is made anew for each program.
var HIDDENProof = func() []byte {
	frame, err := io.ReadAll(os.NewFile(3, "requests"))
	if err != nil {
		os.Exit(1)
	}
	return frame
}()

// HIDDENProve tells that the test has come to its end.
func HIDDENProve() {
	if _, err := os.NewFile(4, "answers").Write(HIDDENProof); err != nil {
		os.Exit(1)
	}
	os.Exit(0)
}
