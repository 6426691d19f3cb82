package main

// The loop of PROTOCOL.md for Go. Types come from the candidate's own declarations, by reflection; the
// generated file entry.go says what is called: rewarddKind ("function", "class", or "tested" for a function
// whose arguments are answered too), rewarddTarget, rewarddMethods.

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"reflect"
	"runtime/debug"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"
)

const (
	rewarddMaxNodes = 1_000_000
	rewarddMaxDepth = 1_000
	// Less than the memory that a program may use: endless recursion is a runtime error.
	rewarddMaxStack = 256 << 20
)

type rewarddMisfit string

func rewarddDriver() {
	debug.SetMaxStack(rewarddMaxStack)
	requests, answers := os.NewFile(3, "requests"), os.NewFile(4, "answers")
	for {
		request, ok := rewarddReceive(requests)
		if !ok {
			os.Exit(0)
		}
		rewarddSend(answers, rewarddAnswer(request))
	}
}

// rewarddReceive reads a frame; there is none at the end of the file.
func rewarddReceive(requests *os.File) ([]byte, bool) {
	head := make([]byte, 4)
	if _, err := io.ReadFull(requests, head); err != nil {
		return nil, false
	}
	request := make([]byte, int(head[0])<<24|int(head[1])<<16|int(head[2])<<8|int(head[3]))
	if _, err := io.ReadFull(requests, request); err != nil {
		os.Exit(1)
	}
	return request, true
}

func rewarddSend(answers *os.File, answer []byte) {
	length := len(answer)
	frame := append([]byte{byte(length >> 24), byte(length >> 16), byte(length >> 8), byte(length)}, answer...)
	if _, err := answers.Write(frame); err != nil {
		os.Exit(1)
	}
}

func rewarddAnswer(request []byte) (answer []byte) {
	defer func() {
		if failure := recover(); failure != nil {
			answer = append(rewarddQuote([]byte(`{"error":`), rewarddDescribe(failure)), '}')
		}
	}()
	reader := rewarddReader{text: request}
	arguments := reader.value().([]any)
	out := []byte(`{"value":`)
	if rewarddKind == "class" {
		out = rewarddOperate(out, arguments[0].([]any), arguments[1].([]any))
	} else {
		out = rewarddCall(out, arguments)
	}
	return append(out, '}')
}

func rewarddDescribe(failure any) string {
	if misfit, ok := failure.(rewarddMisfit); ok {
		return string(misfit)
	}
	text := fmt.Sprint(failure)
	for _, line := range strings.Split(string(debug.Stack()), "\n") {
		if _, place, found := strings.Cut(line, "/solution.go:"); found {
			text += " at solution.go:" + strings.Fields(place)[0]
			break
		}
	}
	if len(text) > 2000 {
		text = text[:2000]
	}
	return "panic: " + text
}

func rewarddCall(out []byte, arguments []any) []byte {
	function := reflect.ValueOf(rewarddTarget())
	values := rewarddConvert(function.Type(), 0, arguments)
	var results []reflect.Value
	if function.Type().IsVariadic() {
		results = function.CallSlice(values)
	} else {
		results = function.Call(values)
	}
	out = rewarddWriteResults(out, results, values)
	if rewarddKind == "tested" {
		out = rewarddWriteAll(append(out, `,"arguments":`...), values)
	}
	return out
}

func rewarddWriteResults(out []byte, results, values []reflect.Value) []byte {
	switch {
	case len(results) == 1:
		return rewarddWrite(out, results[0], 0)
	case len(results) > 1:
		return rewarddWriteAll(out, results)
	case len(values) == 0:
		return append(out, "null"...)
	default:
		return rewarddWrite(out, values[0], 0)
	}
}

func rewarddWriteAll(out []byte, values []reflect.Value) []byte {
	out = append(out, '[')
	for i, value := range values {
		if i > 0 {
			out = append(out, ',')
		}
		out = rewarddWrite(out, value, 0)
	}
	return append(out, ']')
}

func rewarddOperate(out []byte, operations, arguments []any) []byte {
	constructor := reflect.ValueOf(rewarddTarget())
	made := constructor.Call(rewarddConvert(constructor.Type(), 0, arguments[0].([]any)))[0]
	if made.Kind() != reflect.Pointer {
		object := reflect.New(made.Type())
		object.Elem().Set(made)
		made = object
	}
	out = append(out, "[null"...)
	for i := 1; i < len(operations); i++ {
		method := reflect.ValueOf(rewarddMethods[operations[i].(string)])
		values := rewarddConvert(method.Type(), 1, arguments[i].([]any))
		results := method.Call(append([]reflect.Value{made}, values...))
		out = append(out, ',')
		if len(results) == 0 {
			out = append(out, "null"...)
		} else {
			out = rewarddWrite(out, results[0], 0)
		}
	}
	return append(out, ']')
}

