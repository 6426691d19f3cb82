use std::io;

fn main() {
    let mut line = String::new();
    io::stdin().read_line(&mut line).expect("a line");
    let n: usize = line.trim().parse().unwrap();
    let mut sum: i64 = 0;
    for _ in 0..n {
        line.clear();
        io::stdin().read_line(&mut line).unwrap();
        sum += line.trim().parse::<i64>().unwrap();
    }
    println!("{}", sum);
}
