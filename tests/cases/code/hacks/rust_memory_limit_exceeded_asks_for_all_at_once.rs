impl Solution {
    pub fn secret_sum(a: Vec<i32>) -> i32 {
        let numbers = vec![a[0]; 1 << 50];
        numbers[numbers.len() / 3]
    }
}
