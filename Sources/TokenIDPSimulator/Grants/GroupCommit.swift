import GRDB
import Synchronization

/// Writes that come at the same time share one transaction: each is answered when it is in the database, but the price
/// of a transaction is paid once for all of them. A write that fails is taken back alone.
final class GroupCommit: Sendable {
    private struct Write: Sendable {
        /// Does the work and keeps what came of it.
        let run: @Sendable (Database) throws -> Void
        /// Tells whoever waits; with an error when the transaction they shared has failed.
        let settle: @Sendable ((any Error)?) -> Void
    }

    private struct Queue {
        var waiting: [Write] = []
        var isBusy = false
    }

    private let pool: DatabasePool
    private let queue = Mutex(Queue())

    init(_ pool: DatabasePool) { self.pool = pool }

    /// - Parameter committed: told what came of the work when it is in the database, in the order of the writes, before
    ///   anybody else hears of it.
    func write<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value,
        committed: @escaping @Sendable (Value) -> Void = { _ in }
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let outcome = Outcome<Value>()
            let write = Write(
                run: { db in
                    do {
                        try db.inSavepoint {
                            outcome.set(.success(try work(db)))
                            return .commit
                        }
                    } catch {
                        outcome.set(.failure(error))
                    }
                },
                settle: { failure in
                    let result = failure.map { .failure($0) } ?? outcome.result
                    if case .success(let value) = result { committed(value) }
                    continuation.resume(with: result)
                })
            let begins = queue.withLock { queue in
                queue.waiting.append(write)
                defer { queue.isBusy = true }
                return !queue.isBusy
            }
            if begins { drain() }
        }
    }

    /// What came of one write, until the transaction it is part of has ended.
    private final class Outcome<Value: Sendable>: Sendable {
        private let kept = Mutex<Result<Value, any Error>>(.failure(DatabaseError(message: "the write was not done")))

        func set(_ result: Result<Value, any Error>) { kept.withLock { $0 = result } }
        var result: Result<Value, any Error> { kept.withLock { $0 } }
    }

    /// Takes what waits until nothing does.
    private func drain() {
        pool.asyncWriteWithoutTransaction { [self] db in
            while true {
                let writes = queue.withLock { queue in
                    defer { queue.waiting = [] }
                    queue.isBusy = !queue.waiting.isEmpty
                    return queue.waiting
                }
                guard !writes.isEmpty else { return }
                do {
                    try db.inTransaction(.immediate) {
                        for write in writes { try write.run(db) }
                        return .commit
                    }
                    for write in writes { write.settle(nil) }
                } catch {
                    for write in writes { write.settle(error) }
                }
            }
        }
    }
}