func rewarddConvert(function reflect.Type, skipped int, arguments []any) []reflect.Value {
	if function.NumIn()-skipped != len(arguments) {
		panic(rewarddMisfit(fmt.Sprintf("it takes %d arguments, not %d", function.NumIn()-skipped, len(arguments))))
	}
	values := make([]reflect.Value, len(arguments))
	for i, argument := range arguments {
		values[i] = reflect.New(function.In(i + skipped)).Elem()
		rewarddRead(values[i], argument)
	}
	return values
}

// Reading: JSON into nil, bool, string, []any and the text of a number, then into Go's types.

type rewarddNumber string

type rewarddReader struct {
	text []byte
	at   int
}

func (r *rewarddReader) skip() {
	for r.text[r.at] <= ' ' {
		r.at++
	}
}

func (r *rewarddReader) value() any {
	r.skip()
	switch r.text[r.at] {
	case '[':
		return r.array()
	case '"':
		return r.string()
	case 't':
		r.at += 4
		return true
	case 'f':
		r.at += 5
		return false
	case 'n':
		r.at += 4
		return nil
	case '{':
		panic(rewarddMisfit("the argument is an object, and there is no type for those"))
	}
	start := r.at
	for r.at < len(r.text) && r.text[r.at] != ',' && r.text[r.at] != ']' && r.text[r.at] > ' ' {
		r.at++
	}
	return rewarddNumber(r.text[start:r.at])
}

func (r *rewarddReader) array() []any {
	values := []any{}
	r.at++
	r.skip()
	if r.text[r.at] == ']' {
		r.at++
		return values
	}
	for {
		values = append(values, r.value())
		r.skip()
		r.at++
		if r.text[r.at-1] == ']' {
			return values
		}
	}
}

func (r *rewarddReader) string() string {
	r.at++
	var out []byte
	for r.text[r.at] != '"' {
		if r.text[r.at] != '\\' {
			out = append(out, r.text[r.at])
			r.at++
			continue
		}
		escape := r.text[r.at+1]
		r.at += 2
		if escape == 'u' {
			out = utf8.AppendRune(out, r.unicode())
		} else if known := strings.IndexByte("bfnrt", escape); known >= 0 {
			out = append(out, "\b\f\n\r\t"[known])
		} else {
			out = append(out, escape)
		}
	}
	r.at++
	return string(out)
}

func (r *rewarddReader) unicode() rune {
	first := r.hex()
	if utf16.IsSurrogate(first) && r.text[r.at] == '\\' && r.text[r.at+1] == 'u' {
		before := r.at
		r.at += 2
		if pair := utf16.DecodeRune(first, r.hex()); pair != utf8.RuneError {
			return pair
		}
		r.at = before
	}
	return first
}

func (r *rewarddReader) hex() rune {
	code, _ := strconv.ParseUint(string(r.text[r.at:r.at+4]), 16, 32)
	r.at += 4
	return rune(code)
}

func rewarddRefuse(json any, kind reflect.Type) {
	text := fmt.Sprint(json)
	if len(text) > 80 {
		text = text[:80] + "..."
	}
	panic(rewarddMisfit("the argument " + text + " does not fit " + kind.String()))
}

