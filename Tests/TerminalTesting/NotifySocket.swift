import CLinux
import Glibc

/// What asks a kiosk to read its configuration again: SIGRTMIN+1.
public let reloadSignal = kiosk_reload_signal()

/// A service manager's ear: the datagrams that programs send to NOTIFY_SOCKET, as systemd would get them.
public final class NotifySocket {
    /// What NOTIFY_SOCKET has to be.
    public let address: String
    private let descriptor: Int32
    private var messages: [[String]] = []

    /// - Parameter address: a path, or an abstract name behind `@`.
    public init(_ address: String) throws {
        self.address = address
        descriptor = withDescriptorLock { socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0) }
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        let isAbstract = address.hasPrefix("@")
        let name = isAbstract ? [0] + address.utf8.dropFirst() : Array(address.utf8) + [0]
        withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let bound = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard bound == 0 else {
            close(descriptor)
            throw TestingFailure("bind \(address): \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }

    /// Every datagram so far, each as its lines.
    public func all() -> [[String]] {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return messages }
            let text = String(decoding: bytes[..<count], as: UTF8.self)
            messages.append(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
    }

    /// How many lines of this kind have come.
    public func count(_ line: String) -> Int { all().joined().count { $0 == line } }
    /// What STATUS= says by now; nil: nothing.
    public var status: String? {
        all().joined().last { $0.hasPrefix("STATUS=") }.map { String($0.dropFirst("STATUS=".count)) }
    }
}
