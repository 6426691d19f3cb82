//! The loop of PROTOCOL.md for Rust. The compiler tells the types: `Read` and `Write` are implemented for
//! all of LeetCode's, and the generated `rewardd_call` in solution.rs lets it infer which are meant.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::error::Error;
use std::fs::File;
use std::hash::Hash;
use std::io::{Read as _, Write as _};
use std::mem::ManuallyDrop;
use std::num::{ParseFloatError, ParseIntError};
use std::os::fd::FromRawFd;
use std::panic;
use std::rc::Rc;

const MAX_NODES: usize = 1_000_000;
/// Deep recursion is usual in solutions; only what is used of the stack is ever paid for.
const STACK_BYTES: usize = 256 << 20;

pub type Outcome<T> = Result<T, String>;

extern "C" {
    fn _exit(status: i32) -> !;
}

fn leave(status: i32) -> ! {
    // SAFETY: it takes an integer and does not return.
    unsafe { _exit(status) }
}

fn descriptor(number: i32) -> ManuallyDrop<File> {
    // SAFETY: the box opened both descriptors for this program; they are never closed.
    ManuallyDrop::new(unsafe { File::from_raw_fd(number) })
}

/// A frame; `None` at the end of the file.
fn receive() -> Option<Vec<u8>> {
    let mut head = [0; 4];
    descriptor(3).read_exact(&mut head).ok()?;
    let mut frame = vec![0; u32::from_be_bytes(head) as usize];
    if descriptor(3).read_exact(&mut frame).is_err() {
        leave(1);
    }
    Some(frame)
}

fn send(text: &str) {
    let mut frame = (text.len() as u32).to_be_bytes().to_vec();
    frame.extend_from_slice(text.as_bytes());
    if descriptor(4).write_all(&frame).is_err() {
        leave(1);
    }
}

fn in_large_stack(run: impl FnOnce() + Send + 'static) -> ! {
    let _ = std::thread::Builder::new().name("main".into()).stack_size(STACK_BYTES).spawn(run).unwrap().join();
    leave(1)
}

/// Answers requests until there are no more, in a thread with a large stack.
pub fn serve(call: fn(&[Json], &mut String) -> Outcome<()>) -> ! {
    in_large_stack(move || {
        while let Some(request) = receive() {
            send(&answer(&request, call));
        }
        leave(0)
    })
}

// For a test whose program is in another box; see PROTOCOL.md, "Stand-ins".

/// Runs a test when the word to begin has come, and tells that it came to its end.
pub fn run_test(test: fn()) -> ! {
    in_large_stack(move || {
        receive();
        test();
        let _ = std::io::stdout().flush();
        send("{\"passed\":true}");
        leave(0)
    })
}

/// What the other box answered to a call.
pub struct Reply {
    after: Json,
    value: Json,
}

/// Has the other box make a call, with its arguments as they are written.
pub fn ask(arguments: &[&dyn Write]) -> Reply {
    let mut call = String::from("{\"call\":");
    if let Err(error) = write_values(arguments, &mut call) {
        panic!("{error}");
    }
    send(&(call + "}"));
    let frame = receive().unwrap_or_else(|| leave(1));
    match (Reader { text: &frame, at: 0 }).value() {
        Json::Array(mut parts) if parts.len() == 2 => {
            let value = parts.pop().unwrap();
            Reply { after: parts.pop().unwrap(), value }
        }
        Json::Text(text) => panic!("{text}"),
        _ => leave(1),
    }
}

impl Reply {
    /// What the function returned.
    pub fn value<T: Read>(&self) -> T {
        T::read(&self.value).unwrap_or_else(|error| panic!("{error}"))
    }

    /// What an argument is after the call.
    pub fn after<T: Read>(&self, index: usize) -> T {
        let read = self.after.items().and_then(|items| T::read(&items[index]));
        read.unwrap_or_else(|error| panic!("{error}"))
    }
}

thread_local! {
    static PLACE: RefCell<String> = RefCell::new(String::new());
}

fn answer(request: &[u8], call: fn(&[Json], &mut String) -> Outcome<()>) -> String {
    panic::set_hook(Box::new(|info| {
        eprintln!("{info}");
        let text = info.to_string().chars().take(2_000).collect();
        PLACE.with(|place| *place.borrow_mut() = text);
    }));
    let outcome = panic::catch_unwind(|| {
        let mut out = String::from("{\"value\":");
        match (Reader { text: request, at: 0 }).value() {
            Json::Array(arguments) => call(&arguments, &mut out).map(|()| out),
            _ => Err("the request is no array".into()),
        }
    });
    let error = match outcome {
        Ok(Ok(out)) => return out + "}",
        Ok(Err(error)) => error,
        Err(_) => PLACE.with(|place| place.borrow().clone()),
    };
    let mut out = String::from("{\"error\":");
    quote(&error, &mut out);
    out + "}"
}

