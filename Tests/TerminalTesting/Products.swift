import Foundation
import Glibc

/// The path of a program of this package as the test run has built it.
///
/// Beside the test bundle, unless `KIOSK_PRODUCTS` names the folder: then the programs of another build are tested
/// (a release build, a build with a sanitizer, one made elsewhere).
public func product(_ name: String) -> String { productsFolder + "/" + name }

/// Where `product(_:)` looks.
public let productsFolder: String = {
    if let folder = ProcessInfo.processInfo.environment["KIOSK_PRODUCTS"], !folder.isEmpty { return folder }
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    // The runner is the bundle itself, or a helper of the toolchain that is told the bundle's path.
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? program
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().path
}()

/// The path of a file in Tests/Fixtures.
public func fixture(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures").appendingPathComponent(name).path
}

/// The repository's top folder.
public let repositoryFolder: String = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

/// What a program under test finds in its environment: little, and the same everywhere.
///
/// Proxies, certificate files and `KIOSK_…` of the person who runs the tests stay outside; what coverage and the
/// sanitizers need goes through.
public func testEnvironment(
    term: String = "xterm-256color", adding more: [String: String] = [:]
) -> [String: String] {
    let passed = ProcessInfo.processInfo.environment.filter { name, _ in
        name == "LLVM_PROFILE_FILE" || name.hasSuffix("SAN_OPTIONS") || name == "LD_LIBRARY_PATH"
    }
    let own = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": term, "HOME": "/nonexistent"]
    return passed.merging(own) { $1 }.merging(more) { $1 }
}

/// A folder of one test, removed with all it holds when the object goes.
public final class TemporaryFolder: Sendable {
    public let path: String

    public init() throws {
        var template = Array((NSTemporaryDirectory() + "/kiosk-test-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw TestingFailure("mkdtemp", errno: errno) }
        path = text(template)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in it; its text is written when given.
    public func file(_ name: String, _ text: String? = nil) throws -> String {
        let file = path + "/" + name
        if let text { try text.write(toFile: file, atomically: true, encoding: .utf8) }
        return file
    }
}
