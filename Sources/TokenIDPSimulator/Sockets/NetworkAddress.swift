import Foundation
import Glibc

/// Where the server can be reached: the port it will have and the address phones can use.
enum NetworkAddress {
    /// Why no server can listen, in words for the operator.
    struct Unavailable: Error, CustomStringConvertible {
        let description: String
    }

    /// The port to listen on, found before anything is built because the issuer carries it.
    /// - Parameters:
    ///   - wanted: 0 takes one by chance that is free on every host.
    ///   - hosts: numeric; the first has to be had. A later one is dropped where this machine lacks it.
    static func reserve(port wanted: Int, on hosts: [String]) throws(Unavailable) -> (port: Int, hosts: [String]) {
        attempts: for _ in 0..<20 {
            // Not one of those the system gives to outgoing connections (Linux: from 32768 on): on a busy machine it
            // could be somebody's by the time the server listens.
            var port = wanted == 0 ? Int.random(in: 20_000..<32_000) : wanted
            var available: [String] = []
            for (index, host) in hosts.enumerated() {
                switch tryBinding(host, port: port) {
                case .bound(let bound):
                    port = bound
                    available.append(host)
                case .inUse where wanted == 0:
                    continue attempts
                case .inUse:
                    throw Unavailable(
                        description: "Port \(wanted) is in use; stop what listens there, or give another with --port.")
                case .forbidden:
                    throw Unavailable(description: "Port \(wanted) may not be used by this user; give one above 1023.")
                case .absent where index > 0:
                    continue
                case .absent:
                    throw Unavailable(description: "This machine does not let a server listen on \(host).")
                }
            }
            return (port, available)
        }
        throw Unavailable(description: "No free port was found.")
    }

    /// Whether a numeric address can only be this machine's.
    static func isLoopback(_ address: String) -> Bool {
        let mapped = "::ffff:"
        let plain = address.hasPrefix(mapped) ? String(address.dropFirst(mapped.count)) : address
        var four = in_addr()
        guard inet_pton(AF_INET, plain, &four) == 1 else { return plain == "::1" }
        return UInt32(bigEndian: four.s_addr) >> 24 == 127
    }

    private enum BindResult { case bound(Int), inUse, forbidden, absent }

    /// Binds and lets go again. Never listening, the socket leaves nothing behind that would block the server.
    private static func tryBinding(_ host: String, port: Int) -> BindResult {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let info = found else { return .absent }
        defer { freeaddrinfo(found) }
        let descriptor = socket(info.pointee.ai_family, info.pointee.ai_socktype, 0)
        guard descriptor >= 0 else { return .absent }
        defer { close(descriptor) }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        // Two sockets that only bind may share a port; a listener beside them may not, so listening is the test.
        guard bind(descriptor, info.pointee.ai_addr, info.pointee.ai_addrlen) == 0, listen(descriptor, 1) == 0 else {
            switch errno {
            case EADDRINUSE: return .inUse
            case EACCES: return .forbidden
            default: return .absent
            }
        }
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard bound == 0 else { return .absent }
        // The port stands at the same place for IPv4 and IPv6.
        let port = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt16(bigEndian: $0.pointee.sin_port) }
        }
        return .bound(Int(port))
    }

    /// The IPv4 address of the interface the default route leaves by: the one a phone on the same network reaches.
    /// Connecting a datagram socket asks the kernel for the route and sends nothing (192.0.2.1: RFC 5737).
    static func ofDefaultRoute() throws(Unavailable) -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = UInt16(9).bigEndian
        inet_pton(AF_INET, "192.0.2.1", &target.sin_addr)
        let connected = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        var own = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let named = withUnsafeMutablePointer(to: &own) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        var text = [CChar](repeating: 0, count: Int(INET_ADDRSTRLEN))
        guard connected == 0, named == 0,
            inet_ntop(AF_INET, &own.sin_addr, &text, socklen_t(text.count)) != nil
        else { throw Unavailable(description: "--lan: this machine has no route to a network.") }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
