import CCrypto
import CCurl
import DeviceFlow
import FlowTrace
import Glibc

/// What is kept of a request beyond what the sign-in has to know.
enum Tracing {
    case off
    /// Every field of the reply, times, and why there is none.
    case replies
    /// And the certificates of the connection.
    case all
}

/// Reads what a connection tells of one request, while it runs and when it is over.
final class WireReader {
    private let handle: UnsafeMutableRawPointer
    /// Certificates are asked for only while somebody looks: they cost more than all the rest.
    private let readsTLS: Bool
    private var wire = Wire()
    /// libcurl's own words for what went wrong.
    private let words: UnsafeMutablePointer<CChar>

    init(_ handle: UnsafeMutableRawPointer, readsTLS: Bool) {
        self.handle = handle
        self.readsTLS = readsTLS
        words = .allocate(capacity: Int(CURL_ERROR_SIZE))
        words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        kiosk_setopt_pointer(handle, CURLOPT_ERRORBUFFER, words)
    }

    deinit { words.deallocate() }

    /// A line of the reply's head. The connection can only be asked while the request runs: now, for one.
    func takeLine(_ line: String) {
        if line.hasPrefix("HTTP/") {
            wire.fields = []
            wire.statusLine = trimmed(line[...])
            if readsTLS { wire.tls = kiosk_getinfo_openssl(handle).map { TLSFacts(OpaquePointer($0)) } }
        } else if let colon = line.firstIndex(of: ":") {
            let value = trimmed(line[line.index(after: colon)...])
            wire.fields.append(.init(String(line[..<colon]), value))
        }
    }

    private func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }

    /// Once libcurl says that it is over.
    func wire(_ code: CURLcode) -> Wire {
        var wire = wire
        var connections = 0
        kiosk_getinfo_long(handle, CURLINFO_NUM_CONNECTS, &connections)
        wire.isNewConnection = connections > 0
        wire.address = address()
        wire.phases = phases(isNew: wire.isNewConnection)
        if code != CURLE_OK {
            let said = String(cString: words)
            wire.failure = said.isEmpty ? String(cString: curl_easy_strerror(code)) : said
        }
        return wire
    }

    private func address() -> String? {
        var text: UnsafePointer<CChar>?
        var port = 0
        kiosk_getinfo_string(handle, CURLINFO_PRIMARY_IP, &text)
        kiosk_getinfo_long(handle, CURLINFO_PRIMARY_PORT, &port)
        guard let text, text.pointee != 0 else { return nil }
        let host = String(cString: text)
        return (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
    }

    /// libcurl counts each moment from the beginning; a moment that was never reached is 0.
    private func phases(isNew: Bool) -> Wire.Phases {
        func moment(_ info: CURLINFO) -> Duration {
            var microseconds: curl_off_t = 0
            kiosk_getinfo_offset(handle, info, &microseconds)
            return .microseconds(Int64(microseconds))
        }
        let lookedUp = moment(CURLINFO_NAMELOOKUP_TIME_T)
        let connected = moment(CURLINFO_CONNECT_TIME_T)
        let secured = moment(CURLINFO_APPCONNECT_TIME_T)
        let ready = moment(CURLINFO_PRETRANSFER_TIME_T)
        let first = moment(CURLINFO_STARTTRANSFER_TIME_T)
        let end = moment(CURLINFO_TOTAL_TIME_T)
        var phases = Wire.Phases()
        if isNew {
            if lookedUp > .zero { phases.lookup = lookedUp }
            if connected > lookedUp { phases.connect = connected - lookedUp }
            if secured > connected { phases.handshake = secured - connected }
        }
        if ready > .zero { phases.send = ready - max(connected, secured) }
        if first > ready { phases.wait = first - ready }
        if first > .zero, end > first { phases.receive = end - first }
        return phases
    }
}

extension TLSFacts {
    /// - Parameter connection: OpenSSL's, alive.
    init(_ connection: OpaquePointer) {
        let count = max(0, kiosk_chain_count(connection))
        self.init(
            version: SSL_get_version(connection).map { String(cString: $0) } ?? "",
            cipher: SSL_CIPHER_get_name(SSL_get_current_cipher(connection)).map { String(cString: $0) } ?? "",
            certificates: (0..<count).compactMap { index in
                kiosk_chain_at(connection, Int32(index)).map { Certificate($0) }
            })
    }
}

extension TLSFacts.Certificate {
    init(_ certificate: OpaquePointer) {
        self.init(
            subject: Self.name(X509_get_subject_name(certificate)),
            issuer: Self.name(X509_get_issuer_name(certificate)),
            notBefore: Double(kiosk_seconds_since_1970(X509_get0_notBefore(certificate))),
            notAfter: Double(kiosk_seconds_since_1970(X509_get0_notAfter(certificate))),
            hosts: Self.hosts(certificate))
    }

    private static func hosts(_ certificate: OpaquePointer) -> [String] {
        var hosts: [String] = []
        withUnsafeMutablePointer(to: &hosts) { place in
            kiosk_each_host(certificate, place) { user, bytes, count, isAddress in
                guard let hosts = user?.assumingMemoryBound(to: [String].self), let bytes else { return }
                let host = UnsafeBufferPointer(start: bytes, count: Int(count))
                let text = isAddress == 0 ? String(decoding: host, as: UTF8.self) : TLSFacts.Certificate.address(host)
                hosts.pointee.append(plain(text, limit: 64))
            }
        }
        return hosts
    }

    /// As inet_ntop(3) writes it; empty for what is no address.
    private static func address(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard bytes.count == 4 || bytes.count == 16 else { return "" }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard
            inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, bytes.baseAddress, &text, socklen_t(text.count)) != nil
        else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// As RFC 4514 writes it.
    private static func name(_ name: OpaquePointer?) -> String {
        guard let name, let memory = BIO_new(BIO_s_mem()) else { return "" }
        defer { BIO_free(memory) }
        kiosk_print_name(memory, name)
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = BIO_read(memory, &bytes, Int32(bytes.count))
        return String(decoding: bytes.prefix(max(0, Int(count))), as: UTF8.self)
    }
}
