package main

import (
	"sync/atomic"
	"testing"
)

// HIDDENRunTests does not return. HIDDENProve is called at the end of the last test when every one of them has
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