/// A JSON value; numbers keep their digits.
pub enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    Array(Vec<Json>),
}

impl Json {
    pub fn items(&self) -> Outcome<&[Json]> {
        match self {
            Json::Array(items) => Ok(items),
            Json::Null => Ok(&[]),
            _ => self.misfit("an array"),
        }
    }

    pub fn text(&self) -> &str {
        match self {
            Json::Text(text) => text,
            _ => "",
        }
    }

    fn is_empty_list(&self) -> bool {
        matches!(self, Json::Null) || matches!(self, Json::Array(items) if items.is_empty())
    }

    fn misfit<T>(&self, kind: &str) -> Outcome<T> {
        let shown = match self {
            Json::Null => "null",
            Json::Bool(true) => "true",
            Json::Bool(false) => "false",
            Json::Number(text) | Json::Text(text) => text,
            Json::Array(_) => "array",
        };
        let shown: String = shown.chars().take(80).collect();
        Err(format!("the argument {shown} does not fit {kind}"))
    }
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn skip(&mut self) {
        while self.text[self.at] <= b' ' {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Json {
        self.skip();
        match self.text[self.at] {
            b'[' => self.array(),
            b'"' => Json::Text(self.string()),
            b't' => self.word(4, Json::Bool(true)),
            b'f' => self.word(5, Json::Bool(false)),
            b'n' => self.word(4, Json::Null),
            _ => self.number(),
        }
    }

    fn word(&mut self, length: usize, value: Json) -> Json {
        self.at += length;
        value
    }

    fn array(&mut self) -> Json {
        let mut items = Vec::new();
        self.at += 1;
        self.skip();
        if self.text[self.at] == b']' {
            return self.word(1, Json::Array(items));
        }
        loop {
            items.push(self.value());
            self.skip();
            self.at += 1;
            if self.text[self.at - 1] == b']' {
                return Json::Array(items);
            }
        }
    }

    fn number(&mut self) -> Json {
        let start = self.at;
        while self.at < self.text.len() && !matches!(self.text[self.at], b',' | b']' | b'}' | 0..=b' ') {
            self.at += 1;
        }
        Json::Number(String::from_utf8_lossy(&self.text[start..self.at]).into_owned())
    }

    fn string(&mut self) -> String {
        self.at += 1;
        let mut out = Vec::new();
        while self.text[self.at] != b'"' {
            let next = self.text[self.at];
            self.at += 1;
            if next != b'\\' {
                out.push(next);
                continue;
            }
            let escape = self.text[self.at];
            self.at += 1;
            match escape {
                b'b' => out.push(8),
                b'f' => out.push(12),
                b'n' => out.push(b'\n'),
                b'r' => out.push(b'\r'),
                b't' => out.push(b'\t'),
                b'u' => out.extend_from_slice(self.unicode().encode_utf8(&mut [0; 4]).as_bytes()),
                other => out.push(other),
            }
        }
        self.at += 1;
        String::from_utf8_lossy(&out).into_owned()
    }

    fn unicode(&mut self) -> char {
        let first = self.hex();
        if (0xD800..0xDC00).contains(&first) && self.text[self.at..].starts_with(b"\\u") {
            self.at += 2;
            let second = self.hex();
            if (0xDC00..0xE000).contains(&second) {
                let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return char::from_u32(code).unwrap_or('\u{FFFD}');
            }
            self.at -= 6;
        }
        char::from_u32(first).unwrap_or('\u{FFFD}')
    }

    fn hex(&mut self) -> u32 {
        let digits = String::from_utf8_lossy(&self.text[self.at..self.at + 4]).into_owned();
        self.at += 4;
        u32::from_str_radix(&digits, 16).unwrap_or(0xFFFD)
    }
}

/// What an argument can be read as.
pub trait Read: Sized {
    fn read(json: &Json) -> Outcome<Self>;

    /// Whether an `Option` of this is `None`.
    fn is_absent(json: &Json) -> bool {
        matches!(json, Json::Null)
    }
}

/// What can be returned.
pub trait Write {
    fn write(&self, out: &mut String) -> Outcome<()>;

    /// How an `Option` of this that is `None` is written.
    fn absent() -> &'static str
    where
        Self: Sized,
    {
        "null"
    }
}

macro_rules! numbers {
    ($($kind:ty)*) => {$(
        impl Read for $kind {
            fn read(json: &Json) -> Outcome<Self> {
                match json {
                    Json::Number(text) => text.parse().or_else(|_| json.misfit(stringify!($kind))),
                    _ => json.misfit(stringify!($kind)),
                }
            }
        }
        impl Write for $kind {
            fn write(&self, out: &mut String) -> Outcome<()> {
                out.push_str(&self.to_string());
                Ok(())
            }
        }
    )*};
}

numbers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! floats {
    ($($kind:ty)*) => {$(
        impl Read for $kind {
            fn read(json: &Json) -> Outcome<Self> {
                match json {
                    Json::Number(text) => text.parse().or_else(|_| json.misfit(stringify!($kind))),
                    _ => json.misfit(stringify!($kind)),
                }
            }
        }
        impl Write for $kind {
            fn write(&self, out: &mut String) -> Outcome<()> {
                if self.is_infinite() {
                    out.push_str(if *self > 0.0 { "Infinity" } else { "-Infinity" });
                } else {
                    out.push_str(&format!("{self:?}"));
                }
                Ok(())
            }
        }
    )*};
}

floats!(f32 f64);

impl Read for bool {
    fn read(json: &Json) -> Outcome<Self> {
        match json {
            Json::Bool(value) => Ok(*value),
            _ => json.misfit("bool"),
        }
    }
}

impl Write for bool {
    fn write(&self, out: &mut String) -> Outcome<()> {
        out.push_str(if *self { "true" } else { "false" });
        Ok(())
    }
}

impl Read for char {
    fn read(json: &Json) -> Outcome<Self> {
        let mut letters = json.text().chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => Ok(letter),
            _ => json.misfit("char"),
        }
    }
}

impl Write for char {
    fn write(&self, out: &mut String) -> Outcome<()> {
        quote(self.encode_utf8(&mut [0; 4]), out);
        Ok(())
    }
}

impl Read for String {
    fn read(json: &Json) -> Outcome<Self> {
        match json {
            Json::Text(text) => Ok(text.clone()),
            _ => json.misfit("String"),
        }
    }
}

impl Write for String {
    fn write(&self, out: &mut String) -> Outcome<()> {
        quote(self, out);
        Ok(())
    }
}

impl Write for str {
    fn write(&self, out: &mut String) -> Outcome<()> {
        quote(self, out);
        Ok(())
    }
}

impl<T: Write + ?Sized> Write for &T {
    fn write(&self, out: &mut String) -> Outcome<()> {
        (**self).write(out)
    }
}

impl<T: Write + ?Sized> Write for &mut T {
    fn write(&self, out: &mut String) -> Outcome<()> {
        (**self).write(out)
    }
}

// What is borrowed is never given back: a process answers few requests.

impl<'a> Read for &'a str {
    fn read(json: &Json) -> Outcome<Self> {
        Ok(Box::leak(String::read(json)?.into_boxed_str()))
    }
}

impl<'a, T: Read + 'a> Read for &'a [T] {
    fn read(json: &Json) -> Outcome<Self> {
        Ok(Box::leak(Vec::read(json)?.into_boxed_slice()))
    }
}

