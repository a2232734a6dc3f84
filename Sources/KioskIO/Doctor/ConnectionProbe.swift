import CCurl
import CLinux
import DeviceFlow
import FlowBench
import FlowTrace
import Glibc

/// One connection, made secure as every request's is, and given up before a request is sent on it.
final class ConnectionProbe {
    private let handle: UnsafeMutableRawPointer
    private let words: UnsafeMutablePointer<CChar>
    private var tls: TLSFacts?
    /// There was a connection, whatever came of it: libcurl counts one only when it is secure.
    private var isConnected = false

    /// - Returns: nil when libcurl has no memory for it.
    init?(_ url: String, _ trust: TLSFiles, timeout: Duration) {
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        guard let handle = curl_easy_init() else { return nil }
        self.handle = handle
        words = .allocate(capacity: Int(CURL_ERROR_SIZE))
        words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        kiosk_setopt_pointer(handle, CURLOPT_ERRORBUFFER, words)
        kiosk_setopt_string(handle, CURLOPT_URL, url)
        CurlRequest.secure(handle, url, trust)
        kiosk_setopt_long(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        kiosk_setopt_long(handle, CURLOPT_TIMEOUT_MS, max(1, Int(timeout.inSeconds * 1000)))
        kiosk_setopt_long(handle, CURLOPT_NOSIGNAL, 1)
        kiosk_setopt_long(handle, CURLOPT_QUICK_EXIT, 1)
        kiosk_setopt_before_handshake(
            handle,
            { _, _, user in
                guard let user else { return CURLE_OK }
                Unmanaged<ConnectionProbe>.fromOpaque(user).takeUnretainedValue().isConnected = true
                return CURLE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
        kiosk_setopt_before_sending(
            handle,
            { user, _, _, _, _ in
                guard let user else { return CURL_PREREQFUNC_ABORT }
                Unmanaged<ConnectionProbe>.fromOpaque(user).takeUnretainedValue().look()
                return CURL_PREREQFUNC_ABORT
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        curl_easy_cleanup(handle)
        words.deallocate()
    }

    /// For reading the certificates of a server that is not trusted: nothing is sent to it.
    func trustAnybody() {
        kiosk_setopt_long(handle, CURLOPT_SSL_VERIFYPEER, 0)
        kiosk_setopt_long(handle, CURLOPT_SSL_VERIFYHOST, 0)
    }

    private func look() { tls = kiosk_getinfo_openssl(handle).map { TLSFacts(OpaquePointer($0)) } }

    private var said: String { String(cString: words) }

    /// - Parameter readAgain: how the certificates can be read where they are not trusted.
    func facts(_ place: VerificationURI, _ trust: TLSFiles, readAgain: () -> TLSFacts?) -> ConnectionFacts {
        let code = curl_easy_perform(handle)
        let outcome: ConnectionFacts.Outcome =
            if code == CURLE_ABORTED_BY_CALLBACK {
                tls.map { .secured($0) } ?? .plain
            } else if let problem = CurlRequest.certificateProblem(handle, code) {
                .distrusted(problem, readAgain())
            } else {
                .failed(failure(code))
            }
        return ConnectionFacts(
            host: place.host, port: place.port ?? (place.text.lowercased().hasPrefix("https") ? 443 : 80),
            address: address, connect: connectTime, outcome: outcome, authorities: trust.authorities)
    }

    /// The certificates alone.
    func certificates() -> TLSFacts? {
        _ = curl_easy_perform(handle)
        return tls
    }

    private func failure(_ code: CURLcode) -> ConnectionFacts.Failure {
        var number = 0
        kiosk_getinfo_long(handle, CURLINFO_OS_ERRNO, &number)
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return .name
        case CURLE_OPERATION_TIMEDOUT:
            return !isConnected ? .timeout : .handshake("no answer to the handshake in time")
        case CURLE_COULDNT_CONNECT:
            switch Int32(number) {
            case ECONNREFUSED: return .refused
            case ETIMEDOUT: return .timeout
            case 0: return .other(said)
            default: return .noRoute(String(cString: strerror(Int32(number))))
            }
        case CURLE_SSL_CONNECT_ERROR: return .handshake(said)
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM: return .ownFile(said)
        case CURLE_RECV_ERROR where said.contains("CONNECT tunnel"), CURLE_PROXY: return .proxy(said)
        default:
            let words = said.isEmpty ? String(cString: curl_easy_strerror(code)) : said
            return isConnected ? .handshake(words) : .other(words)
        }
    }

    private var address: String? {
        var text: UnsafePointer<CChar>?
        kiosk_getinfo_string(handle, CURLINFO_PRIMARY_IP, &text)
        guard let text, text.pointee != 0 else { return nil }
        return String(cString: text)
    }

    private var connectTime: Duration? {
        var (lookedUp, connected): (curl_off_t, curl_off_t) = (0, 0)
        kiosk_getinfo_offset(handle, CURLINFO_NAMELOOKUP_TIME_T, &lookedUp)
        kiosk_getinfo_offset(handle, CURLINFO_CONNECT_TIME_T, &connected)
        return connected > lookedUp ? .microseconds(Int64(connected - lookedUp)) : nil
    }
}

extension ConnectionFacts {
    /// Connects now, and once more where the certificate is not trusted: to read whose it is.
    ///
    /// - Parameter limit: of each of the two.
    /// - Returns: nil where the address is none.
    public static func connect(_ url: String, _ trust: TLSFiles, within limit: Duration) -> ConnectionFacts? {
        guard let place = try? VerificationURI(url), let probe = ConnectionProbe(url, trust, timeout: limit) else {
            return nil
        }
        return probe.facts(place, trust) {
            // Without our own certificate: whoever is not trusted need not know who we are.
            let second = ConnectionProbe(url, TLSFiles(authorities: trust.authorities), timeout: limit)
            second?.trustAnybody()
            return second?.certificates()
        }
    }
}

extension ProxyVariables {
    /// Of this process.
    public static func read() -> ProxyVariables {
        ProxyVariables(
            Dictionary(
                uniqueKeysWithValues: names.compactMap { name in Process.environment(name).map { (name, $0) } }))
    }
}

extension ProxyVariables.Proxy {
    /// Whether somebody takes connections there; nothing is sent.
    public func answers(within limit: Duration) -> Bool {
        guard let handle = curl_easy_init() else { return false }
        defer { curl_easy_cleanup(handle) }
        kiosk_setopt_string(handle, CURLOPT_URL, "http://\(host):\(port)/")
        kiosk_setopt_string(handle, CURLOPT_PROXY, "")
        kiosk_setopt_long(handle, CURLOPT_CONNECT_ONLY, 1)
        kiosk_setopt_long(handle, CURLOPT_TIMEOUT_MS, max(1, Int(limit.inSeconds * 1000)))
        kiosk_setopt_long(handle, CURLOPT_NOSIGNAL, 1)
        kiosk_setopt_long(handle, CURLOPT_QUICK_EXIT, 1)
        return curl_easy_perform(handle) == CURLE_OK
    }
}
