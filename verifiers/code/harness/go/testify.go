package main

// What tests use of github.com/stretchr/testify's packages assert and require, under the same names and with
// the same meaning; written for this project. Each of both packages is a variable here.

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
)

type rewarddT interface{ Errorf(format string, values ...any) }

// HIDDENPackage has the functions of a package; `fatal` is for require.
type HIDDENPackage struct{ fatal bool }

// HIDDENAsserts has the methods of *assert.Assertions.
type HIDDENAsserts struct {
	t     rewarddT
	fatal bool
}

func (p HIDDENPackage) New(t rewarddT) *HIDDENAsserts { return &HIDDENAsserts{t, p.fatal} }

func (a *HIDDENAsserts) is(holds bool, words []any, format string, values ...any) bool {
	if holds {
		return true
	}
	text := fmt.Sprintf(format, values...)
	if len(words) > 0 {
		if own, ok := words[0].(string); ok {
			text += ": " + fmt.Sprintf(own, words[1:]...)
		}
	}
	a.t.Errorf("%.2000s", text)
	if stopper, ok := a.t.(interface{ FailNow() }); ok && a.fatal {
		stopper.FailNow()
	}
	return false
}

func rewarddEqual(x, y any) bool {
	if x == nil || y == nil {
		return x == y
	}
	if left, ok := x.([]byte); ok {
		right, ok := y.([]byte)
		if !ok || left == nil || right == nil {
			return ok && left == nil && right == nil
		}
		return bytes.Equal(left, right)
	}
	return reflect.DeepEqual(x, y)
}

// rewarddEqualValues also holds for values of two types of which one is converted without a loss.
func rewarddEqualValues(x, y any) bool {
	if rewarddEqual(x, y) {
		return true
	}
	left, right := reflect.ValueOf(x), reflect.ValueOf(y)
	if !left.IsValid() || !right.IsValid() || left.Kind() == reflect.String || right.Kind() == reflect.String {
		return left.IsValid() && right.IsValid() && left.Kind() == right.Kind() && left.String() == right.String()
	}
	if !left.CanConvert(right.Type()) || !right.CanConvert(left.Type()) {
		return false
	}
	return rewarddEqual(left.Convert(right.Type()).Interface(), y) && rewarddEqual(right.Convert(left.Type()).Interface(), x)
}

func rewarddNil(x any) bool {
	value := reflect.ValueOf(x)
	switch value.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Chan, reflect.Func, reflect.Interface, reflect.Map, reflect.Pointer, reflect.Slice, reflect.UnsafePointer:
		return value.IsNil()
	}
	return false
}

func rewarddEmpty(x any) bool {
	value := reflect.ValueOf(x)
	switch value.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Chan, reflect.Map, reflect.Slice, reflect.String:
		return value.Len() == 0
	case reflect.Pointer:
		return value.IsNil() || rewarddEmpty(value.Elem().Interface())
	}
	return value.IsZero()
}

func rewarddLength(x any) int {
	switch value := reflect.ValueOf(x); value.Kind() {
	case reflect.Array, reflect.Chan, reflect.Map, reflect.Slice, reflect.String:
		return value.Len()
	}
	return -1
}

func rewarddContains(whole, part any) bool {
	value := reflect.ValueOf(whole)
	switch value.Kind() {
	case reflect.String:
		text, ok := part.(string)
		return ok && strings.Contains(value.String(), text)
	case reflect.Map:
		for _, key := range value.MapKeys() {
			if rewarddEqual(key.Interface(), part) {
				return true
			}
		}
	case reflect.Array, reflect.Slice:
		for i := 0; i < value.Len(); i++ {
			if rewarddEqual(value.Index(i).Interface(), part) {
				return true
			}
		}
	}
	return false
}

// rewarddWithout gives the items of `whole` without one equal to each of `parts`, and whether all were there.
func rewarddWithout(whole, parts any) ([]any, bool) {
	from, of := reflect.ValueOf(whole), reflect.ValueOf(parts)
	isList := func(v reflect.Value) bool { return v.Kind() == reflect.Array || v.Kind() == reflect.Slice }
	if !isList(from) || !isList(of) {
		return nil, false
	}
	var rest []any
	for i := 0; i < from.Len(); i++ {
		rest = append(rest, from.Index(i).Interface())
	}
	for i := 0; i < of.Len(); i++ {
		found := false
		for k := range rest {
			if rewarddEqual(rest[k], of.Index(i).Interface()) {
				rest = append(rest[:k], rest[k+1:]...)
				found = true
				break
			}
		}
		if !found {
			return rest, false
		}
	}
	return rest, true
}

