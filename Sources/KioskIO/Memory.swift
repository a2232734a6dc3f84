import CLinux

/// What of this program's memory others could read.
enum Memory {
    /// Keeps it out of swap, where the system lets all of it stay: a part would only make later allocations fail.
    ///
    /// - Returns: false: it may be swapped out.
    @discardableResult
    static func lock() -> Bool { kiosk_lock_memory() == 0 }

    /// Writes over what the calls of this turn have left below the loop.
    static func wipeStack() {
        kiosk_wipe_near_stack()
        kiosk_wipe_far_stack()
    }
}
