use std::io::{self, BufRead};

fn main() {
    let lines: Vec<String> = io::stdin().lock().lines().map(|line| line.unwrap()).collect();
    let numbers: Vec<i64> = lines[1].split_whitespace().map(|word| word.parse().unwrap()).collect();
    println!("{}", numbers.iter().sum::<i64>());
    let backwards: Vec<String> = numbers.iter().rev().map(|number| number.to_string()).collect();
    println!("{}", backwards.join(" "));
    println!("{}", lines.get(2).map(|line| line.as_str()).unwrap_or(""));
}
