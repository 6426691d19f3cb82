/// Proves that a test came to its end. The proof comes as the request and is taken before any of the
/// candidate's code runs. HIDDEN is a name that is made anew for each program.
mod HIDDEN {
    extern "C" {
        fn read(descriptor: i32, bytes: *mut u8, count: usize) -> isize;
        fn write(descriptor: i32, bytes: *const u8, count: usize) -> isize;
        fn _exit(status: i32) -> !;
    }

    static mut FRAME: [u8; 128] = [0; 128];
    static mut LENGTH: usize = 0;

    extern "C" fn take() {
        // SAFETY: nothing else runs yet.
        unsafe {
            let frame = std::ptr::addr_of_mut!(FRAME) as *mut u8;
            while LENGTH < 128 {
                let got = read(3, frame.add(LENGTH), 128 - LENGTH);
                if got <= 0 {
                    break;
                }
                LENGTH += got as usize;
            }
        }
    }

    #[used]
    #[link_section = ".preinit_array"]
    static TAKING: extern "C" fn() = take;

    pub fn prove() -> ! {
        // SAFETY: the descriptor is the box's own, the frame is not written any more.
        unsafe {
            let written = write(4, std::ptr::addr_of!(FRAME) as *const u8, LENGTH);
            _exit(if written == LENGTH as isize { 0 } else { 1 })
        }
    }
}