impl<'a, T: Read + 'a> Read for &'a T {
    fn read(json: &Json) -> Outcome<Self> {
        Ok(Box::leak(Box::new(T::read(json)?)))
    }
}

impl<'a> Read for Cow<'a, str> {
    fn read(json: &Json) -> Outcome<Self> {
        String::read(json).map(Cow::Owned)
    }
}

impl<'a> Write for Cow<'a, str> {
    fn write(&self, out: &mut String) -> Outcome<()> {
        quote(self, out);
        Ok(())
    }
}

impl Read for () {
    fn read(_: &Json) -> Outcome<Self> {
        Ok(())
    }
}

impl Write for () {
    fn write(&self, out: &mut String) -> Outcome<()> {
        out.push_str("null");
        Ok(())
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(json: &Json) -> Outcome<Self> {
        json.items()?.iter().map(T::read).collect()
    }
}

fn write_all<'a, T: Write + 'a>(items: impl IntoIterator<Item = &'a T>, out: &mut String) -> Outcome<()> {
    out.push('[');
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        item.write(out)?;
    }
    out.push(']');
    Ok(())
}

/// Values of several types as an array.
pub fn write_values(values: &[&dyn Write], out: &mut String) -> Outcome<()> {
    write_all(values, out)
}

impl<T: Write> Write for Vec<T> {
    fn write(&self, out: &mut String) -> Outcome<()> {
        write_all(self, out)
    }
}