func rewarddFloat(x any) (float64, bool) {
	value := reflect.ValueOf(x)
	switch {
	case !value.IsValid():
		return 0, false
	case value.CanInt():
		return float64(value.Int()), true
	case value.CanUint():
		return float64(value.Uint()), true
	case value.CanFloat():
		return value.Float(), true
	}
	return 0, false
}

func rewarddInDelta(x, y any, delta float64) bool {
	left, one := rewarddFloat(x)
	right, other := rewarddFloat(y)
	if !one || !other || math.IsNaN(delta) {
		return false
	}
	if math.IsNaN(left) || math.IsNaN(right) {
		return math.IsNaN(left) && math.IsNaN(right)
	}
	return left == right || math.Abs(left-right) <= delta
}

// rewarddOrder compares two values of one ordered type.
func rewarddOrder(x, y any) (int, bool) {
	left, right := reflect.ValueOf(x), reflect.ValueOf(y)
	if !left.IsValid() || !right.IsValid() || left.Type() != right.Type() {
		return 0, false
	}
	switch {
	case left.CanInt():
		return cmp.Compare(left.Int(), right.Int()), true
	case left.CanUint():
		return cmp.Compare(left.Uint(), right.Uint()), true
	case left.CanFloat():
		return cmp.Compare(left.Float(), right.Float()), true
	case left.Kind() == reflect.String:
		return cmp.Compare(left.String(), right.String()), true
	}
	return 0, false
}

func rewarddPanics(f func()) (panicked bool) {
	panicked = true
	defer func() { _ = recover() }()
	f()
	return false
}

