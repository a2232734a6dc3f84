import CLinux
import Glibc

/// Starts programs as they would be started by a shell: the signals as they are by default, in a process group of
/// their own, and no descriptor of ours but those that `actions` give them.
enum Spawn {
    /// - Parameters:
    ///   - words: the program's path, and its arguments.
    ///   - actions: adds what is done to descriptors 0 to 2.
    /// - Returns: nil when it cannot be started.
    static func start(_ words: [String], _ actions: (inout posix_spawn_file_actions_t) -> Void) -> pid_t? {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        actions(&files)
        kiosk_close_from(&files, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let list: [UnsafeMutablePointer<CChar>?] = words.map { (word: String) in strdup(word) }
        defer { for word in list { free(word) } }
        var process: pid_t = 0
        guard posix_spawn(&process, words[0], &files, &attributes, list + [nil], environ) == 0 else { return nil }
        return process
    }
}