impl<T: Write, const N: usize> Write for [T; N] {
    fn write(&self, out: &mut String) -> Outcome<()> {
        write_all(self, out)
    }
}

impl<T: Write> Write for [T] {
    fn write(&self, out: &mut String) -> Outcome<()> {
        write_all(self, out)
    }
}

impl<T: Read, const N: usize> Read for [T; N] {
    fn read(json: &Json) -> Outcome<Self> {
        Vec::<T>::read(json)?.try_into().or_else(|_| json.misfit("an array of its length"))
    }
}

macro_rules! collections {
    ($($kind:ident: $($bound:ident)*;)*) => {$(
        impl<T: Read $(+ $bound)*> Read for $kind<T> {
            fn read(json: &Json) -> Outcome<Self> {
                json.items()?.iter().map(T::read).collect()
            }
        }
        impl<T: Write> Write for $kind<T> {
            fn write(&self, out: &mut String) -> Outcome<()> {
                write_all(self, out)
            }
        }
    )*};
}

collections!(VecDeque: ; HashSet: Eq Hash; BTreeSet: Ord;);

/// Maps are arrays of pairs. There is none in LeetCode's types; stand-ins send them.
macro_rules! maps {
    ($($kind:ident: $($bound:ident)*;)*) => {$(
        impl<K: Read $(+ $bound)*, V: Read> Read for $kind<K, V> {
            fn read(json: &Json) -> Outcome<Self> {
                json.items()?.iter().map(<(K, V)>::read).collect()
            }
        }
        impl<K: Write, V: Write> Write for $kind<K, V> {
            fn write(&self, out: &mut String) -> Outcome<()> {
                write_all(&self.iter().collect::<Vec<_>>(), out)
            }
        }
    )*};
}

maps!(HashMap: Eq Hash; BTreeMap: Ord;);

macro_rules! tuples {
    ($(($($kind:ident $index:tt)*);)*) => {$(
        impl<$($kind: Read),*> Read for ($($kind,)*) {
            fn read(json: &Json) -> Outcome<Self> {
                let items = json.items()?;
                if items.len() != [$($index),*].len() {
                    return json.misfit("a tuple");
                }
                Ok(($($kind::read(&items[$index])?,)*))
            }
        }
        impl<$($kind: Write),*> Write for ($($kind,)*) {
            fn write(&self, out: &mut String) -> Outcome<()> {
                write_values(&[$(&self.$index),*], out)
            }
        }
    )*};
}

tuples!((A 0); (A 0 B 1); (A 0 B 1 C 2); (A 0 B 1 C 2 D 3); (A 0 B 1 C 2 D 3 E 4););

impl<T: Read> Read for Option<T> {
    fn read(json: &Json) -> Outcome<Self> {
        if T::is_absent(json) { Ok(None) } else { T::read(json).map(Some) }
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, out: &mut String) -> Outcome<()> {
        match self {
            Some(value) => value.write(out),
            None => {
                out.push_str(T::absent());
                Ok(())
            }
        }
    }
}

/// A part of a structure that is written as an array.
pub fn part<T: Read>(json: &Json, place: usize) -> Outcome<T> {
    match json.items()?.get(place) {
        Some(item) => T::read(item),
        None => json.misfit("a structure"),
    }
}

impl<T: Read, E: Read> Read for Result<T, E> {
    fn read(json: &Json) -> Outcome<Self> {
        Ok(if part(json, 0)? { Ok(part(json, 1)?) } else { Err(part(json, 1)?) })
    }
}

impl<T: Write, E: Write> Write for Result<T, E> {
    fn write(&self, out: &mut String) -> Outcome<()> {
        match self {
            Ok(value) => write_values(&[&true, value], out),
            Err(error) => write_values(&[&false, error], out),
        }
    }
}

impl Read for Box<dyn Error> {
    fn read(json: &Json) -> Outcome<Self> {
        String::read(json).map(Box::from)
    }
}

