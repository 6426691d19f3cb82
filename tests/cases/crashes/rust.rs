fn deeper(what: i32) -> i32 {
    let frame = std::hint::black_box([what; 1024]);
    deeper(std::hint::black_box(frame[0])) + frame[1]
}

pub fn act(what: i32) -> i32 {
    match what {
        1 => std::process::exit(0),
        2 => unsafe { leave(0) },
        3 => return deeper(what),
        4 => {
            let mut kept = Vec::new();
            loop {
                kept.push(vec![1u8; 1 << 20]);
            }
        }
        5 => unsafe { std::ptr::null_mut::<i32>().write_volatile(1) },
        6 => loop {
            std::hint::black_box(what);
        },
        7 => std::thread::sleep(std::time::Duration::from_secs(60)),
        _ => {}
    }
    2 * what
}

extern "C" {
    #[link_name = "_exit"]
    fn leave(status: i32) -> !;
}

struct Actor {
    factor: i32,
}

impl Actor {
    fn new() -> Self {
        Actor { factor: 1 }
    }

    fn act(&self, what: i32) -> i32 {
        self.factor * act(what)
    }
}
