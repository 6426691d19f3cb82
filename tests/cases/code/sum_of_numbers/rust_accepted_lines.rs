use std::io::{self, BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let stdin = io::stdin();
    let mut lines = stdin.lock().lines();
    let n: usize = lines.next().unwrap()?.trim().parse()?;
    let mut sum = 0i64;
    for line in lines.take(n) {
        sum += line?.trim().parse::<i64>()?;
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    writeln!(out, "{sum}")?;
    Ok(())
}
