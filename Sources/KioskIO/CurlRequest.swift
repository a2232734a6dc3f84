import CCurl
import DeviceFlow
import FlowTrace

/// A request on its way over an easy handle, its limits, and what has come back so far.
final class CurlRequest {
    /// The transport's, who clears it before this goes.
    let handle: UnsafeMutableRawPointer
    let url: String
    private var fields: UnsafeMutablePointer<curl_slist>?
    private var wasSent = false
    private var body: [UInt8] = []
    private var headers: [String: String] = [:]
    private var isTooLarge = false
    /// What people may want to see; nil: nobody looks.
    private var trace: WireReader?

    /// Larger replies are refused: no answer of this protocol is near it.
    static let largestBody = 256 * 1024
    private static let headersThatMatter = ["content-type", "retry-after", "date", "dpop-nonce"]

    /// - Parameter handle: as new.
    init(
        _ request: HTTPRequest, on handle: UnsafeMutableRawPointer, timeout: Duration, trust: TLSFiles,
        tracing: Tracing = .off
    ) {
        self.handle = handle
        url = request.url
        if tracing != .off { trace = WireReader(handle, readsTLS: tracing == .all) }
        kiosk_setopt_string(handle, CURLOPT_URL, request.url)
        if let body = request.body {
            // Copied, and known in length: header and body leave in one packet.
            kiosk_setopt_string(handle, CURLOPT_COPYPOSTFIELDS, body.revealed)
            if request.method != "POST" { kiosk_setopt_string(handle, CURLOPT_CUSTOMREQUEST, request.method) }
        }
        sendOnce()
        for header in request.headers {
            fields = curl_slist_append(fields, "\(header.name): \(header.value.revealed)")
        }
        kiosk_setopt_list(handle, CURLOPT_HTTPHEADER, fields)
        let (seconds, attoseconds) = timeout.components
        kiosk_setopt_long(
            handle, CURLOPT_TIMEOUT_MS, max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)))
        Self.secure(handle, request.url, trust)
        kiosk_setopt_long(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        kiosk_setopt_long(handle, CURLOPT_FOLLOWLOCATION, 0)
        kiosk_setopt_long(handle, CURLOPT_NOSIGNAL, 1)
        // A name server that never answers would hold up time-outs and the end of the program.
        kiosk_setopt_long(handle, CURLOPT_QUICK_EXIT, 1)
        kiosk_setopt_long(handle, CURLOPT_TCP_KEEPALIVE, 1)
        // A connection is kept, a name is not: a server that has moved is found by the next connection.
        kiosk_setopt_long(handle, CURLOPT_DNS_CACHE_TIMEOUT, 0)
        receive()
    }

    deinit { curl_slist_free_all(fields) }

    /// libcurl sends a request again by itself when a kept connection breaks before the reply. A second poll
    /// within the interval, or for tokens that were on their way, is worse than an error: only the first sending
    /// is let through.
    private func sendOnce() {
        kiosk_setopt_before_sending(
            handle,
            { user, _, _, _, _ in
                guard let user else { return CURL_PREREQFUNC_ABORT }
                let request = Unmanaged<CurlRequest>.fromOpaque(user).takeUnretainedValue()
                defer { request.wasSent = true }
                return request.wasSent ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Whom a connection may lead to, and by which way.
    static func secure(_ handle: UnsafeMutableRawPointer, _ url: String, _ trust: TLSFiles) {
        let isLoopback = (try? VerificationURI(url))?.isLoopback ?? false
        kiosk_setopt_string(handle, CURLOPT_PROTOCOLS_STR, isLoopback ? "https,http" : "https")
        kiosk_setopt_long(handle, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        kiosk_setopt_long(handle, CURLOPT_SSL_VERIFYPEER, 1)
        kiosk_setopt_long(handle, CURLOPT_SSL_VERIFYHOST, 2)
        if let authorities = trust.authorities {
            kiosk_setopt_string(handle, CURLOPT_CAINFO, authorities)
            // Debian's libcurl would go on looking into /etc/ssl/certs beside it.
            kiosk_setopt_pointer(handle, CURLOPT_CAPATH, nil)
            // And keep what it has read for a day: authorities that were renewed on the disk count at once.
            kiosk_setopt_long(handle, CURLOPT_CA_CACHE_TIMEOUT, 0)
        }
        if let certificate = trust.clientCertificate {
            kiosk_setopt_string(handle, CURLOPT_SSLCERT, certificate)
            kiosk_setopt_string(handle, CURLOPT_SSLKEY, trust.clientKey)
        }
        // A proxy variable is for the way out of this machine.
        if isLoopback { kiosk_setopt_string(handle, CURLOPT_PROXY, "") }
    }

    private func receive() {
        let me = Unmanaged.passUnretained(self).toOpaque()
        kiosk_setopt_body(
            handle,
            { data, size, count, user in
                guard let data, let user else { return 0 }
                let request = Unmanaged<CurlRequest>.fromOpaque(user).takeUnretainedValue()
                return request.take(UnsafeRawBufferPointer(start: data, count: size * count)) ? size * count : 0
            }, me)
        kiosk_setopt_header(
            handle,
            { data, size, count, user in
                guard let data, let user else { return 0 }
                let request = Unmanaged<CurlRequest>.fromOpaque(user).takeUnretainedValue()
                request.takeHeader(UnsafeRawBufferPointer(start: data, count: size * count))
                return size * count
            }, me)
    }

    private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard body.count + bytes.count <= Self.largestBody else {
            isTooLarge = true
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    private func takeHeader(_ bytes: UnsafeRawBufferPointer) {
        let line = String(decoding: bytes, as: UTF8.self)
        trace?.takeLine(line)
        // A status line begins anew: what an interim reply said does not count.
        if line.hasPrefix("HTTP/") { headers = [:] }
        guard let colon = line.firstIndex(of: ":") else { return }
        let name = line[..<colon].lowercased()
        guard Self.headersThatMatter.contains(name) else { return }
        var value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        while let last = value.last, last.isWhitespace { value.removeLast() }
        headers[name] = String(value)
    }

    /// What the connection tells of it. - Returns: nil unless it was asked for.
    func wire(_ code: CURLcode) -> Wire? { trace?.wire(code) }

    /// What became of it, once libcurl says that it is over.
    func outcome(_ code: CURLcode) -> HTTPOutcome {
        var status = 0
        kiosk_getinfo_long(handle, CURLINFO_RESPONSE_CODE, &status)
        let reply = HTTPReply(
            status: status, headers: headers, body: body, isWhole: code == CURLE_OK, receivedAt: Clock.wall())
        if code == CURLE_OK { return .replied(reply) }
        if isTooLarge { return .failed(.unreadable(status: status), wasSent: wasSent) }
        if let problem = Self.certificateProblem(handle, code) { return .failed(.certificate(problem), wasSent: false) }
        // The beginning of a reply tells that there was one.
        if status >= 200, code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR || code == CURLE_OPERATION_TIMEDOUT {
            return .replied(reply)
        }
        return .failed(trouble(code, status: status), wasSent: wasSent)
    }
}
