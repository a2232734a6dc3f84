import Foundation
import TerminalTesting
import Testing

@Suite("Looking into a sign-in", .inTurns)
struct InspectionTests {
    @Test("the record opens as HAR, has every request, and holds no secret")
    func record() async throws {
        let simulator = try await Simulator()
        let folder = try TemporaryFolder()
        let file = try folder.file("run.har")
        let kiosk = try Kiosk("login", simulator.discoveryOptions + ["--scope", "openid profile", "--record", file])
        try await simulator.act("approve", kiosk.code())
        #expect(try await kiosk.end() == .exit(0), "\(kiosk.state)")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let log = try JSON(text)["log"]
        #expect(log?["version"]?.string == "1.2")
        guard case .array(let entries)? = log?["entries"] else { throw TestingFailure("no entries in \(text)") }
        let purposes = entries.compactMap { $0["_purpose"]?.string }
        #expect(purposes.prefix(2) == ["metadata", "device_authorization"] && purposes.last == "jwks", "\(purposes)")
        #expect(purposes.count { $0 == "token" } == (try kiosk.eventLog.events("poll").count))
        for entry in entries {
            #expect(entry["response"]?["status"]?.number ?? 0 >= 200)
            #expect(entry["request"]?["url"]?.string?.hasPrefix("https://") == true)
            #expect(entry["timings"]?["wait"]?.number != nil)
        }
        let tokens = try JSON(kiosk.output)
        for name in ["access_token", "id_token", "refresh_token"] {
            guard let token = tokens[name]?.string else { continue }
            #expect(!text.contains(token), "\(name)")
        }
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("a second run goes on in the same record; a file of somebody else's is left alone")
    func continued() async throws {
        let simulator = try await Simulator()
        let folder = try TemporaryFolder()
        let file = try folder.file("run.har")
        var counts: [Int] = []
        for _ in 1...2 {
            let kiosk = try Kiosk("login", simulator.options + ["--record", file, "--record-secrets"])
            try await simulator.act("deny", kiosk.code())
            #expect(try await kiosk.end() == .exit(3))
            let text = try String(contentsOfFile: file, encoding: .utf8)
            guard case .array(let entries)? = try JSON(text)["log"]?["entries"] else { throw TestingFailure(text) }
            counts.append(entries.count)
            #expect(text.contains("device_code\\\":\\\""), "a lab of one's own sees all of it")
        }
        #expect(counts[1] > counts[0])
        let mine = try folder.file("mine.txt")
        try "mine".write(toFile: mine, atomically: true, encoding: .utf8)
        let log = try await run([product("kiosk"), "login"] + simulator.options + ["--event-log", mine])
        #expect(log.end == .exit(78) && log.errors.contains("is no event log"), "\(log.errors)")
        #expect(try String(contentsOfFile: mine, encoding: .utf8) == "mine")
        let other = try folder.file("notes.txt")
        try "mine".write(toFile: other, atomically: true, encoding: .utf8)
        let refused = try await run([product("kiosk"), "login"] + simulator.options + ["--record", other])
        #expect(refused.end == .exit(78))
        #expect(refused.errors.contains("was not written by kiosk"), "\(refused.errors)")
        #expect(try String(contentsOfFile: other, encoding: .utf8) == "mine")
    }

    @Test("the key i opens the inspector beside the screen, which goes on; --no-inspector keeps it closed")
    func inspector() async throws {
        let simulator = try await Simulator()
        let kiosk = try Kiosk("run", simulator.options + ["--always-on"], rows: 36, columns: 132)
        let code = try await kiosk.code()
        kiosk.terminal.send("i")
        #expect(await kiosk.session.see { $0.text.contains("1 Timeline") && $0.shows(code) }, "\(kiosk.state)")
        try await kiosk.event("poll")
        #expect(await kiosk.session.see("400 pending"), "\(kiosk.state)")
        kiosk.terminal.send("2")
        #expect(await kiosk.session.see("device_code = ••••"), "\(kiosk.state)")
        #expect(await kiosk.session.see("Cache-Control: no-store"), "\(kiosk.state)")
        kiosk.terminal.send("3")
        #expect(await kiosk.session.see("TLSv1.3"), "\(kiosk.state)")
        kiosk.terminal.send("i")
        #expect(await kiosk.session.see { !$0.text.contains("Timeline") && $0.shows(code) })
        kiosk.terminal.send("q")
        #expect(try await kiosk.end() == .exit(0))

        let closed = try Kiosk("run", simulator.options + ["--always-on", "--no-inspector"])
        try await closed.code()
        closed.terminal.send("i")
        try await closed.event("key")
        try await closed.event("poll")
        closed.session.update()
        #expect(!closed.screen.text.contains("Timeline"))
        closed.terminal.send("q")
        #expect(try await closed.end() == .exit(0))
    }

    @Test("in a demonstration a, d and x act as the phone, and g shows every screen")
    func demo() async throws {
        let simulator = try await Simulator()
        let kiosk = try Kiosk(
            "run",
            simulator.discoveryOptions + [
                "--demo", "--simulator-state", simulator.folder.path, "--note", "Take out your phone",
            ])
        kiosk.terminal.send("g")
        #expect(await kiosk.session.see("home 80x"), "\(kiosk.state)")
        kiosk.terminal.send("q")
        #expect(await kiosk.session.see("Take out your phone"), "\(kiosk.state)")
        for (number, (key, outcome)) in [("d", "denied"), ("x", "expired"), ("a", "approved")].enumerated() {
            kiosk.terminal.send(" ")
            try await kiosk.code(number + 1)
            kiosk.terminal.send(key)
            try await kiosk.event(outcome)
            if outcome != "approved" { kiosk.terminal.send("\u{7F}") }
        }
        kiosk.terminal.send("q")
        #expect(try await kiosk.end() == .exit(0))
        let alone = try await run(
            [product("kiosk"), "run"] + simulator.options + ["--simulator-state", simulator.folder.path])
        #expect(alone.end == .exit(64))
        #expect(alone.errors.contains("--demo"), "\(alone.errors)")
    }
}
