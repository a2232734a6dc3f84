import Foundation
import Glibc
import TerminalTesting
import Testing

@Suite("tokenidp-sim as a process", .inTurns)
struct SimulatorTests {
    @Test("a port in use is said in words: exit code 78")
    func portInUse() async throws {
        let simulator = try await Simulator()
        let folder = try TemporaryFolder()
        let port = try #require(simulator.addresses["port"]?.number)
        let second = try await run([product("tokenidp-sim"), "--port", "\(Int(port))", "--state", folder.path])
        #expect(second.end == .exit(78), "\(second.end)")
        #expect(second.errors.contains("\(Int(port))"), "\(second.errors)")
        #expect(second.output == "")
    }

    @Test("asked to stop it does, though a kiosk holds its connection open")
    func stop() async throws {
        let simulator = try await Simulator()
        let kiosk = try Kiosk("login", simulator.options)
        try await kiosk.event("poll")
        #expect(try await simulator.stop() == .exit(0))
    }

    @Test("a code nobody has, or one that was decided before, cannot be approved; the state is its owner's alone")
    func approval() async throws {
        let simulator = try await Simulator()
        let nobodys = try await run([product("tokenidp-sim"), "approve", "BBBB-BBBB", "--state", simulator.folder.path])
        #expect(nobodys.end == .exit(1))
        #expect(!nobodys.errors.isEmpty)
        let kiosk = try Kiosk("login", simulator.options)
        let code = try await kiosk.code()
        // Case and dashes do not matter.
        try await simulator.act("deny", code.lowercased().filter { $0 != "-" })
        let late = try await run([product("tokenidp-sim"), "approve", code, "--state", simulator.folder.path])
        #expect(late.end == .exit(1))
        #expect(try await kiosk.end() == .exit(3))
        #expect(try mode(of: simulator.folder.path) == 0o700)
        for secret in ["admin-token", "ca-key.pem", "signing-keys.json"] {
            #expect(try mode(of: simulator.folder.path + "/" + secret) == 0o600, "\(secret)")
        }
    }

    @Test("why, expire and watch tell the operator what becomes of a code; the device hears of it")
    func operating() async throws {
        let simulator = try await Simulator()
        let state = ["--state", simulator.folder.path]
        let watch = try PipedProcess([product("tokenidp-sim"), "watch"] + state, environment: testEnvironment())
        let kiosk = try Kiosk("login", simulator.options)
        let code = try await kiosk.code()
        let why = try await run([product("tokenidp-sim"), "why", code.lowercased()] + state)
        #expect(why.end == .exit(0) && why.output.contains("\(code): waiting for a person."), "\(why)")
        #expect(await eventually { watch.output().contains("\(code)  pending") }, "\(watch.errors())")
        try await simulator.act("expire", code)
        #expect(try await kiosk.end() == .exit(4))
        let after = try await run([product("tokenidp-sim"), "why", code] + state)
        #expect(after.output.contains("expired"), "\(after)")
        let unknown = try await run([product("tokenidp-sim"), "why", "BBBB-BBBB"] + state)
        #expect(unknown.end == .exit(1) && unknown.errors.contains("No such code"), "\(unknown)")
        #expect(
            await eventually { watch.output().contains("\(code)  expired") }, "\(watch.output()) \(watch.errors())")
        watch.signal(SIGTERM)
        _ = try await watch.wait()
    }

    private func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("with a certificate of another authority, even one that has run out, the operator's commands reach it")
    func ownCertificate() async throws {
        try await Certificates.prepare()
        for server in [Certificates.Server.good, .expired] {
            let simulator = try await Simulator(more: ["--cert", server.certificate, "--key", server.key])
            let answer = try await run(
                [product("tokenidp-sim"), "approve", "BBBB-BBBB", "--state", simulator.folder.path])
            #expect(answer.end == .exit(1))
            #expect(!answer.errors.contains("does not answer"), "\(answer.errors)")
            #expect(answer.errors.contains("No such code"), "\(answer.errors)")
        }
    }

    @Test("it listens on loopback only")
    func loopback() async throws {
        let simulator = try await Simulator()
        let port = try #require(simulator.addresses["port"]?.number).rounded()
        let wanted = String(Int(port), radix: 16, uppercase: true)
        var local: [String] = []
        for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
            for line in (try? String(contentsOfFile: table, encoding: .utf8))?.split(separator: "\n") ?? [] {
                let fields = line.split(separator: " ")
                // State 0A: listening.
                guard fields.count > 3, fields[3] == "0A", fields[1].hasSuffix(":" + wanted) else { continue }
                local.append(String(fields[1].prefix { $0 != ":" }))
            }
        }
        #expect(!local.isEmpty)
        for address in local { #expect(["0100007F", "00000000000000000000000001000000"].contains(address)) }
    }
}