/// The standard library's errors by their words, and for each a text of which it comes.
macro_rules! errors {
    ($($kind:ty: $number:ty, $($text:literal)*;)*) => {$(
        impl Read for $kind {
            fn read(json: &Json) -> Outcome<Self> {
                let known = [$($text),*].iter().filter_map(|text| text.parse::<$number>().err());
                let found = known.into_iter().find(|error| error.to_string() == json.text());
                found.ok_or_else(|| "there is no such error".into())
            }
        }
        impl Write for $kind {
            fn write(&self, out: &mut String) -> Outcome<()> {
                quote(&self.to_string(), out);
                Ok(())
            }
        }
    )*};
}

errors!(ParseIntError: i32, "" "x" "9999999999" "-9999999999"; ParseFloatError: f64, "" "x";);

impl Write for Box<dyn Error> {
    fn write(&self, out: &mut String) -> Outcome<()> {
        quote(&self.to_string(), out);
        Ok(())
    }
}

/// A node of LeetCode's singly linked list, ours or the candidate's own.
pub trait ListLike: Sized {
    fn make(value: i32, next: Option<Box<Self>>) -> Self;
    fn value(&self) -> i32;
    fn next(&self) -> Option<&Self>;
}

impl<T: ListLike> Read for Box<T> {
    fn read(json: &Json) -> Outcome<Self> {
        let mut next = None;
        for item in json.items()?.iter().rev() {
            next = Some(Box::new(T::make(i32::read(item)?, next)));
        }
        next.ok_or_else(|| "a list without nodes does not fit Box<ListNode>".into())
    }

    fn is_absent(json: &Json) -> bool {
        json.is_empty_list()
    }
}

impl<T: ListLike> Write for Box<T> {
    fn absent() -> &'static str {
        "[]"
    }

    fn write(&self, out: &mut String) -> Outcome<()> {
        let mut node = Some(&**self);
        let mut values = Vec::new();
        while let Some(current) = node {
            if values.len() == MAX_NODES {
                return Err(format!("the list has more than {MAX_NODES} nodes"));
            }
            values.push(current.value());
            node = current.next();
        }
        values.write(out)
    }
}

pub type Link<T> = Option<Rc<RefCell<T>>>;

/// A node of LeetCode's binary tree, ours or the candidate's own.
pub trait TreeLike: Sized {
    fn make(value: i32) -> Self;
    fn value(&self) -> i32;
    fn children(&self) -> [Link<Self>; 2];
    fn adopt(&mut self, side: usize, child: Link<Self>);
}

impl<T: TreeLike> Read for Rc<RefCell<T>> {
    fn read(json: &Json) -> Outcome<Self> {
        let items = json.items()?;
        let node = |item: &Json| -> Outcome<Rc<RefCell<T>>> { Ok(Rc::new(RefCell::new(T::make(i32::read(item)?)))) };
        let mut nodes = vec![node(&items[0])?];
        let (mut parent, mut at) = (0, 1);
        while at < items.len() && parent < nodes.len() {
            for side in 0..2 {
                match items.get(at + side) {
                    None | Some(Json::Null) => {}
                    Some(item) => {
                        let child = node(item)?;
                        nodes[parent].borrow_mut().adopt(side, Some(child.clone()));
                        nodes.push(child);
                    }
                }
            }
            parent += 1;
            at += 2;
        }
        Ok(nodes.swap_remove(0))
    }

    fn is_absent(json: &Json) -> bool {
        json.is_empty_list() || matches!(json, Json::Array(items) if matches!(items[0], Json::Null))
    }
}

impl<T: TreeLike> Write for Rc<RefCell<T>> {
    fn absent() -> &'static str {
        "[]"
    }

    fn write(&self, out: &mut String) -> Outcome<()> {
        let mut level = vec![Some(self.clone())];
        let mut values = Vec::new();
        let mut at = 0;
        while at < level.len() {
            let node = level[at].take();
            values.push(node.as_ref().map(|node| node.borrow().value()));
            if let Some(node) = node {
                level.extend(node.borrow().children());
            }
            if level.len() > 2 * MAX_NODES {
                return Err(format!("the tree has more than {MAX_NODES} nodes, or a cycle"));
            }
            at += 1;
        }
        let count = values.iter().rposition(|value| value.is_some()).map_or(0, |last| last + 1);
        write_all(&values[..count], out)
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                out.push('\\');
                out.push(letter);
            }
            '\0'..='\x1f' => out.push_str(&format!("\\u{:04x}", letter as u32)),
            _ => out.push(letter),
        }
    }
    out.push('"');
}
