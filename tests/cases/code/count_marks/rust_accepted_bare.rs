fn count_marks(grid: &[Vec<char>], mark: char, weights: &Vec<f64>) -> f64 {
    let mut sum: f64 = 0.0;
    for (i, row) in grid.iter().enumerate() {
        sum += weights[i] * row.iter().filter(|c| **c == mark).count() as f64;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn counts() {
        assert_eq!(count_marks(&[vec!['x']], 'x', &vec![1.0]), 1.0);
    }
}
