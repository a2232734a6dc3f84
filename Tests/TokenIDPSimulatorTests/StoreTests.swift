import Foundation
import GRDB
import Synchronization
import Testing

@testable import TokenIDPSimulator

@Suite("What is kept, when much comes at once")
struct StoreTests {
    struct Refusal: Error {}

    @Test("writes that share a transaction succeed and fail each for itself, and are told in their order")
    func groupCommit() async throws {
        let driver = try SimulatorDriver()
        let pool = try DatabasePool(path: driver.folder.path(of: "test.sqlite"))
        try await pool.write { db in try db.execute(sql: "CREATE TABLE number (n INTEGER NOT NULL PRIMARY KEY)") }
        let writer = GroupCommit(pool)
        let told = Told()
        let results = await withTaskGroup(of: (Int, Bool).self, returning: [Int: Bool].self) { group in
            for number in 0..<300 {
                group.addTask {
                    let outcome = try? await writer.write { db in
                        try db.execute(sql: "INSERT INTO number VALUES (?)", arguments: [number])
                        if number % 3 == 0 { throw Refusal() }
                        return db.totalChangesCount
                    } committed: {
                        told.add($0)
                    }
                    return (number, outcome != nil)
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(results.allSatisfy { $0.value == ($0.key % 3 != 0) })
        let kept = try await pool.read { db in try Int.fetchAll(db, sql: "SELECT n FROM number ORDER BY n") }
        #expect(kept == (0..<300).filter { $0 % 3 != 0 })
        #expect(told.all.count == 200 && told.all == told.all.sorted())
    }

    @Test("a decision at the very moment at which a device is first heard of again is not hidden from it")
    func loading() async throws {
        let driver = try SimulatorDriver()
        let kept = Kept()
        try await driver.run { route in for _ in 0..<100 { await kept.add(try await route.codes()) } }
        // A restart: nothing is in memory.
        try await driver.run { route in
            for codes in await kept.all {
                async let poll = route.poll(codes)
                async let approval: Void = route.approve(codes)
                let (first, _) = try await (poll, approval)
                if first.has("access_token") { continue }
                #expect(first.error == "authorization_pending")
            }
            driver.advance(by: 10)
            for codes in await kept.all {
                let second = try await route.poll(codes)
                #expect(second.has("access_token") || second.error == "invalid_grant", "\(second.text)")
            }
        }
    }

    private final class Told: Sendable {
        private let values = Mutex<[Int]>([])
        func add(_ value: Int) { values.withLock { $0.append(value) } }
        var all: [Int] { values.withLock { $0 } }
    }

    private actor Kept {
        private(set) var all: [Codes] = []
        func add(_ codes: Codes) { all.append(codes) }
    }
}
