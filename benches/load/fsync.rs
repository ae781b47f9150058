use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::time::{Duration, Instant};

/// The median time of `times` writes of 4 KiB, each followed by an fsync, in the folder that the service writes to.
pub fn median(times: usize) -> Duration {
    let path = std::env::temp_dir().join(format!("birddog-fsync-{}", std::process::id()));
    let mut file = File::create(&path).expect("a file in the temporary folder");
    let mut taken: Vec<Duration> = (0..times)
        .map(|_| {
            let began = Instant::now();
            file.seek(SeekFrom::Start(0)).expect("seek");
            file.write_all(&[7; 4096]).expect("write");
            file.sync_data().expect("fsync");
            began.elapsed()
        })
        .collect();
    std::fs::remove_file(path).expect("the file goes");
    taken.sort();
    taken[times / 2]
}
