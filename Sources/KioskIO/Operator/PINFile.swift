import CLinux
import Glibc

/// The file of `--operator-pin-file`.
public enum PINFile {
    /// What is wrong with it, and what to do.
    public struct Problem: Error {
        public let words: String
    }

    /// - Throws: `Problem` for a file that cannot be read, holds no line of `kiosk pin`, or is not its owner's alone.
    public static func read(_ path: String) throws(Problem) -> PINHash {
        let bytes: [UInt8]
        do throws(Files.Failure) {
            bytes = try Files.read(path)
        } catch {
            throw Problem(words: "\(path) cannot be read: \(error.reason)")
        }
        if let openness = openness(of: path) { throw Problem(words: openness) }
        let line = String(decoding: bytes, as: UTF8.self).prefix { !$0.isNewline }
        guard let hash = PINHash(line: line) else {
            throw Problem(words: "\(path) does not begin with a line that kiosk pin has made (kiosk pin >\(path))")
        }
        return hash
    }

    /// Whoever can read it can try a million PINs at home; whoever can write it has a PIN of their own. A group may read,
    /// as where root owns it.
    private static func openness(of path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o027 != 0 else {
            return nil
        }
        let mode = String(status.st_mode & 0o777, radix: 8)
        return "\(path) is open to others (mode \(mode)): chmod 640 \(path)"
    }
}
