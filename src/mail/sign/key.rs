//! The key to sign with: RSA from 2048 bits on, or Ed25519, as OpenSSL writes them.
//!
//! `ring` signs, which is there for TLS already. The mail library could sign as well, but only messages that it has put
//! together itself, and by an implementation of RSA whose time tells of the key (RUSTSEC-2023-0071).

use ring::{
    rand::SystemRandom,
    rsa,
    signature::{Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256},
};
use rustls::pki_types::{PrivateKeyDer, pem::PemObject};
use sha2::{Digest, Sha256};

/// A key that can sign.
pub enum SigningKey {
    Rsa(Box<rsa::KeyPair>),
    Ed25519(Box<Ed25519KeyPair>),
}

/// No key to sign with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// There is no key in it.
    #[error(
        "it holds no private key in PEM without a password; `openssl genpkey -algorithm RSA -pkeyopt \
         rsa_keygen_bits:2048` makes one"
    )]
    None,
    /// A kind of key with which no mail is signed.
    #[error("its key is neither RSA nor Ed25519, or it is damaged")]
    Kind,
    /// Receivers believe no such key (RFC 8301 section 3.2).
    #[error("its RSA key is too short; 2048 bits are needed")]
    Short,
    /// Receivers need not take such a key.
    #[error("its RSA key is too long; 4096 bits are the most")]
    Long,
    /// The key cannot sign.
    #[error("its key cannot sign: its parts do not belong together")]
    Broken,
}

impl SigningKey {
    /// The first private key in `pem`.
    pub fn from_pem(pem: &[u8]) -> Result<Self, KeyError> {
        match PrivateKeyDer::from_pem_slice(pem).map_err(|_| KeyError::None)? {
            PrivateKeyDer::Pkcs1(der) => rsa_key(rsa::KeyPair::from_der(der.secret_pkcs1_der())),
            PrivateKeyDer::Pkcs8(der) => {
                let der = der.secret_pkcs8_der();
                match Ed25519KeyPair::from_pkcs8_maybe_unchecked(der) {
                    Ok(key) => Ok(Self::Ed25519(Box::new(key))),
                    Err(_) => rsa_key(rsa::KeyPair::from_pkcs8(der)),
                }
            }
            _ => Err(KeyError::Kind),
        }
    }

    /// Its name in a record and, before `-sha256`, in a signature.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "rsa",
            Self::Ed25519(_) => "ed25519",
        }
    }

    /// What receivers need of it: for RSA a `SubjectPublicKeyInfo`, for Ed25519 the 32 octets themselves (RFC 8463 section 4).
    pub fn public(&self) -> Vec<u8> {
        match self {
            Self::Rsa(key) => public_key_info(key.public().as_ref()),
            Self::Ed25519(key) => key.public_key().as_ref().to_vec(),
        }
    }

    /// Signs; RSA the octets themselves, Ed25519 their hash (RFC 8463 section 3).
    pub fn sign(&self, octets: &[u8]) -> Result<Vec<u8>, KeyError> {
        match self {
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(
                    &RSA_PKCS1_SHA256,
                    &SystemRandom::new(),
                    octets,
                    &mut signature,
                )
                .map_err(|_| KeyError::Broken)?;
                Ok(signature)
            }
            Self::Ed25519(key) => Ok(key.sign(&Sha256::digest(octets)).as_ref().to_vec()),
        }
    }
}

fn rsa_key(read: Result<rsa::KeyPair, ring::error::KeyRejected>) -> Result<SigningKey, KeyError> {
    read.map(|key| SigningKey::Rsa(Box::new(key)))
        .map_err(|error| match error.to_string().as_str() {
            // The library tells these apart by its words alone.
            "TooSmall" => KeyError::Short,
            "TooLarge" => KeyError::Long,
            _ => KeyError::Kind,
        })
}

/// The key with its algorithm, `rsaEncryption` (RFC 3279 section 2.3.1).
fn public_key_info(key: &[u8]) -> Vec<u8> {
    const RSA_ENCRYPTION: &[u8] = b"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";
    // A bit string of which no bit is unused.
    let bits = der(0x03, &[&[0], key].concat());
    der(0x30, &[RSA_ENCRYPTION, &bits].concat())
}

/// Tag, length and content (X.690 section 8.1).
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let first = length.iter().position(|octet| *octet != 0);
    let length = &length[first.unwrap_or(length.len() - 1)..];
    let mut out = vec![tag];
    if content.len() >= 0x80 {
        out.push(0x80 | u8::try_from(length.len()).unwrap_or_default());
    }
    out.extend_from_slice(length);
    out.extend_from_slice(content);
    out
}
