import Foundation
import Glibc

/// A program without any terminal: standard output and error are collected, standard input is empty.
public final class PipedProcess {
    private let child: Child
    private let readers: [Int32]
    private var collected: [[UInt8]] = [[], []]
    private var isOpen = [true, true]

    /// - Parameters:
    ///   - arguments: the program's path first.
    ///   - environment: the whole of it; nothing is inherited.
    public init(_ arguments: [String], environment: [String: String]) throws {
        (child, readers) = try withDescriptorLock {
            let (output, error) = (try makePipe(), try makePipe())
            defer { for end in [output.writing, error.writing] { close(end) } }
            let child = try Child(
                arguments, environment: environment,
                standard: [
                    .path("/dev/null", flags: O_RDONLY), .descriptor(output.writing), .descriptor(error.writing),
                ])
            return (child, [output.reading, error.reading])
        }
    }
    deinit { for reader in readers { close(reader) } }

    /// All that was written to standard output so far.
    public func output() -> String {
        collect()
        return String(decoding: collected[0], as: UTF8.self)
    }
    /// All that was written to standard error so far.
    public func errors() -> String {
        collect()
        return String(decoding: collected[1], as: UTF8.self)
    }
    private func collect() {
        for stream in 0..<2 where isOpen[stream] {
            if let bytes = readAvailable(readers[stream]) { collected[stream] += bytes } else { isOpen[stream] = false }
        }
    }

    public var pid: pid_t { child.pid }
    public func signal(_ signal: Int32) { child.signal(signal) }
    /// How the program ended; nil while it runs.
    public func end() -> ProcessEnd? {
        // A full pipe would keep the program from ending.
        collect()
        return child.end()
    }

    /// Waits for the end; a program that goes on past the limit is killed and the test fails.
    ///
    /// - Parameter seconds: the limit.
    /// - Throws: `TestingFailure` at the limit.
    @discardableResult
    public func wait(_ seconds: Double = 20) async throws -> ProcessEnd {
        guard await eventually(within: seconds, { end() != nil }), let end = end() else {
            child.signal(SIGKILL)
            throw TestingFailure("still running after \(seconds) s; its errors: \(errors())")
        }
        collect()
        return end
    }
}

/// Runs a program to its end.
///
/// - Parameter seconds: the limit; then it is killed and `TestingFailure` is thrown.
/// - Returns: how it ended and what it wrote.
public func run(
    _ arguments: [String], environment: [String: String] = testEnvironment(), within seconds: Double = 20
) async throws -> (end: ProcessEnd, output: String, errors: String) {
    let process = try PipedProcess(arguments, environment: environment)
    let end = try await process.wait(seconds)
    return (end, process.output(), process.errors())
}
