import Foundation
import Glibc

/// What stands in the memory of a running program, as a core file or a swap file would show it.
public struct ProcessMemory {
    private let pid: pid_t

    public init(_ pid: pid_t) { self.pid = pid }

    /// Whether this process may look: a program that is not dumpable shows its memory to nobody else.
    /// (CAP_SYS_PTRACE, capability 19)
    public static let canBeRead = hasCapability(19)

    /// Whether what this process starts may keep all its memory out of swap. (CAP_IPC_LOCK, capability 14)
    public static let canBeLocked = hasCapability(14)

    private static func hasCapability(_ number: UInt64) -> Bool {
        let set = UInt64(status("self", "CapEff"), radix: 16) ?? 0
        return set & 1 << number != 0
    }

    /// A line of /proc/…/status, without its name.
    private static func status(_ process: String, _ name: String) -> String {
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") } ?? ""
        return line.split(separator: "\t").last.map(String.init) ?? ""
    }

    /// It is kept out of swap.
    public var isLocked: Bool {
        let locked = Self.status("\(pid)", "VmLck")
        return !locked.isEmpty && !locked.drop { $0 == " " }.hasPrefix("0 ")
    }

    /// Something to look for.
    public struct Trace: Sendable {
        let name: String
        let bytes: [(offset: Int, byte: UInt8)]

        /// As it is in a string.
        public static func text(_ name: String, _ text: String) -> Trace { cells(name, text, apart: 1) }

        /// A long secret may be there in part: its beginning, middle and end.
        public static func secret(_ name: String, _ text: String) -> [Trace] {
            let part = min(16, text.count)
            return [("beginning", 0), ("middle", (text.count - part) / 2), ("end", text.count - part)].map {
                region, from in
                .text(name + ", its " + region, String(text.dropFirst(from).prefix(part)))
            }
        }

        /// Character by character, each in a cell of so many bytes, as screens are kept.
        public static func cells(_ name: String, _ text: String, apart: Int) -> Trace {
            let rest = apart == 1 ? [] : [UInt8](repeating: 0, count: 3)
            return Trace(
                name: apart == 1 ? name : "\(name) in cells of \(apart) bytes",
                bytes: text.utf8.enumerated().flatMap { index, byte in
                    ([byte] + rest).enumerated().map { (index * apart + $0, $1) }
                })
        }
    }

    /// Which of the traces are there, and in which part of the memory that can be written to.
    public func findings(_ traces: [Trace]) throws -> [String] {
        let memory = open("/proc/\(pid)/mem", O_RDONLY | O_CLOEXEC)
        guard memory >= 0 else { throw TestingFailure("open /proc/\(pid)/mem", errno: errno) }
        defer { close(memory) }
        var found: [String] = []
        for line in try String(contentsOfFile: "/proc/\(pid)/maps", encoding: .utf8).split(separator: "\n") {
            let fields = line.split(separator: " ", omittingEmptySubsequences: true)
            let ends = fields[0].split(separator: "-").compactMap { Int($0, radix: 16) }
            guard fields[1].contains("w"), ends.count == 2 else { continue }
            var bytes = [UInt8](repeating: 0, count: ends[1] - ends[0])
            let count = pread(memory, &bytes, bytes.count, ends[0])
            guard count > 0 else { continue }
            let place = fields.count > 5 ? String(fields[5]) : "a region of \(bytes.count) bytes"
            for trace in traces where Self.contains(bytes, count, trace) { found.append("\(trace.name) in \(place)") }
        }
        return found
    }

    private static func contains(_ bytes: [UInt8], _ count: Int, _ trace: Trace) -> Bool {
        guard let first = trace.bytes.first, let last = trace.bytes.last else { return false }
        return bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return false }
            var at = 0
            while at + last.offset < count,
                let hit = memchr(base + at, Int32(first.byte), count - last.offset - at)
            {
                at = UnsafeRawPointer(hit) - base
                if trace.bytes.allSatisfy({ buffer[at + $0.offset] == $0.byte }) { return true }
                at += 1
            }
            return false
        }
    }
}
