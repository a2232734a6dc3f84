import CCurl
import CLinux
import DeviceFlow
import FlowBench
import Glibc

/// libcurl's errors in the words of the sign-in. The system is asked for more only once something has failed.
extension CurlRequest {
    /// - Parameter status: of the reply, as far as one came.
    func trouble(_ code: CURLcode, status: Int) -> Trouble {
        if let proxy = proxyProblem(code) { return .proxy(proxy) }
        switch code {
        case CURLE_OPERATION_TIMEDOUT: return Network.isThere ? .timeout : .noNetwork
        case CURLE_COULDNT_RESOLVE_HOST where isExhausted, CURLE_COULDNT_CONNECT where isExhausted: return .exhausted
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT: return .exhausted
        case CURLE_COULDNT_RESOLVE_HOST: return Network.isThere ? .dns : .noNetwork
        case CURLE_COULDNT_CONNECT:
            let hasNoWay = systemError == ENETUNREACH && !Network.leadsOut
            return hasNoWay || !Network.isThere ? .noNetwork : .dropped
        // The file of authorities, or this client's own certificate, cannot be read.
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM: return .certificate(.other)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL: return .unreadable(status: status)
        default: return .dropped
        }
    }

    /// - Returns: nil where it was not the certificate.
    static func certificateProblem(
        _ handle: UnsafeMutableRawPointer, _ code: CURLcode
    ) -> Trouble.CertificateProblem? {
        guard code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_ISSUER_ERROR else { return nil }
        var result = 0
        kiosk_getinfo_long(handle, CURLINFO_SSL_VERIFYRESULT, &result)
        // OpenSSL's X509_V_ERR_… numbers. 0 and libcurl's own 1: the chain holds, so it was the name.
        return switch result {
        case 0, 1, 62: .wrongHost
        case 9: .notYetValid
        case 10: .expired
        case 2, 18, 19, 20, 21, 27: .unknownIssuer
        default: .other
        }
    }

    /// - Returns: nil where no proxy was asked, or it had connected.
    private func proxyProblem(_ code: CURLcode) -> Trouble.ProxyProblem? {
        if code == CURLE_COULDNT_RESOLVE_PROXY { return Network.isThere ? .unreachable : nil }
        // SOCKS has reasons of its own.
        if code == CURLE_PROXY { return .refused }
        var answer = 0
        kiosk_getinfo_long(handle, CURLINFO_HTTP_CONNECTCODE, &answer)
        if answer == 407 { return .password }
        if answer >= 300 { return .refused }
        guard code == CURLE_COULDNT_CONNECT, usesProxy, Network.isThere else { return nil }
        return .unreachable
    }

    private var usesProxy: Bool {
        guard let host = try? VerificationURI(url).host else { return false }
        let set = ProxyVariables.names.compactMap { name in Process.environment(name).map { (name, $0) } }
        if case .proxy = ProxyVariables(Dictionary(set) { $1 }).choice(for: host) { return true }
        return false
    }

    /// Looking up a name needs descriptors too, and does not say when it has none.
    private var isExhausted: Bool {
        [EMFILE, ENFILE, ENOMEM, ENOBUFS].contains(systemError) || Network.cannotBeAsked
    }

    /// Of the connection that failed last.
    private var systemError: Int32 {
        var error = 0
        kiosk_getinfo_long(handle, CURLINFO_OS_ERRNO, &error)
        return Int32(truncatingIfNeeded: error)
    }
}

/// What this computer knows of the networks around it; nothing is sent.
enum Network {
    /// A network that has a carrier gave this computer an address that leads further than the next plug.
    static var isThere: Bool { kiosk_has_address() != 0 }
    /// The system has nothing left to answer with.
    static var cannotBeAsked: Bool { kiosk_has_address() < 0 }
    /// A route leads out of it.
    static var leadsOut: Bool { kiosk_has_route() != 0 }
}