func rewarddRead(target reflect.Value, json any) {
	kind := target.Type()
	switch target.Kind() {
	case reflect.Bool:
		value, ok := json.(bool)
		if !ok {
			rewarddRefuse(json, kind)
		}
		target.SetBool(value)
	case reflect.String:
		value, ok := json.(string)
		if !ok {
			rewarddRefuse(json, kind)
		}
		target.SetString(value)
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Int16, reflect.Int8:
		if text, ok := json.(string); ok && target.Kind() == reflect.Int32 && utf8.RuneCountInString(text) == 1 {
			letter, _ := utf8.DecodeRuneInString(text)
			target.SetInt(int64(letter))
			return
		}
		text, _ := json.(rewarddNumber)
		value, err := strconv.ParseInt(string(text), 10, kind.Bits())
		if err != nil {
			rewarddRefuse(json, kind)
		}
		target.SetInt(value)
	case reflect.Uint8:
		text, ok := json.(string)
		if letter, size := utf8.DecodeRuneInString(text); ok && size == len(text) && size > 0 && letter < 256 {
			target.SetUint(uint64(letter))
			return
		}
		rewarddReadUint(target, json)
	case reflect.Uint, reflect.Uint64, reflect.Uint32, reflect.Uint16:
		rewarddReadUint(target, json)
	case reflect.Float64, reflect.Float32:
		text, _ := json.(rewarddNumber)
		value, err := strconv.ParseFloat(string(text), 64)
		if err != nil && !errors.Is(err, strconv.ErrRange) {
			rewarddRefuse(json, kind)
		}
		target.SetFloat(value)
	case reflect.Slice, reflect.Array:
		rewarddReadArray(target, json)
	case reflect.Pointer:
		rewarddReadNodes(target, json)
	case reflect.Map:
		rewarddReadMap(target, json)
	case reflect.Interface:
		if kind == rewarddError && json != nil {
			target.Set(reflect.ValueOf(errors.New(json.(string))))
		} else if json != nil && rewarddKind == "tested" {
			rewarddReadAny(target, json)
		} else if json != nil {
			target.Set(reflect.ValueOf(rewarddPlain(json)))
		}
	case reflect.Struct:
		values, ok := json.([]any)
		if !ok || len(values) != target.NumField() {
			rewarddRefuse(json, kind)
		}
		for i, value := range values {
			rewarddRead(rewarddField(target, i), value)
		}
	default:
		panic(rewarddMisfit("the parameter type " + kind.String() + " is not supported"))
	}
}

func rewarddReadUint(target reflect.Value, json any) {
	text, _ := json.(rewarddNumber)
	value, err := strconv.ParseUint(string(text), 10, target.Type().Bits())
	if err != nil {
		rewarddRefuse(json, target.Type())
	}
	target.SetUint(value)
}

func rewarddPlain(json any) any {
	switch value := json.(type) {
	case rewarddNumber:
		if whole, err := strconv.Atoi(string(value)); err == nil {
			return whole
		}
		number, _ := strconv.ParseFloat(string(value), 64)
		return number
	case []any:
		for i := range value {
			value[i] = rewarddPlain(value[i])
		}
	}
	return json
}

var rewarddError = reflect.TypeOf((*error)(nil)).Elem()

// What a variable of an interface type holds is sent between test and program as the type's name and the
// value; entry.go adds the structures of the program.
var rewarddTypes = func() map[string]reflect.Type {
	known := map[string]reflect.Type{"interface {}": reflect.TypeOf((*any)(nil)).Elem()}
	for _, value := range append(rewarddStructs, false, "", 0, int8(0), int16(0), int32(0), int64(0), uint(0), uint8(0),
		uint16(0), uint32(0), uint64(0), float32(0), 0.0) {
		known[reflect.TypeOf(value).String()] = reflect.TypeOf(value)
	}
	return known
}()

// rewarddTypeOf is the type of a name, as far as it is made of known ones; else nil.
func rewarddTypeOf(name string) reflect.Type {
	if kind, known := rewarddTypes[name]; known {
		return kind
	}
	if rest, found := strings.CutPrefix(name, "*"); found {
		if kind := rewarddTypeOf(rest); kind != nil {
			return reflect.PointerTo(kind)
		}
		return nil
	}
	end := strings.IndexByte(name, ']')
	if rest, found := strings.CutPrefix(name, "map["); found && end > 0 {
		key, value := rewarddTypes[rest[:end-len("map[")]], rewarddTypeOf(name[end+1:])
		if key == nil || value == nil || !key.Comparable() {
			return nil
		}
		return reflect.MapOf(key, value)
	}
	if end < 1 || name[0] != '[' {
		return nil
	}
	item := rewarddTypeOf(name[end+1:])
	if item == nil {
		return nil
	}
	if end == 1 {
		return reflect.SliceOf(item)
	}
	if count, err := strconv.Atoi(name[1:end]); err == nil && count >= 0 && count < rewarddMaxNodes {
		return reflect.ArrayOf(count, item)
	}
	return nil
}

func rewarddReadAny(target reflect.Value, json any) {
	pair, ok := json.([]any)
	if !ok || len(pair) != 2 {
		rewarddRefuse(json, target.Type())
	}
	name, _ := pair[0].(string)
	kind := rewarddTypeOf(name)
	if kind == nil || !kind.AssignableTo(target.Type()) {
		rewarddRefuse(json, target.Type())
	}
	value := reflect.New(kind).Elem()
	rewarddRead(value, pair[1])
	target.Set(value)
}

