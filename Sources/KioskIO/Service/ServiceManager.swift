import CLinux
import Glibc

/// The service manager that has started the kiosk, told in datagrams as sd_notify(3) writes them.
///
/// An own writer of thirty lines: libsystemd would be one more library in every start, with or without a manager.
final class ServiceManager {
    /// How long it waits for a sign of life before it ends the kiosk; nil: it does not watch.
    let watchdog: Duration?
    private let descriptor: Int32
    private let address: [UInt8]

    /// Takes its variables out of the environment: no command of ours speaks for the kiosk.
    ///
    /// - Returns: nil where no manager listens.
    init?() {
        let names = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]
        let told = names.map { Process.environment($0) }
        guard let socket = told[0] else { return nil }
        for name in names { unsetenv(name) }
        guard let address = Self.address(socket) else { return nil }
        self.address = address
        descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        // A manager that hangs must not hang the screen.
        var longest = timeval(tv_sec: 2, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &longest, socklen_t(MemoryLayout<timeval>.size))
        // sd_watchdog_enabled(3): without WATCHDOG_PID it is meant for whoever reads it.
        let isOurs = told[2].map { $0 == "\(getpid())" } ?? true
        let microseconds = told[1].flatMap { Int64($0) } ?? 0
        watchdog = isOurs && microseconds > 0 ? .microseconds(microseconds) : nil
    }

    deinit { close(descriptor) }

    /// - Parameter lines: each `NAME=VALUE`. One that is not taken is lost: there is nobody to complain to.
    func tell(_ lines: [String]) {
        let text = Array(lines.map { String($0.map { $0.isNewline ? " " : $0 }) }.joined(separator: "\n").utf8)
        address.withUnsafeBytes { place in
            guard let place = place.bindMemory(to: sockaddr.self).baseAddress else { return }
            _ = sendto(descriptor, text, text.count, Int32(MSG_NOSIGNAL), place, socklen_t(address.count))
        }
    }

    /// A `sockaddr_un` for a path or, after `@`, an abstract name, which ends where the address does.
    ///
    /// - Returns: nil for what is neither, or too long.
    private static func address(_ socket: String) -> [UInt8]? {
        guard socket.hasPrefix("/") || socket.hasPrefix("@"), socket.utf8.count > 1 else { return nil }
        let family = withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) }
        let isAbstract = socket.hasPrefix("@")
        let name = isAbstract ? [0] + socket.utf8.dropFirst() : Array(socket.utf8) + [0]
        return name.count <= 108 ? family + name : nil
    }
}
