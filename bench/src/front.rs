//! TLS before the services that functions call, with a certificate authority
//! made at start, and a count of the calls that come through.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::Result;

const AMAZON_ROOTS: &[u8] = include_bytes!("../../shared/http-client/src/amazon-roots.pem");

/// Where a Lambda function, and most of Linux, finds the roots of the web.
const SYSTEM_ROOTS: [&str; 2] = [
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/certs/ca-certificates.crt",
];

/// What went through.
#[derive(Debug, Default)]
pub struct Traffic {
    calls: AtomicU64,
    bytes: AtomicU64,
}

impl Traffic {
    /// Calls so far, and the bytes of their answers.
    pub fn so_far(&self) -> (u64, u64) {
        (
            self.calls.load(Ordering::Relaxed),
            self.bytes.load(Ordering::Relaxed),
        )
    }
}

/// Where TLS is spoken, and who says so.
pub struct Front {
    acceptor: TlsAcceptor,
    /// Amazon's roots and ours, as many as a function trusts for AWS.
    pub aws_roots: PathBuf,
    /// All roots of the system and ours.
    pub system_roots: PathBuf,
}

/// One running service, as functions reach it.
pub struct Door {
    pub url: String,
    pub traffic: Arc<Traffic>,
}

impl Front {
    /// Makes the certificates; the bundles of roots go into a folder.
    pub fn new(folder: &Path) -> Result<Self> {
        let made = Certificates::make()?;
        let aws_roots = folder.join("aws-roots.pem");
        std::fs::write(&aws_roots, [AMAZON_ROOTS, made.root.as_bytes()].concat())?;
        let system = SYSTEM_ROOTS
            .iter()
            .find_map(|path| std::fs::read(path).ok());
        let system = system.unwrap_or_default();
        let system_roots = folder.join("system-roots.pem");
        std::fs::write(&system_roots, [&system, made.root.as_bytes()].concat())?;

        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(made.chain, made.key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            aws_roots,
            system_roots,
        })
    }

    /// Stands before a server on a loopback port.
    pub async fn before(&self, behind: SocketAddr) -> Result<Door> {
        let acceptor = self.acceptor.clone();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("https://localhost:{}", listener.local_addr()?.port());
        let traffic = Arc::new(Traffic::default());
        let counted = Arc::clone(&traffic);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (acceptor, traffic) = (acceptor.clone(), Arc::clone(&counted));
                // How a connection ends is its client's to see.
                tokio::spawn(async move { connection(client, &acceptor, behind, &traffic).await });
            }
        });
        Ok(Door { url, traffic })
    }
}

async fn connection(
    client: TcpStream,
    acceptor: &TlsAcceptor,
    behind: SocketAddr,
    traffic: &Traffic,
) -> std::io::Result<()> {
    client.set_nodelay(true)?;
    let mut client = acceptor.accept(client).await?;
    let mut server = TcpStream::connect(behind).await?;
    server.set_nodelay(true)?;
    let (mut up, mut down) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    loop {
        tokio::select! {
            read = client.read(&mut up) => {
                let sent = &up[..read?];
                if sent.is_empty() {
                    return Ok(());
                }
                // HTTP/1.1 without pipelining: each call begins what is read.
                if sent.starts_with(b"POST ") {
                    traffic.calls.fetch_add(1, Ordering::Relaxed);
                }
                server.write_all(sent).await?;
            }
            read = server.read(&mut down) => {
                let answered = &down[..read?];
                if answered.is_empty() {
                    return client.shutdown().await;
                }
                let bytes = u64::try_from(answered.len()).unwrap_or_default();
                traffic.bytes.fetch_add(bytes, Ordering::Relaxed);
                client.write_all(answered).await?;
                client.flush().await?;
            }
        }
    }
}

struct Certificates {
    root: String,
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

impl Certificates {
    fn make() -> Result<Self> {
        let root_key = KeyPair::generate()?;
        let mut root = CertificateParams::default();
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        root.distinguished_name
            .push(DnType::CommonName, "bench root");
        let root_pem = root.self_signed(&root_key)?.pem();
        let root = Issuer::new(root, root_key);

        // As AWS does, an authority in between signs.
        let between_key = KeyPair::generate()?;
        let mut between = CertificateParams::default();
        between.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        between
            .distinguished_name
            .push(DnType::CommonName, "bench authority");
        let between_certificate = between.signed_by(&between_key, &root)?;
        let between = Issuer::new(between, between_key);

        let key = KeyPair::generate()?;
        let server =
            CertificateParams::new(vec!["localhost".to_owned()])?.signed_by(&key, &between)?;
        Ok(Self {
            root: root_pem,
            chain: vec![server.der().clone(), between_certificate.der().clone()],
            key: PrivateKeyDer::Pkcs8(key.serialize_der().into()),
        })
    }
}