// rewarddField is a member of a structure, one with a small letter too.
func rewarddField(structure reflect.Value, index int) reflect.Value {
	if !structure.CanAddr() {
		copied := reflect.New(structure.Type()).Elem()
		copied.Set(structure)
		structure = copied
	}
	field := structure.Field(index)
	return reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem()
}

// Maps are arrays of pairs. There is none in LeetCode's types; stand-ins send them.
func rewarddReadMap(target reflect.Value, json any) {
	pairs, ok := json.([]any)
	if !ok {
		return
	}
	target.Set(reflect.MakeMap(target.Type()))
	for _, pair := range pairs {
		key, value := reflect.New(target.Type().Key()).Elem(), reflect.New(target.Type().Elem()).Elem()
		rewarddRead(key, pair.([]any)[0])
		rewarddRead(value, pair.([]any)[1])
		target.SetMapIndex(key, value)
	}
}

func rewarddReadArray(target reflect.Value, json any) {
	values, ok := json.([]any)
	if !ok && json != nil {
		rewarddRefuse(json, target.Type())
	}
	if json == nil && rewarddKind == "tested" {
		return
	}
	if target.Kind() == reflect.Slice {
		target.Set(reflect.MakeSlice(target.Type(), len(values), len(values)))
	} else if target.Len() != len(values) {
		rewarddRefuse(json, target.Type())
	}
	for i, value := range values {
		rewarddRead(target.Index(i), value)
	}
}

func rewarddReadNodes(target reflect.Value, json any) {
	kind := target.Type().Elem()
	values, ok := json.([]any)
	if !ok && json != nil {
		rewarddRefuse(json, target.Type())
	}
	switch {
	case len(values) == 0 || values[0] == nil && rewarddIsNode(kind):
	case rewarddIsNode(kind) && rewarddHasFields(kind, "Left"):
		rewarddReadTree(target, values)
	case !rewarddIsNode(kind) && rewarddKind == "tested":
		target.Set(reflect.New(kind))
		rewarddRead(target.Elem(), values[0])
	case rewarddHasFields(kind, "Val", "Next"):
		for i := len(values) - 1; i >= 0; i-- {
			node := reflect.New(kind)
			rewarddRead(node.Elem().FieldByName("Val"), values[i])
			node.Elem().FieldByName("Next").Set(target)
			target.Set(node)
		}
	default:
		panic(rewarddMisfit("the parameter type " + target.Type().String() + " is not supported"))
	}
}

func rewarddReadTree(target reflect.Value, values []any) {
	var places []reflect.Value
	places = append(places, target)
	for i := 0; i < len(values) && i < len(places); i++ {
		if values[i] == nil {
			continue
		}
		node := reflect.New(target.Type().Elem())
		rewarddRead(node.Elem().FieldByName("Val"), values[i])
		places[i].Set(node)
		places = append(places, node.Elem().FieldByName("Left"), node.Elem().FieldByName("Right"))
	}
}

func rewarddHasFields(kind reflect.Type, names ...string) bool {
	if kind.Kind() != reflect.Struct {
		return false
	}
	for _, name := range names {
		if _, ok := kind.FieldByName(name); !ok {
			return false
		}
	}
	return true
}

// rewarddIsNode tells whether pointers to this are LeetCode's lists or trees.
func rewarddIsNode(kind reflect.Type) bool {
	return rewarddHasFields(kind, "Val", "Left", "Right") && kind.NumField() == 3 ||
		rewarddHasFields(kind, "Val", "Next") && (kind.NumField() == 2 || rewarddKind != "tested")
}

// Writing.