func (a *HIDDENAsserts) Equal(expected, actual any, words ...any) bool {
	return a.is(rewarddEqual(expected, actual), words, "expected %#v, got %#v", expected, actual)
}
func (a *HIDDENAsserts) NotEqual(expected, actual any, words ...any) bool {
	return a.is(!rewarddEqual(expected, actual), words, "should not be %#v", actual)
}
func (a *HIDDENAsserts) EqualValues(expected, actual any, words ...any) bool {
	return a.is(rewarddEqualValues(expected, actual), words, "expected %#v, got %#v", expected, actual)
}
func (a *HIDDENAsserts) NotEqualValues(expected, actual any, words ...any) bool {
	return a.is(!rewarddEqualValues(expected, actual), words, "should not be %#v", actual)
}
func (a *HIDDENAsserts) Exactly(expected, actual any, words ...any) bool {
	same := reflect.TypeOf(expected) == reflect.TypeOf(actual)
	return a.is(same && rewarddEqual(expected, actual), words, "expected %#v, got %#v", expected, actual)
}
func (a *HIDDENAsserts) True(value bool, words ...any) bool {
	return a.is(value, words, "expected true, got false")
}
func (a *HIDDENAsserts) False(value bool, words ...any) bool {
	return a.is(!value, words, "expected false, got true")
}
func (a *HIDDENAsserts) Nil(value any, words ...any) bool {
	return a.is(rewarddNil(value), words, "expected nil, got %#v", value)
}
func (a *HIDDENAsserts) NotNil(value any, words ...any) bool {
	return a.is(!rewarddNil(value), words, "expected something else than nil")
}
func (a *HIDDENAsserts) Zero(value any, words ...any) bool {
	return a.is(value == nil || reflect.ValueOf(value).IsZero(), words, "expected a zero value, got %#v", value)
}
func (a *HIDDENAsserts) NotZero(value any, words ...any) bool {
	return a.is(value != nil && !reflect.ValueOf(value).IsZero(), words, "expected no zero value")
}
func (a *HIDDENAsserts) Empty(value any, words ...any) bool {
	return a.is(rewarddEmpty(value), words, "expected something empty, got %#v", value)
}
func (a *HIDDENAsserts) NotEmpty(value any, words ...any) bool {
	return a.is(!rewarddEmpty(value), words, "expected something that is not empty")
}
func (a *HIDDENAsserts) Len(value any, length int, words ...any) bool {
	return a.is(rewarddLength(value) == length, words, "expected %d items, got %#v", length, value)
}
func (a *HIDDENAsserts) Contains(whole, part any, words ...any) bool {
	return a.is(rewarddContains(whole, part), words, "%#v does not contain %#v", whole, part)
}
func (a *HIDDENAsserts) NotContains(whole, part any, words ...any) bool {
	return a.is(rewarddLength(whole) >= 0 && !rewarddContains(whole, part), words, "%#v contains %#v", whole, part)
}
func (a *HIDDENAsserts) ElementsMatch(one, other any, words ...any) bool {
	rest, all := rewarddWithout(one, other)
	both := rewarddEmpty(one) && rewarddEmpty(other)
	return a.is(both || all && len(rest) == 0, words, "%#v and %#v have other elements", one, other)
}
func (a *HIDDENAsserts) Subset(whole, parts any, words ...any) bool {
	holds, items := true, reflect.ValueOf(parts)
	if items.Kind() != reflect.Array && items.Kind() != reflect.Slice {
		return a.is(parts == nil, words, "%#v is no list", parts)
	}
	for i := 0; i < items.Len(); i++ {
		holds = holds && rewarddContains(whole, items.Index(i).Interface())
	}
	return a.is(holds, words, "%#v does not contain all of %#v", whole, parts)
}
func (a *HIDDENAsserts) InDelta(expected, actual any, delta float64, words ...any) bool {
	return a.is(rewarddInDelta(expected, actual, delta), words, "expected %v, got %v", expected, actual)
}
func (a *HIDDENAsserts) InDeltaSlice(expected, actual any, delta float64, words ...any) bool {
	left, right := reflect.ValueOf(expected), reflect.ValueOf(actual)
	holds := left.Kind() == reflect.Slice && right.Kind() == reflect.Slice && left.Len() == right.Len()
	for i := 0; holds && i < left.Len(); i++ {
		holds = rewarddInDelta(left.Index(i).Interface(), right.Index(i).Interface(), delta)
	}
	return a.is(holds, words, "expected %v, got %v", expected, actual)
}
func (a *HIDDENAsserts) InEpsilon(expected, actual any, epsilon float64, words ...any) bool {
	left, one := rewarddFloat(expected)
	right, other := rewarddFloat(actual)
	holds := one && other && left != 0 && math.Abs(left-right)/math.Abs(left) <= epsilon
	return a.is(holds, words, "expected %v, got %v", expected, actual)
}
func (a *HIDDENAsserts) Greater(one, other any, words ...any) bool {
	order, ok := rewarddOrder(one, other)
	return a.is(ok && order > 0, words, "%v is not greater than %v", one, other)
}
func (a *HIDDENAsserts) GreaterOrEqual(one, other any, words ...any) bool {
	order, ok := rewarddOrder(one, other)
	return a.is(ok && order >= 0, words, "%v is less than %v", one, other)
}
func (a *HIDDENAsserts) Less(one, other any, words ...any) bool {
	order, ok := rewarddOrder(one, other)
	return a.is(ok && order < 0, words, "%v is not less than %v", one, other)
}
func (a *HIDDENAsserts) LessOrEqual(one, other any, words ...any) bool {
	order, ok := rewarddOrder(one, other)
	return a.is(ok && order <= 0, words, "%v is greater than %v", one, other)
}
func (a *HIDDENAsserts) Error(err error, words ...any) bool {
	return a.is(err != nil, words, "expected an error")
}
func (a *HIDDENAsserts) NoError(err error, words ...any) bool {
	return a.is(err == nil, words, "expected no error, got %v", err)
}
func (a *HIDDENAsserts) ErrorIs(err, target error, words ...any) bool {
	return a.is(errors.Is(err, target), words, "expected the error %v, got %v", target, err)
}
func (a *HIDDENAsserts) EqualError(err error, text string, words ...any) bool {
	return a.is(err != nil && err.Error() == text, words, "expected the error %q, got %v", text, err)
}
func (a *HIDDENAsserts) Panics(f func(), words ...any) bool {
	return a.is(rewarddPanics(f), words, "expected a panic")
}
func (a *HIDDENAsserts) NotPanics(f func(), words ...any) bool {
	return a.is(!rewarddPanics(f), words, "expected no panic")
}
func (a *HIDDENAsserts) Fail(text string, words ...any) bool { return a.is(false, words, "%s", text) }
func (a *HIDDENAsserts) FailNow(text string, words ...any) bool {
	return (&HIDDENAsserts{a.t, true}).Fail(text, words...)
}

// The same as functions of a package.

