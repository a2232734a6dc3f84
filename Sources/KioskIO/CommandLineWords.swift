import Glibc

// Swift learns the words of the command line by these two functions of its runtime. Its own pair looks for them
// in /proc/self/maps, before main and at every start: 0.35 ms with the forty libraries that libcurl brings, of
// about 12 to the code on the screen (Tests/Benchmarks). The kernel has them in a file of their own. Should a later
// runtime ask in another way, these are not called and nothing else changes.

/// - Parameter count: is set to the number of words.
/// - Returns: the words, ended by nil; they stay for the life of the process.
@_cdecl("_swift_stdlib_getUnsafeArgvArgc")
func commandLineWords(_ count: UnsafeMutablePointer<Int32>) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
    let bytes = (try? Files.read("/proc/self/cmdline")) ?? []
    // Each word ends with a zero, the last one too.
    let words = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
    let list = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: words.count + 1)
    for (index, word) in words.enumerated() { list[index] = word.withUnsafeBytes { copy($0) } }
    list[words.count] = nil
    count.pointee = Int32(words.count)
    return list
}

/// For programs that set the words themselves; this one does not.
@_cdecl("_swift_stdlib_overrideUnsafeArgvArgc")
func setCommandLineWords(_ words: UnsafeMutableRawPointer?, _ count: Int32) {}

private func copy(_ word: UnsafeRawBufferPointer) -> UnsafeMutablePointer<CChar> {
    let text = UnsafeMutablePointer<CChar>.allocate(capacity: word.count + 1)
    for (index, byte) in word.enumerated() { text[index] = CChar(bitPattern: byte) }
    text[word.count] = 0
    return text
}
