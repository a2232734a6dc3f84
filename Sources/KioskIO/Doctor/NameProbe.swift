import CLinux
import DeviceFlow
import FlowBench
import Glibc

/// One name looked up with a limit. The C library's resolver has none: it runs in a thread of its own, which is left
/// behind where it does not come back in time.
enum NameProbe {
    static func addresses(of host: String, within limit: Duration) -> NameFacts.Outcome {
        var ends: [Int32] = [-1, -1]
        guard kiosk_pipe(&ends) == 0 else { return .failed(String(cString: strerror(errno))) }
        let question = Unmanaged.passRetained(Question(host: host, answer: ends[1]))
        var thread = pthread_t()
        let started = pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                Unmanaged<Question>.fromOpaque(pointer).takeRetainedValue().ask()
                return nil
            }, question.toOpaque())
        guard started == 0 else {
            question.release()
            close(ends[0])
            close(ends[1])
            return .failed(String(cString: strerror(started)))
        }
        pthread_detach(thread)
        var ready = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
        // The reading end stays open for a thread that comes late: a broken pipe would be a signal.
        guard poll(&ready, 1, Int32(limit.inSeconds * 1000)) > 0 else { return .timeout }
        defer { close(ends[0]) }
        return read(ends[0])
    }

    /// "+" and one address a line, or "-" and a reason.
    private static func read(_ descriptor: Int32) -> NameFacts.Outcome {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        guard text.first == "+" else { return .failed(String(text.dropFirst())) }
        return .addresses(text.dropFirst().split(separator: "\n").map(String.init))
    }

    /// What a thread needs to know; it shares nothing with the one that asked.
    private final class Question: Sendable {
        private let host: String
        private let answer: Int32

        init(host: String, answer: Int32) {
            self.host = host
            self.answer = answer
        }

        func ask() {
            var hints = addrinfo()
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
            var list: UnsafeMutablePointer<addrinfo>?
            let result = getaddrinfo(host, nil, &hints, &list)
            var text = "-" + String(cString: gai_strerror(result))
            if result == 0 {
                text = "+" + Self.texts(list).joined(separator: "\n")
                freeaddrinfo(list)
            }
            // Less than a pipe's atomic 4096 bytes: 80 addresses.
            _ = writeAll(Array(text.utf8.prefix(4096)), to: answer)
            close(answer)
        }

        private static func texts(_ list: UnsafeMutablePointer<addrinfo>?) -> [String] {
            var texts: [String] = []
            var next = list
            while let entry = next?.pointee {
                var name = [CChar](repeating: 0, count: 64)
                if getnameinfo(entry.ai_addr, entry.ai_addrlen, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST)
                    == 0
                {
                    texts.append(String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
                }
                next = entry.ai_next
            }
            return texts
        }
    }
}

extension NameFacts {
    /// Looks it up now.
    ///
    /// - Parameter limit: then nothing is waited for any more.
    public static func lookUp(_ host: String, isForProxy: Bool, within limit: Duration) -> NameFacts {
        let began = Clock.now()
        let outcome = NameProbe.addresses(of: host, within: limit)
        return NameFacts(host: host, outcome: outcome, took: Clock.now() - began, isForProxy: isForProxy)
    }
}
