import Foundation
import Glibc
import Testing

@testable import KioskIO

@Suite("What ncurses writes while a screen is painted")
struct HeldOutputTests {
    let pipe = Pipe()
    var far: Int32 { pipe.fileHandleForWriting.fileDescriptor }

    /// What has come through the pipe by now.
    func arrived() -> String {
        let near = pipe.fileHandleForReading.fileDescriptor
        _ = fcntl(near, F_SETFL, O_NONBLOCK)
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(near, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    @Test("comes to the terminal in one piece, once the screen is whole; what is written in between comes at once")
    func onePiece() throws {
        let held = try #require(HeldOutput(to: far))
        defer { close(held.descriptor) }
        for screen in ["first", "second", ""] {
            held.hold {
                for letter in screen { #expect(writeAll(String(letter), to: held.descriptor)) }
                #expect(arrived() == "")
            }
            #expect(arrived() == screen)
        }
        #expect(writeAll("between", to: held.descriptor))
        #expect(arrived() == "between")
    }

    @Test("what is discarded comes to nobody, and leaves nothing for the next screen")
    func discarded() throws {
        let held = try #require(HeldOutput(to: far))
        defer { close(held.descriptor) }
        let isDiscarded = held.discard { #expect(writeAll("a long picture of somebody", to: held.descriptor)) }
        #expect(isDiscarded)
        #expect(arrived() == "")
        held.hold { #expect(writeAll("next", to: held.descriptor)) }
        #expect(arrived() == "next")
    }

    @Test("a terminal that takes nothing holds nothing up, and gets every byte once it takes some again, in order")
    func stuck() throws {
        let held = try #require(HeldOutput(to: far))
        defer { close(held.descriptor) }
        let large = String(repeating: "x", count: 200_000)
        held.hold { #expect(writeAll(large, to: held.descriptor)) }
        #expect(held.isStuck)
        // What is painted meanwhile is not even made.
        held.hold { Issue.record("painted for a terminal that takes nothing") }
        held.write("beside")
        var all = ""
        while held.isStuck {
            all += arrived()
            held.write("")
        }
        held.hold { #expect(writeAll("after", to: held.descriptor)) }
        while case let more = arrived(), !more.isEmpty { all += more }
        #expect(all == large + "besideafter")
    }

    @Test("neither the terminal nor the memory is left to a program that is started")
    func notInherited() throws {
        let held = try #require(HeldOutput(to: far))
        defer { close(held.descriptor) }
        held.hold { #expect(fcntl(held.descriptor, F_GETFD) & FD_CLOEXEC != 0) }
        #expect(fcntl(held.descriptor, F_GETFD) & FD_CLOEXEC != 0)
    }
}
