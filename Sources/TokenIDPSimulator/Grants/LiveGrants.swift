import Crypto
import DequeModule
import Foundation
import Synchronization

/// The grants that devices are polling for, in memory. When a device polled last, and which interval it has to leave, is
/// kept here first and written down each second: a poll that changes nothing else costs no transaction. A kill loses the
/// counting of that second, never a decision: those are in the database before they are here.
final class LiveGrants: Sendable {
    /// SHA-256 of a device code.
    struct Key: Hashable, Sendable {
        private let words: (UInt64, UInt64, UInt64, UInt64)

        init(deviceCode: String) {
            words = SHA256.hash(data: Data(deviceCode.utf8)).withUnsafeBytes { bytes in
                let words = bytes.bindMemory(to: UInt64.self)
                return (words[0], words[1], words[2], words[3])
            }
        }

        /// As it is stored.
        var data: Data { withUnsafeBytes(of: words) { Data($0) } }

        static func == (one: Key, other: Key) -> Bool { one.words == other.words }

        func hash(into hasher: inout Hasher) {
            // The digest is as good as random: a part of it is enough to find its place.
            hasher.combine(words.0)
        }
    }

    enum PollResult: Sendable {
        /// Not in memory.
        case notHere
        case unknownCode
        /// The answer changes more than counts: it has to be in the database first.
        case needsWriting
        case answered(DeviceGrant.PollAnswer, GrantStore.Stored, gap: Double?)
    }

    /// What a poll that decides nothing changes.
    struct Counts: Sendable {
        let id: Int64
        let interval: Int
        let lastPollAt: Date?
        let polls: Int
    }

    private struct Entry {
        let key: Key
        var stored: GrantStore.Stored
    }

    private struct State {
        var entries: [Int64: Entry] = [:]
        var numbers: [Key: Int64] = [:]
        /// Whose counts are not in the database yet.
        var unwritten: Set<Int64> = []
        /// In the order they came, which is nearly the order they end in.
        var ends: Deque<(number: Int64, at: Date)> = []
    }

    private let state = Mutex(State())

    /// Keeps a grant that was just read or written; what is here already is newer.
    func add(_ stored: GrantStore.Stored, _ key: Key) {
        state.withLock { state in
            guard state.entries[stored.id] == nil else { return }
            state.entries[stored.id] = Entry(key: key, stored: stored)
            state.numbers[key] = stored.id
            state.ends.append((stored.id, stored.grant.expiresAt))
        }
    }

    func poll(_ poll: GrantStore.Poll, _ key: Key) -> PollResult {
        state.withLock { state in
            guard let number = state.numbers[key], var entry = state.entries[number] else { return .notHere }
            guard poll.isBy(ownerOf: entry.stored.grant) else { return .unknownCode }
            let gap = entry.stored.grant.lastPollAt.map { poll.at.timeIntervalSince($0) }
            let answer = entry.stored.grant.poll(poll)
            switch answer {
            case .tokens, .redeemedBefore: return .needsWriting
            case .wrongVerifier: break
            case .authorizationPending, .slowDown, .accessDenied, .expiredToken:
                state.entries[number] = entry
                state.unwritten.insert(number)
            }
            return .answered(answer, entry.stored, gap: gap)
        }
    }

    /// The grant as it is now: as the database has it, with the newer counts from here.
    func current(_ stored: GrantStore.Stored) -> GrantStore.Stored {
        state.withLock { state in
            guard let live = state.entries[stored.id]?.stored.grant else { return stored }
            var current = stored
            (current.grant.lastPollAt, current.grant.polls) = (live.lastPollAt, live.polls)
            current.grant.interval = live.interval
            return current
        }
    }

    /// Takes over what is in the database now: everything but the counts of polls that came meanwhile.
    func decided(_ stored: GrantStore.Stored) {
        state.withLock { state in
            guard var entry = state.entries[stored.id] else { return }
            let before = entry.stored.grant
            entry.stored = stored
            if before.polls > stored.grant.polls {
                (entry.stored.grant.lastPollAt, entry.stored.grant.polls) = (before.lastPollAt, before.polls)
                entry.stored.grant.interval = before.interval
            }
            state.entries[stored.id] = entry
        }
    }

    /// Whose counts have to be written down, in the order of the table, as neighbours share a page.
    func takeUnwritten() -> [Int64] {
        state.withLock { state in
            defer { state.unwritten = [] }
            return state.unwritten
        }.sorted()
    }

    func counts(of numbers: some Collection<Int64>) -> [Counts] {
        state.withLock { state in
            numbers.compactMap { number in
                guard let grant = state.entries[number]?.stored.grant else { return nil }
                return Counts(
                    id: number, interval: grant.interval, lastPollAt: grant.lastPollAt, polls: grant.polls)
            }
        }
    }

    /// Lets go of some grants that ended a while ago: few at a time, as polls wait meanwhile.
    /// - Returns: whether there may be more.
    func letGoOfSome(at now: Date) -> Bool {
        state.withLock { state in
            for _ in 0..<500 {
                guard let end = state.ends.first, end.at.addingTimeInterval(60) < now,
                    !state.unwritten.contains(end.number)
                else { return false }
                state.ends.removeFirst()
                if let entry = state.entries.removeValue(forKey: end.number) { state.numbers[entry.key] = nil }
            }
            return true
        }
    }
}
