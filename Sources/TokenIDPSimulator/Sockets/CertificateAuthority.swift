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
    /// - Parameter trouble: what is to be wrong with it.
    func issueServerCertificate(
        for hosts: [String], at now: Date, trouble: Scenario.CertificateTrouble? = nil
    ) throws -> ServerIdentity {
        let serverKey = P256.Signing.PrivateKey()
        let publicKey = Certificate.PublicKey(serverKey.publicKey)
        let hosts = trouble == .otherName ? ["another-host.invalid"] : hosts
        // A key that nobody knows signs where the authority is to be unknown; the name stays the same.
        let issuingKey = trouble == .unknownAuthority ? P256.Signing.PrivateKey() : key
        let begin: Date
        let end: Date
        switch trouble {
        case .expired: (begin, end) = (now.addingTimeInterval(-2 * 86_400), now.addingTimeInterval(-86_400))
        case .notYetValid: (begin, end) = (now.addingTimeInterval(86_400), now.addingTimeInterval(2 * 86_400))
        case .otherName, .unknownAuthority, nil:
            begin = now.addingTimeInterval(-3600)
            end = min(now.addingTimeInterval(Self.serverLifetime), certificate.notValidAfter)
        }
        let issued = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: publicKey, notValidBefore: begin, notValidAfter: end,
            issuer: certificate.subject, subject: try DistinguishedName { CommonName(hosts.first ?? "localhost") },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(hosts.map(Self.generalName))
                SubjectKeyIdentifier(hash: publicKey)
                AuthorityKeyIdentifier(
                    keyIdentifier: SubjectKeyIdentifier(hash: Certificate.PublicKey(issuingKey.publicKey)).keyIdentifier
                )
            },
            issuerPrivateKey: .init(issuingKey))
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
