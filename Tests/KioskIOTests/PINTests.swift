import DeviceFlow
import Foundation
import Glibc
import KioskScreen
import Testing

@testable import KioskIO

/// The operator's PIN on the disk.
@Suite struct PINTests {
    /// Made by Python's hashlib.scrypt: pin 739158, salt "kiosk-pin-salt!!", n=1024, r=8, p=1, dklen=32.
    static let elsewhere = "$scrypt$ln=10,r=8,p=1$a2lvc2stcGluLXNhbHQhIQ$ae5q/r+kzDVfiL7cH6gLpc3tUB1uuVFbiD+6mTH5tus"

    @Test("a hash is that of its PIN and of no other, as another program has made it too")
    func hash() throws {
        let made = try #require(PINHash(hashing: Secret("739158")))
        #expect(made.line.hasPrefix("$scrypt$ln=14,r=8,p=5$") && !made.line.contains("739158"))
        let read = try #require(PINHash(line: made.line[...]))
        #expect(read == made)
        #expect(read.isHash(of: Secret("739158")))
        for wrong in ["739159", "73915", "7391588", "", "\u{2022}\u{2022}"] { #expect(!read.isHash(of: Secret(wrong))) }
        #expect(PINHash(hashing: Secret("739158")) != made, "the salt is new")
        let other = try #require(PINHash(line: Self.elsewhere[...]))
        #expect(other.isHash(of: Secret("739158")) && !other.isHash(of: Secret("739157")))
    }

    @Test(
        "what is no such line, or asks for more than a screen should bear, is refused",
        arguments: [
            "", "739158", "$scrypt$", "$scrypt$ln=14,r=8,p=5$$", "$argon2id$v=19$m=65536$c2FsdHNhbHQ$aGFzaA",
            "$scrypt$ln=14,r=8$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
            "$scrypt$ln=40,r=8,p=5$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
            "$scrypt$ln=20,r=32,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
            "$scrypt$ln=-1,r=8,p=5$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
            "$scrypt$ln=14,r=8,p=5$c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
            "$scrypt$ln=14,r=8,p=5$c2FsdHNhbHRzYWx0$aGFzaA",
            "$scrypt$ln=14,r=8,p=5$c2FsdHNh-HRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
            "$scrypt$ln=14,r=8,p=5$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2g$",
            "x$scrypt$ln=14,r=8,p=5$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
        ])
    func refused(line: String) { #expect(PINHash(line: line[...]) == nil) }

    @Test("a file is read by its first line, and refused where others may read it, in words that say what to do")
    func file() throws {
        let path = "/tmp/kiosk-pin-tests-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        defer { unlink(path) }
        try (Self.elsewhere + "\nmore\n").write(toFile: path, atomically: false, encoding: .utf8)
        for mode: mode_t in [0o600, 0o640, 0o400] {
            chmod(path, mode)
            #expect(try PINFile.read(path).isHash(of: Secret("739158")))
        }
        for (mode, words) in [(mode_t(0o644), "chmod 640"), (0o660, "open to others (mode 660)"), (0o602, "chmod 640")]
        {
            chmod(path, mode)
            #expect(Self.problem(path).contains(words))
        }
        try "739158\n".write(toFile: path, atomically: false, encoding: .utf8)
        chmod(path, 0o600)
        #expect(Self.problem(path).contains("kiosk pin"))
        #expect(!Self.problem(path).contains("739158"))
        #expect(Self.problem(path + "-missing").contains("No such file"))
    }

    private static func problem(_ path: String) -> String {
        do throws(PINFile.Problem) {
            _ = try PINFile.read(path)
            return ""
        } catch { return error.words }
    }

    @Test("lines are keys: their first character, all of them where asked, and Ctrl where they begin with it")
    func lineKeys() throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let keys = LineKeys(descriptor: ends[0])
        func typed(_ text: String, wholeLines: Bool = false) -> [Key] {
            _ = writeAll(text, to: ends[1])
            return keys.keys(wholeLines: wholeLines)
        }
        #expect(typed("next\n\n") == [.character("n"), .enter])
        #expect(typed("\u{0F}\u{0F}\u{0F}\n") == [.control("o"), .control("o"), .control("o")])
        #expect(typed("73\n", wholeLines: true) == [.character("7"), .character("3"), .enter])
        #expect(typed("\n", wholeLines: true) == [.enter])
    }
}
