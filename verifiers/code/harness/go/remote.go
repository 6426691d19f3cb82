package main

// Functions that a test calls and that live in another box; see PROTOCOL.md, "Stand-ins". It is used beside
// driver.go, whose ways of reading and writing values it shares, in a program that holds the test and nothing
// of the candidate's.

import (
	"os"
	"reflect"
)

var rewarddRequests, rewarddAnswers = os.NewFile(3, "requests"), os.NewFile(4, "answers")

// rewarddBegin waits for the word to begin.
func rewarddBegin() {
	if _, ok := rewarddReceive(rewarddRequests); !ok {
		os.Exit(1)
	}
}

// HIDDENProve tells that the test has come to its end.
func HIDDENProve() {
	rewarddSend(rewarddAnswers, []byte(`{"passed":true}`))
	os.Exit(0)
}

// rewarddRemote has the other box make the call. Both are pointers to variables. What was changed in a slice
// or a map is changed here too.
func rewarddRemote(arguments []any, results ...any) {
	rewarddSend(rewarddAnswers, rewarddCallOf(arguments))
	frame, ok := rewarddReceive(rewarddRequests)
	if !ok {
		os.Exit(1)
	}
	reader := rewarddReader{text: frame}
	reply := reader.value()
	if text, failed := reply.(string); failed {
		panic(text)
	}
	for i, after := range reply.([]any)[0].([]any) {
		rewarddChange(reflect.ValueOf(arguments[i]).Elem(), after)
	}
	values := []any{reply.([]any)[1]}
	if len(results) > 1 {
		values = values[0].([]any)
	}
	for i, result := range results {
		rewarddRead(reflect.ValueOf(result).Elem(), values[i])
	}
}

// rewarddCallOf is the frame that asks for the call, or that tells why there can be none.
func rewarddCallOf(arguments []any) (call []byte) {
	defer func() {
		if why, ok := recover().(rewarddMisfit); ok {
			call = append(rewarddQuote([]byte(`{"unrelayable":`), string(why)), '}')
		}
	}()
	call = []byte(`{"call":[`)
	for i, argument := range arguments {
		if i > 0 {
			call = append(call, ',')
		}
		call = rewarddWrite(call, reflect.ValueOf(argument).Elem(), 0)
	}
	return append(call, "]}"...)
}

func rewarddChange(old reflect.Value, json any) {
	if old.Kind() != reflect.Slice && old.Kind() != reflect.Map && old.Kind() != reflect.Pointer || old.IsNil() {
		return
	}
	changed := reflect.New(old.Type()).Elem()
	rewarddRead(changed, json)
	switch old.Kind() {
	case reflect.Slice:
		reflect.Copy(old, changed)
		return
	case reflect.Pointer:
		if !rewarddIsNode(old.Type().Elem()) && !changed.IsNil() {
			old.Elem().Set(changed.Elem())
		}
		return
	}
	old.Clear()
	for _, key := range changed.MapKeys() {
		old.SetMapIndex(key, changed.MapIndex(key))
	}
}
