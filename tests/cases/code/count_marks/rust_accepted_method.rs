#[derive(Default)]
struct Solution {}

impl Solution {
    fn count<T: PartialEq + Copy>(row: &[T], item: T) -> usize {
        row.iter().filter(|&&other| other == item).count()
    }

    pub fn countMarks(&self, grid: Vec<Vec<char>>, mark: char, mut weights: Vec<f64>) -> f64 {
        for (weight, row) in weights.iter_mut().zip(&grid) {
            *weight *= Self::count(row, mark) as f64;
        }
        weights.into_iter().sum()
    }
}
