use std::path::PathBuf;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::task::JoinHandle;

/// A TCP port that leads to the replica's socket, and can be cut.
pub struct Link {
    port: u16,
    socket: PathBuf,
    relay: Option<JoinHandle<()>>,
}

impl Link {
    /// One to the server of this URL, which listens on a socket in the folder that it names.
    pub async fn to(url: &str) -> Self {
        let (_, folder) = url.rsplit_once("host=").unwrap();
        let socket = PathBuf::from(folder.replace("%2F", "/")).join(".s.PGSQL.5432");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut link = Self { port, socket, relay: None };
        link.relay_from(listener);
        link
    }

    /// The replica's URL by way of this.
    pub fn url(&self, replica: &str) -> String {
        let (address, _) = replica.split_once('?').unwrap();
        let (_, database) = address.rsplit_once('/').unwrap();
        format!("postgres://birddog@127.0.0.1:{}/{database}?sslmode=disable", self.port)
    }

    /// Ends all connections and refuses new ones.
    pub async fn cut(&mut self) {
        let relay = self.relay.take().unwrap();
        relay.abort();
        let _ = relay.await;
    }

    /// Leads there again.
    pub async fn mend(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.unwrap();
        self.relay_from(listener);
    }

    fn relay_from(&mut self, listener: TcpListener) {
        let socket = self.socket.clone();
        self.relay = Some(tokio::spawn(async move {
            // Its connections end with it.
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((near, _)) = listener.accept().await {
                connections.spawn(relay(near, socket.clone()));
            }
        }));
    }
}

async fn relay(mut near: TcpStream, socket: PathBuf) {
    let mut far = UnixStream::connect(socket).await.unwrap();
    let _ = copy_bidirectional(&mut near, &mut far).await;
}
