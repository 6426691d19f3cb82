package main

import (
	"io"
	"os"
	"sync/atomic"
	"testing"
)

// The proof comes as the request. This file is the first of the package, so its variable is set before any of
// the candidate's code runs. HIDDEN is a name that is made anew for each program.
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

// HIDDENRunTests does not return. The proof is given by the end of the last test when every one of them has
// come to its end, with its subtests, and none has failed or been skipped.
func HIDDENRunTests(tests []testing.InternalTest) {
	var passed atomic.Int64
	for i := range tests {
		run := tests[i].F
		tests[i].F = func(t *testing.T) {
			ended := false
			t.Cleanup(func() {
				if ended && !t.Failed() && passed.Add(1) == int64(len(tests)) {
					HIDDENProve()
				}
			})
			run(t)
			ended = true
		}
	}
	every := func(pattern, name string) (bool, error) { return true, nil }
	testing.Main(every, tests, nil, nil)
}
