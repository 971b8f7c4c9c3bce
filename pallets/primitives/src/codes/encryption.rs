//! How a record's ciphertext is made.

use super::code_system;

code_system! {
	/// Authenticated encryption of a record. Salus's own codes, save `A256GCM`, which is that of
	/// RFC 7518.
	EncryptionScheme: "EncryptionScheme" of "urn:salus:encryption-scheme" {
		/// XChaCha20-Poly1305: a nonce of 24 bytes that may be random.
		XChaCha20Poly1305 = 0 as "xchacha20-poly1305",
		/// AES-256-GCM (NIST SP 800-38D): a nonce of 12 bytes that must not repeat under a key.
		Aes256Gcm = 1 as "A256GCM",
		/// ChaCha20-Poly1305 (RFC 8439): a nonce of 12 bytes that must not repeat under a key.
		ChaCha20Poly1305 = 2 as "chacha20-poly1305",
	}
}
