import Crypto
import Foundation
import Glibc
import NIOCore
import NIOSSL
import SwiftASN1
import X509

/// The simulator's own certificate authority: made on the first start, kept in the state folder, trusted by nobody
/// who was not told to (`kiosk --cacert DIR/ca.pem`). Each start gets a server certificate from it.
struct CertificateAuthority {
    static let certificateFile = "ca.pem"
    private static let keyFile = "ca-key.pem"
    private static let lifetime: TimeInterval = 3650 * 86_400
    /// Browsers refuse server certificates that live longer than 398 days.
    private static let serverLifetime: TimeInterval = 397 * 86_400

    private let certificate: Certificate
    private let key: P256.Signing.PrivateKey

    /// Reads the authority from the folder; makes one when there is none, or none that still holds.
    init(in folder: StateFolder, at now: Date) throws {
        if let pem = try folder.read(Self.certificateFile), let keyPEM = try folder.read(Self.keyFile) {
            guard let kept = try? Certificate(pemEncoded: pem),
                let keptKey = try? P256.Signing.PrivateKey(pemRepresentation: keyPEM)
            else {
                // Making a new one unasked would cut off every device that trusts the old one.
                throw StateFolder.Unusable(
                    description: "\(folder.path) holds a CA that cannot be read; move ca.pem and ca-key.pem away.")
            }
            if now < kept.notValidAfter, kept.publicKey == Certificate.PublicKey(keptKey.publicKey) {
                (certificate, key) = (kept, keptKey)
                return
            }
        }
        key = P256.Signing.PrivateKey()
        // Two authorities of the same name would be mistaken for each other in a trust store.
        let mark = Data(SHA256.hash(data: key.publicKey.rawRepresentation).prefix(4)).map { Self.hexadecimal($0) }
        let name = try DistinguishedName {
            OrganizationName("tokenidp-sim")
            CommonName("tokenidp-sim CA \(mark.joined())")
        }
        let publicKey = Certificate.PublicKey(key.publicKey)
        certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: publicKey, notValidBefore: now.addingTimeInterval(-3600),
            notValidAfter: now.addingTimeInterval(Self.lifetime), issuer: name, subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: publicKey)
            },
            issuerPrivateKey: .init(key))
        try folder.write(key.pemRepresentation, to: Self.keyFile, secret: true)
        try folder.write(try certificate.serializeAsPEM().pemString + "\n", to: Self.certificateFile, secret: false)
    }

    /// A certificate for these names, with a key that exists only in this process.
    func issueServerCertificate(for hosts: [String], at now: Date) throws -> ServerIdentity {
        let serverKey = P256.Signing.PrivateKey()
        let publicKey = Certificate.PublicKey(serverKey.publicKey)
        let issued = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: publicKey, notValidBefore: now.addingTimeInterval(-3600),
            notValidAfter: min(now.addingTimeInterval(Self.serverLifetime), certificate.notValidAfter),
            issuer: certificate.subject, subject: try DistinguishedName { CommonName(hosts.first ?? "localhost") },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(hosts.map(Self.generalName))
                SubjectKeyIdentifier(hash: publicKey)
                AuthorityKeyIdentifier(
                    keyIdentifier: SubjectKeyIdentifier(hash: certificate.publicKey).keyIdentifier)
            },
            issuerPrivateKey: .init(key))
        let pem = try issued.serializeAsPEM().pemString
        return ServerIdentity(
            chain: [try NIOSSLCertificate(bytes: Array(pem.utf8), format: .pem)],
            key: try NIOSSLPrivateKey(bytes: Array(serverKey.pemRepresentation.utf8), format: .pem))
    }

    private static func generalName(_ host: String) -> GeneralName {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, host, &four) == 1 {
            return .ipAddress(ASN1OctetString(contentBytes: withUnsafeBytes(of: four) { ArraySlice($0) }))
        }
        if inet_pton(AF_INET6, host, &six) == 1 {
            return .ipAddress(ASN1OctetString(contentBytes: withUnsafeBytes(of: six) { ArraySlice($0) }))
        }
        return .dnsName(host)
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0\(digits)" : digits
    }
}

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
