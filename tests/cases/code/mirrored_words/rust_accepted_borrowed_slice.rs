fn mirrored(words: &[&str]) -> bool {
    words.iter().eq(words.iter().rev())
}
