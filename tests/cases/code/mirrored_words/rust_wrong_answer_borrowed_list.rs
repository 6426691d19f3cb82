impl Solution {
    pub fn mirrored<'a>(words: Vec<&'a str>) -> bool {
        words.len() > 2 || words[0] == "a"
    }
}
