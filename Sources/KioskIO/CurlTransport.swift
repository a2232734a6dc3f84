import CCurl
import DeviceFlow
import FlowTrace

/// All requests of the kiosk over one libcurl multi handle, which keeps the connection for the next one.
///
/// It knows requests and their numbers, and nothing of what they are for.
final class CurlTransport {
    private let multi: UnsafeMutableRawPointer
    private let trust: TLSFiles
    /// How much each outcome comes with, for people who look.
    var tracing: Tracing
    private var requests: [RequestID: CurlRequest] = [:]
    private var ids: [UnsafeMutableRawPointer: RequestID] = [:]
    private var failedAtOnce: [RequestID] = []
    /// Some request is over, and nobody has been told of it: there is nothing more to wait for.
    private(set) var hasEnded = false
    /// Handles for later requests: a new one costs more than to clear one that was used.
    private var spare: [UnsafeMutableRawPointer] = []
    private let connections: Int
    private let keepsHandles: Bool

    /// What has become of a request.
    struct Finished {
        let id: RequestID
        let outcome: HTTPOutcome
        /// nil where tracing is off.
        let wire: Wire?
    }

    /// - Parameters:
    ///   - connections: how many are kept for later requests; where `isLimited`, there are never more.
    ///   - keepsHandles: false: each request has a handle of its own. A kept one is quicker at hand, but holds the last
    ///     reply, and curl_easy_reset leaves it there.
    init(
        _ trust: TLSFiles, tracing: Tracing = .off, connections: Int = 2, isLimited: Bool = false,
        keepsHandles: Bool = true
    ) {
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        guard let multi = curl_multi_init() else { fatalError("libcurl has no memory for its first handle") }
        self.multi = multi
        self.trust = trust
        self.tracing = tracing
        self.connections = connections
        self.keepsHandles = keepsHandles
        if isLimited { kiosk_multi_setopt_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections) }
        kiosk_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, connections)
    }

    var isBusy: Bool { !requests.isEmpty }

    /// - Parameter trust: nil: as all others.
    func start(_ request: HTTPRequest, _ id: RequestID, timeout: Duration, trust: TLSFiles? = nil) {
        // libcurl would go on writing into the one that had the number before.
        precondition(requests[id] == nil, "a request number is used once")
        guard let handle = spare.popLast() ?? curl_easy_init() else {
            failedAtOnce.append(id)
            hasEnded = true
            return
        }
        requests[id] = CurlRequest(request, on: handle, timeout: timeout, trust: trust ?? self.trust, tracing: tracing)
        ids[handle] = id
        curl_multi_add_handle(multi, handle)
    }

    func abandon(_ id: RequestID) {
        guard let request = requests.removeValue(forKey: id) else { return }
        ids[request.handle] = nil
        // libcurl has pointers to it until its handle is out; a handle freed while it runs would leave its connection
        // to the next request, with an answer still to come.
        withExtendedLifetime(request) { _ = curl_multi_remove_handle(multi, request.handle) }
        // What it holds, down to the device code in its body, goes; connections stay.
        curl_easy_reset(request.handle)
        if keepsHandles, spare.count < connections {
            spare.append(request.handle)
        } else {
            curl_easy_cleanup(request.handle)
        }
    }

    /// Sends what can be sent without waiting.
    func push() {
        var running: Int32 = 0
        curl_multi_perform(multi, &running)
        // An answer may be there already, where this process had to wait for its turn.
        if Int(running) < requests.count { hasEnded = true }
    }

    /// Drives all requests as far as they go without waiting.
    /// - Returns: those that are over, in the order they ended.
    func collect() -> [Finished] {
        push()
        var over = failedAtOnce.map { Finished(id: $0, outcome: .failed(.exhausted, wasSent: false), wire: nil) }
        failedAtOnce = []
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            let handle = message.pointee.easy_handle
            guard message.pointee.msg == CURLMSG_DONE,
                let handle, let id = ids[handle], let request = requests[id]
            else { continue }
            let code = kiosk_message_result(message)
            over.append(Finished(id: id, outcome: request.outcome(code), wire: request.wire(code)))
            abandon(id)
        }
        hasEnded = false
        return over
    }

    /// Waits for the network or one of the descriptors; the program's one blocking call.
    /// - Parameter longest: a bound in milliseconds. libcurl's own deadlines end the wait as well; where a request is
    ///   over, there is no wait.
    /// - Returns: for each descriptor whether it is readable or hung up.
    func wait(for descriptors: [Int32], longest: Int32 = 3_600_000) -> [Bool] {
        // What a time-out leaves in `revents` is old, so each wait begins with zeros.
        var watched = descriptors.map { curl_waitfd(fd: $0, events: Int16(CURL_WAIT_POLLIN), revents: 0) }
        var count: Int32 = 0
        watched.withUnsafeMutableBufferPointer { buffer in
            _ = curl_multi_poll(multi, buffer.baseAddress, UInt32(buffer.count), hasEnded ? 0 : longest, &count)
        }
        return watched.map { $0.revents != 0 }
    }

    deinit {
        for id in requests.keys { abandon(id) }
        for handle in spare { curl_easy_cleanup(handle) }
        curl_multi_cleanup(multi)
    }
}
