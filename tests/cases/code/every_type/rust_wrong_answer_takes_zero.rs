use std::cell::RefCell;
use std::rc::Rc;

// Definition for singly-linked list.
// #[derive(PartialEq, Eq, Clone, Debug)]
// pub struct ListNode {
//   pub val: i32,
//   pub next: Option<Box<ListNode>>
// }
struct EveryType {
    shelves: Vec<Vec<i32>>,
    name: String,
    written: Vec<String>,
}

type Link = Option<Box<ListNode>>;

/**
 * `&self` means the method takes an immutable reference.
 * If you need a mutable reference, change it to `&mut self` instead.
 */
impl EveryType {
    fn new(shelves: Vec<Vec<i32>>, name: String) -> Self {
        Self { shelves, name, written: vec![] }
    }

    fn label(&self) -> String {
        format!("{}:{}", self.name, self.shelves.iter().map(Vec::len).sum::<usize>())
    }

    fn add_one(&self, n: i32) -> i32 { n + 1 }

    fn add_big(&self, n: i64) -> i64 { n + 1 }

    fn half(&self, x: f64) -> f64 { x / 2.0 }

    fn flip(&self, b: bool) -> bool { !b }

    fn next_letter(&self, c: char) -> char { (c as u8 + 1) as char }

    fn repeat(&self, s: String, times: i32) -> String { s.repeat(times as usize) }

    fn reversed(&self, nums: Vec<i32>) -> Vec<i32> { nums.into_iter().rev().collect() }

    fn transpose(&self, grid: Vec<Vec<i32>>) -> Vec<Vec<i32>> {
        (0..grid[0].len()).map(|j| grid.iter().map(|row| row[j]).collect()).collect()
    }

    fn flip_grid(&self, mut grid: Vec<Vec<char>>) -> Vec<Vec<char>> {
        for row in grid.iter_mut() {
            for c in row.iter_mut() {
                *c = if *c == 'X' { '.' } else { 'X' };
            }
        }
        grid
    }

    fn join(&self, words: Vec<String>) -> String { words.join("|") }

    fn groups(&self, words: Vec<String>) -> Vec<Vec<String>> {
        let (a, b): (Vec<String>, Vec<String>) = words.into_iter().partition(|w| w.len() == 2);
        vec![a, b]
    }

    fn halves(&self, xs: Vec<f64>) -> Vec<f64> { xs.iter().map(|x| x / 2.0).collect() }

    fn positive(&self, nums: Vec<i32>) -> Vec<bool> { nums.iter().map(|&n| n >= 0).collect() }

    fn tail(&self, head: Option<Box<ListNode>>) -> Option<Box<ListNode>> { head.and_then(|node| node.next) }

    fn mirror(&self, root: Option<Rc<RefCell<TreeNode>>>) -> Option<Rc<RefCell<TreeNode>>> {
        let node = root?;
        let left = node.borrow_mut().left.take();
        let right = node.borrow_mut().right.take();
        let (left, right) = (self.mirror(right), self.mirror(left));
        node.borrow_mut().left = left;
        node.borrow_mut().right = right;
        Some(node)
    }

    fn chain(&self, lists: Vec<Link>) -> Link {
        let mut values = Vec::new();
        for list in lists {
            let mut head = list;
            while let Some(node) = head {
                values.push(node.val);
                head = node.next;
            }
        }
        let mut result = None;
        for &val in values.iter().rev() {
            let mut node = ListNode::new(val);
            node.next = result;
            result = Some(Box::new(node));
        }
        result
    }

    fn note(&mut self, text: String) { self.written.push(text); }

    fn notes(&self) -> Vec<String> { self.written.clone() }
}

fn main() {
    let obj = EveryType::new(vec![vec![1]], "x".to_string());
    println!("{}", obj.add_one(1));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds() {
        assert_eq!(EveryType::new(vec![], String::new()).add_one(1), 2);
    }
}
