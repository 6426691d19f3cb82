impl Solution {
    pub fn count_marks(grid: Vec<Vec<char>>, mark: char, weights: Vec<f64>) -> f64 {
        grid.iter().zip(weights).map(|(row, w)| 2.0 * w * row.iter().filter(|&&c| c == mark).count() as f64).sum()
    }
}