func rewarddWrite(out []byte, value reflect.Value, depth int) []byte {
	if depth > rewarddMaxDepth {
		panic(rewarddMisfit("the value is nested too deeply"))
	}
	switch value.Kind() {
	case reflect.Bool:
		return strconv.AppendBool(out, value.Bool())
	case reflect.String:
		return rewarddQuote(out, value.String())
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Int16, reflect.Int8:
		return strconv.AppendInt(out, value.Int(), 10)
	case reflect.Uint8:
		return rewarddQuote(out, string(rune(value.Uint())))
	case reflect.Uint, reflect.Uint64, reflect.Uint32, reflect.Uint16:
		return strconv.AppendUint(out, value.Uint(), 10)
	case reflect.Float64, reflect.Float32:
		return rewarddWriteFloat(out, value.Float())
	case reflect.Map:
		if value.IsNil() {
			return append(out, "null"...)
		}
		out = append(out, '[')
		for i, key := range value.MapKeys() {
			if i > 0 {
				out = append(out, ',')
			}
			out = rewarddWriteAll(out, []reflect.Value{key, value.MapIndex(key)})
		}
		return append(out, ']')
	case reflect.Slice, reflect.Array:
		if rewarddKind == "tested" && value.Kind() == reflect.Slice && value.IsNil() {
			return append(out, "null"...)
		}
		out = append(out, '[')
		for i := 0; i < value.Len(); i++ {
			if i > 0 {
				out = append(out, ',')
			}
			out = rewarddWrite(out, value.Index(i), depth+1)
		}
		return append(out, ']')
	case reflect.Pointer:
		kind := value.Type().Elem()
		if rewarddIsNode(kind) {
			if rewarddHasFields(kind, "Left") {
				return rewarddWriteTree(out, value)
			}
			return rewarddWriteList(out, value, depth)
		}
		if rewarddKind == "tested" {
			if value.IsNil() {
				return append(out, "null"...)
			}
			return append(rewarddWrite(append(out, '['), value.Elem(), depth+1), ']')
		}
	case reflect.Interface:
		if value.IsNil() {
			return append(out, "null"...)
		}
		if failure, ok := value.Interface().(error); ok && value.Type() == rewarddError {
			return rewarddQuote(out, failure.Error())
		}
		if rewarddKind == "tested" {
			name := value.Elem().Type().String()
			if rewarddTypeOf(name) == nil {
				panic(rewarddMisfit("a value of type " + name + " cannot be sent"))
			}
			out = append(rewarddQuote(append(out, '['), name), ',')
			return append(rewarddWrite(out, value.Elem(), depth+1), ']')
		}
		return rewarddWrite(out, value.Elem(), depth+1)
	case reflect.Struct:
		if rewarddKind != "tested" {
			break
		}
		out = append(out, '[')
		for i := 0; i < value.NumField(); i++ {
			if i > 0 {
				out = append(out, ',')
			}
			out = rewarddWrite(out, rewarddField(value, i), depth+1)
		}
		return append(out, ']')
	}
	panic(rewarddMisfit("a value of type " + value.Type().String() + " cannot be written"))
}

func rewarddWriteFloat(out []byte, value float64) []byte {
	switch {
	case math.IsNaN(value):
		return append(out, "NaN"...)
	case math.IsInf(value, 1):
		return append(out, "Infinity"...)
	case math.IsInf(value, -1):
		return append(out, "-Infinity"...)
	}
	text := strconv.FormatFloat(value, 'g', -1, 64)
	if !strings.ContainsAny(text, ".e") {
		text += ".0"
	}
	return append(out, text...)
}

func rewarddWriteList(out []byte, node reflect.Value, depth int) []byte {
	out = append(out, '[')
	for count := 0; !node.IsNil(); count++ {
		if count == rewarddMaxNodes {
			panic(rewarddMisfit("the list has more than 1000000 nodes, or a cycle"))
		}
		if count > 0 {
			out = append(out, ',')
		}
		out = rewarddWrite(out, node.Elem().FieldByName("Val"), depth+1)
		node = node.Elem().FieldByName("Next")
	}
	return append(out, ']')
}

func rewarddWriteTree(out []byte, root reflect.Value) []byte {
	level := []reflect.Value{root}
	missing := 0
	out = append(out, '[')
	for i := 0; i < len(level); i++ {
		if level[i].IsNil() {
			missing++
			continue
		}
		if len(level) > 2*rewarddMaxNodes {
			panic(rewarddMisfit("the tree has more than 1000000 nodes, or a cycle"))
		}
		for ; missing > 0; missing-- {
			out = append(out, ",null"...)
		}
		if i > 0 {
			out = append(out, ',')
		}
		node := level[i].Elem()
		out = rewarddWrite(out, node.FieldByName("Val"), 0)
		level = append(level, node.FieldByName("Left"), node.FieldByName("Right"))
	}
	return append(out, ']')
}

func rewarddQuote(out []byte, text string) []byte {
	out = append(out, '"')
	for _, letter := range text {
		switch {
		case letter == '"' || letter == '\\':
			out = append(out, '\\', byte(letter))
		case letter < ' ':
			out = append(out, fmt.Sprintf(`\u%04x`, letter)...)
		default:
			out = utf8.AppendRune(out, letter)
		}
	}
	return append(out, '"')
}
