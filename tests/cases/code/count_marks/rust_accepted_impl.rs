pub struct Solution;

trait Weigh {
    fn weigh(&self, mark: char) -> f64;
}

impl<'a> Weigh for (&'a Vec<char>, &'a f64) {
    fn weigh(&self, mark: char) -> f64 {
        self.0.iter().filter(|&&c| c == mark).count() as f64 * self.1
    }
}

impl Solution {
    pub fn count_marks(grid: Vec<Vec<char>>, mark: char, weights: Vec<f64>) -> f64 {
        grid.iter().zip(weights.iter()).map(|row| row.weigh(mark)).sum()
    }
}

fn main() {
    println!("{}", Solution::count_marks(vec![vec!['x']], 'x', vec![1.0]));
}
