import NIOCore
import NIOSSL
import SwiftASN1
import X509

/// What the server proves itself with.
struct ServerIdentity {
    var chain: [NIOSSLCertificate]
    var key: NIOSSLPrivateKey

    init(chain: [NIOSSLCertificate], key: NIOSSLPrivateKey) {
        (self.chain, self.key) = (chain, key)
    }

    /// The operator's own certificate, leaf first, and its key, both PEM.
    init(certificateFile: String, keyFile: String) throws {
        do {
            chain = try NIOSSLCertificate.fromPEMFile(certificateFile)
        } catch {
            throw StateFolder.Unusable(description: "\(certificateFile) is not a PEM certificate.")
        }
        do {
            key = try NIOSSLPrivateKey(file: keyFile, format: .pem)
        } catch {
            throw StateFolder.Unusable(description: "\(keyFile) is not a PEM key without a passphrase.")
        }
    }

    var tls: TLSConfiguration {
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        tls.minimumTLSVersion = .tlsv12
        tls.applicationProtocols = ["http/1.1"]
        // A device that rests on a kept-alive connection does not answer our goodbye; stopping does not wait for it.
        tls.shutdownTimeout = .milliseconds(250)
        return tls
    }
}

extension ServerIdentity {
    /// The name the issuer carries: the preferred one where the certificate covers it, else the first it names.
    func host(preferring preferred: String) throws -> String {
        guard let leaf = chain.first else { throw CannotServe(description: "The certificate file is empty.") }
        let certificate = try Certificate(derEncoded: leaf.toDERBytes())
        let names = try certificate.extensions.subjectAlternativeNames ?? SubjectAlternativeNames([])
        let hosts = names.compactMap { name -> String? in
            switch name {
            case .dnsName(let host): host
            case .ipAddress(let octets):
                octets.bytes.count == 4 ? octets.bytes.map(String.init).joined(separator: ".") : nil
            default: nil
            }
        }
        if hosts.contains(preferred) { return preferred }
        guard let first = hosts.first(where: { !$0.contains("*") }) else {
            throw CannotServe(description: "The certificate names no host this server could be called by.")
        }
        return first
    }

    func leafPEM() throws -> String {
        guard let leaf = chain.first else { throw CannotServe(description: "The certificate file is empty.") }
        return try Certificate(derEncoded: leaf.toDERBytes()).serializeAsPEM().pemString
    }
}