func (p HIDDENPackage) Equal(t rewarddT, expected, actual any, words ...any) bool {
	return p.New(t).Equal(expected, actual, words...)
}
func (p HIDDENPackage) NotEqual(t rewarddT, expected, actual any, words ...any) bool {
	return p.New(t).NotEqual(expected, actual, words...)
}
func (p HIDDENPackage) EqualValues(t rewarddT, expected, actual any, words ...any) bool {
	return p.New(t).EqualValues(expected, actual, words...)
}
func (p HIDDENPackage) NotEqualValues(t rewarddT, expected, actual any, words ...any) bool {
	return p.New(t).NotEqualValues(expected, actual, words...)
}
func (p HIDDENPackage) Exactly(t rewarddT, expected, actual any, words ...any) bool {
	return p.New(t).Exactly(expected, actual, words...)
}
func (p HIDDENPackage) True(t rewarddT, value bool, words ...any) bool {
	return p.New(t).True(value, words...)
}
func (p HIDDENPackage) False(t rewarddT, value bool, words ...any) bool {
	return p.New(t).False(value, words...)
}
func (p HIDDENPackage) Nil(t rewarddT, value any, words ...any) bool {
	return p.New(t).Nil(value, words...)
}
func (p HIDDENPackage) NotNil(t rewarddT, value any, words ...any) bool {
	return p.New(t).NotNil(value, words...)
}
func (p HIDDENPackage) Zero(t rewarddT, value any, words ...any) bool {
	return p.New(t).Zero(value, words...)
}
func (p HIDDENPackage) NotZero(t rewarddT, value any, words ...any) bool {
	return p.New(t).NotZero(value, words...)
}
func (p HIDDENPackage) Empty(t rewarddT, value any, words ...any) bool {
	return p.New(t).Empty(value, words...)
}
func (p HIDDENPackage) NotEmpty(t rewarddT, value any, words ...any) bool {
	return p.New(t).NotEmpty(value, words...)
}
func (p HIDDENPackage) Len(t rewarddT, value any, length int, words ...any) bool {
	return p.New(t).Len(value, length, words...)
}
func (p HIDDENPackage) Contains(t rewarddT, whole, part any, words ...any) bool {
	return p.New(t).Contains(whole, part, words...)
}
func (p HIDDENPackage) NotContains(t rewarddT, whole, part any, words ...any) bool {
	return p.New(t).NotContains(whole, part, words...)
}
func (p HIDDENPackage) ElementsMatch(t rewarddT, one, other any, words ...any) bool {
	return p.New(t).ElementsMatch(one, other, words...)
}
func (p HIDDENPackage) Subset(t rewarddT, whole, parts any, words ...any) bool {
	return p.New(t).Subset(whole, parts, words...)
}
func (p HIDDENPackage) InDelta(t rewarddT, expected, actual any, delta float64, words ...any) bool {
	return p.New(t).InDelta(expected, actual, delta, words...)
}
func (p HIDDENPackage) InDeltaSlice(t rewarddT, expected, actual any, delta float64, words ...any) bool {
	return p.New(t).InDeltaSlice(expected, actual, delta, words...)
}
func (p HIDDENPackage) InEpsilon(t rewarddT, expected, actual any, epsilon float64, words ...any) bool {
	return p.New(t).InEpsilon(expected, actual, epsilon, words...)
}
func (p HIDDENPackage) Greater(t rewarddT, one, other any, words ...any) bool {
	return p.New(t).Greater(one, other, words...)
}
func (p HIDDENPackage) GreaterOrEqual(t rewarddT, one, other any, words ...any) bool {
	return p.New(t).GreaterOrEqual(one, other, words...)
}
func (p HIDDENPackage) Less(t rewarddT, one, other any, words ...any) bool {
	return p.New(t).Less(one, other, words...)
}
func (p HIDDENPackage) LessOrEqual(t rewarddT, one, other any, words ...any) bool {
	return p.New(t).LessOrEqual(one, other, words...)
}
func (p HIDDENPackage) Error(t rewarddT, err error, words ...any) bool {
	return p.New(t).Error(err, words...)
}
func (p HIDDENPackage) NoError(t rewarddT, err error, words ...any) bool {
	return p.New(t).NoError(err, words...)
}
func (p HIDDENPackage) ErrorIs(t rewarddT, err, target error, words ...any) bool {
	return p.New(t).ErrorIs(err, target, words...)
}
func (p HIDDENPackage) EqualError(t rewarddT, err error, text string, words ...any) bool {
	return p.New(t).EqualError(err, text, words...)
}
func (p HIDDENPackage) Panics(t rewarddT, f func(), words ...any) bool {
	return p.New(t).Panics(f, words...)
}
func (p HIDDENPackage) NotPanics(t rewarddT, f func(), words ...any) bool {
	return p.New(t).NotPanics(f, words...)
}
func (p HIDDENPackage) Fail(t rewarddT, text string, words ...any) bool {
	return p.New(t).Fail(text, words...)
}
func (p HIDDENPackage) FailNow(t rewarddT, text string, words ...any) bool {
	return p.New(t).FailNow(text, words...)
}
