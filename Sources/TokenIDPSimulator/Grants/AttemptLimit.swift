import Foundation
import Synchronization

/// Slows guessing: after some failures a key waits, longer with each further one (RFC 8628, 5.1).
struct AttemptLimit: Equatable, Sendable {
    /// Seconds after which failures are forgotten.
    static let memory: TimeInterval = 3600

    private struct Failures: Equatable {
        var count = 0
        var last: Date
    }

    private let rules: AttemptRules
    private var failures: [String: Failures] = [:]

    init(_ rules: AttemptRules = AttemptRules()) { self.rules = rules }

    /// Seconds until the key may try again; nil when it may try now.
    func wait(for key: String, at now: Date) -> Int? {
        guard let entry = failures[key], entry.count >= rules.free else { return nil }
        let doublings = min(entry.count - rules.free, 10)
        let wait = Double(min(rules.firstWait << doublings, rules.longestWait))
        let left = wait - now.timeIntervalSince(entry.last)
        return left > 0 ? Int(left.rounded(.up)) : nil
    }

    mutating func failed(_ key: String, at now: Date) {
        // Memory stays bounded however many addresses knock.
        if failures.count >= 10_000 {
            failures = failures.filter { now.timeIntervalSince($0.value.last) < Self.memory }
            if failures.count >= 10_000 { failures.removeAll() }
        }
        var entry = failures[key] ?? Failures(last: now)
        if now.timeIntervalSince(entry.last) >= Self.memory { entry.count = 0 }
        entry.count += 1
        entry.last = now
        failures[key] = entry
    }

    mutating func forgive(_ key: String) { failures[key] = nil }
}

/// An `AttemptLimit` that several requests share; each request counts under several keys (its address, its session).
final class SharedAttemptLimit: Sendable {
    private let limit: Mutex<AttemptLimit>

    init(_ rules: AttemptRules) { limit = Mutex(AttemptLimit(rules)) }

    /// The longest wait of these keys in seconds; nil when all may try.
    func wait(for keys: [String], at now: Date) -> Int? {
        limit.withLock { limit in keys.compactMap { limit.wait(for: $0, at: now) }.max() }
    }

    func failed(_ keys: [String], at now: Date) {
        limit.withLock { limit in for key in keys { limit.failed(key, at: now) } }
    }

    func forgive(_ keys: [String]) {
        limit.withLock { limit in for key in keys { limit.forgive(key) } }
    }
}
