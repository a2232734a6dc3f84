// Tests/Fuzz/run configuration: a byte chooses, the rest is a configuration file, or the words of a command line between
// zero bytes. Every setting is one that is known, and every complaint says what to do in one line.
import DeviceFlow

@testable import kiosk

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = Input(start, count)
    do throws(Problem) {
        if input.choice() % 2 == 0 {
            let file = try Layers.read(input.bytes, from: "kiosk.conf")
            precondition(file.keys.allSatisfy { $0.hasPrefix("KIOSK_") }, "a variable that is none of ours")
            precondition(file.values.allSatisfy { !$0.contains(where: \.isNewline) }, "two lines became one value")
        } else {
            let (command, known) = input.one(of: commands)
            var words: [String] = []
            while !input.isEmpty { words.append(String(decoding: input.part(), as: UTF8.self)) }
            let given = try Given(words, known, command)
            precondition(given.values.keys.allSatisfy(known.all.contains), "an option that the command does not have")
            precondition(given.operands.count <= known.operands)
        }
    } catch {
        precondition(!error.words.isEmpty)
    }
    return 0
}

private let commands: [(Kiosk.Command, Given.Known)] = [
    (.run, .run), (.login, .login), (.doctor, .doctor), (.fleet, .fleet), (.providers, .providers), (.render, .render),
    (.replay, .replay), (.probe, .probe), (.gallery, .gallery), (.qa, .qa),
]
